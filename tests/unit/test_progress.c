/* test_progress - the line that says how far a long stream is */
#include <ipp/base/progress.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void expect(const struct progress_facts *facts, size_t width,
		   const char *want)
{
	char line[256];
	size_t n = progress_format(line, sizeof line, facts, width);

	assert_string_equal(line, want);
	assert_int_equal(n, strlen(want));
}

static void shows_bar_rate_and_rest(void **state)
{
	struct progress_facts facts = { 1234, 0, 500, 1000, 2000 };

	(void)state;
	expect(&facts, 80,
	       "1,234 done [####################>                   ]"
	       "  50% 617/s 0:02 left");
	expect(&facts, 44, "1,234 done [#####>    ]  50% 617/s 0:02 left");
	expect(&facts, 43, "1,234 done  50% 617/s 0:02 left");
	expect(&facts, 10, "1,234 done");
	expect(&facts, 0, "");
	facts.refused = 1200;
	facts.part = 1000;
	expect(&facts, 59,
	       "1,234 done, 1,200 refused [##########] 100% "
	       "617/s 0:00 left");
}

static void shows_the_time_gone_when_the_whole_is_unknown(void **state)
{
	struct progress_facts facts = { 10000000, 1, 7, 0, 3725000 };

	(void)state;
	expect(&facts, 80, "10,000,000 done, 1 refused 2,684/s 1:02:05");
}

static void survives_odd_facts(void **state)
{
	struct progress_facts none = { 0, 0, 0, 10, 0 };
	struct progress_facts more = { 1, 0, 20, 10, 1000 };
	struct progress_facts huge = { UINT64_MAX, UINT64_MAX, 1, UINT64_MAX,
				       INT64_MAX };
	char line[256], small[16];

	(void)state;
	expect(&none, 30, "0 done   0% 0/s - left");
	expect(&more, 30, "1 done 100% 1/s 0:00 left");
	assert_true(progress_format(line, sizeof line, &huge, 200) < 200);
	assert_non_null(strstr(line, "18,446,744,073,709,551,615 done"));
	assert_true(progress_format(small, sizeof small, &huge, 200) < 16);
}

static size_t written(int fd, char *ret, size_t size)
{
	ssize_t n = read(fd, ret, size - 1);

	n = n < 0 ? 0 : n;
	ret[n] = '\0';
	return (size_t)n;
}

static void writes_seldom_and_leaves_nothing(void **state)
{
	struct progress_facts facts = { 5, 0, 5, 10, 0 };
	struct progress progress;
	char text[512];
	int fds[2], times = 0;

	(void)state;
	assert_int_equal(pipe2(fds, O_NONBLOCK), 0);
	progress_begin(&progress, fds[1], 60, 10000);
	for (int64_t now = 10000; now < 11000; now += 10)
		progress_show(&progress, &facts, now);
	progress_hide(&progress);
	assert_int_equal(written(fds[0], text, sizeof text), 0);
	for (int64_t now = 11000; now < 12000; now += 10) {
		progress_show(&progress, &facts, now);
		if (written(fds[0], text, sizeof text)) {
			times++;
			assert_string_equal(text + strlen(text) - 3, "\033[K");
			assert_int_equal(text[0], '\r');
		}
	}
	assert_int_equal(times, 5);
	progress_hide(&progress);
	assert_int_equal(written(fds[0], text, sizeof text), 4);
	assert_string_equal(text, "\r\033[K");
	progress_hide(&progress);
	assert_int_equal(written(fds[0], text, sizeof text), 0);
	close(fds[0]);
	close(fds[1]);
}

static void has_a_steady_clock(void **state)
{
	int64_t before = progress_clock();

	(void)state;
	assert_true(before > 0);
	assert_true(progress_clock() >= before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shows_bar_rate_and_rest),
		cmocka_unit_test(shows_the_time_gone_when_the_whole_is_unknown),
		cmocka_unit_test(survives_odd_facts),
		cmocka_unit_test(writes_seldom_and_leaves_nothing),
		cmocka_unit_test(has_a_steady_clock),
	};

	return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
