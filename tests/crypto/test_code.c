#include <ctype.h>
#include <string.h>

#include "crypto/code.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

START_TEST(prints_in_groups_of_four)
{
	unsigned char code[CODE_LEN];
	char text[CODE_TEXT];

	for (int round = 0; round < 100; round++) {
		code_new(code);
		code_print(code, text);
		ck_assert_uint_eq(strlen(text), CODE_TEXT - 1);
		for (size_t i = 0; text[i] != '\0'; i++)
			if (i % 5 == 4)
				ck_assert_int_eq(text[i], ' ');
			else
				ck_assert_ptr_nonnull(strchr(letters, text[i]));
	}
}
END_TEST

START_TEST(reads_what_it_prints)
{
	unsigned char code[CODE_LEN], back[CODE_LEN];
	char text[CODE_TEXT], plain[CODE_TEXT], hyphens[CODE_TEXT + 2];

	for (int round = 0; round < 200; round++) {
		size_t n = 0;

		code_new(code);
		code_print(code, text);
		memset(back, 0, sizeof back);
		ck_ok(code_parse(text, back));
		ck_assert_mem_eq(code, back, CODE_LEN);
		strcpy(hyphens, "-");
		strcat(hyphens, text);
		strcat(hyphens, " ");
		for (size_t i = 0; hyphens[i] != '\0'; i++)
			hyphens[i] =
			    hyphens[i] == ' '
				? '-'
				: (char)tolower((unsigned char)hyphens[i]);
		memset(back, 0, sizeof back);
		ck_ok(code_parse(hyphens, back));
		ck_assert_mem_eq(code, back, CODE_LEN);
		for (size_t i = 0; text[i] != '\0'; i++)
			if (text[i] != ' ')
				plain[n++] = text[i];
		plain[n] = '\0';
		memset(back, 0, sizeof back);
		ck_ok(code_parse(plain, back));
		ck_assert_mem_eq(code, back, CODE_LEN);
	}
}
END_TEST

START_TEST(reads_digits_that_look_like_letters)
{
	static const char looks[][3] = {"O0", "I1", "B8", "o0", "i1", "b8"};
	unsigned char code[CODE_LEN], back[CODE_LEN];
	size_t seen[6] = {0};
	char text[CODE_TEXT];

	for (int round = 0; round < 100; round++) {
		code_new(code);
		code_print(code, text);
		for (size_t k = 0; k < 3; k++)
			for (char *at = text; *at != '\0'; at++)
				if (*at == looks[k][0]) {
					*at = looks[k][1];
					seen[k]++;
				}
		ck_ok(code_parse(text, back));
		ck_assert_mem_eq(code, back, CODE_LEN);
	}
	for (size_t k = 0; k < 3; k++)
		ck_assert_uint_gt(seen[k], 0);
}
END_TEST

/* Every letter in every place, for many codes: 20 bits of check let about one
 * wrong letter in a million through. */
START_TEST(one_wrong_letter_is_noticed)
{
	unsigned char code[CODE_LEN], back[CODE_LEN];
	size_t tried = 0, missed = 0;
	char text[CODE_TEXT];

	for (int round = 0; round < 100; round++) {
		code_new(code);
		code_print(code, text);
		for (size_t i = 0; text[i] != '\0'; i++) {
			char was = text[i];

			for (const char *l = letters; was != ' ' && *l; l++) {
				if (*l == was)
					continue;
				text[i] = *l;
				tried++;
				missed += code_parse(text, back) == ERR_OK;
			}
			text[i] = was;
		}
		ck_ok(code_parse(text, back));
	}
	ck_assert_uint_eq(tried, 100 * 36 * 31);
	ck_assert_uint_le(missed * 1000, tried);
}
END_TEST

START_TEST(two_letters_exchanged_are_noticed)
{
	unsigned char code[CODE_LEN], back[CODE_LEN];
	size_t tried = 0, missed = 0;
	char text[CODE_TEXT];

	for (int round = 0; round < 300; round++) {
		code_new(code);
		code_print(code, text);
		for (size_t i = 0; text[i + 1] != '\0'; i++) {
			char was = text[i];

			if (was == ' ' || text[i + 1] == ' ' ||
			    was == text[i + 1])
				continue;
			text[i] = text[i + 1];
			text[i + 1] = was;
			tried++;
			missed += code_parse(text, back) == ERR_OK;
			text[i + 1] = text[i];
			text[i] = was;
		}
	}
	ck_assert_uint_gt(tried, 5000);
	ck_assert_uint_le(missed * 1000, tried);
}
END_TEST

START_TEST(refuses_other_text)
{
	unsigned char code[CODE_LEN], back[CODE_LEN], untouched[CODE_LEN];
	char text[CODE_TEXT + 1];

	seq(code, 0, CODE_LEN);
	seq(back, 7, CODE_LEN);
	seq(untouched, 7, CODE_LEN);
	code_print(code, text);
	for (size_t n = 0; n < CODE_TEXT - 1; n++) {
		char was = text[n];

		text[n] = '\0';
		ck_err(code_parse(text, back), ERR_FORMAT);
		text[n] = was;
	}
	for (int c = 1; c < 256; c++) {
		if (strchr(letters, toupper(c)) != NULL || c == ' ' ||
		    c == '-' || strchr("018", c) != NULL)
			continue;
		text[10] = (char)c;
		ck_err(code_parse(text, back), ERR_FORMAT);
	}
	code_print(code, text);
	strcat(text, "A");
	ck_err(code_parse(text, back), ERR_FORMAT);
	ck_assert_mem_eq(back, untouched, CODE_LEN);
}
END_TEST

Suite *code_suite(void)
{
	Suite *s = suite_create("code");
	TCase *tc = tcase_create("printed");

	tcase_add_checked_fixture(tc, arena_setup, arena_teardown);
	tcase_add_test(tc, prints_in_groups_of_four);
	tcase_add_test(tc, reads_what_it_prints);
	tcase_add_test(tc, reads_digits_that_look_like_letters);
	tcase_add_test(tc, one_wrong_letter_is_noticed);
	tcase_add_test(tc, two_letters_exchanged_are_noticed);
	tcase_add_test(tc, refuses_other_text);
	suite_add_tcase(s, tc);
	return s;
}
