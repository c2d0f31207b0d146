/*
 * The table of authority in words, as doc/threat-model.md prints it; with
 * --events number and name of every event that is built, as doc/format.md has
 * them.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "vault/authority.h"

/* The rules of one type, 0 for those of every event. */
static void put_rules(unsigned type)
{
	const char *sep = "";

	for (const struct authority_rule *r = authority_rules();
	     r->name != NULL; r++)
		if ((unsigned)r->type == type) {
			printf("%s*%s*: %s", sep, r->name, r->words);
			sep = "; ";
		}
	puts(*sep == '\0' ? "what holds for every event |" : " |");
}

static void put_table(void)
{
	const char *sep = "Reserved, and refused: ";

	puts("| event | valid only if |\n|---|---|");
	fputs("| every event | ", stdout);
	put_rules(0);
	for (unsigned t = 1; t < EV_TYPES; t++)
		if (event_name(t) != NULL) {
			printf("| %s%s | ", event_name(t),
			    event_is_two_person(t) ? " (two people)" : "");
			put_rules(t);
		}
	puts("");
	for (unsigned t = 1; t < EV_TYPES; t++)
		if (event_name(t) == NULL) {
			printf("%s%u", sep, t);
			sep = ", ";
		}
	puts(".");
}

int main(int argc, char **argv)
{
	if (argc < 2)
		put_table();
	else if (strcmp(argv[1], "--events") == 0)
		for (unsigned t = 1; t < EV_TYPES; t++)
			if (event_name(t) != NULL)
				printf("%u %s\n", t, event_name(t));
	return ferror(stdout) ? 1 : 0;
}
