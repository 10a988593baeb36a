/* page - what benches of pages share: their options, a store that a tool has
 * just opened, and how long a page took */
#ifndef IPP_BENCH_PAGE_H
#define IPP_BENCH_PAGE_H

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <ipp/base/memory.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#include "timing.h"

#define PAGE	    50
#define RUNS_MAX    1000
#define FOLDERS_MAX 2

struct bench {
	struct arena *arena;
	struct store *store; /* the one at hand */
	struct session session;
	struct desk desk;
	struct error err;
	const char *folders[FOLDERS_MAX], *only;
	int runs, folder_count, folders_wanted;
};

static inline void check(const struct bench *bench, enum status rc)
{
	if (rc == OK)
		return;
	(void)fprintf(stderr, "%s: %s\n", program_invocation_short_name,
		      bench->err.count ? bench->err.mistakes[0].text : "?");
	exit((int)rc);
}

/* A tool asks once, of a store that it has just opened. */
static inline void store_reopen(struct bench *bench, const char *folder)
{
	store_close(bench->store);
	bench->store = NULL;
	check(bench,
	      store_open(folder, NULL, STORE_READ, &bench->store, &bench->err));
	bench->desk.store = bench->store;
}

static inline error_t bench_option(int key, char *arg, struct argp_state *state)
{
	struct bench *bench = state->input;

	switch (key) {
	case 'r':
		bench->runs = atoi(arg);
		return bench->runs < 1 || bench->runs > RUNS_MAX ? EINVAL : 0;
	case 'o':
		bench->only = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (bench->folder_count == bench->folders_wanted)
			argp_usage(state);
		bench->folders[bench->folder_count++] = arg;
		return 0;
	case ARGP_KEY_END:
		if (bench->folder_count < bench->folders_wanted)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Takes the arguments of `main`: options, and so many folders as are wanted,
 * up to FOLDERS_MAX. False if they are none. */
static inline bool bench_begin(struct bench *bench, int argc, char *argv[],
			       const char *folders, const char *about)
{
	static const struct argp_option options[] = {
		{ "runs", 'r', "N", 0, "take the median of N runs (15)", 0 },
		{ "only", 'o', "TEXT", 0, "searches whose name holds TEXT", 0 },
		{ 0 }
	};
	const struct argp argp = { .options = options,
				   .parser = bench_option,
				   .args_doc = folders,
				   .doc = about };

	error_reset(&bench->err);
	bench->runs = 15;
	return argp_parse(&argp, argc, argv, 0, NULL, bench) == 0;
}

#endif
