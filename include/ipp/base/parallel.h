/* parallel - the same work on many things, on all processors */
#ifndef IPP_BASE_PARALLEL_H
#define IPP_BASE_PARALLEL_H

#include <stddef.h>

#define PARALLEL_THREADS_MAX 64

/*
 * Calls work(index, context) once for every index below `count`, in any order,
 * on up to `threads` threads including the caller's (0: as many as there are
 * processors online), and returns when all are done. Where no threads can be
 * made the caller's does everything. The threads made here handle no signals.
 * `work` must not depend on another index, and no two threads may use the same
 * arena.
 */
void parallel_run(size_t count, unsigned threads,
		  void (*work)(size_t index, void *context), void *context);

/* The same, while the caller's thread does what only it may do: it runs
 * beside(other) first, and then works with the others; but where `threads` is
 * 0 there are as many others as processors, since the caller may be waiting
 * for a disk. NULL: nothing. */
void parallel_beside(size_t count, unsigned threads,
		     void (*work)(size_t index, void *context), void *context,
		     void (*beside)(void *other), void *other);

#endif
