/* test_maildir - a message is put into a Maildir once */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/peer/maildir.h>
#include <ipp/peer/spool.h>

static struct error err;

struct box {
	struct arena *arena;
	char *path;
};

static int setup(void **state)
{
	struct box *box = memory_new(sizeof *box);
	char folder[] = "/tmp/ipp-maildir.XXXXXX";

	box->arena = arena_new();
	if (!mkdtemp(folder))
		return -1;
	box->path = arena_printf(box->arena, "%s/deep/Mail dir", folder);
	error_reset(&err);
	*state = box;
	return maildir_make(box->path, &err) != OK;
}

static int teardown(void **state)
{
	struct box *box = *state;
	char *folder = arena_printf(
	    box->arena, "%.*s", (int)(strstr(box->path, "/deep") - box->path),
	    box->path);
	int rc = system(arena_printf(box->arena, "rm -rf '%s'", folder));

	arena_free(box->arena);
	free(box);
	return rc;
}

static size_t count(const struct box *box, const char *sub)
{
	DIR *folder =
	    opendir(arena_printf(box->arena, "%s/%s", box->path, sub));
	struct dirent *entry;
	size_t ret = 0;

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL)
		ret += *entry->d_name != '.';
	closedir(folder);
	return ret;
}

static void put(const struct box *box, const char *id, const char *text)
{
	assert_int_equal(maildir_put(box->path, id, text, strlen(text), &err),
			 OK);
}

static void test_message_lies_in_new(void **state)
{
	struct box *box = *state;
	unsigned char *bytes;
	struct stat st;
	size_t size;
	char *path = arena_printf(box->arena, "%s/new/1@desk", box->path);

	put(box, "1@desk", "Subject: x\n\nbody\n");
	assert_int_equal(file_read(box->arena, path, 1000, &bytes, &size, &err),
			 OK);
	assert_string_equal((char *)bytes, "Subject: x\n\nbody\n");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_nlink, 1);
	assert_int_equal(count(box, "tmp"), 0);
}

static void test_same_message_is_put_once(void **state)
{
	struct box *box = *state;

	put(box, "1@desk", "a\n");
	put(box, "1@desk", "b\n");
	put(box, "2@desk", "a\n");
	assert_int_equal(count(box, "new"), 2);
}

static void test_read_message_does_not_come_back(void **state)
{
	struct box *box = *state;

	put(box, "1@desk", "a\n");
	assert_int_equal(
	    rename(arena_printf(box->arena, "%s/new/1@desk", box->path),
		   arena_printf(box->arena, "%s/cur/1@desk:2,RS", box->path)),
	    0);
	put(box, "1@desk", "a\n");
	assert_int_equal(count(box, "new"), 0);
	put(box, "1@desk.example", "a\n");
	assert_int_equal(count(box, "new"), 1);
}

static void test_identifier_cannot_leave_the_folder(void **state)
{
	struct box *box = *state;

	assert_string_equal(spool_name(box->arena, "a/../b@c:d=", ".json"),
			    "a=2F..=2Fb@c=3Ad=3D.json");
	assert_string_equal(spool_name(box->arena, "..", ""), "=2E.");
	assert_null(spool_name(box->arena, "", ""));
	put(box, "x/1@desk", "a\n");
	put(box, "/etc/1@desk", "a\n");
	assert_int_equal(count(box, "new"), 2);
	assert_int_equal(maildir_put(box->path, "../1@desk", "a", 1, &err),
			 DATA);
	assert_int_equal(maildir_put(box->path, "no id", "a", 1, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "message_id_refused");
}

static void test_name_is_bounded(void **state)
{
	struct box *box = *state;
	char id[300];

	memset(id, 'x', sizeof id);
	id[255] = '\0';
	assert_non_null(spool_name(box->arena, id, ""));
	assert_null(spool_name(box->arena, id, "x"));
}

static void test_missing_folder_is_an_error(void **state)
{
	struct box *box = *state;

	assert_int_equal(rmdir(arena_printf(box->arena, "%s/tmp", box->path)),
			 0);
	assert_int_equal(maildir_put(box->path, "1@desk", "a", 1, &err),
			 CANTCREAT);
	assert_int_equal(rmdir(arena_printf(box->arena, "%s/cur", box->path)),
			 0);
	assert_int_equal(maildir_put(box->path, "1@desk", "a", 1, &err), IOERR);
	assert_int_equal(count(box, "new"), 0);
}

/* Killed at any moment, the same calls again leave every message whole and
 * once. */
static void test_kill_loses_and_doubles_nothing(void **state)
{
	struct box *box = *state;
	char text[20000], id[40];
	unsigned char *bytes;
	size_t size;

	memset(text, 'x', sizeof text);
	for (useconds_t round = 0; round < 12; round++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0) {
			for (int i = 0; i < 60; i++) {
				(void)snprintf(id, sizeof id, "%d@desk", i);
				(void)maildir_put(box->path, id, text,
						  sizeof text, &err);
			}
			_exit(0);
		}
		usleep(500 + round * 700);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
	}
	for (int i = 0; i < 60; i++) {
		(void)snprintf(id, sizeof id, "%d@desk", i);
		assert_int_equal(
		    maildir_put(box->path, id, text, sizeof text, &err), OK);
		assert_int_equal(file_read(box->arena,
					   arena_printf(box->arena, "%s/new/%s",
							box->path, id),
					   sizeof text, &bytes, &size, &err),
				 OK);
		assert_int_equal(size, sizeof text);
	}
	assert_int_equal(count(box, "new"), 60);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_message_lies_in_new),
		TEST(test_same_message_is_put_once),
		TEST(test_read_message_does_not_come_back),
		TEST(test_identifier_cannot_leave_the_folder),
		TEST(test_name_is_bounded),
		TEST(test_missing_folder_is_an_error),
		TEST(test_kill_loses_and_doubles_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
