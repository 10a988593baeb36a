/* test_table - lists as people see them */
#include <ipp/port/table.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <locale.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>

static const struct table_column columns[] = {
	{ .title = "ID" },
	{ .title = "NAME", .is_truncable = true },
	{ .title = "N", .is_right = true },
};

static void expect(const struct table_style *style, const char *const *cells,
		   size_t rows, const char *want)
{
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char *text = NULL;

	error_reset(&err);
	assert_int_equal(
	    table_draw(arena, style, columns, 3, cells, rows, &text, &err), OK);
	assert_string_equal(text, want);
}

static void aligns_and_counts_wide_characters(void **state)
{
	static const char *const cells[] = {
		"1",
		"Nicol\xc3\xb2",
		"10",
		"2",
		"\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e",
		"7", /* 6 wide */
		"3",
		"e\xcc\x81",
		"1000", /* e and a combining accent */
		"4",
		NULL,
		"",
	};
	struct table_style style = { 0 };

	(void)state;
	expect(&style, cells, 4,
	       "ID NAME      N\n"
	       "1  Nicol\xc3\xb2   10\n"
	       "2  \xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e    7\n"
	       "3  e\xcc\x81      1000\n"
	       "4         \n");
	style.hides_titles = true;
	expect(&style, cells, 1, "1  Nicol\xc3\xb2 10\n");
	expect(&style, cells, 0, "");
}

static void cuts_what_may_be_cut(void **state)
{
	static const char *const cells[] = {
		"ORD1", "\xc3\x80\xc3\x88\xc3\x8c\xc3\x92\xc3\x99 e altri", "12"
	};
	struct table_style style = { .width = 16 };

	(void)state;
	expect(&style, cells, 1,
	       "ID   NAME      N\n"
	       "ORD1 \xc3\x80\xc3\x88\xc3\x8c\xc3\x92\xc3\x99 e  12\n");
	style.width = 80;
	expect(&style, cells, 1,
	       "ID   NAME           N\n"
	       "ORD1 \xc3\x80\xc3\x88\xc3\x8c\xc3\x92\xc3\x99 e altri 12\n");
}

static void lets_no_cell_steer_the_terminal(void **state)
{
	static const char *const cells[] = { "1", "\033[2Jx\ny\tz", "\x07" };
	OWN(arena) struct arena *arena = arena_new();
	struct table_style style = { .width = 80, .is_terminal = true };
	struct error err;
	char *text = NULL, *body;

	(void)state;
	error_reset(&err);
	assert_int_equal(
	    table_draw(arena, &style, columns, 3, cells, 1, &text, &err), OK);
	assert_true(strncmp(text, "\033[1;4mID", 8) == 0);
	body = strchr(text, '\n');
	assert_non_null(strstr(body, "\\x1b[2Jx\\x0ay"));
	assert_null(strpbrk(body, "\033\x07\t"));
	assert_string_equal(strchr(body + 1, '\n'), "\n");
}

static void leaves_the_locale_alone(void **state)
{
	static const char *const cells[] = { "1", "x", "2" };
	struct table_style style = { 0 };
	locale_t before = uselocale(NULL);

	(void)state;
	expect(&style, cells, 1, "ID NAME N\n1  x    2\n");
	assert_ptr_equal(uselocale(NULL), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aligns_and_counts_wide_characters),
		cmocka_unit_test(cuts_what_may_be_cut),
		cmocka_unit_test(lets_no_cell_steer_the_terminal),
		cmocka_unit_test(leaves_the_locale_alone),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
