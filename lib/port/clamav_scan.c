/* clamav_scan - has libclamav look at a file where it can do no harm */
#include "clamav.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/sandbox.h>

#define MEMORY_BYTES ((size_t)1 << 30)

static const struct {
	cl_error_t code;
	enum clamav_result result;
} results[] = {
	{ CL_CLEAN, CLAMAV_CLEAN },
	{ CL_VIRUS, CLAMAV_FOUND },
	{ CL_EMAXREC, CLAMAV_TOO_DEEP },
	{ CL_EMAXSIZE, CLAMAV_TOO_LARGE },
	{ CL_EMAXFILES, CLAMAV_TOO_LARGE },
	{ CL_EWRITE, CLAMAV_TOO_LARGE }, /* see CLAMAV_UNPACK_BYTES */
	{ CL_ETIMEOUT, CLAMAV_TIMED_OUT },
	{ CL_EFORMAT, CLAMAV_BROKEN },
	{ CL_EPARSE, CLAMAV_BROKEN },
	{ CL_EUNPACK, CLAMAV_BROKEN },
};

void clamav_name_set(char ret[CLAMAV_NAME_SIZE], const char *text, size_t n)
{
	size_t have = 0;

	for (size_t i = 0; i < n && have < CLAMAV_NAME_SIZE - 1; i++)
		if (text[i] >= ' ' && text[i] <= '~')
			ret[have++] = text[i];
	ret[have] = '\0';
}

struct task {
	const struct clamav *clamav;
	const void *bytes;
	size_t n;
	unsigned seconds;
};

static enum clamav_result result_of(cl_error_t code)
{
	for (size_t i = 0; i < sizeof results / sizeof *results; i++)
		if (results[i].code == code)
			return results[i].result;
	return CLAMAV_FAILED;
}

/* In the child. */
static cl_error_t look(const struct task *task, const char **name)
{
	const struct clamav *clamav = task->clamav;
	struct cl_scan_options options = {
		.general = CL_SCAN_GENERAL_HEURISTICS,
		.parse = ~0U,
		.heuristic = CL_SCAN_HEURISTIC_EXCEEDS_MAX |
			     CL_SCAN_HEURISTIC_ENCRYPTED_ARCHIVE |
			     CL_SCAN_HEURISTIC_ENCRYPTED_DOC |
			     CL_SCAN_HEURISTIC_MACROS |
			     CL_SCAN_HEURISTIC_BROKEN |
			     CL_SCAN_HEURISTIC_BROKEN_MEDIA,
	};
	unsigned long scanned = 0;
	cl_fmap_t *map;
	cl_error_t rc;

	/* Names in a folder that was shared with another child would clash:
	 * both have the same random numbers. */
	if ((rc = clamav->set_str(clamav->engine, CL_ENGINE_TMPDIR, ".")) ||
	    (rc = clamav->set_num(clamav->engine, CL_ENGINE_MAX_SCANTIME,
				  1000LL * task->seconds)))
		return rc;
	map = clamav->fmap_open_memory(task->bytes, task->n);
	if (!map)
		return CL_EMAP;
	rc = clamav->scanmap(map, NULL, name, &scanned, clamav->engine,
			     &options, NULL);
	clamav->fmap_close(map);
	return rc;
}

static void scan(const void *in, size_t n, struct sandbox_answer *answer)
{
	const struct task *task = in;
	struct clamav_answer say = { .result = CLAMAV_FAILED };
	const char *name = NULL;
	cl_error_t rc = look(task, &name);

	(void)n;
	say.result = result_of(rc);
	if (say.result == CLAMAV_FOUND && !name)
		say.result = CLAMAV_TOO_LARGE; /* the file itself */
	if (say.result == CLAMAV_FAILED)
		name = task->clamav->strerror(rc);
	if (name && say.result != CLAMAV_CLEAN)
		clamav_name_set(say.name, name, strlen(name));
	(void)sandbox_say(answer, &say, sizeof say);
}

/* A folder for one child, and what it leaves there. */
static void folder_drop(char **folder)
{
	if (*folder)
		folder_remove(*folder);
	free(*folder);
}

static enum status folder_make_private(char **ret, struct error *err)
{
	const char *below = secure_getenv("TMPDIR");
	OWN(text) char *folder = NULL;

	if (text_is_empty(below))
		below = "/tmp";
	folder = memory_new(strlen(below) + sizeof "/ipp-scan-XXXXXX");
	(void)stpcpy(stpcpy(folder, below), "/ipp-scan-XXXXXX");
	if (!mkdtemp(folder))
		return error_system(err, IOERR, "scan_folder_uncreatable",
				    errno, "cannot make a folder in \"%s\"",
				    below);
	*ret = TAKE(folder);
	return OK;
}

/* What the child says is a claim: in bounds, and text that ends. */
static enum status answer_take(const struct clamav_answer *say, size_t used,
			       struct clamav_answer *ret)
{
	*ret = (struct clamav_answer){ .result = CLAMAV_FAILED };
	if (used != sizeof *say || say->result > CLAMAV_FAILED)
		return OK;
	ret->result = say->result;
	clamav_name_set(ret->name, say->name,
			strnlen(say->name, sizeof say->name));
	return OK;
}

enum status clamav_scan(const struct clamav *clamav, const void *bytes,
			size_t n, unsigned seconds, struct clamav_answer *ret,
			struct error *err)
{
	__attribute__((cleanup(folder_drop))) char *folder = NULL;
	struct task task = { clamav, bytes, n, seconds };
	struct clamav_answer say = { 0 };
	struct sandbox_answer answer = { &say, sizeof say, 0 };
	struct sandbox_limits limits = {
		.cpu_seconds = seconds + 1,
		.wall_ms = 1000 * (seconds + 2),
		.memory_bytes = MEMORY_BYTES,
		.file_bytes = CLAMAV_UNPACK_BYTES,
	};
	int64_t begun = steady_clock();
	struct error why;
	enum status rc;

	if ((rc = folder_make_private(&folder, err)) != OK)
		return rc;
	limits.folder = folder;
	error_reset(&why);
	rc = sandbox_run(scan, &task, sizeof task, &limits, &answer, &why);
	if (rc == DATA) {
		bool late = steady_clock() - begun >= 1000 * (int64_t)seconds;

		*ret = (struct clamav_answer){
			.result = late ? CLAMAV_TIMED_OUT : CLAMAV_FAILED
		};
		clamav_name_set(ret->name, why.mistakes[0].text,
				strlen(why.mistakes[0].text));
		return OK;
	}
	if (rc != OK)
		return error_merge(err, &why);
	return answer_take(&say, answer.used, ret);
}
