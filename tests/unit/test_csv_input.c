/* test_csv_input - tables in every encoding, however they come */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "csv_aid.h"

static void reads_utf8_with_and_without_mark(void **state)
{
	struct table t;

	(void)state;
	begin(&t, "\xef\xbb\xbf"
		  "a;b\n\xc3\xa8;\xce\xa9\n");
	expect_row(&t, 2, "\xc3\xa8", "\xce\xa9");
	end(&t);
	begin(&t, "a;b\n\xc3\xa8;\xce\xa9\n1;caff\xe8\n2;3\n");
	expect_row(&t, 2, "\xc3\xa8", "\xce\xa9");
	expect_fault(&t, 3, "csv_encoding");
	expect_row(&t, 4, "2", "3");
	end(&t);
	begin(&t, "\xef\xbb\xbf"
		  "a;b\n1;\xe8\n1;\xed\xa0\x80\n1;\xc0\xaf\n");
	expect_fault(&t, 2, "csv_encoding");
	expect_fault(&t, 3, "csv_encoding");
	expect_fault(&t, 4, "csv_encoding");
	end(&t);
}

static void reads_latin1_and_windows(void **state)
{
	struct csv_options forced = { .encoding = "ISO-8859-15" };
	struct table t;

	(void)state;
	begin(&t, "a;b\n1;2\nNiccol\xf2;\x80 5\nx;\xc3\xa8\ny;\x81\n");
	expect_row(&t, 2, "1", "2");
	expect_row(&t, 3, "Niccol\xc3\xb2", "\xe2\x82\xac 5");
	expect_fault(&t, 4, "csv_encoding"); /* UTF-8 pasted into it */
	expect_fault(&t, 5, "csv_encoding"); /* no character there */
	expect_end(&t);
	end(&t);
	assert_int_equal(open_n(&t, "a;b\n\xc3\xa8;\xa4\n", 9, &forced), OK);
	expect_row(&t, 2, "\xc3\x83\xc5\xa1", "\xe2\x82\xac");
	end(&t);
	forced.encoding = "utf-8";
	assert_int_equal(open_n(&t, "a;b\n1;\xe8\n", 8, &forced), OK);
	expect_fault(&t, 2, "csv_encoding");
	end(&t);
	forced.encoding = "no-such-thing";
	expect_refused("a\n", 2, &forced, USAGE, "csv_encoding");
	forced.encoding = "UTF-16LE";
	expect_refused("a\n", 2, &forced, USAGE, "csv_encoding");
}

static void reads_utf16_with_mark(void **state)
{
	static const char little[] = "\xff\xfe"
				     "a\0\t\0b\0\r\0\n\0\xe8\0\t\0=\xd8\0\xde"
				     "\r\0\n\0x\0\t\0\0\xdc\n\0"
				     "1\0\t\0"
				     "2\0\n\0";
	static const char big[] = "\xfe\xff\0a\0;\0b\0\n\x03\xa9\0;\0z\0\n\0";
	struct table t;

	(void)state;
	assert_int_equal(open_n(&t, little, sizeof little - 1, NULL), OK);
	expect_row(&t, 2, "\xc3\xa8", "\xf0\x9f\x98\x80");
	expect_fault(&t, 3, "csv_encoding"); /* half of a surrogate pair */
	expect_row(&t, 4, "1", "2");
	expect_end(&t);
	end(&t);
	assert_int_equal(open_n(&t, big, sizeof big - 1, NULL), OK);
	expect_row(&t, 2, "\xce\xa9", "z");
	expect_fault(&t, 3, "csv_encoding"); /* an odd byte at the end */
	expect_end(&t);
	end(&t);
}

static void reads_a_pipe_that_dribbles(void **state)
{
	static const char text[] = "\xef\xbb\xbf"
				   "a;b\r\n1;\"x\r\ny\"\r\n2;3\r\n";
	const struct csv_row *row = NULL;
	struct csv *csv = NULL;
	struct error err;
	int fds[2];
	pid_t writer;

	(void)state;
	error_reset(&err);
	assert_int_equal(pipe(fds), 0);
	if ((writer = fork()) == 0) {
		for (size_t i = 0; i < sizeof text - 1; i++)
			if (write(fds[1], text + i, 1) != 1 || usleep(100))
				_exit(1);
		_exit(0);
	}
	close(fds[1]);
	assert_int_equal(csv_open(fds[0], "-", NULL, &csv, &err), OK);
	assert_int_equal(csv_next(csv, &row, &err), OK);
	assert_string_equal(row->values[1], "x\r\ny");
	assert_int_equal(csv_next(csv, &row, &err), OK);
	assert_int_equal(row->line, 4);
	assert_int_equal(csv_next(csv, &row, &err), OK);
	assert_null(row);
	csv_close(csv);
	close(fds[0]);
	assert_int_equal(waitpid(writer, NULL, 0), writer);
}

static void says_when_reading_fails(void **state)
{
	struct csv *csv = NULL;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(csv_open(-1, "gone.csv", NULL, &csv, &err), IOERR);
	assert_null(csv);
	assert_non_null(strstr(err.mistakes[0].text, "gone.csv"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_utf8_with_and_without_mark),
		cmocka_unit_test(reads_latin1_and_windows),
		cmocka_unit_test(reads_utf16_with_mark),
		cmocka_unit_test(reads_a_pipe_that_dribbles),
		cmocka_unit_test(says_when_reading_fails),
	};

	return cmocka_run_group_tests_name("csv_input", tests, NULL, NULL);
}
