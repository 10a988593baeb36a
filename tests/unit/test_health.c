/* test_health - thresholds of the desk's health */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/rule/health.h>

static bool takes(const char *text, enum measure measure, bool falls,
		  int64_t warning, int64_t critical)
{
	struct threshold it = { 0 };
	struct error err;

	error_reset(&err);
	return threshold_parse(text, measure, falls, "threshold", &it, &err) ==
		       OK &&
	       it.warning == warning && it.critical == critical && !it.is_off;
}

static void test_thresholds_are_read_in_their_units(void **state)
{
	(void)state;
	assert_true(takes("2h:1d", MEASURE_SECONDS, false, 7200, 86400));
	assert_true(takes("90s:15m", MEASURE_SECONDS, false, 90, 900));
	assert_true(takes("30:60", MEASURE_SECONDS, false, 30, 60));
	assert_true(takes("20%:5", MEASURE_PERCENT, true, 20, 5));
	assert_true(takes("1:1", MEASURE_COUNT, false, 1, 1));
	assert_true(takes("100000000d:100000000d", MEASURE_SECONDS, false,
			  0, 0) == false); /* longer than any record */
	assert_true(takes("0s:115740d", MEASURE_SECONDS, false, 0,
			  (int64_t)115740 * 86400));
}

static void test_what_is_no_threshold_is_refused(void **state)
{
	static const struct {
		const char *text;
		enum measure measure;
		bool falls;
	} bad[] = {
		{ "", MEASURE_SECONDS, false },
		{ "2h", MEASURE_SECONDS, false },
		{ "2h:", MEASURE_SECONDS, false },
		{ ":2h", MEASURE_SECONDS, false },
		{ "2w:3w", MEASURE_SECONDS, false },
		{ "2hh:3h", MEASURE_SECONDS, false },
		{ "2%:3%", MEASURE_SECONDS, false },
		{ "-1h:2h", MEASURE_SECONDS, false },
		{ "101%:5%", MEASURE_PERCENT, true },
		{ "20h:5h", MEASURE_PERCENT, true },
		{ "1%:2%", MEASURE_COUNT, false },
		{ "3:2", MEASURE_COUNT, false },
		{ "5%:20%", MEASURE_PERCENT, true },
		{ "off:off", MEASURE_COUNT, false },
		{ "1000000000000000000000000:1", MEASURE_COUNT, false },
	};
	struct threshold it;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		error_reset(&err);
		assert_int_equal(threshold_parse(bad[i].text, bad[i].measure,
						 bad[i].falls, "threshold",
						 &it, &err),
				 DATA);
		assert_true(error_has(&err, "threshold_invalid"));
	}
}

static void test_off_is_no_threshold_but_said(void **state)
{
	struct threshold it = { 0 };
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(threshold_parse("off", MEASURE_COUNT, false, NULL,
					 &it, &err),
			 OK);
	assert_true(it.is_off);
}

static void test_a_value_on_the_threshold_has_reached_it(void **state)
{
	const struct threshold up = { 10, 20, false };
	const struct threshold down = { 20, 10, false };

	(void)state;
	assert_int_equal(threshold_judge(&up, false, 9), SEVERITY_OK);
	assert_int_equal(threshold_judge(&up, false, 10), SEVERITY_WARNING);
	assert_int_equal(threshold_judge(&up, false, 19), SEVERITY_WARNING);
	assert_int_equal(threshold_judge(&up, false, 20), SEVERITY_CRITICAL);
	assert_int_equal(threshold_judge(&down, true, 21), SEVERITY_OK);
	assert_int_equal(threshold_judge(&down, true, 20), SEVERITY_WARNING);
	assert_int_equal(threshold_judge(&down, true, 11), SEVERITY_WARNING);
	assert_int_equal(threshold_judge(&down, true, 10), SEVERITY_CRITICAL);
	assert_int_equal(threshold_judge(&down, true, -5), SEVERITY_CRITICAL);
}

static void test_thresholds_are_shown_as_they_are_written(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(threshold_text(arena, MEASURE_SECONDS, 86400),
			    "1d");
	assert_string_equal(threshold_text(arena, MEASURE_SECONDS, 180000),
			    "50h");
	assert_string_equal(threshold_text(arena, MEASURE_SECONDS, 0), "0s");
	assert_string_equal(threshold_text(arena, MEASURE_SECONDS, 61), "61s");
	assert_string_equal(threshold_text(arena, MEASURE_PERCENT, 5), "5%");
	assert_string_equal(measure_text(arena, MEASURE_SECONDS, 180000),
			    "2d");
	assert_string_equal(measure_text(arena, MEASURE_SECONDS, 90000),
			    "25h");
	assert_string_equal(measure_text(arena, MEASURE_SECONDS, -7300),
			    "-2h");
	assert_string_equal(measure_text(arena, MEASURE_SECONDS, 59), "59s");
	arena_free(arena);
}

static void test_the_time_left_is_a_share_of_all_of_it(void **state)
{
	(void)state;
	assert_int_equal(percent_left(100, 200, 100), 100);
	assert_int_equal(percent_left(100, 200, 50), 100);
	assert_int_equal(percent_left(100, 200, 150), 50);
	assert_int_equal(percent_left(100, 200, 199), 1);
	assert_int_equal(percent_left(100, 200, 200), 0);
	assert_int_equal(percent_left(200, 200, 300), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_thresholds_are_read_in_their_units),
		cmocka_unit_test(test_what_is_no_threshold_is_refused),
		cmocka_unit_test(test_off_is_no_threshold_but_said),
		cmocka_unit_test(test_a_value_on_the_threshold_has_reached_it),
		cmocka_unit_test(test_thresholds_are_shown_as_they_are_written),
		cmocka_unit_test(test_the_time_left_is_a_share_of_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
