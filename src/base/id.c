#include "base/id.h"

#include <string.h>

const struct id id_zero;

bool id_equal(const struct id *a, const struct id *b)
{
	return memcmp(a->b, b->b, ID_LEN) == 0;
}

bool id_is_zero(const struct id *id)
{
	return id_equal(id, &id_zero);
}

int id_cmp(const void *a, const void *b)
{
	const struct id *x = a, *y = b;

	return memcmp(x->b, y->b, ID_LEN);
}

const char *id_hex(const struct id *id, char *out)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < ID_LEN; i++) {
		out[2 * i] = digit[id->b[i] >> 4];
		out[2 * i + 1] = digit[id->b[i] & 15];
	}
	out[2 * ID_LEN] = '\0';
	return out;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool id_parse(const char *s, struct id *out)
{
	struct id id;

	for (size_t i = 0; i < ID_LEN; i++) {
		int hi = hex_value(s[2 * i]);
		int lo = hi < 0 ? -1 : hex_value(s[2 * i + 1]);

		if (lo < 0)
			return false;
		id.b[i] = (unsigned char)(hi << 4 | lo);
	}
	if (s[2 * ID_LEN] != '\0')
		return false;
	*out = id;
	return true;
}
