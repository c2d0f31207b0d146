/* One run of the verifier: what its files share. */
#ifndef VAULT_VERIFY_RUN_H
#define VAULT_VERIFY_RUN_H

#include "vault/internal.h"
#include "vault/row.h"
#include "vault/verify.h"

/* What has to be at hand for a check. */
enum verify_needs {
	VERIFY_NOTHING,
	VERIFY_LEDGER /* somebody logged in: ledger keys, own chart keys */
};

struct verify_run {
	struct vault *v;
	const struct verify_hooks *hooks;
	const char *skip;  /* name of the check to leave out, or NULL */
	const char *check; /* the one that is running */
	struct verify_report report;
	bool keys; /* VERIFY_LEDGER is there */
	bool lost_keys;

	/* Replayed by this run alone, every entry kept. */
	struct state st;

	/* The row at hand and what was found of it. */
	struct row row;
	struct opened opened;
	unsigned char computed[HASH_LEN];
	bool sealed_to_us; /* no key to open it */
	enum err open;
	bool signed_ok;
	enum err authority;

	uint64_t total; /* rows, for progress */
	struct pin *heads;
	size_t nheads, cheads;
	unsigned bad_heads;
};

/* Report one fault of the running check; ${seq} 0: no row of the ledger. */
void verify_fault(struct verify_run *, uint64_t seq, const char *fmt, ...)
    PRINTF(3, 4);

/* The checks of single tables and of content (verify_tables.c). */
WARN_UNUSED enum err verify_sizes(struct verify_run *);
WARN_UNUSED enum err verify_wraps(struct verify_run *);
WARN_UNUSED enum err verify_logins(struct verify_run *);
WARN_UNUSED enum err verify_epochs(struct verify_run *);
WARN_UNUSED enum err verify_grants(struct verify_run *);
WARN_UNUSED enum err verify_entries(struct verify_run *);
WARN_UNUSED enum err verify_requests(struct verify_run *);
WARN_UNUSED enum err verify_records(struct verify_run *);
WARN_UNUSED enum err verify_former(struct verify_run *);
WARN_UNUSED enum err verify_content(struct verify_run *);

#endif
