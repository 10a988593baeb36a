/* csv_aid - a table from bytes, read row by row */
#ifndef IPP_TESTS_UNIT_CSV_AID_H
#define IPP_TESTS_UNIT_CSV_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include <ipp/port/csv.h>

struct table {
	int fd;
	struct csv *csv;
	struct error err;
};

static int bytes_fd(const void *bytes, size_t n)
{
	int fd = memfd_create("table", 0);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static enum status open_n(struct table *t, const void *bytes, size_t n,
			  const struct csv_options *options)
{
	error_reset(&t->err);
	t->csv = NULL;
	t->fd = bytes_fd(bytes, n);
	return csv_open(t->fd, "batch.csv", options, &t->csv, &t->err);
}

__attribute__((unused)) static void begin(struct table *t, const char *text)
{
	assert_int_equal(open_n(t, text, strlen(text), NULL), OK);
}

static void end(struct table *t)
{
	csv_close(t->csv);
	close(t->fd);
}

/* The next row must be there: its line and the values, NULL for absent. */
static void expect_row(struct table *t, uint64_t line, const char *first,
		       const char *second)
{
	const struct csv_row *row = NULL;

	assert_int_equal(csv_next(t->csv, &row, &t->err), OK);
	assert_non_null(row);
	assert_int_equal(row->line, line);
	assert_int_equal(csv_line(t->csv), line);
	assert_int_equal(row->count, 2);
	for (size_t i = 0; i < 2; i++) {
		const char *want = i ? second : first;

		if (want)
			assert_string_equal(row->values[i], want);
		else
			assert_null(row->values[i]);
	}
}

__attribute__((unused)) static void expect_fault(struct table *t, uint64_t line,
						 const char *code)
{
	const struct csv_row *row = NULL;
	char naming[32];

	error_reset(&t->err);
	assert_int_equal(csv_next(t->csv, &row, &t->err), DATA);
	assert_null(row);
	assert_string_equal(t->err.mistakes[0].code, code);
	assert_int_equal(csv_line(t->csv), line);
	snprintf(naming, sizeof naming, " line %d:", (int)line);
	assert_non_null(strstr(t->err.mistakes[0].text, naming));
	error_reset(&t->err);
}

__attribute__((unused)) static void expect_end(struct table *t)
{
	const struct csv_row *row = (const void *)t;

	assert_int_equal(csv_next(t->csv, &row, &t->err), OK);
	assert_null(row);
}

__attribute__((unused)) static void
expect_refused(const void *bytes, size_t n, const struct csv_options *options,
	       enum status status, const char *code)
{
	struct table t;

	assert_int_equal(open_n(&t, bytes, n, options), status);
	assert_null(t.csv);
	assert_string_equal(t.err.mistakes[0].code, code);
	close(t.fd);
}

#endif
