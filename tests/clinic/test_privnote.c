#include <config.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "clinic/privnote.h"
#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"
#include "vault/draft.h"

#define PHRASE "copper lantern fjord violin pebble"
#define SECRET "Whose fear was that? zanzibar-pelican-71"

static struct world w;
static struct id s1, s2;
static struct private_vault *pv;
static int64_t t1, t2;

static void setup(void)
{
	static const struct date d11 = {2025, 11, 11}, d18 = {2025, 11, 18};

	world_init(&w);
	t1 = date_utc(d11, 540);
	t2 = date_utc(d18, 540);
	s1 = new_session(w.c, &w.wren, d11, 540);
	s2 = new_session(w.c, &w.wren, d18, 540);
	pv = NULL;
	ck_ok(private_create(clinic_vault(w.c), PASS(PHRASE), NULL, &pv));
}

static void teardown(void)
{
	private_lock(pv);
	world_done(&w);
}

static struct privnotes *open_at(const struct id *session, int64_t when)
{
	struct privnotes *p = NULL;

	ck_ok(privnotes_open(pv, &w.wren, session, when, &p));
	return p;
}

static void put_private(struct privnotes *p, size_t i, const char *text)
{
	ck_ok(privnotes_put(p, i, text, strlen(text)));
}

static const char *text_of(const struct privnotes *p, size_t i)
{
	return buf_str(&privnotes_at(p, i)->text);
}

static enum err count(
    void *arg, const struct private_head *h, const void *p, size_t len)
{
	(void)h;
	(void)p;
	(void)len;
	++*(unsigned *)arg;
	return ERR_OK;
}

static unsigned kept(void)
{
	unsigned n = 0;

	ck_ok(private_each(pv, count, &n));
	return n;
}

static void reopen(void)
{
	private_lock(pv);
	pv = NULL;
	ck_ok(private_unlock(clinic_vault(w.c), PASS(PHRASE), &pv));
}

START_TEST(test_begin_type_keep)
{
	struct privnotes *p = open_at(&s1, t1);

	ck_assert_uint_eq(privnotes_count(p), 1);
	ck_assert_str_eq(text_of(p, 0), "");
	ck_assert_ptr_null(privnotes_at(p, 1));
	privnotes_close(p);
	/* opened and left: nothing is there */
	ck_assert_uint_eq(kept(), 0);
	p = open_at(&s1, t1);
	put_private(p, 0, "The silence");
	put_private(p, 0, "The silence was hers.");
	ck_assert(privnotes_at(p, 0)->draft);
	ck_assert_uint_eq(kept(), 0);
	privnotes_close(p);
	ck_assert_uint_eq(kept(), 1);
	reopen();
	p = open_at(&s1, t1);
	ck_assert_uint_eq(privnotes_count(p), 1);
	ck_assert_str_eq(text_of(p, 0), "The silence was hers.");
	ck_assert(!privnotes_at(p, 0)->draft);
	ck_assert(id_equal(&privnotes_at(p, 0)->session, &s1));
	ck_assert_int_eq(privnotes_at(p, 0)->when, t1);
	ck_assert(!privnotes_at(p, 0)->sud);
	privnotes_close(p);
}
END_TEST

/* What was typed is in the private file before the pane is closed or kept. */
START_TEST(test_draft_survives)
{
	struct privnotes *p = open_at(&s1, t1), *q;
	struct clinic *other;
	struct private_vault *opv = NULL;

	put_private(p, 0, "half a thou");
	other = world_login(&w, CARL);
	ck_ok(private_unlock(clinic_vault(other), PASS(PHRASE), &opv));
	q = NULL;
	ck_ok(privnotes_open(opv, &w.wren, &s1, t1, &q));
	ck_assert_str_eq(text_of(q, 0), "half a thou");
	ck_assert(privnotes_at(q, 0)->draft);
	ck_assert(id_equal(&privnotes_at(p, 0)->id, &privnotes_at(q, 0)->id));
	privnotes_close(q);
	private_lock(opv);
	clinic_close(other);
	privnotes_close(p);
}
END_TEST

START_TEST(test_newest_first_and_of_one_client)
{
	struct id otto = new_client(w.c, "Otto Quillfeather", "1984-06-02");
	struct privnotes *p = open_at(&s1, t1);

	put_private(p, 0, "older");
	privnotes_close(p);
	p = NULL;
	ck_ok(privnotes_open(pv, &otto, NULL, t1, &p));
	ck_assert_uint_eq(privnotes_count(p), 1);
	put_private(p, 0, "of Otto");
	privnotes_close(p);
	p = open_at(&s2, t2);
	ck_assert_uint_eq(privnotes_count(p), 2);
	ck_assert_str_eq(text_of(p, 0), "");
	ck_assert_str_eq(text_of(p, 1), "older");
	put_private(p, 0, "newer");
	put_private(p, 1, "older, changed");
	privnotes_close(p);
	p = open_at(&s1, t1);
	ck_assert_str_eq(text_of(p, 0), "older, changed");
	ck_assert_str_eq(text_of(p, 1), "newer");
	privnotes_close(p);
	ck_assert_uint_eq(kept(), 3);
}
END_TEST

START_TEST(test_kind_and_destroy)
{
	struct privnotes *p = open_at(&s1, t1);

	ck_ok(privnotes_kind(p, 0, true));
	put_private(p, 0, "a relapse");
	privnotes_close(p);
	p = open_at(&s1, t1);
	ck_assert(privnotes_at(p, 0)->sud);
	ck_ok(privnotes_kind(p, 0, false));
	ck_ok(privnotes_keep(p));
	ck_assert(!privnotes_at(p, 0)->sud);
	ck_assert_str_eq(text_of(p, 0), "a relapse");
	put_private(p, 0, "a relapse, again");
	ck_ok(privnotes_destroy(p, 0));
	ck_assert_uint_eq(privnotes_count(p), 1);
	ck_assert_str_eq(text_of(p, 0), "");
	privnotes_close(p);
	reopen();
	ck_assert_uint_eq(kept(), 0);
	p = open_at(&s1, t1);
	ck_assert_str_eq(text_of(p, 0), "");
	privnotes_close(p);
}
END_TEST

START_TEST(test_words_taken_back_leave_nothing)
{
	struct privnotes *p = open_at(&s1, t1);

	put_private(p, 0, "x");
	put_private(p, 0, "");
	privnotes_close(p);
	ck_assert_uint_eq(kept(), 0);
}
END_TEST

static enum err on_line(void *arg, const struct id *chart, int64_t when,
    const char *line, size_t len)
{
	ck_assert(id_equal(chart, &w.wren));
	return buf_addf(arg, "%d:%.*s\n", when == t1 ? 1 : 2, (int)len, line);
}

START_TEST(test_tags)
{
	struct privnotes *p = open_at(&s1, t1);
	struct buf b = {0};

	put_private(p, 0,
	    "#raise  The brother.\nnothing\n#raised not\nask (#Raise), soon\n"
	    "a#raise not\n#supervision Pace?");
	privnotes_close(p);
	p = open_at(&s2, t2);
	put_private(p, 0, "still a draft #raise");
	ck_ok(privnotes_tagged(pv, "raise", on_line, &b));
	ck_assert_str_eq(buf_str(&b), "2:still a draft #raise\n"
				      "1:#raise  The brother.\n"
				      "1:ask (#Raise), soon\n");
	buf_clear(&b);
	ck_ok(privnotes_tagged(pv, "Supervision", on_line, &b));
	ck_assert_str_eq(buf_str(&b), "1:#supervision Pace?\n");
	buf_free(&b);
	privnotes_close(p);
}
END_TEST

START_TEST(test_export)
{
	struct privnotes *p = open_at(&s1, t1);
	char path[4200];
	struct buf b = {0};
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/out.txt", w.w.root);
	ck_err(privnotes_export(p, 0, path), ERR_NOTFOUND);
	ck_assert(!file_exists(path));
	put_private(p, 0, SECRET);
	ck_ok(privnotes_export(p, 0, path));
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0600);
	ck_ok(file_read(path, 10000, &b));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), SECRET));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "PRIVATE"));
	ck_err(privnotes_export(p, 0, path), ERR_EXISTS);
	buf_free(&b);
	privnotes_close(p);
}
END_TEST

/* ---- separation -------------------------------------------------------------
 */

/* Bytes of every file below ${dir}, but for those named ${skip}: folders have
 * names of one letter. */
static void slurp(const char *dir, const char *skip, struct buf *out)
{
	char path[8300];
	struct dirent *de;
	struct stat st;
	DIR *d = opendir(dir);

	ck_assert_ptr_nonnull(d);
	while ((de = readdir(d)) != NULL) {
		if (de->d_name[0] == '.' ||
		    (strlen(de->d_name) == 1 && strstr(skip, de->d_name)))
			continue;
		(void)snprintf(path, sizeof(path), "%s/%s", dir, de->d_name);
		ck_assert_int_eq(lstat(path, &st), 0);
		if (S_ISDIR(st.st_mode)) {
			slurp(path, skip, out);
		} else {
			ck_ok(buf_adds(out, path));
			ck_ok(buf_add(out, "", 1));
			ck_ok(file_read(path, BUF_MAX / 2, out));
		}
	}
	(void)closedir(d);
}

static bool holds(const struct buf *b, const char *s)
{
	return memmem(b->p, b->len, s, strlen(s)) != NULL;
}

static enum err on_draft(void *arg, const struct draft_info *info)
{
	ck_assert(id_equal(&info->id, &s1));
	++*(unsigned *)arg;
	return ERR_OK;
}

START_TEST(test_nothing_private_outside_its_file)
{
	struct buf before = {0}, after = {0};
	struct privnotes *p;
	struct note *n = NULL;
	unsigned drafts = 0;

	/* a session's note is being written, so that u/ is in use */
	ck_ok(note_open_session(w.c, &s1, NULL, &n));
	put_text(n, "plan", "Breathing.");
	slurp(w.w.dir, "pu", &before);
	p = open_at(&s1, t1);
	put_private(p, 0, SECRET);
	ck_ok(privnotes_keep(p));
	put_private(p, 0, SECRET " and more");
	ck_ok(privnotes_kind(p, 0, true));
	privnotes_close(p);
	slurp(w.w.dir, "pu", &after);
	/* not one byte of the record has changed, and no draft came */
	ck_assert_uint_eq(before.len, after.len);
	ck_assert_mem_eq(before.p, after.p, before.len);
	ck_ok(draft_each(clinic_vault(w.c), on_draft, &drafts));
	ck_assert_uint_eq(drafts, 1);
	/* control: writing to the record does change it */
	new_session(w.c, &w.wren, (struct date){2025, 11, 20}, 540);
	buf_clear(&after);
	slurp(w.w.dir, "pu", &after);
	ck_assert(before.len != after.len ||
		  memcmp(before.p, after.p, before.len) != 0);
	note_close(n);
	/* and wherever it is, it is sealed */
	buf_clear(&after);
	slurp(w.w.dir, "", &after);
	ck_assert(!holds(&after, "zanzibar"));
	ck_assert(holds(&after, "SQLite format"));
	buf_free(&before);
	buf_free(&after);
}
END_TEST

Suite *privnote_suite(void)
{
	Suite *s = suite_create("privnote");
	TCase *t = tcase_create("privnote");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_begin_type_keep);
	tcase_add_test(t, test_draft_survives);
	tcase_add_test(t, test_newest_first_and_of_one_client);
	tcase_add_test(t, test_kind_and_destroy);
	tcase_add_test(t, test_words_taken_back_leave_nothing);
	tcase_add_test(t, test_tags);
	tcase_add_test(t, test_export);
	tcase_add_test(t, test_nothing_private_outside_its_file);
	suite_add_tcase(s, t);
	return s;
}
