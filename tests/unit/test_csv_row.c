/* test_csv_row - tables for spreadsheets */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include <ipp/base/memory.h>

#include "csv_aid.h"

static void expect_written(const struct csv_style *style,
			   const char *const *cells, size_t count,
			   const char *want)
{
	OWN(text) char *text = NULL;
	size_t size = 0;
	struct error err;
	FILE *out = open_memstream(&text, &size);

	error_reset(&err);
	assert_int_equal(csv_row_write(out, style, true, cells, count, &err),
			 OK);
	fclose(out);
	assert_string_equal(text, want);
}

static void writes_rows_quoted_as_needed(void **state)
{
	static const char *const cells[] = { "plain", NULL,    "",	"a,b",
					     "a;b",   "q\"q",  "l\nl",	"r\rr",
					     " x",    "=1+\"", "+39\t", "'t" };
	struct csv_style style = { 0 };

	(void)state;
	expect_written(&style, cells, 12,
		       "plain,,\"\",\"a,b\",a;b,\"q\"\"q\",\"l\nl\",\"r\rr\","
		       "\" x\",\"=1+\"\"\",\"+39\t\",'t\n");
	style = (struct csv_style){ ';', true, true, true };
	expect_written(
	    &style, cells, 12,
	    "\xef\xbb\xbfplain;;\"\";a,b;\"a;b\";\"q\"\"q\";\"l\nl\";"
	    "\"r\rr\";\" x\";\"'=1+\"\"\";\"'+39\t\";'t\r\n");
	style.delimiter = '\t';
	style.bom = style.crlf = false;
	expect_written(&style, cells + 10, 2, "\"'+39\t\"\t't\n");
}

static void reads_what_it_writes(void **state)
{
	static const char *const cells[] = { "\xc3\xa8 \"x\"", " ;\r\n, " };
	struct csv_style style = { .delimiter = ',' };
	OWN(text) char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct table t;

	(void)state;
	error_reset(&t.err);
	fputs("a,b\n", out);
	assert_int_equal(csv_row_write(out, &style, false, cells, 2, &t.err),
			 OK);
	fclose(out);
	begin(&t, text);
	expect_row(&t, 2, cells[0], cells[1]);
	end(&t);
}

static void says_when_writing_fails(void **state)
{
	static const char *const cells[] = { "x" };
	static const struct csv_style style = { 0 };
	struct error err;
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	setvbuf(full, NULL, _IONBF, 0);
	error_reset(&err);
	assert_int_equal(csv_row_write(full, &style, true, cells, 1, &err),
			 IOERR);
	assert_string_equal(err.mistakes[0].code, "csv_write");
	fclose(full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_rows_quoted_as_needed),
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(says_when_writing_fails),
	};

	return cmocka_run_group_tests_name("csv_row", tests, NULL, NULL);
}
