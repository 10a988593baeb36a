/* timing - how long something took this process, whatever others did */
#ifndef IPP_BENCH_TIMING_H
#define IPP_BENCH_TIMING_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double clock_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* How long this process has waited for a processor that others had, ms. */
static inline double delay_now(void)
{
	FILE *file = fopen("/proc/self/schedstat", "re");
	double ret = 0;

	if (file) {
		if (fscanf(file, "%*u %lf", &ret) != 1)
			ret = 0;
		(void)fclose(file);
	}
	return ret / 1e6;
}

/* What began to be measured. */
struct timing {
	double start, delay;
};

static inline struct timing timing_begin(void)
{
	double delay = delay_now();

	return (struct timing){ clock_now(), delay };
}

/* The milliseconds since then, but those in which others had the processor. */
static inline double timing_end(struct timing it)
{
	double end = clock_now();

	return end - it.start - (delay_now() - it.delay);
}

static inline int double_compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static inline double median(double *times, int count)
{
	qsort(times, (size_t)count, sizeof *times, double_compare);
	return times[count / 2];
}

#endif
