/* sign - how long so many signatures take by themselves
 *
 *	sign N
 *
 * By one P-256 key, on all processors, each over as many bytes as an answer
 * about a certificate has; prints seconds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/port/key.h>

#define BYTES 220

struct work {
	const struct key *key;
	size_t count, threads;
};

static void failed(const struct error *err)
{
	(void)fprintf(stderr, "sign: %s\n", err->mistakes[0].text);
	exit(1);
}

static void sign(size_t index, void *context)
{
	struct work *work = context;
	OWN(arena) struct arena *arena = arena_new();
	OWN(key_signer) struct key_signer *signer = NULL;
	unsigned char bytes[BYTES] = { 0 };
	struct octets signature;
	struct error err;

	error_reset(&err);
	if (key_signer_new(work->key, &signer, &err) != OK)
		failed(&err);
	for (size_t i = index; i < work->count; i += work->threads) {
		bytes[i % BYTES]++;
		if (key_signer_sign(signer, arena, bytes, sizeof bytes,
				    &signature, &err) != OK)
			failed(&err);
		arena_reset(arena);
	}
}

int main(int argc, char *argv[])
{
	struct work work = { .count =
				 argc == 2 ? strtoul(argv[1], NULL, 10) : 0 };
	OWN(key) struct key *key = NULL;
	long online = sysconf(_SC_NPROCESSORS_ONLN);
	struct timespec start, end;
	struct error err;

	if (work.count == 0) {
		(void)fprintf(stderr, "usage: sign N\n");
		return 64;
	}
	error_reset(&err);
	if (key_generate(KEY_P256, &key, &err) != OK)
		failed(&err);
	work.key = key;
	work.threads = online > 8 ? 8 : online > 0 ? (size_t)online : 1;
	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	parallel_run(work.threads, (unsigned)work.threads, sign, &work);
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	(void)printf("%.6f\n", (double)(end.tv_sec - start.tv_sec) +
				   (double)(end.tv_nsec - start.tv_nsec) / 1e9);
	return 0;
}
