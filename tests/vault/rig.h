/* What the suites of charts, entries, drafts and private notes share: a clinic
 * with CARL logged in and one chart of his opened (viewed). */
#ifndef TESTS_VAULT_RIG_H
#define TESTS_VAULT_RIG_H

#include "base/id.h"
#include "store/store.h"
#include "tests/vault/clinic.h"
#include "vault/chart.h"
#include "vault/entry.h"

#define ADMIN "anna"
#define OFFICER "olga"
#define CARL "carl" /* clinicians */
#define DORA "dora"

struct rig {
	struct test_clinic w;
	struct vault *carl;
	struct id chart;
};

void rig_init(struct rig *);
void rig_done(struct rig *);

/* The password of a login name, or of "records". */
struct pass rig_pass(const char *login);
/* Another opening of the clinic, with ${login} logged in. */
struct vault *rig_login(struct test_clinic *, const char *login);

struct id rig_id(void);
/* A new chart of whoever is logged in; its client payload is "client". */
void rig_chart(struct vault *, struct id *);
/* clinic.db as somebody without keys opens it. */
struct store *rig_attack(struct rig *);
/* How many ledger rows there are. */
size_t rig_rows(struct rig *);

/* ---- files ------------------------------------------------------------- */

/* DIR/name */
const char *rig_path(const struct test_clinic *, const char *name, char *out);
/* The first file in DIR/folder whose name ends like this. */
void rig_find(const struct test_clinic *, const char *folder,
    const char *suffix, char *out);
/* Copy one closed database over another, or take it away, with its log. */
void rig_copy(const char *from, const char *to);
void rig_remove(const char *path);
/* How many files under DIR but those whose path begins with ${except} (may be
 * NULL) hold these bytes. */
unsigned rig_grep(
    const struct test_clinic *, const void *p, size_t len, const char *except);

#endif
