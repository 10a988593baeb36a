/* command - run another program, feed it, and wait for it, but not for ever */
#ifndef IPP_PORT_COMMAND_H
#define IPP_PORT_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

#define COMMAND_COMPLAINT_BYTES 160

struct command_result {
	bool in_time;  /* else it was killed, with what it started */
	int exit_code; /* -1 if a signal ended it */
	int signal;    /* 0 if none */
	/* the beginning of what it said on stderr: printable, one line */
	char complaint[COMMAND_COMPLAINT_BYTES + 1];
};

/* Runs the program `argv[0]` (a path; no search, no shell; `argv` ends with
 * NULL) in a process group of its own with `bytes` on stdin and stdout thrown
 * away, and waits up to `seconds` until it ends; what it left running in the
 * background is not waited for. A program that does not read all of stdin is
 * no error. It gets no other descriptor of ours. OK if it was started,
 * whatever became of it; CONFIG `command_unusable` if it cannot be; SYSTEM
 * `command_failed`. */
enum status command_run(const char *const *argv, const char *bytes, size_t size,
			int seconds, struct command_result *ret,
			struct error *err);

#endif
