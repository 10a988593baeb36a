/* test_sandbox - a child that misbehaves is a refusal, never an answer */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ipp/base/build.h>
#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/port/sandbox.h>

#define FILTERED (!BUILD_ASAN)

static const struct sandbox_limits limits = { 1, 400, 64 << 20 };

static enum status run(sandbox_work *work, const void *in, size_t n,
		       struct sandbox_answer *answer, struct error *err)
{
	error_reset(err);
	return sandbox_run(work, in, n, &limits, answer, err);
}

/* Runs work that must fail, and gives what was said of it. */
static const char *refused(sandbox_work *work, const void *in, size_t n)
{
	static struct error err;
	char room[16] = "untouched";
	struct sandbox_answer answer = { room, sizeof room, 5 };

	assert_int_equal(run(work, in, n, &answer, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "sandbox_failed");
	assert_int_equal(answer.used, 0);
	assert_int_equal(room[0], 0);
	return err.mistakes[0].text;
}

static void reverse(const void *in, size_t n, struct sandbox_answer *answer)
{
	const char *p = in;

	while (n--)
		(void)sandbox_say(answer, p + n, 1);
}

static void an_answer_comes_back(void **state)
{
	char room[8] = "";
	struct sandbox_answer answer = { room, sizeof room, 0 };
	struct error err;

	(void)state;
	assert_int_equal(run(reverse, "stressed", 8, &answer, &err), OK);
	assert_int_equal(answer.used, 8);
	assert_memory_equal(room, "desserts", 8);
	assert_int_equal(run(reverse, "", 0, &answer, &err), OK);
	assert_int_equal(answer.used, 0);
}

static void an_answer_one_byte_too_long_is_none(void **state)
{
	(void)state;
	assert_non_null(strstr(refused(reverse, "0123456789abcdefg", 17),
			       "no complete answer"));
}

static void spin(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)sandbox_say(answer, in, n);
	for (;;)
		__asm__ volatile("");
}

static void an_endless_loop_is_stopped(void **state)
{
	(void)state;
	assert_non_null(strstr(refused(spin, "ok", 2), "longer than 400 ms"));
}

static void die(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)sandbox_say(answer, in, n);
	(void)raise(SIGKILL);
}

static void leave(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)sandbox_say(answer, in, n);
	_exit(0);
}

static void a_crash_is_no_answer(void **state)
{
	(void)state;
	(void)refused(die, "ok", 2);
}

static void leaving_early_is_no_answer(void **state)
{
	(void)state;
	assert_non_null(strstr(refused(leave, "ok", 2), "no complete answer"));
}

/* Writes a whole answer past the runner and then hangs or fails. */
static void forge(const void *in, size_t n, struct sandbox_answer *answer)
{
	uint64_t length = 2;

	(void)answer;
	(void)!write(0, &length, sizeof length);
	(void)!write(0, "ok", 2);
	if (n)
		spin(in, 0, answer);
	_exit(3);
}

static void a_forged_answer_needs_a_good_end(void **state)
{
	(void)state;
	(void)refused(forge, "", 0);
	assert_non_null(strstr(refused(forge, "x", 1), "longer than"));
}

static void count_open(const void *in, size_t n, struct sandbox_answer *answer)
{
	char c = '0';

	(void)in;
	(void)n;
	for (int fd = 1; fd < 256; fd++)
		c += write(fd, "", 0) == 0;
	(void)sandbox_say(answer, &c, 1);
}

static void no_descriptor_is_inherited(void **state)
{
	int pair[2];
	char room[1];
	struct sandbox_answer answer = { room, 1, 0 };
	struct error err;

	(void)state;
	assert_int_equal(pipe(pair), 0);
	assert_int_equal(run(count_open, "", 0, &answer, &err), OK);
	assert_int_equal(room[0], '0');
	(void)close(pair[0]);
	(void)close(pair[1]);
}

static void open_file(const void *in, size_t n, struct sandbox_answer *answer)
{
	int fd = open("/etc/passwd", O_RDONLY);
	int number = errno;

	(void)in;
	(void)n;
	if (fd < 0)
		(void)sandbox_say(answer, &number, sizeof number);
}

static void no_file_can_be_opened(void **state)
{
	int room[1] = { 0 };
	struct sandbox_answer answer = { room, sizeof room, 0 };
	struct error err;

	(void)state;
	assert_int_equal(run(open_file, "", 0, &answer, &err), OK);
	assert_int_equal(answer.used, sizeof room);
	assert_int_equal(*room, FILTERED ? EACCES : EMFILE);
}

static void connect_out(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)socket(AF_INET, SOCK_STREAM, 0);
	(void)sandbox_say(answer, in, n);
}

static void execute(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)execl("/bin/true", "true", (char *)NULL);
	(void)sandbox_say(answer, in, n);
}

static void start(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)fork();
	(void)sandbox_say(answer, in, n);
}

static void map_code(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	(void)sandbox_say(answer, in, n);
}

static void stop_parent(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)kill(getpid(), 0);
	(void)sandbox_say(answer, in, n);
}

static void forbidden_calls_end_the_child(void **state)
{
	static sandbox_work *const works[] = { connect_out, execute, start,
					       map_code, stop_parent };

	(void)state;
	if (!FILTERED)
		skip();
	for (size_t i = 0; i < sizeof works / sizeof *works; i++)
		assert_non_null(
		    strstr(refused(works[i], "ok", 2), "Bad system call"));
}

static void hoard(const void *in, size_t n, struct sandbox_answer *answer)
{
	size_t megabytes = 0;
	void *volatile got; /* or the compiler takes malloc for granted */

	(void)in;
	(void)n;
	while (megabytes < 200 && (got = malloc((size_t)1 << 20)) != NULL)
		megabytes++;
	(void)sandbox_say(answer, &megabytes, sizeof megabytes);
}

static void memory_is_bounded(void **state)
{
	size_t megabytes = 0;
	struct sandbox_answer answer = { &megabytes, sizeof megabytes, 0 };
	struct error err;

	(void)state;
	if (!FILTERED)
		skip();
	assert_int_equal(run(hoard, "", 0, &answer, &err), OK);
	assert_in_range(megabytes, 50, 64);
}

static void look(const void *in, size_t n, struct sandbox_answer *answer)
{
	(void)sandbox_say(answer, in, n);
}

static void a_child_finds_no_keys(void **state)
{
	char *key = secret_alloc(6), room[6] = "";
	struct sandbox_answer answer = { room, sizeof room, 0 };
	struct error err;

	(void)state;
	assert_int_equal((uintptr_t)key % 16, 0);
	memcpy(key, "sesame", 6);
	assert_int_equal(run(look, key, 6, &answer, &err), OK);
	assert_memory_equal(room, "\0\0\0\0\0\0", 6);
	assert_memory_equal(key, "sesame", 6);
	secret_free(key);
	secret_free(NULL);
}

#define FILE_BYTES 4096

/* What came of each step of work with files. */
struct filed {
	int inside, too_large, outside, above, changed;
};

static int open_errno(const char *path, int flags)
{
	int fd = open(path, flags, 0600), ret = errno;

	if (fd < 0)
		return ret;
	(void)close(fd);
	return 0;
}

static void file_things(const void *in, size_t n, struct sandbox_answer *answer)
{
	static char much[FILE_BYTES + 1];
	struct filed filed = { 0 };
	int fd = open("made", O_RDWR | O_CREAT | O_EXCL, 0600);

	(void)n;
	filed.inside = fd >= 0 && write(fd, much, FILE_BYTES) == FILE_BYTES &&
		       mkdir("folder", 0700) == 0 && rmdir("folder") == 0;
	filed.too_large = write(fd, much, 1) < 0 ? errno : 0;
	filed.outside = open_errno("/etc/passwd", O_RDONLY);
	filed.above = open_errno("../made", O_WRONLY | O_CREAT);
	filed.changed = chmod(in, 0777);
	(void)sandbox_say(answer, &filed, sizeof filed);
}

static void a_folder_is_all_there_is(void **state)
{
	char above[] = "/tmp/ipp-test-XXXXXX", folder[64], other[64], made[64];
	struct sandbox_limits filing = limits;
	struct filed filed = { 0 };
	struct sandbox_answer answer = { &filed, sizeof filed, 0 };
	struct error err;
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(above));
	(void)snprintf(folder, sizeof folder, "%s/in", above);
	(void)snprintf(made, sizeof made, "%s/in/made", above);
	(void)snprintf(other, sizeof other, "%s/other", above);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(open_errno(other, O_WRONLY | O_CREAT), 0);
	filing.folder = folder;
	filing.file_bytes = FILE_BYTES;
	error_reset(&err);
	assert_int_equal(sandbox_run(file_things, other, sizeof other, &filing,
				     &answer, &err),
			 OK);
	assert_true(filed.inside);
	assert_int_equal(filed.too_large, EFBIG);
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) > 0) {
		assert_int_equal(filed.outside, EACCES);
		assert_int_equal(filed.above, EACCES);
	}
	if (FILTERED) {
		assert_int_equal(stat(other, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		assert_int_equal(
		    sandbox_run(connect_out, "ok", 2, &filing, &answer, &err),
		    DATA);
	}
	assert_int_equal(stat(made, &st), 0);
	assert_int_equal(
	    remove(made) | remove(other) | remove(folder) | remove(above), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_comes_back),
		cmocka_unit_test(an_answer_one_byte_too_long_is_none),
		cmocka_unit_test(an_endless_loop_is_stopped),
		cmocka_unit_test(a_crash_is_no_answer),
		cmocka_unit_test(leaving_early_is_no_answer),
		cmocka_unit_test(a_forged_answer_needs_a_good_end),
		cmocka_unit_test(no_descriptor_is_inherited),
		cmocka_unit_test(no_file_can_be_opened),
		cmocka_unit_test(forbidden_calls_end_the_child),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(a_child_finds_no_keys),
		cmocka_unit_test(a_folder_is_all_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
