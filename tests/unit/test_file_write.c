/* test_file_write - nothing is left of a file whose writer was killed */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>

#define WRITERS 6
#define ROUNDS	200
#define SIZE	40000

static char folder[] = "/tmp/ipp-file-write.XXXXXX";
static struct arena *arena;
static struct error err;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return !mkdtemp(folder) || chdir(folder);
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	folder_remove(folder);
	return 0;
}

/* An empty folder for each. */
static int fresh(void **state)
{
	(void)state;
	error_reset(&err);
	folder_remove("f");
	return mkdir("f", 0700);
}

/* All that is in it, whatever it is called. */
static size_t files_count(void)
{
	DIR *dir = opendir("f");
	size_t n = 0;

	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));)
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	(void)closedir(dir);
	return n;
}

static const char *text_of(const char *path)
{
	unsigned char *bytes;
	size_t n;

	assert_int_equal(file_read(arena, path, SIZE, &bytes, &n, &err), OK);
	return (char *)bytes;
}

/* How a child ended that ran `act`. */
static int ended(void (*act)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		act();
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* What the kernel does when this process calls it. */
static void kernel_does(uint32_t action, int call, int argument, uint64_t bits)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	struct scmp_arg_cmp compare = { .arg = (unsigned)argument,
					.op = SCMP_CMP_MASKED_EQ,
					.datum_a = bits,
					.datum_b = bits };

	if (!filter ||
	    seccomp_rule_add_array(filter, action, call, bits ? 1 : 0,
				   &compare) ||
	    seccomp_load(filter))
		_exit(99);
	seccomp_release(filter);
}

static void unnamed_unknown(void)
{
	kernel_does(SCMP_ACT_ERRNO(EOPNOTSUPP), SCMP_SYS(openat), 2, O_TMPFILE);
}

static enum status half_write(void *context, int fd, const char *name,
			      struct error *error)
{
	(void)context;
	(void)file_write_fd(fd, "half", 4, name, error);
	(void)fsync(fd);
	(void)kill(getpid(), SIGKILL);
	return OK;
}

static void killed_half_way(void)
{
	(void)file_write_by("f/list", half_write, NULL, 0644, &err);
}

static void test_killed_while_it_writes_nothing_is_left(void **state)
{
	(void)state;
	assert_int_equal(WTERMSIG(ended(killed_half_way)), SIGKILL);
	assert_int_equal(files_count(), 0);
	assert_int_equal(file_write("f/list", "old", 3, 0600, &err), OK);
	assert_int_equal(WTERMSIG(ended(killed_half_way)), SIGKILL);
	assert_int_equal(files_count(), 1);
	assert_string_equal(text_of("f/list"), "old");
}

static void killed_before_its_name(void)
{
	kernel_does(SCMP_ACT_KILL_PROCESS, SCMP_SYS(rename), 0, 0);
	(void)file_write("f/list", "whole", 5, 0644, &err);
}

static void test_killed_before_it_has_its_name_the_next_one_clears(void **state)
{
	(void)state;
	assert_int_equal(WTERMSIG(ended(killed_before_its_name)), SIGSYS);
	assert_int_equal(files_count(), 1);
	assert_string_equal(text_of("f/.list.ipp"), "whole");
	assert_int_equal(file_write("f/list", "next", 4, 0600, &err), OK);
	assert_int_equal(files_count(), 1);
	assert_string_equal(text_of("f/list"), "next");
}

static void new_one_named_at_once(void)
{
	kernel_does(SCMP_ACT_KILL_PROCESS, SCMP_SYS(rename), 0, 0);
	kernel_does(SCMP_ACT_KILL_PROCESS, SCMP_SYS(renameat2), 0, 0);
	if (file_write_new("f/new", "one", 3, 0640, &err) != OK ||
	    file_write_new("f/new", "two", 3, 0640, &err) != CANTCREAT)
		_exit(1);
}

static void test_a_new_file_has_no_other_name_ever(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(ended(new_one_named_at_once), 0);
	assert_int_equal(files_count(), 1);
	assert_string_equal(text_of("f/new"), "one");
	assert_int_equal(stat("f/new", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(st.st_nlink, 1);
}

static void all_with_names(void)
{
	unnamed_unknown();
	if (open("f", O_TMPFILE | O_RDWR, 0600) >= 0 || errno != EOPNOTSUPP ||
	    file_write("f/list", "one", 3, 0644, &err) != OK ||
	    file_write("f/list", "two", 3, 0644, &err) != OK ||
	    file_write_new("f/new", "three", 5, 0600, &err) != OK ||
	    file_write_new("f/new", "four", 4, 0600, &err) != CANTCREAT ||
	    !error_has(&err, "file_exists"))
		_exit(1);
}

static void test_where_every_file_has_a_name_it_works_as_well(void **state)
{
	(void)state;
	assert_int_equal(ended(all_with_names), 0);
	assert_int_equal(files_count(), 2);
	assert_string_equal(text_of("f/list"), "two");
	assert_string_equal(text_of("f/new"), "three");
}

static void many_write(void)
{
	static char bytes[SIZE];

	memset(bytes, 'a' + getpid() % 26, sizeof bytes);
	for (size_t i = 0; i < ROUNDS; i++)
		if (file_write("f/list", bytes, sizeof bytes - i, 0644, &err) !=
		    OK)
			_exit(1);
}

static bool is_whole(const char *path)
{
	unsigned char *bytes = NULL;
	size_t n = 0;

	assert_int_equal(file_read(arena, path, SIZE, &bytes, &n, &err), OK);
	for (size_t i = 1; i < n; i++)
		if (bytes[i] != bytes[0])
			return false;
	arena_reset(arena);
	return n > SIZE - ROUNDS;
}

static void test_of_many_writers_each_is_done_and_readers_see_whole_ones(
    void **state)
{
	pid_t writers[WRITERS];
	int status, alive = WRITERS;

	(void)state;
	assert_int_equal(file_write("f/list", "", 0, 0644, &err), OK);
	for (size_t i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		if (writers[i] == 0) {
			many_write();
			_exit(0);
		}
	}
	while (file_bytes_of("f/list") == 0)
		(void)usleep(100);
	(void)kill(writers[0], SIGKILL);
	while (alive > 0) {
		pid_t pid = waitpid(-1, &status, WNOHANG);

		alive -= pid > 0;
		if (pid > 0)
			assert_int_equal(status,
					 pid == writers[0] ? SIGKILL : 0);
		assert_true(is_whole("f/list"));
	}
	assert_int_equal(files_count(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    test_killed_while_it_writes_nothing_is_left, fresh),
		cmocka_unit_test_setup(
		    test_killed_before_it_has_its_name_the_next_one_clears,
		    fresh),
		cmocka_unit_test_setup(test_a_new_file_has_no_other_name_ever,
				       fresh),
		cmocka_unit_test_setup(
		    test_where_every_file_has_a_name_it_works_as_well, fresh),
		cmocka_unit_test_setup(
		    test_of_many_writers_each_is_done_and_readers_see_whole_ones,
		    fresh),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
