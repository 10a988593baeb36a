/* parallel - threads that take the next index until none is left */
#include <ipp/base/parallel.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

struct job {
	atomic_size_t next;
	size_t count;
	void (*work)(size_t index, void *context);
	void *context;
};

static void *job_work(void *p)
{
	struct job *job = p;
	size_t i;

	while ((i = atomic_fetch_add(&job->next, 1)) < job->count)
		job->work(i, job->context);
	return NULL;
}

static size_t threads_wanted(size_t count, unsigned threads)
{
	long online = threads ? 0 : sysconf(_SC_NPROCESSORS_ONLN);
	size_t ret = threads ? threads : online > 0 ? (size_t)online : 1;

	if (ret > count)
		ret = count;
	return ret > PARALLEL_THREADS_MAX ? PARALLEL_THREADS_MAX : ret;
}

void parallel_beside(size_t count, unsigned threads,
		     void (*work)(size_t index, void *context), void *context,
		     void (*beside)(void *other), void *other)
{
	struct job job = { 0, count, work, context };
	size_t workers = threads_wanted(count + (threads && beside), threads);
	/* who may wait for a disk leaves a processor to the others */
	bool spares = !threads && beside;
	size_t wanted = spares ? workers : workers - (workers > 0), made = 0;
	pthread_t helpers[PARALLEL_THREADS_MAX];
	sigset_t all, before;

	/* A new thread inherits the mask; the caller's comes back at once. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (made < wanted &&
	       pthread_create(&helpers[made], NULL, job_work, &job) == 0)
		made++;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (beside)
		beside(other);
	if (!spares || made < wanted)
		(void)job_work(&job);
	while (made > 0)
		(void)pthread_join(helpers[--made], NULL);
}

void parallel_run(size_t count, unsigned threads,
		  void (*work)(size_t index, void *context), void *context)
{
	parallel_beside(count, threads, work, context, NULL, NULL);
}
