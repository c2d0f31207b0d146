/* Dates and times as people type them. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	static const struct date today = {2026, 2, 28};
	char *s = fuzz_string(p, len), out[64];
	struct date d = {0}, again;
	int minute;

	fuzz_begin();
	if (date_parse(s, today, &d) == ERR_OK) {
		HOLDS(date_valid(d));
		HOLDS(date_parse_iso(date_iso(d, out), &again) == ERR_OK);
		HOLDS(date_cmp(d, again) == 0);
		HOLDS(date_cmp(date_from_days(date_days(d)), d) == 0);
		HOLDS(date_weekday(d) >= 0 && date_weekday(d) < 7);
		HOLDS(strlen(date_short(d, today, out)) < DATE_STR);
		HOLDS(strlen(date_long(d, out)) < sizeof(out));
	}
	if (date_parse_iso(s, &d) == ERR_OK)
		HOLDS(strcmp(date_iso(d, out), s) == 0);
	if (time_parse(s, &minute) == ERR_OK) {
		int same;

		HOLDS(minute >= 0 && minute < 24 * 60);
		HOLDS(time_parse(time_str(minute, out), &same) == ERR_OK);
		HOLDS(same == minute);
	}
	free(s);
	return 0;
}
