/* The suites of this program. */
#ifndef TESTS_UI_SUITES_H
#define TESTS_UI_SUITES_H

#include "tests/run.h"

Suite *app_suite(void);
Suite *decode_suite(void);
Suite *key_suite(void);
Suite *monkey_suite(void);
Suite *screen_suite(void);
Suite *scripts_suite(void);
Suite *textbuf_suite(void);
Suite *textedit_suite(void);
Suite *widgets_suite(void);

#endif
