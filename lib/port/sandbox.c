/* sandbox - the parent's half: forks, waits no longer than agreed, judges */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <ipp/base/build.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>

static int64_t clock_ms(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool sandbox_say(struct sandbox_answer *answer, const void *bytes, size_t n)
{
	if (answer->used > answer->size || n > answer->size - answer->used) {
		answer->used = SIZE_MAX; /* never complete again */
		return false;
	}
	if (n)
		memcpy((unsigned char *)answer->bytes + answer->used, bytes, n);
	answer->used += n;
	return true;
}

static bool send_all(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	while (n) {
		ssize_t put = write(SANDBOX_PIPE, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

struct job {
	sandbox_work *work;
	const void *in;
	size_t n;
	const struct sandbox_limits *limits;
};

static _Noreturn void child_run(const struct job *job, pid_t parent, int pipe,
				struct sandbox_answer *answer)
{
	uint64_t length;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 ||
	    getppid() != parent || !sandbox_jail(pipe, job->limits))
		_exit(SANDBOX_EXIT_JAIL);
	job->work(job->in, job->n, answer);
	length = answer->used;
	if (length > answer->size || !send_all(&length, sizeof length) ||
	    !send_all(answer->bytes, answer->used))
		_exit(SANDBOX_EXIT_ANSWER);
	_exit(0);
}

/* Waits until `fd` can be read. False when the time is up. */
static bool wait_readable(int fd, int64_t deadline)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	for (;;) {
		int64_t left = deadline - clock_ms();
		int n;

		if (left <= 0)
			return false;
		n = poll(&p, 1, left > 60000 ? 60000 : (int)left);
		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR)
			return false;
	}
}

/* Reads up to `n` bytes, fewer at the end of the pipe; -1 for failure. */
static ssize_t receive(int fd, int64_t deadline, void *ret, size_t n)
{
	size_t have = 0;

	while (have < n) {
		ssize_t got;

		if (!wait_readable(fd, deadline))
			return -1;
		got = read(fd, (unsigned char *)ret + have, n - have);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

/* The length, as many bytes, and nothing after them. */
static bool answer_receive(int fd, int64_t deadline,
			   struct sandbox_answer *answer)
{
	uint64_t length;
	char more;

	if (receive(fd, deadline, &length, sizeof length) != sizeof length ||
	    length > answer->size ||
	    receive(fd, deadline, answer->bytes, length) != (ssize_t)length ||
	    receive(fd, deadline, &more, 1) != 0)
		return false;
	answer->used = length;
	return true;
}

/* Waits for the child to end, and ends it when its time is up; after an
 * incomplete answer it is up. A child that is dying already keeps its own
 * cause of death. Its wait status, or -1. */
static int child_end(pid_t pid, bool complete, int64_t deadline)
{
	OWN(descriptor) int fd = complete ? pidfd_open(pid, 0) : -1;
	int status;

	if (fd < 0 || !wait_readable(fd, deadline))
		(void)kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

static enum status failed(int status, bool late,
			  const struct sandbox_limits *limits,
			  struct error *err)
{
	if (late)
		return error_set(err, DATA, "sandbox_failed", NULL,
				 "reading the file took longer than %u ms and "
				 "was stopped; give a simpler file",
				 limits->wall_ms);
	if (status >= 0 && WIFEXITED(status) &&
	    WEXITSTATUS(status) == SANDBOX_EXIT_JAIL)
		return error_set(err, SYSTEM, "sandbox_unavailable", NULL,
				 "the system does not let a process lock "
				 "itself in (seccomp); no file of a stranger "
				 "is read without");
	if (status >= 0 && WIFSIGNALED(status))
		return error_set(err, DATA, "sandbox_failed", NULL,
				 "reading the file ended with signal %d (%s); "
				 "it is broken or hostile, give another",
				 WTERMSIG(status), strsignal(WTERMSIG(status)));
	return error_set(err, DATA, "sandbox_failed", NULL,
			 "reading the file gave no complete answer; it is "
			 "broken or hostile, give another");
}

static enum status child_judge(pid_t pid, int fd,
			       const struct sandbox_limits *limits,
			       int64_t deadline, struct sandbox_answer *answer,
			       struct error *err)
{
	bool complete = answer_receive(fd, deadline, answer);
	int status = child_end(pid, complete, deadline);

	if (complete && status >= 0 && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0)
		return OK;
	memory_wipe(answer->bytes, answer->size);
	answer->used = 0;
	return failed(status, clock_ms() >= deadline, limits, err);
}

/* The address sanitizer's allocator may be locked by another thread at the
 * moment of a fork, and then is for ever in the child. Threads that are about
 * to end (Pango looks for fonts on one) are waited for. */
static void threads_await(void)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	struct stat tasks; /* links: two, and one a thread */

	for (int i = 0; i < 5000; i++) {
		if (stat("/proc/self/task", &tasks) != 0 || tasks.st_nlink <= 3)
			return;
		(void)nanosleep(&pause, NULL);
	}
}

enum status sandbox_run(sandbox_work *work, const void *in, size_t n,
			const struct sandbox_limits *limits,
			struct sandbox_answer *answer, struct error *err)
{
	struct job job = { work, in, n, limits };
	OWN(descriptor) int reader = -1, writer = -1;
	int64_t deadline = clock_ms() + limits->wall_ms;
	pid_t parent = getpid(), pid;
	int ends[2];

	answer->used = 0;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_system(err, SYSTEM, "sandbox_unavailable", errno,
				    "cannot make a pipe");
	reader = ends[0];
	writer = ends[1];
	if (BUILD_ASAN)
		threads_await();
	pid = fork();
	if (pid < 0)
		return error_system(err, SYSTEM, "sandbox_unavailable", errno,
				    "cannot make a process");
	if (pid == 0)
		child_run(&job, parent, writer, answer);
	descriptor_close(&writer);
	return child_judge(pid, reader, limits, deadline, answer, err);
}
