/* sandbox - run a parser of hostile bytes where it can do no harm */
#ifndef IPP_PORT_SANDBOX_H
#define IPP_PORT_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

/*
 * The work runs in a forked child that has no descriptor but the pipe of its
 * answer, may open nothing (but see `folder`), start nothing and talk to nobody (seccomp: any
 * call off the list ends it), and has bounded time and memory. It can read
 * what the parent had in memory at that moment, but keys live in pages that
 * a child finds empty (base/secret.h), and its only way out is the answer:
 * treat that as a stranger's claim too and take numbers from it, no text.
 *
 * What the work needs from files (a database, a library, a configuration)
 * must be loaded before the call.
 */

struct sandbox_limits {
	unsigned cpu_seconds; /* of processor time */
	unsigned wall_ms;     /* until the answer is complete */
	size_t memory_bytes;  /* on top of what is mapped already */
	/* NULL, or a private folder for work that cannot do without files: it
	 * begins there, may make, read, change and remove files and folders in
	 * it, none larger than `file_bytes`, and by Landlock, where the kernel
	 * has it, reach no other. What is left in it is the caller's. */
	const char *folder;
	size_t file_bytes;
};

struct sandbox_answer {
	void *bytes; /* the caller's buffer */
	size_t size; /* its room */
	size_t used; /* of it */
};

/* For the work: appends to its answer. False, and the whole run fails, if
 * there is no room. */
bool sandbox_say(struct sandbox_answer *answer, const void *bytes, size_t n);

typedef void sandbox_work(const void *in, size_t n,
			  struct sandbox_answer *answer);

/* Runs work(in, n, answer) in a child. OK only if the child returned from
 * the work, sent the whole answer and ended well; then answer->used is its
 * size. Everything else is a refusal: DATA `sandbox_failed` (a limit, a
 * crash, a forbidden call, an answer cut short), SYSTEM `sandbox_unavailable`
 * (no child, no filter); then answer->used is 0 and its bytes are zero.
 * Needs SIGCHLD not ignored. A build for the address sanitizer, and only
 * that, leaves out the memory limit and the filter, which it cannot bear. */
enum status sandbox_run(sandbox_work *work, const void *in, size_t n,
			const struct sandbox_limits *limits,
			struct sandbox_answer *answer, struct error *err);

#endif
