#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "clinic/form.h"
#include "clinic/formsdir.h"
#include "tests/clinic/help.h"
#include "tests/run.h"

START_TEST(test_shipped_forms_load)
{
	static const char *const formats[] = {"apso", "birp", "crisis", "dap",
	    "fdar", "girp", "narrative", "pie", "pirp", "sirp", "soap"};
	struct forms *fs = shipped_forms();
	const struct form *f = forms_get(fs, "soap");

	ck_assert_ptr_nonnull(f);
	ck_assert_str_eq(f->title, "SOAP note");
	ck_assert_str_eq(f->kind, "note");
	ck_assert_uint_eq(f->version, 1);
	ck_assert_str_eq(f->fields[0].id, "date");
	ck_assert(f->fields[0].header && f->fields[0].required);
	ck_assert_str_eq(f->fields[f->nfields - 4].id, "subjective");
	ck_assert_str_eq(f->fields[f->nfields - 1].id, "plan");
	ck_assert(!f->fields[f->nfields - 1].header);
	ck_assert_str_eq(form_field(f, "plan")->aliases[0], "P");
	ck_assert_str_eq(
	    form_field(f, "service")->options[0].value, "individual");
	ck_assert_ptr_null(form_field(f, "nothing"));
	ck_assert_ptr_null(forms_get(fs, "nothing"));
	/* in the order of titles */
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		ck_assert_str_eq(forms_at(fs, "note", i)->id, formats[i]);
	ck_assert_ptr_null(
	    forms_at(fs, "note", sizeof(formats) / sizeof(*formats)));
	forms_free(fs);
}
END_TEST

#define HEAD "[form]\nid = x\nversion = 1\ntitle = X\nkind = note\n"
#define LONG49 "0123456789012345678901234567890123456789012345678"

static const struct {
	const char *text, *want;
} broken[] = {
    {"", "x.form:1: [form] is missing"},
    {"id = x\n", "x.form:1: [form] must come first"},
    {"[plan]\nlabel = Plan\n", "x.form:1: [form] must come first"},
    {"[form]\nid = y\n", "x.form:2: the id is not the name of the file"},
    {"[form]\nid = X\n", "x.form:2: an id has 1 to 32"},
    {"[form]\nid = x\nversion = 0\n", "x.form:3: a version is 1 to 9999"},
    {"[form]\nid = x\nversion = one\n", "x.form:3: not a whole number"},
    {"[form]\nid = x\nversion = 1\nkind = note\n[a]\nlabel = A\n",
	"x.form:1: title is missing"},
    {HEAD, "x.form:5: no fields"},
    {HEAD "[a]\nhint = h\n", "x.form:6: label is missing"},
    {HEAD "[a]\nlabel =\n", "x.form:7: the label is empty"},
    {HEAD "[a]\nlabel = A\nlabel = B\n", "x.form:8: label stands twice"},
    {HEAD "[a]\nlabel = A\ncolour = red\n", "x.form:8: unknown key \"colour\""},
    {HEAD "[a]\nlabel = A\ntype = picture\n",
	"x.form:8: unknown type \"picture\""},
    {HEAD "[a]\nlabel = A\nrequired = maybe\n", "x.form:8: neither yes nor no"},
    {HEAD "[a]\nlabel = A\ntype = choice\n",
	"x.form:6: a choice needs options"},
    {HEAD "[a]\nlabel = A\noptions = b\n",
	"x.form:6: only a choice has options"},
    {HEAD "[a]\nlabel = A\ntype = choice\noptions = b, b\n",
	"x.form:9: an option stands twice"},
    {HEAD "[a]\nlabel = A\ntype = choice\noptions = b,, c\n",
	"x.form:9: an option is empty"},
    {HEAD "[a]\nlabel = A\naliases = ,\n", "x.form:8: an alias is empty"},
    {HEAD "[a]\nlabel = A\ntype = scale\n", "x.form:6: min is not below max"},
    {HEAD "[a]\nlabel = A\nmax = 3\n", "x.form:6: only a number has min"},
    {HEAD "[a]\nlabel = A\n[a]\nlabel = B\n", "x.form:8: [a] stands twice"},
    {HEAD "[a]\nlabel = A\n[b]\nlabel = B\n[a]\nhint = A\n",
	"x.form:10: [a] stands twice"},
    {HEAD "[9]\nlabel = A\n", "x.form:6: a field id has 1 to 16"},
    {HEAD "[abcdefghijklmnopq]\nlabel = A\n", "x.form:6: a field id has 1 to"},
    {HEAD "[reason]\nlabel = A\n", "x.form:6: [reason] is for kind act only"},
    {HEAD "[form]\n", "x.form:6: [form] stands twice"},
    {HEAD "[a] b\nlabel = A\n", "x.form:6: not a section"},
    {HEAD "[a\nlabel = A\n", "x.form:6: not a section"},
    {HEAD "[a]\nlabel = A ; why\n", "x.form:7: a comment needs a line"},
    {HEAD "[a]\nlabel = A\n  more\n", "x.form:8: a line begins with a blank"},
    {HEAD "[a]\nlabel = A\nmore\n", "x.form:8: neither [id] nor key = value"},
    {HEAD "[a]\nlabel = A\tB\n", "x.form:7: a control character"},
    {HEAD "[a]\nlabel = \xff\n", "x.form:7: not UTF-8"},
    {HEAD "[a]\nlabel = A\nhint = " LONG49 LONG49 LONG49 LONG49 "\n",
	"x.form:8: a line has at most 197 bytes, this one has 203"},
    {HEAD "[a]\nlabel = A\ntype = choice\noptions = b\nalone = yes\n",
	"x.form:6: only choices can have one that stands alone"},
    {HEAD "usual = maybe\n", "x.form:6: neither yes nor no"},
    {HEAD "attendance = attended\n", "x.form:6: neither missed nor cancel"},
    {HEAD "[a]\nlabel = A\ntype = date\ndefault = now\n",
	"x.form:6: the default does not fit the type"},
    {HEAD "[a]\nlabel = A\ntype = choice\noptions = b\ndefault = c\n",
	"x.form:6: the default does not fit the type"},
    {HEAD "include = nothing\n[a]\nlabel = A\n",
	"x.form:1: nothing.form is not there"},
    {HEAD "include = x\n[a]\nlabel = A\n",
	"x.form:1: a form cannot include itself"},
    {HEAD "include = note\n[a]\nlabel = A\n",
	"x.form:1: note.form is not of kind header"},
    {HEAD "include = head\n[when]\nlabel = A\n",
	"x.form:7: [when] stands in the included form as well"},
    {HEAD "include = bad\n[a]\nlabel = A\n", "bad.form:2: a version is 1"},
};

START_TEST(test_broken_forms_are_refused)
{
	const char *dir = tmp_dir();
	char path[4096];
	struct form *f = NULL;

	put_file(dir, "note.form",
	    "[form]\nid=note\nversion=1\ntitle=N\nkind=note\n[a]\nlabel=A\n");
	put_file(dir, "head.form",
	    "[form]\nid=head\nversion=1\ntitle=N\nkind=header\n"
	    "[when]\nlabel=A\n");
	put_file(dir, "bad.form", "[form]\nversion=0\n");
	put_file(dir, "x.form", broken[_i].text);
	ck_ok(path_join(path, dir, "x.form"));
	ck_err(form_read(path, NULL, &f), ERR_FORMAT);
	ck_assert_ptr_null(f);
	ck_assert_msg(strncmp(err_detail(), broken[_i].want,
			  strlen(broken[_i].want)) == 0,
	    "\"%s\", not \"%s\"", err_detail(), broken[_i].want);
	tmp_gone(dir);
}
END_TEST

START_TEST(test_longest_line_is_whole)
{
	const char *dir = tmp_dir();
	char path[4096], text[600];
	struct form *f = NULL;

	/* "hint = " and 190 bytes are 197 */
	(void)snprintf(
	    text, sizeof(text), HEAD "[a]\nlabel = A\nhint = %0190d\n", 7);
	put_file(dir, "x.form", text);
	ck_ok(path_join(path, dir, "x.form"));
	ck_ok(form_read(path, NULL, &f));
	ck_assert_uint_eq(strlen(f->fields[0].hint), 190);
	ck_assert_int_eq(f->fields[0].hint[189], '7');
	form_free(f);
	(void)snprintf(
	    text, sizeof(text), HEAD "[a]\nlabel = A\nhint = %0191d\n", 7);
	put_file(dir, "x.form", text);
	ck_err(form_read(path, NULL, &f), ERR_FORMAT);
	tmp_gone(dir);
}
END_TEST

START_TEST(test_what_a_form_may_say)
{
	const char *dir = tmp_dir();
	char path[4096];
	struct form *f = NULL;
	const struct form_field *a;

	put_file(dir, "x.form",
	    "; one\r\n[form]\r\nid = x\r\nversion = 12\r\ntitle = "
	    "\xd0\x97\xd0\xb0\xd0\xbc\xd0\xb5\xd1\x82\xd0\xba\xd0\xb0\r\n"
	    "kind = note\r\n# two\r\n\r\n"
	    "[a_1]\r\nlabel = A: b = c\r\ntype = choices\r\nhint =\r\n"
	    "options = one, two words\r\noptions = three;3\r\n"
	    "[b]\r\nlabel=B\r\ntype=scale\r\nmin=-3\r\nmax=3\r\ncarry=yes");
	ck_ok(path_join(path, dir, "x.form"));
	ck_ok(form_read(path, NULL, &f));
	ck_assert_uint_eq(f->version, 12);
	a = form_field(f, "a_1");
	ck_assert_str_eq(a->label, "A: b = c");
	ck_assert_str_eq(a->hint, "");
	ck_assert_uint_eq(a->noptions, 3);
	ck_assert_str_eq(a->options[1].value, "two words");
	ck_assert_str_eq(a->options[2].label, "three;3");
	ck_assert_int_eq(f->fields[1].min, -3);
	ck_assert(f->fields[1].carry && !f->fields[0].carry);
	form_free(f);
	tmp_gone(dir);
}
END_TEST

START_TEST(test_at_most_64_fields)
{
	const char *dir = tmp_dir();
	struct buf b = {0};
	char path[4096];
	struct form *f = NULL;

	ck_ok(path_join(path, dir, "x.form"));
	ck_ok(buf_adds(&b, HEAD));
	for (int i = 0; i < 64; i++)
		ck_ok(buf_addf(&b, "[f%d]\nlabel = F\n", i));
	put_file(dir, "x.form", buf_str(&b));
	ck_ok(form_read(path, NULL, &f));
	ck_assert_uint_eq(f->nfields, 64);
	form_free(f);
	ck_ok(buf_adds(&b, "[f64]\nlabel = F\n"));
	put_file(dir, "x.form", buf_str(&b));
	ck_err(form_read(path, NULL, &f), ERR_FORMAT);
	ck_assert_str_eq(err_detail(), "x.form:134: more than 64 fields");
	buf_free(&b);
	tmp_gone(dir);
}
END_TEST

struct problems {
	unsigned n;
	char last[256];
};

static void on_problem(void *arg, const char *line)
{
	struct problems *p = arg;

	p->n++;
	(void)snprintf(p->last, sizeof(p->last), "%s", line);
}

START_TEST(test_own_forms_replace_and_add)
{
	const char *dir = tmp_dir();
	struct problems p = {0};
	struct forms *fs = NULL;

	put_file(dir, "soap.form",
	    "[form]\nid=soap\nversion=7\ntitle=Own\nkind=note\n"
	    "include=session\n[all]\nlabel=All\n");
	put_file(dir, "walk.form",
	    "[form]\nid=walk\nversion=1\ntitle=Walk\nkind=quick\n"
	    "[all]\nlabel=All\n");
	put_file(dir, "zz.form", "[form]\nid=zz\nkind=\n");
	put_file(dir, "readme.txt", "not a form");
	ck_ok(forms_load(shipped(), dir, on_problem, &p, &fs));
	ck_assert_uint_eq(p.n, 1);
	ck_assert_ptr_nonnull(strstr(p.last, "zz.form:3: a kind has"));
	ck_assert_uint_eq(forms_get(fs, "soap")->version, 7);
	ck_assert_str_eq(forms_get(fs, "soap")->fields[0].id, "date");
	ck_assert_str_eq(forms_at(fs, "quick", 4)->id, "walk");
	ck_assert_ptr_null(forms_get(fs, "zz"));
	ck_assert_ptr_nonnull(forms_get(fs, "dap"));
	forms_free(fs);
	ck_err(forms_load("/nonexistent", NULL, on_problem, &p, &fs),
	    ERR_NOTFOUND);
	tmp_gone(dir);
}
END_TEST

static enum err check(const struct form *f, const char *id, const char *v)
{
	return field_check(form_field(f, id), v, strlen(v));
}

START_TEST(test_field_check)
{
	static const struct {
		const char *id, *good[4], *bad[6];
	} rows[] = {
	    {"date", {"2025-11-18"},
		{"18 11", "2025-02-30", "2025-11-18 ", "2025-1-1"}},
	    {"start", {"09:00", "23:59"}, {"9", "24:00", "09:60", "9:00"}},
	    {"service", {"individual", "group"},
		{"Individual", "indiv", "couple\n"}},
	    {"present", {"client", "client and \xd0\x9e"}, {"a\nb"}},
	    {"diagnosis", {"F41.1", "F41.1, F32.0", "Z63.0 F43.10"},
		{"F41.1/2", "F41,1!", "anxiety-disorder-x"}},
	    {"objectives", {"1.1", "1.1, 2.3"}, {"a", "1.1;x"}},
	    {"plan", {"any\ntext"}, {"\xff"}},
	};
	struct forms *fs = shipped_forms();
	const struct form *f = forms_get(fs, "soap");

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ck_ok(check(f, rows[i].id, ""));
		for (size_t j = 0; j < 4 && rows[i].good[j] != NULL; j++)
			ck_ok(check(f, rows[i].id, rows[i].good[j]));
		for (size_t j = 0; j < 6 && rows[i].bad[j] != NULL; j++)
			ck_assert_msg(
			    check(f, rows[i].id, rows[i].bad[j]) == ERR_FORMAT,
			    "%s takes \"%s\"", rows[i].id, rows[i].bad[j]);
	}
	forms_free(fs);
}
END_TEST

START_TEST(test_number_fields)
{
	static char name[] = "n";
	struct form_field f = {.id = name, .type = FIELD_NUMBER, .max = 10};

	ck_ok(field_check(&f, "9.75", 4));
	ck_ok(field_check(&f, "10", 2));
	ck_err(field_check(&f, "10.1", 4), ERR_FORMAT);
	ck_err(field_check(&f, "-1", 2), ERR_FORMAT);
	ck_err(field_check(&f, "1e3", 3), ERR_FORMAT);
	ck_err(field_check(&f, "1.", 2), ERR_FORMAT);
	f.type = FIELD_SCALE;
	ck_ok(field_check(&f, "0", 1));
	ck_err(field_check(&f, "11", 2), ERR_FORMAT);
	ck_err(field_check(&f, "1.5", 3), ERR_FORMAT);
	f.type = FIELD_MINUTES;
	f.max = 0;
	ck_ok(field_check(&f, "50", 2));
	ck_err(field_check(&f, "1441", 4), ERR_FORMAT);
	/* the bytes after the value are not its own */
	ck_ok(field_check(&f, "50x", 2));
}
END_TEST

/* Every form that a chart takes is offered once, kind by kind. */
START_TEST(test_forms_are_offered_in_order)
{
	struct forms *fs = shipped_forms();
	const struct form_kind *k = form_kinds;
	const struct form *f;
	size_t n = 0;

	for (size_t i = 0; (f = forms_entry(fs, i)) != NULL; i++) {
		while (k->id != NULL && strcmp(k->id, f->kind) != 0)
			k++;
		ck_assert_ptr_nonnull(k->id);
		ck_assert(*k->group != '\0');
		n++;
	}
	for (const struct form_kind *x = form_kinds; x->id != NULL; x++)
		for (size_t i = 0; forms_at(fs, x->id, i) != NULL; i++)
			n--;
	ck_assert_uint_eq(n, 0);
	/* the client file and what is added to entries are not begun so */
	ck_assert_ptr_null(form_kind("client"));
	ck_assert_ptr_null(form_kind("act"));
	ck_assert_ptr_null(form_kind("header"));
	ck_assert_ptr_null(forms_format(fs, forms_get(fs, "addendum"), 0));
	ck_assert_str_eq(
	    forms_format(fs, forms_get(fs, "missed"), 0)->id, "apso");
	forms_free(fs);
}
END_TEST

START_TEST(test_types_have_names)
{
	for (unsigned t = 0; t < FIELD_TYPES; t++)
		ck_assert_uint_eq(field_type_of(field_type_name(t)), t);
	ck_assert_uint_eq(field_type_of("nothing"), FIELD_TYPES);
}
END_TEST

START_TEST(test_formsdir_is_beside_the_program)
{
	char exe[4096] = "", want[4200], got[4096];

	ck_assert_int_gt(readlink("/proc/self/exe", exe, sizeof(exe) - 1), 0);
	*strrchr(exe, '/') = '\0';
	(void)snprintf(want, sizeof(want), "%s/forms", exe);
	/* t-clinic has none of its own */
	if (formsdir_find(got) == ERR_OK)
		ck_assert_str_ne(got, want);
	ck_ok(file_mkdir(want, 0700));
	ck_ok(formsdir_find(got));
	ck_assert_int_eq(rmdir(want), 0);
	ck_assert_str_eq(got, want);
}
END_TEST

Suite *form_suite(void)
{
	Suite *s = suite_create("form");
	TCase *t = tcase_create("form");

	tcase_add_test(t, test_shipped_forms_load);
	tcase_add_loop_test(t, test_broken_forms_are_refused, 0,
	    (int)(sizeof(broken) / sizeof(*broken)));
	tcase_add_test(t, test_longest_line_is_whole);
	tcase_add_test(t, test_what_a_form_may_say);
	tcase_add_test(t, test_at_most_64_fields);
	tcase_add_test(t, test_own_forms_replace_and_add);
	tcase_add_test(t, test_field_check);
	tcase_add_test(t, test_number_fields);
	tcase_add_test(t, test_forms_are_offered_in_order);
	tcase_add_test(t, test_types_have_names);
	tcase_add_test(t, test_formsdir_is_beside_the_program);
	suite_add_tcase(s, t);
	return s;
}
