#include "cli/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "cli/hidden.h"
#include "cli/keyval.h"
#include "cli/say.h"
#include "crypto/secret.h"
#include "vault/private.h"

#define PASS_MAX_BYTES 256
#define PASSES_MAX 32
#define ANSWER_MAX 256
#define TRIES 5

struct ask {
	int fd; /* --password-fd or -1 */
	bool tty;
	struct keyval *answers; /* NULL: no --answers */
	void *passes[PASSES_MAX];
	size_t npasses;
};

static enum err read_answers(struct ask *a, const char *path)
{
	static const char *const secret[] = {
	    "password", "passphrase", "records", NULL};
	enum err e = keyval_read(path, &a->answers);

	for (size_t i = 0; e == ERR_OK && secret[i] != NULL; i++)
		e = keyval_without(a->answers, secret[i]);
	return e;
}

enum err ask_new(const struct options *o, struct ask **out)
{
	struct ask *a = mem_new(1, sizeof(*a));
	enum err e = ERR_OK;

	if (a == NULL)
		return err_set(ERR_NOMEM, "ask");
	a->fd = o->password_fd;
	a->tty = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
	if (o->answers != NULL)
		e = read_answers(a, o->answers);
	if (e != ERR_OK) {
		ask_free(a);
		return e;
	}
	*out = a;
	return ERR_OK;
}

void ask_free(struct ask *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->npasses; i++)
		secret_free(a->passes[i]);
	keyval_free(a->answers);
	free(a);
}

/* ---- answers ------------------------------------------------------------- */

/* A line from the terminal in NFC into ${out}; "" stays "". */
static enum err line_asked(
    const char *prompt, const char *fallback, char *out, size_t cap)
{
	char raw[ANSWER_MAX];
	struct buf nfc = {0};
	size_t len;
	enum err e;

	if (fallback != NULL && *fallback != '\0')
		fprintf(stderr, "%s [%s]: ", prompt, fallback);
	else
		fprintf(stderr, "%s: ", prompt);
	fflush(stderr);
	e = line_read(STDIN_FILENO, raw, sizeof(raw) - 1, &len);
	if (e == ERR_OK)
		e = utf8_nfc(raw, len, &nfc);
	if (e == ERR_OK && nfc.len >= cap)
		e = err_set(ERR_LIMIT, "%s", _("a line is too long"));
	if (e == ERR_OK)
		memcpy(out, buf_str(&nfc), nfc.len + 1);
	buf_free(&nfc);
	return e;
}

enum err ask_line(struct ask *a, const char *key, const char *prompt,
    const char *fallback, char *out, size_t cap)
{
	const char *v = NULL;
	char line[ANSWER_MAX];

	if (a->answers != NULL) {
		v = keyval_get(a->answers, key);
	} else if (a->tty) {
		enum err e = line_asked(prompt, fallback, line, sizeof(line));

		if (e != ERR_OK)
			return e;
		v = *line != '\0' ? line : NULL;
	}
	if (v == NULL)
		v = fallback;
	if (v == NULL)
		return err_set(ERR_NOTFOUND, _("no answer for %s"), key);
	if (strlen(v) >= cap)
		return err_set(
		    ERR_LIMIT, _("the answer for %s is too long"), key);
	memcpy(out, v, strlen(v) + 1);
	return ERR_OK;
}

enum err ask_yes(struct ask *a, const char *key, const char *prompt,
    bool fallback, bool *out)
{
	char v[ANSWER_MAX];
	enum err e = ask_line(
	    a, key, prompt, fallback ? _("yes") : _("no"), v, sizeof(v));

	if (e != ERR_OK)
		return e;
	if (strcasecmp(v, "yes") == 0 || strcasecmp(v, "y") == 0 ||
	    strcasecmp(v, _("yes")) == 0)
		*out = true;
	else if (strcasecmp(v, "no") == 0 || strcasecmp(v, "n") == 0 ||
		 strcasecmp(v, _("no")) == 0)
		*out = false;
	else
		return err_set(
		    ERR_FORMAT, _("%s is answered by yes or no"), key);
	return ERR_OK;
}

enum err ask_rest(const struct ask *a)
{
	return a->answers == NULL ? ERR_OK : keyval_rest(a->answers);
}

/* ---- passwords ----------------------------------------------------------- */

/* NFC of ${raw} into fresh arena memory that ${a} owns. */
static enum err keep_pass(
    struct ask *a, const char *raw, size_t len, struct pass *out)
{
	struct buf nfc = {0};
	enum err e = utf8_nfc(raw, len, &nfc);
	void *p;

	if (e != ERR_OK)
		return err_set(e, "%s", _("the password is not UTF-8"));
	p = a->npasses < PASSES_MAX ? secret_new(nfc.len + 1) : NULL;
	if (p == NULL) {
		buf_free(&nfc);
		return err_set(ERR_NOMEM, "arena");
	}
	memcpy(p, buf_str(&nfc), nfc.len);
	out->p = p;
	out->len = nfc.len;
	a->passes[a->npasses++] = p;
	buf_free(&nfc);
	return ERR_OK;
}

/*
 * Read one; a new one, which ${min} characters at least make, twice on a
 * terminal, but not before it is good enough.  ${offer}: what an empty line
 * stands for the first time, or NULL.
 */
static enum err read_pass(struct ask *a, const char *prompt, unsigned min,
    const struct buf *offer, struct pass *out)
{
	char *line = secret_new(2 * PASS_MAX_BYTES);
	char *again = line + PASS_MAX_BYTES;
	size_t len = 0, len2 = 0;
	enum err e;

	if (line == NULL)
		return err_set(ERR_NOMEM, "arena");
	if (a->fd >= 0)
		e = line_read(a->fd, line, PASS_MAX_BYTES, &len);
	else if (a->tty)
		e = line_read_hidden(prompt, line, PASS_MAX_BYTES, &len);
	else
		e = err_set(ERR_UNSUPPORTED, "%s",
		    _("a password is asked on a terminal or comes from "
		      "--password-fd"));
	if (e == ERR_OK && len == 0 && offer != NULL) {
		len = offer->len;
		memcpy(line, offer->p, len);
	}
	if (e == ERR_OK && min > 0 && a->fd < 0)
		e = vault_password_ok(line, len, min);
	if (e == ERR_OK && min > 0 && a->fd < 0) {
		e = line_read_hidden(
		    _("Once more"), again, PASS_MAX_BYTES, &len2);
		if (e == ERR_OK &&
		    (len != len2 || !secret_equal(line, again, len)))
			e = err_set(
			    ERR_FORMAT, "%s", _("the two are not the same"));
	}
	if (e == ERR_OK)
		e = keep_pass(a, line, len, out);
	secret_free(line);
	return e;
}

enum err ask_password(struct ask *a, const char *prompt, struct pass *out)
{
	return read_pass(a, prompt, 0, NULL, out);
}

static enum err read_new(struct ask *a, const char *prompt, unsigned min,
    const struct buf *offer, struct pass *out)
{
	struct pass p = {0};
	enum err e;

	for (int tries = 1;; tries++) {
		e = read_pass(a, prompt, min, offer, &p);
		if (e == ERR_OK)
			e = vault_password_ok(p.p, p.len, min);
		if (e != ERR_FORMAT || a->fd >= 0 || tries == TRIES)
			break;
		complain("%s", err_detail());
	}
	if (e == ERR_OK)
		*out = p;
	return e;
}

enum err ask_password_new(
    struct ask *a, const char *prompt, unsigned min, struct pass *out)
{
	return read_new(a, prompt, min, NULL, out);
}

enum err ask_passphrase_new(
    struct ask *a, const char *prompt, unsigned min, struct pass *out)
{
	struct buf offer = {0};
	enum err e;

	if (a->fd >= 0 || !a->tty)
		return read_new(a, prompt, min, NULL, out);
	e = private_words(&offer);
	if (e == ERR_OK) {
		fprintf(stderr,
		    _("An offer. Write it down; Enter takes it, and then it "
		      "is typed once:\n"
		      "    %s\n"),
		    buf_str(&offer));
		e = read_new(a, prompt, min, &offer, out);
	}
	buf_free(&offer);
	return e;
}

enum err ask_login(struct ask *a, const struct options *o, struct vault *v)
{
	struct pass pw;
	enum err e = ask_password(a, _("Password"), &pw);

	return e != ERR_OK ? e : vault_login(v, o->as, pw.p, pw.len);
}
