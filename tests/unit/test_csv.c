/* test_csv - tables from strangers */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

#include "csv_aid.h"

static void expect_name(const struct table *t, size_t i, const char *name)
{
	size_t count;
	const char *const *names = csv_names(t->csv, &count);

	assert_in_range(i, 0, count - 1);
	assert_string_equal(names[i], name);
}

static void reads_rows_and_trims_header_names(void **state)
{
	struct table t;

	(void)state;
	begin(&t, " Surname ;\"E-Mail\t\"\nRossi;a@example.org\nBianchi;\n");
	expect_name(&t, 0, "surname");
	expect_name(&t, 1, "e-mail");
	assert_int_equal(csv_delimiter(t.csv), ';');
	expect_row(&t, 2, "Rossi", "a@example.org");
	expect_row(&t, 3, "Bianchi", NULL);
	expect_end(&t);
	expect_end(&t);
	end(&t);
}

static void finds_the_delimiter_in_the_header(void **state)
{
	static const struct {
		const char *text;
		char delimiter;
	} rows[] = {
		{ "a;b\n1;2\n", ';' },	  { "a,b\n1,2\n", ',' },
		{ "a\tb\n1\t2\n", '\t' }, { "\n \r\n\"a;;;\",b\n1,2", ',' },
		{ "a\tb", '\t' },
	};
	struct csv_options comma = { .delimiter = ',' };
	struct table t;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		begin(&t, rows[i].text);
		assert_int_equal(csv_delimiter(t.csv), rows[i].delimiter);
		if (i < 3)
			expect_row(&t, 2, "1", "2");
		end(&t);
	}
	assert_int_equal(open_n(&t, "a;x,b\n1,2;;\n", 12, &comma), OK);
	expect_row(&t, 2, "1", "2;;");
	end(&t);
	comma.delimiter = '"';
	expect_refused("a\n", 2, &comma, USAGE, "csv_delimiter");
}

static void takes_every_line_end(void **state)
{
	struct table t;

	(void)state;
	begin(&t, "a;b\r\n1;2\r\n3;4");
	expect_row(&t, 2, "1", "2");
	expect_row(&t, 3, "3", "4");
	expect_end(&t);
	end(&t);
	begin(&t, "a;b\r1;2\r3;4\r");
	expect_row(&t, 2, "1", "2");
	expect_row(&t, 3, "3", "4");
	expect_end(&t);
	end(&t);
	begin(&t, "\n\na;b\n\n;\n  \n1;2\n;;;;\n\n");
	expect_row(&t, 7, "1", "2");
	expect_end(&t);
	end(&t);
}

static void reads_quoted_fields_with_lines_and_quotes(void **state)
{
	struct table t;

	(void)state;
	begin(&t, "a;b\n\"x;\r\n\"\"y\"\"\";\" z \"\n\"\";2\n");
	expect_row(&t, 2, "x;\r\n\"y\"", " z ");
	expect_row(&t, 4, NULL, "2");
	expect_end(&t);
	end(&t);
}

static void goes_on_after_a_bad_quote(void **state)
{
	struct table t;

	(void)state;
	begin(&t, "a;b\n1;x\"y\n2;\"x\"y\n3;4\n5;\"open\n6;7\n8;9\n");
	expect_fault(&t, 2, "csv_quote");
	expect_fault(&t, 3, "csv_quote");
	expect_row(&t, 4, "3", "4");
	expect_fault(&t, 5, "csv_quote");
	expect_row(&t, 6, "6", "7");
	expect_row(&t, 7, "8", "9");
	expect_end(&t);
	end(&t);
	begin(&t, "a;b\n1;\"open\n2;\"3\"\n4;5\n");
	expect_fault(&t, 2, "csv_quote");
	expect_row(&t, 3, "2", "3");
	expect_row(&t, 4, "4", "5");
	expect_end(&t);
	end(&t);
}

static void refuses_rows_with_too_few_or_many_fields(void **state)
{
	struct table t;

	(void)state;
	begin(&t, "a;b\n1\n1;2\n1;2;3\n4;5\n");
	expect_fault(&t, 2, "csv_columns");
	expect_row(&t, 3, "1", "2");
	expect_fault(&t, 4, "csv_columns");
	expect_row(&t, 5, "4", "5");
	expect_end(&t);
	end(&t);
}

static void refuses_nul(void **state)
{
	static const char text[] = "a;b\n1;x\0y\n2;3\n";
	struct table t;

	(void)state;
	assert_int_equal(open_n(&t, text, sizeof text - 1, NULL), OK);
	expect_fault(&t, 2, "csv_nul");
	expect_row(&t, 3, "2", "3");
	expect_end(&t);
	end(&t);
	expect_refused("a;\0b\n", 5, NULL, DATA, "csv_nul");
}

static void refuses_headers_without_sense(void **state)
{
	(void)state;
	expect_refused("", 0, NULL, DATA, "csv_header_missing");
	expect_refused("\n \n", 3, NULL, DATA, "csv_header_missing");
	expect_refused("\xef\xbb\xbf", 3, NULL, DATA, "csv_header_missing");
	expect_refused("a;b;\n", 5, NULL, DATA, "csv_header_empty");
	expect_refused("a;b; A\n", 7, NULL, DATA, "csv_header_duplicate");
	expect_refused("a;\"b\n", 5, NULL, DATA, "csv_quote");
}

/* What tests/lib/people.py writes: two of its rows are no rows. */
static void reads_the_demo_batch(void **state)
{
	const struct csv_row *row = NULL;
	OWN(descriptor)
	int fd = open("tests/fixtures/demo/batch.csv", O_RDONLY);
	struct table t = { .fd = fd };
	size_t rows = 0;
	enum status rc;

	(void)state;
	assert_true(fd >= 0);
	error_reset(&t.err);
	assert_int_equal(csv_open(fd, "batch.csv", NULL, &t.csv, &t.err), OK);
	expect_name(&t, 0, "external_code");
	expect_name(&t, 40, "note");
	for (uint64_t line = 2; line < 36; line++) {
		if (line == 33) {
			expect_fault(&t, line, "csv_columns");
			continue;
		}
		if (line == 34) {
			expect_fault(&t, line, "csv_quote");
			continue;
		}
		rc = csv_next(t.csv, &row, &t.err);
		assert_int_equal(rc, OK);
		assert_int_equal(row->line, line);
		assert_int_equal(atoi(row->values[0] + 3), line - 1);
		rows++;
	}
	expect_end(&t);
	assert_int_equal(rows, 32);
	csv_close(t.csv);
}

/* "a;b\n" then `1;` and a field of n bytes, quoted or not, then "2;3\n". */
static char *long_field(size_t n, bool quoted)
{
	char *text = memory_new(n + 64), *p = text;

	p += sprintf(p, "a;b\n1;%s", quoted ? "\"" : "");
	memset(p, quoted ? '\n' : 'x', n);
	strcpy(p + n, quoted ? "\"\n2;3\n" : "\n2;3\n");
	return text;
}

static void bounds_a_field(void **state)
{
	(void)state;
	for (int quoted = 0; quoted < 2; quoted++) {
		OWN(text) char *at = long_field(LIMIT_CSV_FIELD_BYTES, quoted);
		OWN(text)
		char *past = long_field(LIMIT_CSV_FIELD_BYTES + 1, quoted);
		const struct csv_row *row = NULL;
		struct table t;

		begin(&t, at);
		assert_int_equal(csv_next(t.csv, &row, &t.err), OK);
		assert_int_equal(strlen(row->values[1]), LIMIT_CSV_FIELD_BYTES);
		assert_int_equal(csv_next(t.csv, &row, &t.err), OK);
		assert_string_equal(row->values[0], "2");
		end(&t);

		begin(&t, past);
		expect_fault(&t, 2,
			     quoted ? "csv_quote" : "csv_field_too_long");
		if (!quoted)
			expect_row(&t, 3, "2", "3");
		end(&t);
	}
}

static void bounds_a_row(void **state)
{
	size_t size = LIMIT_CSV_ROW_BYTES;
	OWN(text) char *text = memory_new(3 * size);
	char *p;
	struct table t;

	(void)state;
	for (size_t past = 0; past < 2; past++) {
		memset(text, 0, 3 * size);
		p = text + sprintf(text, "a;b\n");
		memset(p, ';', size - 1 + past);
		strcpy(p + size - 1 + past, "\n2;3\n");
		*p = 'x'; /* or it would pass as a row that says nothing */
		begin(&t, text);
		expect_fault(&t, 2, past ? "csv_row_too_long" : "csv_columns");
		expect_row(&t, 3, "2", "3");
		expect_end(&t);
		end(&t);
	}
	memset(text, 'x', 3 * size - 1);
	memcpy(text, "a;b\n", 4);
	strcpy(text + 3 * size - 6, "\n2;3\n");
	begin(&t, text);
	expect_fault(&t, 2, "csv_row_too_long");
	expect_row(&t, 3, "2", "3");
	expect_end(&t);
	end(&t);
}

static void bounds_the_columns(void **state)
{
	char text[8 * (LIMIT_CSV_COLUMNS + 1)], *p = text;
	const struct csv_row *row = NULL;
	struct table t;
	size_t count;

	(void)state;
	for (size_t i = 0; i < LIMIT_CSV_COLUMNS; i++)
		p += sprintf(p, "%sc%zu", i ? ";" : "", i);
	begin(&t, text);
	(void)csv_names(t.csv, &count);
	assert_int_equal(count, LIMIT_CSV_COLUMNS);
	assert_int_equal(csv_next(t.csv, &row, &t.err), OK);
	assert_null(row);
	end(&t);
	strcpy(p, ";z");
	expect_refused(text, strlen(text), NULL, DATA, "csv_too_many_columns");
}

static void reads_many_rows_in_a_bounded_window(void **state)
{
	OWN(text) char *text = memory_new(2 * 1024 * 1024);
	const struct csv_row *row = NULL;
	char *p = text + sprintf(text, "a;b\n");
	struct table t;

	(void)state;
	for (int i = 0; i < 60000; i++)
		p += sprintf(p, "%d;\"line\n%d\"\n", i, i);
	begin(&t, text);
	for (int i = 0; i < 60000; i++) {
		assert_int_equal(csv_next(t.csv, &row, &t.err), OK);
		assert_int_equal(atoi(row->values[0]), i);
		assert_int_equal(atoi(row->values[1] + 5), i);
		assert_int_equal(row->line, 2 + 2 * i);
	}
	expect_end(&t);
	end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rows_and_trims_header_names),
		cmocka_unit_test(finds_the_delimiter_in_the_header),
		cmocka_unit_test(takes_every_line_end),
		cmocka_unit_test(reads_quoted_fields_with_lines_and_quotes),
		cmocka_unit_test(goes_on_after_a_bad_quote),
		cmocka_unit_test(refuses_rows_with_too_few_or_many_fields),
		cmocka_unit_test(refuses_nul),
		cmocka_unit_test(refuses_headers_without_sense),
		cmocka_unit_test(reads_the_demo_batch),
		cmocka_unit_test(bounds_a_field),
		cmocka_unit_test(bounds_a_row),
		cmocka_unit_test(bounds_the_columns),
		cmocka_unit_test(reads_many_rows_in_a_bounded_window),
	};

	return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
