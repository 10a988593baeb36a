/* command - run another program, feed it, and wait for it */
#include <ipp/port/command.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <ipp/base/file.h>

struct child {
	pid_t pid;
	int process; /* pidfd */
	int in, err; /* our ends of its stdin and stderr */
	const char *bytes;
	size_t left;
	char *complaint;
	size_t said;
};

static void child_close(struct child *child)
{
	descriptor_close(&child->in);
	descriptor_close(&child->err);
	descriptor_close(&child->process);
}

static int64_t milliseconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int spawn(const char *const *argv, int in, int err, pid_t *ret)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t none, pipe;
	int rc;

	(void)sigemptyset(&none);
	(void)sigemptyset(&pipe);
	(void)sigaddset(&pipe, SIGPIPE);
	if ((rc = posix_spawn_file_actions_init(&files)) != 0)
		return rc;
	if ((rc = posix_spawnattr_init(&attributes)) != 0) {
		(void)posix_spawn_file_actions_destroy(&files);
		return rc;
	}
	if ((rc = posix_spawn_file_actions_adddup2(&files, in, 0)) == 0 &&
	    (rc = posix_spawn_file_actions_addopen(&files, 1, "/dev/null",
						   O_WRONLY, 0)) == 0 &&
	    (rc = posix_spawn_file_actions_adddup2(&files, err, 2)) == 0 &&
	    (rc = posix_spawn_file_actions_addclosefrom_np(&files, 3)) == 0 &&
	    (rc = posix_spawnattr_setpgroup(&attributes, 0)) == 0 &&
	    (rc = posix_spawnattr_setsigmask(&attributes, &none)) == 0 &&
	    (rc = posix_spawnattr_setsigdefault(&attributes, &pipe)) == 0 &&
	    (rc = posix_spawnattr_setflags(
		 &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
				  POSIX_SPAWN_SETSIGDEF)) == 0)
		rc = posix_spawn(ret, argv[0], &files, &attributes,
				 (char *const *)(uintptr_t)argv, environ);
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&files);
	return rc;
}

static enum status child_start(const char *const *argv, struct child *child,
			       struct error *err)
{
	int in[2] = { -1, -1 }, complaint[2] = { -1, -1 };
	int number = 0;

	if (pipe2(in, O_CLOEXEC) || pipe2(complaint, O_CLOEXEC)) {
		number = errno;
		descriptor_close(&in[0]);
		descriptor_close(&in[1]);
		return error_system(err, SYSTEM, "command_failed", number,
				    "cannot make a pipe to \"%s\"", argv[0]);
	}
	number = spawn(argv, in[0], complaint[1], &child->pid);
	descriptor_close(&in[0]);
	descriptor_close(&complaint[1]);
	child->in = in[1];
	child->err = complaint[0];
	if (number)
		return error_system(err, CONFIG, "command_unusable", number,
				    "cannot run \"%s\"; mend the "
				    "configuration",
				    argv[0]);
	child->process = pidfd_open(child->pid, 0);
	if (child->process < 0) {
		number = errno;
		(void)kill(-child->pid, SIGKILL);
		(void)waitpid(child->pid, NULL, 0);
		return error_system(err, SYSTEM, "command_failed", number,
				    "cannot watch \"%s\"", argv[0]);
	}
	(void)fcntl(child->in, F_SETFL, O_NONBLOCK); /* else only slower */
	(void)fcntl(child->err, F_SETFL, O_NONBLOCK);
	return OK;
}

/* SIGPIPE is blocked by the caller. A child that does not read everything
 * may still succeed; its exit status tells. */
static void child_feed(struct child *child)
{
	ssize_t put = write(child->in, child->bytes, child->left);

	if (put < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (put > 0) {
		child->bytes += put;
		child->left -= (size_t)put;
	}
	if (put < 0 || child->left == 0)
		descriptor_close(&child->in);
}

/* Keeps the beginning, printable, in one line. */
static void child_listen(struct child *child)
{
	char part[512];
	ssize_t got = read(child->err, part, sizeof part);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0)
		descriptor_close(&child->err);
	for (ssize_t i = 0; i < got && child->said < COMMAND_COMPLAINT_BYTES;
	     i++)
		child->complaint[child->said++] =
		    part[i] >= ' ' && part[i] <= '~' ? part[i] : ' ';
	while (child->said > 0 && child->complaint[child->said - 1] == ' ')
		child->said--;
	child->complaint[child->said] = '\0';
}

/* True if it ended in time. */
static bool child_run(struct child *child, int64_t deadline)
{
	for (;;) {
		struct pollfd polls[] = {
			{ .fd = child->process, .events = POLLIN },
			{ .fd = child->in, .events = POLLOUT },
			{ .fd = child->err, .events = POLLIN },
		};
		int64_t left = deadline - milliseconds();

		if (left <= 0)
			return false;
		if (poll(polls, 3, (int)left) < 0 && errno != EINTR)
			return false;
		if (polls[1].revents)
			child_feed(child);
		if (polls[2].revents)
			child_listen(child);
		if (polls[0].revents)
			return true;
	}
}

/* A SIGPIPE of ours must neither kill us nor stay pending. */
static bool child_run_quietly(struct child *child, int seconds)
{
	static const struct timespec at_once = { 0, 0 };
	sigset_t pipe, before, pending;
	bool was_pending, ret;

	(void)sigemptyset(&pipe);
	(void)sigaddset(&pipe, SIGPIPE);
	(void)sigpending(&pending);
	was_pending = sigismember(&pending, SIGPIPE) == 1;
	(void)pthread_sigmask(SIG_BLOCK, &pipe, &before);
	ret = child_run(child, milliseconds() + (int64_t)seconds * 1000);
	if (!was_pending)
		(void)sigtimedwait(&pipe, NULL, &at_once);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ret;
}

enum status command_run(const char *const *argv, const char *bytes, size_t size,
			int seconds, struct command_result *ret,
			struct error *err)
{
	struct command_result result = { .exit_code = -1 };
	struct child child = { .process = -1,
			       .in = -1,
			       .err = -1,
			       .bytes = bytes,
			       .left = size,
			       .complaint = result.complaint };
	int wait_status = 0;
	enum status rc;

	if ((rc = child_start(argv, &child, err)) != OK) {
		child_close(&child);
		return rc;
	}
	result.in_time = child_run_quietly(&child, seconds);
	if (!result.in_time)
		(void)kill(-child.pid, SIGKILL); /* it may be gone by now */
	else if (child.err >= 0)
		child_listen(&child); /* its last words */
	while (waitpid(child.pid, &wait_status, 0) < 0 && errno == EINTR)
		;
	child_close(&child);
	if (WIFEXITED(wait_status))
		result.exit_code = WEXITSTATUS(wait_status);
	else
		result.signal = WTERMSIG(wait_status);
	*ret = result;
	return OK;
}
