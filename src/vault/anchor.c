#include <config.h>

#include "vault/anchor.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "vault/internal.h"

#define HEADS "heads"
#define MAGIC "TACET-HEAD1"
#define LINE_MAX_LEN 320
#define TAIL ((off_t)16 << 10)
#define EVERY_ROWS 50
#define EVERY_MS ((int64_t)10 * 60 * 1000)

static void to_hex(const unsigned char *p, size_t len, char *out)
{
	for (size_t i = 0; i < len; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", p[i]);
}

static bool from_hex(const char *s, unsigned char *out, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(s) != 2 * len)
		return false;
	for (size_t i = 0; i < 2 * len; i++) {
		const char *d = strchr(digits, s[i]);

		if (d == NULL)
			return false;
		out[i / 2] = (unsigned char)(out[i / 2] << 4 | (d - digits));
	}
	return true;
}

static size_t head_pieces(const struct vault *v, const struct pin *h,
    int64_t time, unsigned char num[16], struct piece *m)
{
	le64_put(num, h->seq);
	le64_put(num + 8, (uint64_t)time);
	m[0] = (struct piece){v->host.clinic, HASH_LEN};
	m[1] = (struct piece){num, 8};
	m[2] = (struct piece){h->hash, HASH_LEN};
	m[3] = (struct piece){num + 8, 8};
	return 4;
}

/* ---- reading
 * ----------------------------------------------------------------- */

enum line { LINE_NONE, LINE_GOOD, LINE_BAD };

/* A line without its newline; NONE if it is not complete. */
static enum line parse(struct vault *v, char *line, struct pin *out)
{
	char *w[6], *save = NULL, *end;
	unsigned char clinic[8], sig[SIG_LEN], num[16];
	struct pin h = {0};
	struct piece m[4];
	struct tm tm = {0};
	size_t n = 0;

	for (char *t = strtok_r(line, " ", &save); t != NULL && n < 6;
	     t = strtok_r(NULL, " ", &save))
		w[n++] = t;
	if (n != 6 || strcmp(w[0], MAGIC) != 0 || strlen(w[1]) != 16 ||
	    strlen(w[3]) != 64 || strlen(w[5]) != 128)
		return LINE_NONE;
	h.seq = strtoull(w[2], &end, 10);
	if (*end != '\0' || !from_hex(w[1], clinic, sizeof clinic) ||
	    !from_hex(w[3], h.hash, HASH_LEN) || !from_hex(w[5], sig, SIG_LEN))
		return LINE_BAD;
	end = strptime(w[4], "%Y-%m-%dT%H:%M:%SZ", &tm);
	if (end == NULL || *end != '\0' ||
	    memcmp(clinic, v->host.clinic, sizeof clinic) != 0 ||
	    !sign_ok(v->host.sign_pk, LABEL_SIG_HEAD, m,
		head_pieces(v, &h, (int64_t)timegm(&tm) * 1000, num, m), sig))
		return LINE_BAD;
	*out = h;
	return LINE_GOOD;
}

static enum err open_heads(struct vault *v, FILE **out, off_t *size)
{
	char path[PATH_MAX];
	struct stat st;
	enum err e;
	int fd;

	if ((e = path_join(path, v->dir, HEADS)) != ERR_OK)
		return e;
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
		return err_errno("%s", HEADS);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) ||
	    (*out = fdopen(fd, "r")) == NULL) {
		e = err_errno("%s", HEADS);
		(void)close(fd);
		return e;
	}
	*size = st.st_size;
	return ERR_OK;
}

/* A line of at most LINE_MAX_LEN into ${line}, cut of its newline; false at the
 * end. Longer ones become empty. */
static bool next_line(FILE *f, char *line)
{
	size_t n = 0;
	int c;

	while ((c = getc(f)) != EOF && c != '\n')
		if (n++ < LINE_MAX_LEN - 1)
			line[n - 1] = (char)c;
	line[n < LINE_MAX_LEN ? n : 0] = '\0';
	return c != EOF;
}

enum err anchor_last(struct vault *v, struct pin *out)
{
	struct pin last = {0}, h;
	char line[LINE_MAX_LEN];
	FILE *f;
	off_t size;
	enum err e = open_heads(v, &f, &size);

	if (e == ERR_OK) {
		if (size > TAIL)
			(void)fseeko(f, size - TAIL, SEEK_SET);
		while (next_line(f, line))
			/* Two processes may append in the other order. */
			if (parse(v, line, &h) == LINE_GOOD &&
			    h.seq >= last.seq)
				last = h;
		if (ferror(f))
			e = err_errno("%s", HEADS);
		(void)fclose(f);
	} else if (e == ERR_NOTFOUND) {
		e = ERR_OK;
	}
	if (e == ERR_OK)
		*out = last;
	return e;
}

enum err anchor_each(struct vault *v,
    enum err (*each)(void *arg, const struct pin *), void *arg, unsigned *bad)
{
	char line[LINE_MAX_LEN];
	struct pin h;
	FILE *f;
	off_t size;
	enum err e = open_heads(v, &f, &size);

	*bad = 0;
	if (e != ERR_OK)
		return e == ERR_NOTFOUND ? ERR_OK : e;
	while (e == ERR_OK && next_line(f, line)) {
		enum line l = parse(v, line, &h);

		*bad += l == LINE_BAD;
		if (l == LINE_GOOD)
			e = each(arg, &h);
	}
	(void)fclose(f);
	return e;
}

/* ---- writing
 * ------------------------------------------------------------------- */

enum err anchor_head(struct vault *v)
{
	time_t now = (time_t)(clock_utc(v->clock) / 1000);
	struct pin h = {.seq = v->st.seq};
	unsigned char sig[SIG_LEN], num[16];
	char clinic[17], hash[65], sigx[129], utc[32], path[PATH_MAX];
	char line[LINE_MAX_LEN];
	struct piece m[4];
	struct tm tm;
	enum err e;
	int n;

	memcpy(h.hash, v->st.hash, HASH_LEN);
	sign(v->host.sign_sk, LABEL_SIG_HEAD, m,
	    head_pieces(v, &h, (int64_t)now * 1000, num, m), sig);
	to_hex(v->host.clinic, 8, clinic);
	to_hex(h.hash, HASH_LEN, hash);
	to_hex(sig, SIG_LEN, sigx);
	if (gmtime_r(&now, &tm) == NULL ||
	    strftime(utc, sizeof utc, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		return err_set(ERR_FORMAT, "time of a head");
	n = snprintf(line, sizeof line, MAGIC " %s %" PRIu64 " %s %s %s\n",
	    clinic, h.seq, hash, utc, sigx);
	if (n < 0 || (size_t)n >= sizeof line)
		return err_set(ERR_LIMIT, "head");
	if ((e = path_join(path, v->dir, HEADS)) != ERR_OK ||
	    (e = file_append(
		 path, line, (size_t)n, lock_mode(path) | S_IRGRP)) != ERR_OK)
		return e;
	if (!v->genesis.demo)
		syslog(LOG_AUTHPRIV | LOG_NOTICE, "%.*s", n - 1, line);
	v->head = h;
	v->anchored = clock_mono(v->clock);
	return ERR_OK;
}

enum err anchor_pin(struct vault *v)
{
	struct pin pin;
	enum err e;

	/* The private part of it may have moved since login. */
	if ((e = pin_load(v, &pin)) != ERR_OK)
		return e;
	/* Another login of the same person may have seen more. */
	if (pin.seq < v->st.seq) {
		pin.seq = v->st.seq;
		memcpy(pin.hash, v->st.hash, HASH_LEN);
		if ((e = pin_save(v, &pin)) != ERR_OK)
			return e;
	}
	v->pin = pin;
	return ERR_OK;
}

void anchor_due(struct vault *v)
{
	if (v->st.seq - v->head.seq < EVERY_ROWS &&
	    clock_mono(v->clock) - v->anchored < EVERY_MS)
		return;
	/* What one of the two cannot keep, the other may. */
	if (anchor_head(v) != ERR_OK)
		err_clear();
	if (v->in && anchor_pin(v) != ERR_OK)
		err_clear();
}
