/*
 * fixture DIR: make a demonstration clinic for another reader, then print what
 * its clinician "carl" can read, as reader.py does.  His password is "paper
 * mountain window", his private passphrase "five quiet blue herons".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/secret.h"
#include "vault/assign.h"
#include "vault/chart.h"
#include "vault/draft.h"
#include "vault/entry.h"
#include "vault/fields.h"
#include "vault/genesis.h"
#include "vault/private.h"
#include "vault/staff.h"

#define PW(s)                                                                  \
	{                                                                      \
		(s), sizeof(s) - 1                                             \
	}

static void must(enum err e, const char *what)
{
	if (e == ERR_OK)
		return;
	(void)fprintf(
	    stderr, "fixture: %s: %s (%s)\n", what, err_text(e), err_detail());
	exit(1);
}
#define MUST(x) must((x), #x)

static int64_t now = 1767600000000;

static int64_t tick(void *arg)
{
	(void)arg;
	return now += 1000;
}

static const struct clock clk = {tick, tick, NULL};

/* ---- making ------------------------------------------------------------ */

static void make_clinic(const char *dir)
{
	const struct clinic_new c = {.demo = true,
	    .cost = &kdf_test,
	    .cost_strong = &kdf_test,
	    .password_min = 15,
	    .admin = {"anna", "Anna Albers", "", ROLE_ADMIN,
		PW("quiet harbour lantern")},
	    .officer = {"olga", "Olga Okafor", "", ROLE_OFFICER,
		PW("yellow bicycle garden")},
	    .records = PW("orchard velvet pilgrim cobalt")};
	const struct ceremony by = {"anna", PW("quiet harbour lantern"), "olga",
	    PW("yellow bicycle garden")};
	const struct person_new staff[] = {
	    {"carl", "Carl Castr\xc3\xb3", "LAC", ROLE_CLINICIAN,
		PW("paper mountain window")},
	    {"dora", "Dora Diaz", "LPC", ROLE_CLINICIAN | ROLE_SUPERVISOR,
		PW("silver river teacup")},
	    {"eric", "Eric Egan", "", ROLE_CLINICIAN,
		PW("wooden pencil harvest")},
	};
	struct vault *v;

	MUST(clinic_create(dir, &clk, &c));
	MUST(vault_open(dir, &clk, &v));
	for (size_t i = 0; i < 3; i++)
		MUST(person_add(v, &by, &staff[i], NULL));
	vault_close(v);
}

static enum err make_client(void *arg, unsigned ordinal, struct buf *p)
{
	(void)ordinal;
	MUST(fields_begin(p));
	MUST(fields_adds(p, "code", arg));
	MUST(fields_adds(p, "name", "Fictional Person"));
	fields_end(p, 2);
	return ERR_OK;
}

/* Version 2 if ${prev} is given. */
static void write_note(struct vault *v, const struct id *chart,
    const struct id *id, const unsigned char *prev, const char *text,
    size_t more, unsigned char *digest)
{
	struct buf p = {0}, long_text = {0};

	MUST(buf_adds(&long_text, text));
	for (size_t i = 0; i < more; i++)
		MUST(buf_add8(&long_text, 'a' + i % 26));
	MUST(fields_begin(&p));
	MUST(fields_adds(&p, "@form", "dap"));
	MUST(fields_add(&p, "data", long_text.p, long_text.len));
	MUST(fields_adds(&p, "plan", ""));
	fields_end(&p, 3);
	MUST(entry_write(v, chart, ENTRY_RECORD, id, prev == NULL ? 1 : 2, prev,
	    &p, NULL, digest));
	buf_free(&p);
	buf_free(&long_text);
}

static void fill(struct vault *v, const char *code)
{
	unsigned char digest[ENTRY_DIGEST];
	struct id chart, id;
	char copy[16];

	(void)snprintf(copy, sizeof(copy), "%s", code);
	MUST(chart_create(v, make_client, copy, &chart));
	secret_random(id.b, ID_LEN);
	write_note(v, &chart, &id, NULL, "First words.", 0, digest);
	write_note(v, &chart, &id, digest,
	    "Amended\nwords, a\ttab and a back\\slash.", 0, NULL);
	for (size_t n = 200; n <= 20000; n *= 10) {
		secret_random(id.b, ID_LEN);
		write_note(v, &chart, &id, NULL, "Long: ", n, NULL);
	}
}

/* ---- printing ---------------------------------------------------------- */

static enum err print_field(
    void *arg, const char *tag, const void *v, size_t len)
{
	const char *s = v;
	bool raw = strcmp(tag, "@digest") == 0 || strcmp(tag, "sig") == 0;

	(void)arg;
	(void)printf("\t%s=", tag);
	for (size_t i = 0; i < len; i++) {
		if (raw)
			(void)printf("%02x", (unsigned char)s[i]);
		else if (s[i] == '\n')
			(void)fputs("\\n", stdout);
		else if (s[i] == '\t')
			(void)fputs("\\t", stdout);
		else if (s[i] == '\\')
			(void)fputs("\\\\", stdout);
		else
			(void)putchar(s[i]);
	}
	return ERR_OK;
}

/* ---- drafts and private notes ------------------------------------------ */

/* Still held; the caller closes it. */
static struct draft *a_draft(struct vault *v, const struct id *chart)
{
	const struct draft_field f[] = {
	    {"@meta", "m", 1}, {"data", "Half a\nsentence", 15}};
	char id[ID_HEX], ch[ID_HEX];
	struct id draft;
	struct draft *d;
	bool held;

	secret_random(draft.b, ID_LEN);
	MUST(draft_open(v, &draft, chart, &d, &held));
	MUST(draft_put(d, f, 2));
	(void)printf("draft\t%s\t%s", id_hex(&draft, id), id_hex(chart, ch));
	MUST(draft_fields(d, print_field, NULL));
	(void)putchar('\n');
	return d;
}

static enum err print_private(
    void *arg, const struct private_head *h, const void *payload, size_t len)
{
	char id[ID_HEX];

	(void)arg;
	(void)printf("private\t%s\t%u", id_hex(&h->entry, id), h->ver);
	MUST(fields_each(payload, len, print_field, NULL));
	(void)putchar('\n');
	return ERR_OK;
}

static void private_note(
    struct private_vault *pv, struct id *id, const char *text)
{
	struct buf p = {0};

	MUST(fields_begin(&p));
	MUST(fields_adds(&p, "kind", "psychotherapy"));
	MUST(fields_adds(&p, "text", text));
	fields_end(&p, 2);
	MUST(private_write(pv, id, &p));
	buf_free(&p);
}

static void private_file(struct vault *v)
{
	static const struct pass first = PW("five quiet green herons"),
				 next = PW("five quiet blue herons");
	unsigned char code[20];
	struct id a = id_zero, b = id_zero, c = id_zero;
	struct private_vault *pv;
	char id[ID_HEX];

	MUST(private_create(v, first, code, &pv));
	private_note(pv, &a, "one");
	private_note(pv, &b, "two");
	private_note(pv, &c, "three");
	private_note(pv, &b, "two again");
	MUST(private_destroy(pv, &a));
	MUST(private_pass_change(pv, first, next));
	private_lock(pv);
	MUST(private_unlock(v, next, &pv));
	MUST(private_each(pv, print_private, NULL));
	MUST(private_draft_put(pv, &a, "text", "dra\tft", 6));
	(void)printf("pdraft\t%s\ttext=dra\\tft\n", id_hex(&a, id));
	private_lock(pv);
}

/* ---- the record -------------------------------------------------------- */

static enum err print_entry(void *arg, const struct entry_head *h)
{
	char chart[ID_HEX], id[ID_HEX], author[ID_HEX];
	uint32_t newest;
	struct entry en;

	MUST(entry_newest(arg, &h->chart, &h->entry, &newest));
	if (h->ver != newest)
		return ERR_OK;
	MUST(entry_read(arg, &h->chart, &h->entry, 0, &en));
	(void)printf("entry\t%s\t%s\t%u\t%d\t%s", id_hex(&h->chart, chart),
	    id_hex(&h->entry, id), h->ver, (int)h->cls,
	    id_hex(&h->author, author));
	MUST(fields_each(en.payload.p, en.payload.len, print_field, NULL));
	(void)putchar('\n');
	entry_done(&en);
	return ERR_OK;
}

static void print_chart(struct vault *v, const struct id *chart)
{
	for (int cls = ENTRY_RECORD; cls <= ENTRY_PROPOSAL; cls++)
		MUST(entry_each(
		    v, chart, (enum entry_class)cls, print_entry, v));
}

struct mine {
	struct vault *v;
	struct draft *d; /* of the last chart */
};

static enum err print_mine(void *arg, const struct chart *c)
{
	struct mine *m = arg;
	struct id id = c->id;

	if (!c->mine)
		return ERR_OK;
	MUST(chart_view(m->v, &id));
	print_chart(m->v, &id);
	draft_close(m->d);
	m->d = a_draft(m->v, &id);
	return ERR_OK;
}

/* dora supervises carl, comments on and cosigns a note of his; then it ends,
 * and one more proposal stays open. */
static void supervise(const char *dir, struct vault *c, const struct id *chart,
    const struct id *note, const unsigned char *digest)
{
	static const struct pass anna = PW("quiet harbour lantern");
	static const struct pass dora = PW("silver river teacup");
	struct assign_spec s = {ASSIGN_SUPERVISOR, true, id_zero, id_zero, 0};
	struct id proposal, review;
	struct vault *a, *d;
	struct buf p = {0};
	uint64_t seq;

	MUST(vault_open(dir, &clk, &a));
	MUST(vault_login(a, "anna", anna.p, anna.len));
	MUST(vault_open(dir, &clk, &d));
	MUST(vault_login(d, "dora", dora.p, dora.len));
	s.subject = vault_me(c)->id;
	s.who = vault_me(d)->id;
	MUST(proposal_make(a, &s, &s.subject, &proposal));
	MUST(proposal_accept(c, &proposal, NULL, &seq));
	MUST(chart_view(d, chart));
	MUST(fields_begin(&p));
	MUST(fields_adds(&p, "text", "Which risk?"));
	fields_end(&p, 1);
	secret_random(review.b, ID_LEN);
	MUST(entry_review(d, chart, &review, 1, NULL, note, 1, &p, NULL, NULL));
	MUST(entry_cosign(
	    d, chart, note, 1, digest, "Dora Diaz, LPC", "", NULL));
	MUST(assign_end(a, seq));
	secret_random(review.b, ID_LEN);
	MUST(chart_view(c, chart));
	MUST(entry_review(c, chart, &review, 1, NULL, note, 1, &p, NULL, NULL));
	MUST(proposal_make(a, &s, &s.subject, &proposal));
	buf_free(&p);
	vault_close(a);
	vault_close(d);
}

/* Keys that change: eric, a member of carl's chart, leaves. */
static void come_and_go(const char *dir)
{
	static const struct pass anna = PW("quiet harbour lantern");
	static const struct pass carl = PW("paper mountain window");
	static const struct pass eric = PW("wooden pencil harvest");
	const struct ceremony by = {"anna", PW("quiet harbour lantern"), "olga",
	    PW("yellow bicycle garden")};
	char code[] = "C-0";
	unsigned char digest[ENTRY_DIGEST];
	struct vault *a, *c;
	struct id chart, who, id;

	MUST(vault_open(dir, &clk, &c));
	MUST(vault_login(c, "eric", eric.p, eric.len));
	who = vault_me(c)->id;
	MUST(vault_logout(c));
	MUST(vault_login(c, "carl", carl.p, carl.len));
	MUST(chart_create(c, make_client, code, &chart));
	MUST(chart_grant_until(c, &chart, &who, now + 3600000));
	MUST(vault_open(dir, &clk, &a));
	MUST(vault_login(a, "anna", anna.p, anna.len));
	MUST(staff_role_give(
	    a, &by, &who, eric, ROLE_CLINICIAN | ROLE_SUPERVISOR));
	MUST(staff_role_take(a, &who, ROLE_CLINICIAN));
	MUST(chart_ungrant(a, &chart, &who));
	MUST(chart_grant(c, &chart, &who));
	MUST(staff_revoke(a, &who, REVOKE_LEFT));
	vault_close(a);
	secret_random(id.b, ID_LEN);
	write_note(c, &chart, &id, NULL, "Under a new key.", 0, digest);
	supervise(dir, c, &chart, &id, digest);
	vault_close(c);
}

int main(int argc, char **argv)
{
	static const struct pass carl = PW("paper mountain window");
	static const struct pass dora = PW("silver river teacup");
	struct mine m = {NULL, NULL};
	struct vault *v;

	if (argc != 2) {
		(void)fputs("usage: fixture DIR\n", stderr);
		return 2;
	}
	MUST(secret_init((size_t)256 << 10));
	make_clinic(argv[1]);
	MUST(vault_open(argv[1], &clk, &v));
	MUST(vault_login(v, "dora", dora.p, dora.len));
	fill(v, "D-1");
	vault_close(v);
	come_and_go(argv[1]);
	MUST(vault_open(argv[1], &clk, &v));
	MUST(vault_login(v, "carl", carl.p, carl.len));
	fill(v, "C-1");
	print_chart(v, &id_zero);
	m.v = v;
	MUST(chart_each(v, print_mine, &m));
	draft_close(a_draft(v, &id_zero));
	private_file(v);
	/* m.d stays held in the file, as by a login that was killed */
	MUST(vault_logout(v));
	draft_close(m.d);
	vault_close(v);
	return 0;
}
