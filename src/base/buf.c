#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum err buf_reserve(struct buf *b, size_t cap)
{
	unsigned char *p;

	if (cap <= b->cap && b->p != NULL)
		return ERR_OK;
	if (cap > BUF_MAX)
		return err_set(
		    ERR_LIMIT, "more than %zu bytes in one piece", BUF_MAX);
	/* One more for the NUL; plain malloc would leave old words in it. */
	p = mem_new(cap + 1, 1);
	if (p == NULL)
		return ERR_NOMEM;
	if (b->p != NULL) {
		memcpy(p, b->p, b->len);
		mem_wipe(b->p, b->len);
		free(b->p);
	}
	b->p = p;
	b->cap = cap;
	return ERR_OK;
}

/* Room for ${len} more bytes, growing by doubling. */
static enum err grow(struct buf *b, size_t len)
{
	size_t cap;

	if (len > BUF_MAX - b->len)
		return err_set(
		    ERR_LIMIT, "more than %zu bytes in one piece", BUF_MAX);
	if (b->p != NULL && len <= b->cap - b->len)
		return ERR_OK;
	cap = b->cap < 32 ? 64 : b->cap * 2;
	if (cap > BUF_MAX)
		cap = BUF_MAX;
	if (cap < b->len + len)
		cap = b->len + len;
	return buf_reserve(b, cap);
}

enum err buf_add(struct buf *b, const void *p, size_t len)
{
	enum err e;

	if (len == 0)
		return ERR_OK;
	e = grow(b, len);
	if (e != ERR_OK)
		return e;
	memcpy(b->p + b->len, p, len);
	b->len += len;
	b->p[b->len] = '\0';
	return ERR_OK;
}

enum err buf_adds(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

enum err buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	enum err e;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return err_set(ERR_FORMAT, "text that cannot be formatted");
	e = grow(b, (size_t)n);
	if (e != ERR_OK)
		return e;
	va_start(ap, fmt);
	(void)vsnprintf((char *)b->p + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return ERR_OK;
}

enum err buf_add8(struct buf *b, unsigned v)
{
	unsigned char c = (unsigned char)v;

	return buf_add(b, &c, 1);
}

enum err buf_add16(struct buf *b, unsigned v)
{
	unsigned char c[2];

	le16_put(c, v);
	return buf_add(b, c, sizeof(c));
}

enum err buf_add32(struct buf *b, uint32_t v)
{
	unsigned char c[4];

	le32_put(c, v);
	return buf_add(b, c, sizeof(c));
}

enum err buf_add64(struct buf *b, uint64_t v)
{
	unsigned char c[8];

	le64_put(c, v);
	return buf_add(b, c, sizeof(c));
}

enum err buf_addzero(struct buf *b, size_t len)
{
	enum err e = grow(b, len);

	if (e != ERR_OK)
		return e;
	memset(b->p + b->len, 0, len + 1);
	b->len += len;
	return ERR_OK;
}

enum err buf_splice(
    struct buf *b, size_t at, size_t del, const void *p, size_t len)
{
	size_t tail;
	enum err e;

	if (at > b->len)
		at = b->len;
	if (del > b->len - at)
		del = b->len - at;
	if (len > del) {
		e = grow(b, len - del);
		if (e != ERR_OK)
			return e;
	}
	if (b->p == NULL)
		return ERR_OK;
	tail = b->len - at - del;
	memmove(b->p + at + len, b->p + at + del, tail);
	if (len > 0)
		memcpy(b->p + at, p, len);
	if (len < del)
		mem_wipe(b->p + at + len + tail, del - len);
	b->len = at + len + tail;
	b->p[b->len] = '\0';
	return ERR_OK;
}

enum err buf_copy(struct buf *to, const struct buf *from)
{
	enum err e = buf_reserve(to, from->len);

	if (e != ERR_OK)
		return e;
	buf_clear(to);
	return buf_add(to, from->p, from->len);
}

void buf_cut(struct buf *b, size_t len)
{
	if (len >= b->len)
		return;
	mem_wipe(b->p + len, b->len - len);
	b->len = len;
}

void buf_clear(struct buf *b)
{
	buf_cut(b, 0);
}

void buf_free(struct buf *b)
{
	buf_clear(b);
	free(b->p);
	b->p = NULL;
	b->cap = 0;
}

const char *buf_str(const struct buf *b)
{
	return b->p == NULL ? "" : (const char *)b->p;
}

enum err rd_bytes(struct rd *r, size_t len, const unsigned char **out)
{
	if (len > r->len)
		return err_set(
		    ERR_FORMAT, "%zu bytes wanted, %zu left", len, r->len);
	*out = r->p;
	r->p += len;
	r->len -= len;
	return ERR_OK;
}

enum err rd_copy(struct rd *r, void *to, size_t len)
{
	const unsigned char *p;
	enum err e = rd_bytes(r, len, &p);

	if (e == ERR_OK && len > 0)
		memcpy(to, p, len);
	return e;
}

enum err rd_8(struct rd *r, unsigned *out)
{
	const unsigned char *p;
	enum err e = rd_bytes(r, 1, &p);

	if (e == ERR_OK)
		*out = p[0];
	return e;
}

enum err rd_16(struct rd *r, unsigned *out)
{
	const unsigned char *p;
	enum err e = rd_bytes(r, 2, &p);

	if (e == ERR_OK)
		*out = p[0] | (unsigned)p[1] << 8;
	return e;
}

enum err rd_32(struct rd *r, uint32_t *out)
{
	const unsigned char *p;
	enum err e = rd_bytes(r, 4, &p);

	if (e == ERR_OK)
		*out = le32_get(p);
	return e;
}

enum err rd_64(struct rd *r, uint64_t *out)
{
	const unsigned char *p;
	enum err e = rd_bytes(r, 8, &p);

	if (e == ERR_OK)
		*out = le64_get(p);
	return e;
}

enum err rd_end(const struct rd *r)
{
	if (r->len != 0)
		return err_set(ERR_FORMAT, "%zu bytes too many", r->len);
	return ERR_OK;
}

void le16_put(unsigned char *p, unsigned v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
}

void le32_put(unsigned char *p, uint32_t v)
{
	le16_put(p, v & 0xffff);
	le16_put(p + 2, v >> 16);
}

void le64_put(unsigned char *p, uint64_t v)
{
	le32_put(p, (uint32_t)v);
	le32_put(p + 4, (uint32_t)(v >> 32));
}

uint32_t le32_get(const unsigned char *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

uint64_t le64_get(const unsigned char *p)
{
	return le32_get(p) | (uint64_t)le32_get(p + 4) << 32;
}
