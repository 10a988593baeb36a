/* test_expiry - when people hear that a certificate ends */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/time.h>
#include <ipp/model/field.h>
#include <ipp/rule/expiry.h>

static struct error err;

static int64_t at(const char *text)
{
	int64_t ret = 0;

	assert_true(instant_parse(text, &ret));
	return ret;
}

static void test_days_are_read_in_any_order(void **state)
{
	static const int64_t usual[] = { 7, 15, 30, 60 };
	struct expiry_notices ret;

	(void)state;
	error_reset(&err);
	assert_int_equal(expiry_notices_read(NULL, &ret, &err), OK);
	assert_int_equal(ret.count, 4);
	assert_memory_equal(ret.days, usual, sizeof usual);
	assert_int_equal(expiry_notices_read("15, 60 7,,30 15 ", &ret, &err),
			 OK);
	assert_int_equal(ret.count, 4);
	assert_memory_equal(ret.days, usual, sizeof usual);
	assert_int_equal(expiry_notices_read("365,0", &ret, &err), OK);
	assert_int_equal(ret.days[0], 0);
	assert_int_equal(expiry_notices_read("0", &ret, &err), OK);
	assert_int_equal(ret.count, 1);
	assert_int_equal(
	    expiry_notices_read("16,15,14,13,12,11,10,9,8,7,6,5,4,3,2,1", &ret,
				&err),
	    OK);
	assert_int_equal(ret.count, EXPIRY_NOTICES_MAX);
}

static void test_what_are_no_days_is_refused(void **state)
{
	static const char *const wrong[] = {
		"", ",", "366", "-1", "7d", "7;15", "1e1", "99999999999",
		"17,16,15,14,13,12,11,10,9,8,7,6,5,4,3,2,1",
	};
	struct expiry_notices ret = { .count = 99 };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		error_reset(&err);
		assert_int_equal(expiry_notices_read(wrong[i], &ret, &err),
				 USAGE);
		assert_string_equal(err.mistakes[0].code,
				    "expiring_malformed");
		assert_int_equal(ret.count, 99);
	}
}

static void test_days_are_those_of_the_calendar(void **state)
{
	int64_t end = at("2029-11-22T08:00:00Z");

	(void)state;
	assert_int_equal(expiry_days_left(end, at("2029-11-22T00:00:00Z")), 0);
	assert_int_equal(expiry_days_left(end, end), 0);
	assert_int_equal(expiry_days_left(end, end + 1), -1);
	assert_int_equal(expiry_days_left(end, at("2029-11-21T23:59:59Z")), 1);
	assert_int_equal(expiry_days_left(end, at("2029-09-23T00:00:00Z")),
			 60);
	assert_int_equal(expiry_days_left(end, at("2029-09-22T23:59:59Z")),
			 61);
	assert_int_equal(expiry_days_left(5, -5), 1);
}

static void test_the_nearest_notice_is_given(void **state)
{
	static const struct {
		const char *now;
		int64_t days;
	} rows[] = {
		{ "2029-09-22T23:59:59Z", ABSENT },
		{ "2029-09-23T00:00:00Z", 60 },
		{ "2029-10-22T23:59:59Z", 60 },
		{ "2029-10-23T00:00:00Z", 30 },
		{ "2029-11-07T12:00:00Z", 15 },
		{ "2029-11-15T00:00:00Z", 7 },
		{ "2029-11-22T08:00:00Z", 7 },
		{ "2029-11-22T08:00:01Z", ABSENT },
	};
	int64_t end = at("2029-11-22T08:00:00Z");
	struct expiry_notices notices;

	(void)state;
	error_reset(&err);
	assert_int_equal(expiry_notices_read(NULL, &notices, &err), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t now = at(rows[i].now), from, before;

		assert_int_equal(
		    expiry_notice(&notices, end - 1000 * DAY_SECONDS, end,
				  now),
		    rows[i].days);
		/* and the range of that notice is the only one it lies in */
		for (size_t n = 0; n < notices.count; n++) {
			expiry_range(&notices, n, now, &from, &before);
			assert_int_equal(end >= from && end < before,
					 notices.days[n] == rows[i].days);
		}
	}
}

static void test_a_notice_lies_within_the_validity(void **state)
{
	int64_t end = at("2026-11-22T08:00:00Z");
	struct expiry_notices notices;

	(void)state;
	error_reset(&err);
	assert_int_equal(expiry_notices_read(NULL, &notices, &err), OK);
	/* valid for an hour, for thirty days, for thirty-one */
	assert_int_equal(expiry_notice(&notices, end - 3600, end, end - 3600),
			 ABSENT);
	assert_int_equal(expiry_notice(&notices, end - 30 * DAY_SECONDS, end,
				       end - 30 * DAY_SECONDS),
			 ABSENT);
	assert_int_equal(expiry_notice(&notices, end - 30 * DAY_SECONDS, end,
				       end - 15 * DAY_SECONDS),
			 15);
	assert_int_equal(expiry_notice(&notices, end - 31 * DAY_SECONDS, end,
				       end - 30 * DAY_SECONDS),
			 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_are_read_in_any_order),
		cmocka_unit_test(test_what_are_no_days_is_refused),
		cmocka_unit_test(test_days_are_those_of_the_calendar),
		cmocka_unit_test(test_the_nearest_notice_is_given),
		cmocka_unit_test(test_a_notice_lies_within_the_validity),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
