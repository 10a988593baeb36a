/* test_file - files are written whole or not, and read up to a limit */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>

static char folder[] = "/tmp/ipp-file.XXXXXX";
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
	char command[80];

	(void)state;
	arena_free(arena);
	(void)snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

static int reset(void **state)
{
	(void)state;
	error_reset(&err);
	return 0;
}

static size_t files_count(const char *path)
{
	DIR *dir = opendir(path);
	size_t n = 0;

	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));)
		n += *e->d_name != '.';
	(void)closedir(dir);
	return n;
}

static void test_what_is_written_is_read(void **state)
{
	unsigned char *bytes;
	struct stat st;
	size_t n;

	(void)state;
	assert_int_equal(file_write("a", "x\0y", 3, 0640, &err), OK);
	assert_int_equal(stat("a", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(file_read(arena, "a", 3, &bytes, &n, &err), OK);
	assert_int_equal(n, 3);
	assert_memory_equal(bytes, "x\0y", 4);
	assert_int_equal(file_write("a", "", 0, 0600, &err), OK);
	assert_int_equal(file_read(arena, "a", 0, &bytes, &n, &err), OK);
	assert_int_equal(n, 0);
	assert_int_equal(err.count, 0);
}

static void test_a_file_one_byte_past_the_limit_is_refused(void **state)
{
	unsigned char *bytes = NULL;
	size_t n = 7;

	(void)state;
	assert_int_equal(file_write("b", "12345", 5, 0600, &err), OK);
	assert_int_equal(file_read(arena, "b", 5, &bytes, &n, &err), OK);
	bytes = NULL;
	assert_int_equal(file_read(arena, "b", 4, &bytes, &n, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "file_too_large");
	assert_null(bytes);
	assert_int_equal(
	    file_read(arena, "/dev/zero", 100000, &bytes, &n, &err), DATA);
}

static void test_what_is_no_file_is_refused(void **state)
{
	unsigned char *bytes;
	size_t n;

	(void)state;
	assert_int_equal(file_read(arena, "nowhere", 9, &bytes, &n, &err),
			 IOERR);
	assert_string_equal(err.mistakes[0].code, "file_unreadable");
	assert_int_equal(file_read(arena, ".", 9, &bytes, &n, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "file_kind");
}

static void test_a_pipe_is_read_to_its_end(void **state)
{
	static char much[60000];
	unsigned char *bytes;
	size_t n;
	int ends[2];

	(void)state;
	memset(much, 'p', sizeof much);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], much, sizeof much), sizeof much);
	(void)close(ends[1]);
	assert_int_equal(
	    file_read_fd(arena, ends[0], "pipe", sizeof much, &bytes, &n, &err),
	    OK);
	assert_int_equal(n, sizeof much);
	assert_memory_equal(bytes, much, n);
	(void)close(ends[0]);
}

static void test_an_old_file_stays_when_the_new_one_does_not_fit(void **state)
{
	static char much[100000];
	struct rlimit old, small = { 4096, RLIM_INFINITY };
	unsigned char *bytes;
	size_t n;

	(void)state;
	assert_int_equal(folder_make("full", &err), OK);
	assert_int_equal(file_write("full/c", "old", 3, 0600, &err), OK);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(file_write("full/c", much, sizeof much, 0600, &err),
			 IOERR);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_string_equal(err.mistakes[0].code, "file_unwritable");
	assert_int_equal(files_count("full"), 1);
	assert_int_equal(file_read(arena, "full/c", 9, &bytes, &n, &err), OK);
	assert_string_equal((char *)bytes, "old");
}

static void test_a_new_file_takes_no_place_that_is_taken(void **state)
{
	unsigned char *bytes;
	size_t n;

	(void)state;
	assert_int_equal(folder_make("new", &err), OK);
	assert_int_equal(file_write_new("new/n", "one", 3, 0600, &err), OK);
	assert_int_equal(file_write_new("new/n", "two", 3, 0600, &err),
			 CANTCREAT);
	assert_string_equal(err.mistakes[0].code, "file_exists");
	assert_int_equal(symlink("nowhere", "new/link"), 0);
	assert_int_equal(file_write_new("new/link", "two", 3, 0600, &err),
			 CANTCREAT);
	assert_int_equal(files_count("new"), 2);
	assert_int_equal(file_read(arena, "new/n", 9, &bytes, &n, &err), OK);
	assert_string_equal((char *)bytes, "one");
	assert_int_equal(file_write("new/n", "two", 3, 0600, &err), OK);
	assert_int_equal(file_read(arena, "new/n", 9, &bytes, &n, &err), OK);
	assert_string_equal((char *)bytes, "two");
}

static void test_a_file_in_no_folder_cannot_be_created(void **state)
{
	(void)state;
	assert_int_equal(file_write("no/d", "x", 1, 0600, &err), CANTCREAT);
	assert_int_equal(mkdir("e", 0700), 0);
	assert_int_equal(file_write("e", "x", 1, 0600, &err), IOERR);
	assert_int_equal(files_count("e"), 0);
}

static void test_folders_are_made_with_their_parents(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(folder_make("f/g//h/", &err), OK);
	assert_int_equal(folder_make("f/g/h", &err), OK);
	assert_int_equal(stat("f/g/h", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(file_write("f/file", "", 0, 0600, &err), OK);
	assert_int_equal(folder_make("f/file/x", &err), CANTCREAT);
	assert_string_equal(err.mistakes[0].code, "folder_uncreatable");
}

static void test_a_folder_and_a_name_are_joined_by_one_slash(void **state)
{
	(void)state;
	assert_string_equal(path_join(arena, "inbox", "a.pdf"), "inbox/a.pdf");
	assert_string_equal(path_join(arena, "in/box//", "a"), "in/box/a");
	assert_string_equal(path_join(arena, "/", "a"), "/a");
	assert_string_equal(path_join(arena, ".", "a/b"), "./a/b");
}

static void test_a_secret_that_others_may_read_is_refused(void **state)
{
	char *text = NULL;

	(void)state;
	assert_int_equal(file_write("s", "one\r\ntwo", 8, 0600, &err), OK);
	assert_int_equal(secret_read(arena, "s", &text, &err), OK);
	assert_string_equal(text, "one");
	text = NULL;
	assert_int_equal(chmod("s", 0640), 0);
	assert_int_equal(secret_read(arena, "s", &text, &err), NOPERM);
	assert_string_equal(err.mistakes[0].code, "secret_exposed");
	assert_null(strstr(err.mistakes[0].text, "one"));
	assert_null(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_what_is_written_is_read, reset),
		cmocka_unit_test_setup(
		    test_a_file_one_byte_past_the_limit_is_refused, reset),
		cmocka_unit_test_setup(test_what_is_no_file_is_refused, reset),
		cmocka_unit_test_setup(test_a_pipe_is_read_to_its_end, reset),
		cmocka_unit_test_setup(
		    test_an_old_file_stays_when_the_new_one_does_not_fit,
		    reset),
		cmocka_unit_test_setup(
		    test_a_new_file_takes_no_place_that_is_taken, reset),
		cmocka_unit_test_setup(
		    test_a_file_in_no_folder_cannot_be_created, reset),
		cmocka_unit_test_setup(test_folders_are_made_with_their_parents,
				       reset),
		cmocka_unit_test_setup(
		    test_a_folder_and_a_name_are_joined_by_one_slash, reset),
		cmocka_unit_test_setup(
		    test_a_secret_that_others_may_read_is_refused, reset),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
