/* What the suites of the clinical model share. */
#ifndef TESTS_CLINIC_HELP_H
#define TESTS_CLINIC_HELP_H

#include <check.h>

#include "base/buf.h"
#include "clinic/form.h"

Suite *amend_suite(void);
Suite *client_suite(void);
Suite *form_suite(void);
Suite *headings_suite(void);
Suite *kinds_suite(void);
Suite *measure_suite(void);
Suite *note_suite(void);
Suite *privnote_suite(void);
Suite *record_suite(void);
Suite *session_suite(void);
Suite *today_suite(void);

/* A new folder under the system's temporary one; static storage. */
const char *tmp_dir(void);
/* Remove a folder made by tmp_dir with all that is in it. */
void tmp_gone(const char *dir);
/* Write a file into a folder. */
void put_file(const char *dir, const char *name, const char *text);
/* top_srcdir/src/forms */
const char *shipped(void);
/* The shipped forms; a problem fails the test. */
struct forms *shipped_forms(void);

/*
 * Call ${each} for every naughty string of TACET_DATA (blns.txt) and for some
 * of our own; 0 if the folder is not there, after saying so.
 */
size_t each_naughty(void (*each)(void *arg, const char *s), void *arg);

#endif
