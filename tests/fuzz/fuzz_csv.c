/* fuzz_csv - any bytes at all as a table; the first one chooses the options */
#include <ipp/port/csv.h>

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <unistr.h>

#include <ipp/base/limits.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct csv_options options[] = {
	{ 0 },
	{ .delimiter = ';' },
	{ .encoding = "UTF-8" },
	{ .delimiter = ',', .encoding = "ISO-8859-1" },
};

/* What every row promises, whatever the bytes were. */
static void check_row(const struct csv_row *row, uint64_t *line)
{
	if (row->line <= *line || row->count == 0 ||
	    row->count > LIMIT_CSV_COLUMNS)
		abort();
	*line = row->line;
	for (size_t i = 0; i < row->count; i++) {
		const char *value = row->values[i];

		if (!value)
			continue;
		if (!*value || strlen(value) > 4 * LIMIT_CSV_FIELD_BYTES ||
		    u8_check((const uint8_t *)value, strlen(value)))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(csv) struct csv *csv = NULL;
	const struct csv_row *row = NULL;
	struct error err;
	uint64_t line = 0;
	enum status rc;
	int fd;

	if (size == 0)
		return 0;
	fd = memfd_create("fuzz", 0);
	if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)size - 1 ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	error_reset(&err);
	if (csv_open(fd, "fuzz", &options[data[0] % 4], &csv, &err) == OK) {
		do {
			rc = csv_next(csv, &row, &err);
			if (rc == OK && row)
				check_row(row, &line);
			else if (rc != OK && rc != DATA)
				abort();
		} while (rc != OK || row);
	}
	close(fd);
	return 0;
}
