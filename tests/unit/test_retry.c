/* test_retry - the back-off of deliveries */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ipp/rule/retry.h>

static void test_waits_grow(void **state)
{
	static const int minutes[] = { 1, 5, 15, 60, 240, 720, 720, 720 };

	(void)state;
	for (unsigned i = 0; i < 8; i++) {
		int64_t at = 0;

		assert_true(retry_next(1000, 2000, i + 1, &at));
		assert_int_equal(at, 2000 + minutes[i] * 60);
	}
}

static void test_gives_up_after_three_days(void **state)
{
	int64_t at = -1, life = RETRY_LIFE_SECONDS;

	(void)state;
	assert_true(retry_next(500, 500 + life - 60, 1, &at));
	assert_int_equal(at, 500 + life);
	at = -1;
	assert_false(retry_next(500, 500 + life - 59, 1, &at));
	assert_int_equal(at, -1);
}

static void test_a_whole_life_is_eleven_attempts(void **state)
{
	int64_t at = 0, next = 0;
	unsigned attempts = 0;

	(void)state;
	do {
		at = next;
		attempts++;
	} while (retry_next(0, at, attempts, &next));
	assert_int_equal(attempts, 11);
	assert_in_range((uint64_t)at, 2 * 86400, RETRY_LIFE_SECONDS);
}

static void test_clock_set_back_does_not_stop_it(void **state)
{
	int64_t at = 0;

	(void)state;
	assert_true(retry_next(5000, 100, 1, &at));
	assert_int_equal(at, 160);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_waits_grow),
		cmocka_unit_test(test_gives_up_after_three_days),
		cmocka_unit_test(test_a_whole_life_is_eleven_attempts),
		cmocka_unit_test(test_clock_set_back_does_not_stop_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
