#include "vault/fields.h"

#include <stdbool.h>
#include <string.h>

#define HEAD 5 /* "TF" fmt1 count2 */
#define FORMAT 1
/* So that looking for a tag that stands twice stays cheap. */
#define COUNT_MAX 4096

struct field {
	const unsigned char *tag;
	unsigned taglen;
	const unsigned char *value;
	uint32_t len;
};

static bool tag_ok(const unsigned char *p, size_t len)
{
	if (len == 0 || len > FIELD_TAG_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!(p[i] >= 'a' && p[i] <= 'z') &&
		    !(p[i] >= '0' && p[i] <= '9') && p[i] != '@' &&
		    p[i] != '.' && p[i] != '_' && p[i] != '-')
			return false;
	return true;
}

enum err fields_begin(struct buf *b)
{
	static const unsigned char head[HEAD] = {'T', 'F', FORMAT, 0, 0};

	if (b->len != 0)
		return err_set(ERR_FORMAT, "fields after other bytes");
	return buf_add(b, head, sizeof head);
}

enum err fields_add(struct buf *b, const char *tag, const void *v, size_t len)
{
	size_t taglen = strlen(tag), was = b->len;
	enum err e;

	if (!tag_ok((const unsigned char *)tag, taglen))
		return err_set(ERR_FORMAT, "field tag of %zu bytes", taglen);
	if (len > BUF_MAX)
		return err_set(ERR_LIMIT, "field of %zu bytes", len);
	if ((e = buf_add8(b, (unsigned)taglen)) != ERR_OK ||
	    (e = buf_add(b, tag, taglen)) != ERR_OK ||
	    (e = buf_add32(b, (uint32_t)len)) != ERR_OK ||
	    (e = buf_add(b, v, len)) != ERR_OK)
		buf_cut(b, was);
	return e;
}

enum err fields_adds(struct buf *b, const char *tag, const char *s)
{
	return fields_add(b, tag, s, strlen(s));
}

void fields_end(struct buf *b, unsigned count)
{
	le16_put(b->p + HEAD - 2, count);
}

static enum err field_next(struct rd *r, struct field *f)
{
	enum err e;

	if ((e = rd_8(r, &f->taglen)) != ERR_OK ||
	    (e = rd_bytes(r, f->taglen, &f->tag)) != ERR_OK ||
	    (e = rd_32(r, &f->len)) != ERR_OK ||
	    (e = rd_bytes(r, f->len, &f->value)) != ERR_OK)
		return e;
	return ERR_OK;
}

static bool same_tag(const struct field *f, const void *tag, size_t len)
{
	return f->taglen == len && memcmp(f->tag, tag, len) == 0;
}

static enum err head_read(struct rd *r, unsigned *count)
{
	const unsigned char *magic;
	enum err e;

	if ((e = rd_bytes(r, 3, &magic)) != ERR_OK ||
	    (e = rd_16(r, count)) != ERR_OK)
		return e;
	if (memcmp(magic, "TF\1", 3) != 0 || *count > COUNT_MAX)
		return err_set(ERR_FORMAT, "field list");
	return ERR_OK;
}

/* The whole is exact before anybody sees a part of it. */
static enum err fields_check(const void *p, size_t len)
{
	struct rd r = {p, len}, again;
	struct field f, g;
	unsigned count;
	enum err e = head_read(&r, &count);

	for (unsigned i = 0; e == ERR_OK && i < count; i++) {
		e = field_next(&r, &f);
		if (e == ERR_OK && !tag_ok(f.tag, f.taglen))
			e = err_set(ERR_FORMAT, "field tag");
		again =
		    (struct rd){(const unsigned char *)p + HEAD, len - HEAD};
		for (unsigned k = 0; e == ERR_OK && k < i; k++) {
			e = field_next(&again, &g);
			if (e == ERR_OK && same_tag(&g, f.tag, f.taglen))
				e = err_set(ERR_FORMAT, "field tag twice");
		}
	}
	return e != ERR_OK ? e : rd_end(&r);
}

enum err fields_each(const void *p, size_t len,
    enum err (*each)(void *arg, const char *tag, const void *v, size_t vlen),
    void *arg)
{
	struct rd r = {p, len};
	char tag[FIELD_TAG_MAX + 1];
	struct field f;
	unsigned count = 0;
	enum err e = fields_check(p, len);

	if (e == ERR_OK)
		e = head_read(&r, &count);
	for (unsigned i = 0; e == ERR_OK && i < count; i++) {
		if ((e = field_next(&r, &f)) != ERR_OK)
			break;
		memcpy(tag, f.tag, f.taglen);
		tag[f.taglen] = '\0';
		e = each(arg, tag, f.value, f.len);
	}
	return e;
}

enum err fields_get(const void *p, size_t len, const char *tag, struct buf *out)
{
	struct rd r = {p, len};
	struct field f;
	unsigned count = 0;
	enum err e = fields_check(p, len);

	if (e == ERR_OK)
		e = head_read(&r, &count);
	for (unsigned i = 0; e == ERR_OK && i < count; i++) {
		e = field_next(&r, &f);
		if (e == ERR_OK && same_tag(&f, tag, strlen(tag)))
			return buf_add(out, f.value, f.len);
	}
	return e != ERR_OK ? e : ERR_NOTFOUND;
}
