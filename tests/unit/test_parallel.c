/* test_parallel - every index once, on as many threads as asked for */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include <cmocka.h>

#include <ipp/base/build.h>
#include <ipp/base/parallel.h>

#define COUNT 10000

static void count_visit(size_t index, void *context)
{
	atomic_int *visits = context;

	atomic_fetch_add(&visits[index], 1);
}

static void every_index_is_worked_on_once(void **state)
{
	static const unsigned threads[] = { 0, 1, 2, 7, 1000 };
	static const size_t counts[] = { 0, 1, 2, 63, COUNT };

	(void)state;
	for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
		for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
			static atomic_int visits[COUNT];

			for (size_t i = 0; i < COUNT; i++)
				visits[i] = 0;
			parallel_run(counts[c], threads[t], count_visit,
				     visits);
			for (size_t i = 0; i < COUNT; i++)
				assert_int_equal(visits[i], i < counts[c]);
		}
}

/* Two that wait for each other end only if they run at the same time. */
static void meet(size_t index, void *context)
{
	(void)index;
	(void)pthread_barrier_wait(context);
}

static void two_threads_run_at_the_same_time(void **state)
{
	pthread_barrier_t barrier;

	(void)state;
	assert_int_equal(pthread_barrier_init(&barrier, NULL, 2), 0);
	parallel_run(2, 2, meet, &barrier);
	assert_int_equal(pthread_barrier_destroy(&barrier), 0);
}

struct places {
	pthread_t caller;
	atomic_int elsewhere, signals_open;
};

static void note_place(size_t index, void *context)
{
	struct places *places = context;
	sigset_t mask;

	(void)index;
	if (pthread_equal(pthread_self(), places->caller))
		return;
	(void)pthread_sigmask(SIG_SETMASK, NULL, &mask);
	if (!sigismember(&mask, SIGINT) || !sigismember(&mask, SIGTERM))
		atomic_fetch_add(&places->signals_open, 1);
	atomic_fetch_add(&places->elsewhere, 1);
}

static void one_thread_is_the_caller(void **state)
{
	struct places places = { pthread_self(), 0, 0 };

	(void)state;
	parallel_run(1000, 1, note_place, &places);
	assert_int_equal(places.elsewhere, 0);
}

static void helpers_leave_signals_to_others(void **state)
{
	struct places places = { pthread_self(), 0, 0 };
	sigset_t mask;

	(void)state;
	for (int i = 0; i < 1000 && !places.elsewhere; i++)
		parallel_run(100, 4, note_place, &places);
	assert_true(places.elsewhere > 0);
	assert_int_equal(places.signals_open, 0);
	assert_int_equal(pthread_sigmask(SIG_SETMASK, NULL, &mask), 0);
	assert_false(sigismember(&mask, SIGINT));
}

/* AddressSanitizer itself needs memory for what cannot be made. */
#if !BUILD_ASAN
/* No room for a stack: pthread_create fails with EAGAIN. */
static void without_threads_the_caller_does_it_all(void **state)
{
	static atomic_int visits[COUNT];
	struct rlimit before, tight;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
	tight = before;
	tight.rlim_cur = 1 << 20;
	assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
	parallel_run(COUNT, 8, count_visit, visits);
	assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(visits[i], 1);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
#if !BUILD_ASAN
		cmocka_unit_test(without_threads_the_caller_does_it_all),
#endif
		cmocka_unit_test(every_index_is_worked_on_once),
		cmocka_unit_test(two_threads_run_at_the_same_time),
		cmocka_unit_test(one_thread_is_the_caller),
		cmocka_unit_test(helpers_leave_signals_to_others),
	};

	return cmocka_run_group_tests_name("parallel", tests, NULL, NULL);
}
