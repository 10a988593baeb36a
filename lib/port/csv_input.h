/* csv_input - the bytes below a CSV reader: a window, its lines, its encoding
 */
#ifndef PORT_CSV_INPUT_H
#define PORT_CSV_INPUT_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

/* The window holds bytes [begin, end); what is before `begin` is done with. */
struct csv_input {
	int fd;
	const char *name;
	unsigned char *bytes;
	size_t size, begin, end;
	bool ended;	    /* nothing follows `end` */
	bool is_utf8;	    /* settled: by a mark, the caller or a row */
	bool has_converter; /* settled: rows go through `converter` */
	bool is_forced;
	iconv_t converter;
	bool is_wide; /* UTF-16 is turned to UTF-8 on its way in */
	iconv_t wide;
	unsigned char *raw;
	size_t raw_end;
};

/* Reads the first bytes and a byte order mark. `encoding` may be NULL. */
enum status csv_input_open(struct csv_input *in, int fd, const char *name,
			   const char *encoding, struct error *err);
/* More bytes after `end`; false in `*room` if the window is full. */
enum status csv_input_more(struct csv_input *in, bool *room, struct error *err);
/* Bytes of the line at `at` with its end (LF, CR LF or CR); 0 if the window
 * does not hold it all. The last line needs no end. */
size_t csv_input_line(const struct csv_input *in, size_t at);
/* `size` bytes of a row as UTF-8: `*ret` is `text` itself or malloced memory
 * in `*converted`. False if they are no text in the encoding of the file. */
bool csv_input_text(struct csv_input *in, char *text, size_t size,
		    char **converted, char **ret, size_t *ret_size);
void csv_input_close(struct csv_input *in);

#endif
