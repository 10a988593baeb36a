/* test_time - instants and days: what is read, written and added */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/time.h>

static void test_days_of_the_calendar_are_valid(void **state)
{
	static const char *const good[] = { "1800-01-01", "9999-12-31",
					    "2000-02-29", "2024-02-29",
					    "1900-02-28", "2026-11-30" };
	static const char *const bad[] = {
		"",	      "1799-12-31",  "2026-00-10",
		"2026-13-01", "2026-01-00",  "2026-01-32",
		"2026-02-29", "1900-02-29",  "2100-02-29",
		"2026-11-31", "2026-1-01",   "26-01-01",
		"2026/01/01", "2026-01-01 ", " 2026-01-01",
		"20260101",   "2026-01-01T", "-026-01-01",
		"2026-01-1a", "10000-01-01",
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!date_is_valid(good[i]))
			fail_msg("%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (date_is_valid(bad[i]))
			fail_msg("%s", bad[i]);
	assert_false(date_is_valid(NULL));
}

static void test_instants_are_read_in_any_offset(void **state)
{
	static const struct {
		const char *text;
		int64_t at;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01", 0 },
		{ "2026-11-22T08:15:00Z", 1795335300 },
		{ "2026-11-22T09:15:00+01:00", 1795335300 },
		{ "2026-11-22T03:45:00-04:30", 1795335300 },
		{ "1969-12-31T23:59:59Z", -1 },
		{ "1800-01-01", -5364662400 },
		{ "9999-12-31T23:59:59Z", 253402300799 },
	};
	int64_t at;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!instant_parse(rows[i].text, &at))
			fail_msg("%s", rows[i].text);
		assert_true(at == rows[i].at);
	}
}

static void test_what_is_no_instant_leaves_the_result_alone(void **state)
{
	static const char *const bad[] = {
		"",
		"now",
		"2026-11-22T08:15:00",
		"2026-11-22T08:15Z",
		"2026-11-22 08:15:00Z",
		"2026-11-22T24:00:00Z",
		"2026-11-22T08:60:00Z",
		"2026-11-22T08:15:60Z",
		"2026-11-22T08:15:00+1:00",
		"2026-11-22T08:15:00+24:00",
		"2026-11-22T08:15:00+01:60",
		"2026-11-22T08:15:00Zx",
		"2026-11-22T08:15:00+01:00x",
		"2026-02-30T08:15:00Z",
		"2026-11-22x",
	};
	int64_t at = 42;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (instant_parse(bad[i], &at))
			fail_msg("%s", bad[i]);
	assert_true(at == 42);
}

static void test_what_is_written_is_read_back(void **state)
{
	char text[INSTANT_SIZE], date[DATE_SIZE];
	int64_t at;

	(void)state;
	for (int64_t t = -5364662400; t < 253402300799;
	     t += 86400 * 337 + 4211) {
		instant_format(t, text);
		assert_true(instant_parse(text, &at));
		assert_true(at == t);
		date_of(t, date);
		assert_true(date_is_valid(date));
		assert_memory_equal(date, text, DATE_SIZE - 1);
	}
}

static void test_months_are_added_and_days_cut_to_the_end(void **state)
{
	static const struct {
		const char *from, *to;
		int months;
	} rows[] = {
		{ "2026-01-31", "2026-02-28", 1 },
		{ "2024-01-31", "2024-02-29", 1 },
		{ "2026-11-22", "2029-11-22", 36 },
		{ "2024-02-29", "2025-02-28", 12 },
		{ "2026-01-15", "2025-12-15", -1 },
		{ "2026-03-31", "2026-02-28", -1 },
		{ "2026-05-05", "2026-05-05", 0 },
		{ "1899-11-30", "1899-12-30", 1 },
		{ "1899-12-31", "1900-01-31", 1 },
		{ "1900-01-31", "1899-12-31", -1 },
		{ "1850-06-15", "1840-06-15", -120 },
		{ "1801-01-31", "1801-02-28", 1 },
	};
	char text[DATE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date_add_months(rows[i].from, rows[i].months, text);
		assert_string_equal(text, rows[i].to);
		date_of(instant_add_months(date_instant(rows[i].from) + 3600,
					   rows[i].months),
			text);
		assert_string_equal(text, rows[i].to);
	}
	date_add_months("2026-02-30", 1, text);
	assert_string_equal(text, "");
}

static void test_a_day_begins_at_midnight(void **state)
{
	(void)state;
	assert_true(date_instant("1970-01-02") == DAY_SECONDS);
	assert_true(date_instant("1969-12-31") == -DAY_SECONDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_of_the_calendar_are_valid),
		cmocka_unit_test(test_instants_are_read_in_any_offset),
		cmocka_unit_test(
		    test_what_is_no_instant_leaves_the_result_alone),
		cmocka_unit_test(test_what_is_written_is_read_back),
		cmocka_unit_test(test_months_are_added_and_days_cut_to_the_end),
		cmocka_unit_test(test_a_day_begins_at_midnight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
