/* derive - how long so many derivations of holders' keys take by themselves
 *
 *	derive N
 *
 * On all processors, as ipp-issue does for PIN and PUK in a store for real
 * work; prints seconds. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <ipp/base/parallel.h>
#include <ipp/port/password.h>

static void derive(size_t index, void *context)
{
	unsigned char salt[PASSWORD_SALT_SIZE] = { 0 }, key[PASSWORD_KEY_SIZE];
	struct error err;

	(void)context;
	salt[0] = (unsigned char)index;
	error_reset(&err);
	if (password_derive("12345678", salt, PASSWORD_COST_INTERACTIVE, key,
			    &err) != OK) {
		(void)fprintf(stderr, "derive: %s\n", err.mistakes[0].text);
		exit(1);
	}
}

int main(int argc, char *argv[])
{
	size_t count = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	struct timespec start, end;

	if (count == 0) {
		(void)fprintf(stderr, "usage: derive N\n");
		return 64;
	}
	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	parallel_run(count, 0, derive, NULL);
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	(void)printf("%.3f\n", (double)(end.tv_sec - start.tv_sec) +
				       (double)(end.tv_nsec - start.tv_nsec) /
					       1e9);
	return 0;
}
