/* test_sendmail - mail handed to a command */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/peer/sendmail.h>

static struct error err;

struct stub {
	struct arena *arena;
	char *folder, *path;
};

static int setup(void **state)
{
	struct stub *stub = memory_new(sizeof *stub);
	char folder[] = "/tmp/ipp-sendmail.XXXXXX";

	stub->arena = arena_new();
	if (!mkdtemp(folder))
		return -1;
	stub->folder = arena_text(stub->arena, folder);
	stub->path = arena_printf(stub->arena, "%s/sendmail", folder);
	error_reset(&err);
	*state = stub;
	return 0;
}

static int teardown(void **state)
{
	struct stub *stub = *state;
	int rc = system(arena_printf(stub->arena, "rm -rf '%s'", stub->folder));

	arena_free(stub->arena);
	free(stub);
	return rc;
}

/* The stub's script finds its own folder in $d. */
static enum status try(const struct stub *stub, const char *script,
		       const char *bytes, size_t size)
{
	char *text = arena_printf(stub->arena, "#!/bin/sh\nd='%s'\n%s\n",
				  stub->folder, script);

	error_reset(&err);
	assert_int_equal(file_write(stub->path, text, strlen(text), 0700, &err),
			 OK);
	return sendmail_send(stub->path, "desk@example.org", bytes, size, 5,
			     &err);
}

static char *content(const struct stub *stub, const char *name, size_t *size)
{
	unsigned char *bytes;

	assert_int_equal(
	    file_read(stub->arena,
		      arena_printf(stub->arena, "%s/%s", stub->folder, name),
		      4 << 20, &bytes, size, &err),
	    OK);
	return (char *)bytes;
}

static void test_message_and_arguments_arrive(void **state)
{
	struct stub *stub = *state;
	size_t size = (size_t)1 << 20, got;
	char *big = arena_alloc(stub->arena, size + 1);

	memset(big, 'x', size);
	assert_int_equal(
	    try(stub, "echo \"$@\" >$d/args; cat >$d/mail", big, size), OK);
	assert_string_equal(content(stub, "args", &got),
			    "-t -oi -f desk@example.org\n");
	assert_string_equal(content(stub, "mail", &got), big);
	assert_int_equal(got, size);
}

static void test_exit_status_decides(void **state)
{
	static const struct {
		const char *script;
		enum status status;
		const char *code;
	} rows[] = {
		{ "exit 75", UNAVAILABLE, "sendmail_failed" },
		{ "exit 1", UNAVAILABLE, "sendmail_failed" },
		{ "kill -9 $$", UNAVAILABLE, "sendmail_failed" },
		{ "exit 67", REFUSED, "mail_refused" },
		{ "exit 68", REFUSED, "mail_refused" },
		{ "exit 65", REFUSED, "mail_refused" },
		{ "exit 64", CONFIG, "sendmail_unusable" },
		{ "exit 78", CONFIG, "sendmail_unusable" },
		{ "exit 127", CONFIG, "sendmail_unusable" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(try(*state, rows[i].script, "x\n", 2),
				 rows[i].status);
		assert_string_equal(err.mistakes[0].code, rows[i].code);
	}
}

static void test_complaint_is_told(void **state)
{
	assert_int_equal(try(*state,
			     "printf 'no\\troom \\033 left\\n' >&2; "
			     "exit 75",
			     "x\n", 2),
			 UNAVAILABLE);
	assert_non_null(strstr(err.mistakes[0].text, "(no room   left)"));
	assert_int_equal(try(*state,
			     "yes complaint | head -c 300000 >&2; "
			     "exit 67",
			     "x\n", 2),
			 REFUSED);
}

static void test_command_that_does_not_read_is_no_trap(void **state)
{
	struct stub *stub = *state;
	size_t size = (size_t)1 << 20;
	char *big = arena_alloc(stub->arena, size);
	sigset_t pending;

	assert_int_equal(try(stub, "exec <&-; sleep 0.1; exit 0", big, size),
			 OK);
	assert_int_equal(try(stub, "exit 67", big, size), REFUSED);
	assert_int_equal(sigpending(&pending), 0);
	assert_false(sigismember(&pending, SIGPIPE));
}

static void test_slow_command_is_killed_with_its_children(void **state)
{
	struct stub *stub = *state;
	const char *script = "#!/bin/sh\nsleep 30 & echo $! >${0%/*}/pid; wait";
	size_t size;
	pid_t pid;

	assert_int_equal(
	    file_write(stub->path, script, strlen(script), 0700, &err), OK);
	assert_int_equal(
	    sendmail_send(stub->path, "desk@example.org", "x", 1, 1, &err),
	    UNAVAILABLE);
	assert_non_null(strstr(err.mistakes[0].text, "1 seconds"));
	pid = (pid_t)atoi(content(stub, "pid", &size));
	for (int i = 0; i < 50 && !kill(pid, 0); i++) {
		char state_line[200] = "";
		FILE *file = fopen(
		    arena_printf(stub->arena, "/proc/%d/stat", (int)pid), "r");

		if (!file)
			return;
		assert_non_null(fgets(state_line, sizeof state_line, file));
		fclose(file);
		if (strstr(state_line, ") Z "))
			return; /* dead, nobody has waited for it yet */
		usleep(10000);
	}
	assert_int_equal(kill(pid, 0), -1);
}

static void test_command_left_in_the_background_does_not_hold_us(void **state)
{
	assert_int_equal(try(*state, "sleep 3 & exit 0", "x\n", 2), OK);
}

static void test_unusable_command_is_a_matter_of_configuration(void **state)
{
	(void)state;
	assert_int_equal(
	    sendmail_send("/nonexistent/sendmail", "a@b", "x", 1, 1, &err),
	    CONFIG);
	assert_string_equal(err.mistakes[0].code, "command_unusable");
	assert_int_equal(sendmail_send("/bin/true", "-a@b", "x", 1, 1, &err),
			 DATA);
	assert_string_equal(err.mistakes[0].code, "address_refused");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_message_and_arguments_arrive),
		TEST(test_exit_status_decides),
		TEST(test_complaint_is_told),
		TEST(test_command_that_does_not_read_is_no_trap),
		TEST(test_slow_command_is_killed_with_its_children),
		TEST(test_command_left_in_the_background_does_not_hold_us),
		TEST(test_unusable_command_is_a_matter_of_configuration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
