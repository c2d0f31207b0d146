#include <string.h>

#include "cli/verbs.h"
#include "tests/run.h"

enum { ARGS = 10 };

static const struct {
	const char *args[ARGS];
	const char *detail; /* NULL: fine */
} lines[] = {
    {{"--dir", "d"}, NULL},
    {{"--dir", "d", "--as", "a"}, NULL},
    {{NULL}, "which clinic?"},
    {{"--dir", "d", "--drafts"}, "--drafts needs a verb"},
    {{"demo"}, NULL},
    {{"demo", "--build", "x"}, NULL},
    {{"demo", "--dir", "x"}, "demo does not take --dir"},
    {{"demo", "x"}, "x has no business here"},
    {{"init"}, "which clinic?"},
    {{"init", "--dir", "d", "--answers", "f", "--password-fd", "3"}, NULL},
    {{"init", "--dir", "d", "--as", "a"}, "init does not take --as"},
    {{"user", "--dir", "d"}, "usage: tacet user add"},
    {{"user", "del", "--dir", "d"}, "tacet user add"},
    {{"user", "add", "--dir", "d"}, NULL},
    {{"user", "add", "x", "--dir", "d"}, "x has no business here"},
    {{"verify", "--dir", "d", "--as", "a"}, NULL},
    {{"verify", "--dir", "d", "f"}, "f has no business here"},
    {{"import", "--dir", "d", "--format", "text", "f"}, "import needs --as"},
    {{"import", "--dir", "d", "--as", "a", "f"}, "import needs --format"},
    {{"import", "--dir=d", "--as=a", "--format=text", "--new-client"},
	"usage: tacet import"},
    {{"import", "--dir=d", "--as=a", "--format=text", "f"}, "needs either"},
    {{"import", "--dir=d", "--as=a", "--format=text", "--client=C",
	 "--new-client", "f"},
	"needs either"},
    {{"import", "--dir=d", "--as=a", "--format=pdf", "--client=C", "f"},
	"pdf is no format"},
    {{"import", "--dir=d", "--as=a", "--format=text", "--client=C", "f", "g"},
	NULL},
    {{"import", "--dir=d", "--as=a", "--format=text", "--client=C", "--out=o",
	 "f"},
	"import does not take --out"},
    {{"export", "--dir=d", "--as=a", "--format=text", "--client=C"},
	"export needs --out"},
    {{"export", "--dir=d", "--as=a", "--format=fhir", "--client=C", "--out=o"},
	"fhir is no format"},
    {{"export", "--dir=d", "--as=a", "--format=text", "--client=C", "--out=o",
	 "--drafts"},
	NULL},
};

START_TEST(takes_and_needs)
{
	const char *argv[ARGS + 2] = {"tacet"};
	struct options o;
	const struct verb *v;
	int argc = 1;

	for (int i = 0; i < ARGS && lines[_i].args[i] != NULL; i++)
		argv[argc++] = lines[_i].args[i];
	ck_ok(options_parse(argc, (char **)(void *)argv, &o));
	v = verb_find(o.verb);
	ck_assert_ptr_nonnull(v);
	if (lines[_i].detail == NULL) {
		ck_ok(verb_check(v, &o));
	} else {
		ck_err(verb_check(v, &o), ERR_FORMAT);
		ck_assert_msg(strstr(err_detail(), lines[_i].detail) != NULL,
		    "%s", err_detail());
	}
	options_done(&o);
}
END_TEST

START_TEST(no_such_verb)
{
	ck_assert_ptr_null(verb_find(""));
	ck_assert_ptr_null(verb_find("inits"));
	ck_assert_str_eq(verb_find(NULL)->name, "");
}
END_TEST

Suite *verbs_suite(void);
Suite *verbs_suite(void)
{
	Suite *s = suite_create("verbs");
	TCase *t = tcase_create("verbs");

	tcase_add_loop_test(
	    t, takes_and_needs, 0, (int)(sizeof(lines) / sizeof(lines[0])));
	tcase_add_test(t, no_such_verb);
	suite_add_tcase(s, t);
	return s;
}
