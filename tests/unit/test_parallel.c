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

struct meeting {
	pthread_barrier_t barrier;
	pthread_t beside;
	int calls;
};

static void meet_elsewhere(size_t index, void *context)
{
	struct meeting *meeting = context;

	(void)index;
	assert_false(pthread_equal(pthread_self(), meeting->beside));
	(void)pthread_barrier_wait(&meeting->barrier);
}

static void meet_here(void *other)
{
	struct meeting *meeting = other;

	meeting->calls++;
	(void)pthread_barrier_wait(&meeting->barrier);
}

/* The barrier opens only where the one runs beside the other. */
static void the_caller_does_its_own_meanwhile(void **state)
{
	struct meeting meeting = { .beside = pthread_self() };

	(void)state;
	assert_int_equal(pthread_barrier_init(&meeting.barrier, NULL, 2), 0);
	parallel_beside(1, 2, meet_elsewhere, &meeting, meet_here, &meeting);
	assert_int_equal(meeting.calls, 1);
	assert_int_equal(pthread_barrier_destroy(&meeting.barrier), 0);
}

static void call_count(void *other)
{
	int *calls = other;

	(*calls)++;
}

static void work_is_done_beside_nothing_too(void **state)
{
	static const unsigned threads[] = { 0, 1, 2 };
	atomic_int visits[2] = { 0 };
	int calls = 0;

	(void)state;
	for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
		parallel_beside(0, threads[t], NULL, NULL, call_count, &calls);
		parallel_beside(2, threads[t], count_visit, visits, call_count,
				&calls);
		parallel_beside(2, threads[t], count_visit, visits, NULL, NULL);
		assert_int_equal(calls, 2 * (t + 1));
		assert_int_equal(visits[0], 2 * (t + 1));
		assert_int_equal(visits[1], 2 * (t + 1));
	}
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
		cmocka_unit_test(the_caller_does_its_own_meanwhile),
		cmocka_unit_test(work_is_done_beside_nothing_too),
		cmocka_unit_test(helpers_leave_signals_to_others),
	};

	return cmocka_run_group_tests_name("parallel", tests, NULL, NULL);
}
