/* ahead - the next batch is read and decoded while this one is worked on */
#include <signal.h>

#include <ipp/base/build.h>

#include "stream.h"

bool ahead_take(struct stream *stream)
{
	struct ahead *ahead = &stream->ahead;
	struct item *used = stream->items;

	stream->count = 0;
	if (ahead->items) {
		stream->items = ahead->items;
		stream->count = ahead->count;
		ahead->items = used;
		ahead->count = 0;
	}
	if (ahead->is_last)
		return false;
	return batch_fill(stream, stream->items, &stream->count, true);
}

static void *ahead_run(void *p)
{
	struct stream *stream = p;
	struct ahead *ahead = &stream->ahead;

	ahead->is_last =
	    !batch_fill(stream, ahead->items, &ahead->count, false);
	return NULL;
}

void ahead_start(struct stream *stream, bool more)
{
	struct ahead *ahead = &stream->ahead;
	sigset_t all, before;

	if (BUILD_FORKING_THREADS == 1 || !more || !ahead->items ||
	    !batch_is_full(stream, stream->count) ||
	    !source_is_prompt(stream->source))
		return;
	/* A new thread inherits the mask; the caller's comes back at once. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	ahead->runs = pthread_create(&ahead->thread, NULL, ahead_run, stream) ==
		      0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void ahead_wait(struct stream *stream)
{
	if (stream->ahead.runs)
		(void)pthread_join(stream->ahead.thread, NULL);
	stream->ahead.runs = false;
}
