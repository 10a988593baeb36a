/* csv_input - the bytes below a CSV reader: a window, its lines, its encoding
 */
#include "csv_input.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <unistr.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

#define CHUNK	 ((size_t)64 * 1024)
#define REPLACED 0xff /* never a byte of UTF-8: the row will be refused */

static const char windows[] = "WINDOWS-1252";

static enum status read_some(struct csv_input *in, unsigned char *to,
			     size_t room, size_t *got, struct error *err)
{
	ssize_t n;

	do
		n = read(in->fd, to, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot read \"%s\"", in->name);
	*got = (size_t)n;
	return OK;
}

/* What of `raw` is whole goes behind `end`; UTF-8 takes at most 3 bytes for
 * 2 of UTF-16. */
static void widen(struct csv_input *in, bool last)
{
	char *from = (char *)in->raw, *to = (char *)in->bytes + in->end;
	size_t left = in->raw_end, room = in->size - in->end;
	bool whole;

	for (;;) {
		whole = iconv(in->wide, &from, &left, &to, &room) != (size_t)-1;
		if (whole || room == 0 || (errno == EINVAL && !last) ||
		    errno == E2BIG)
			break;
		*to++ = (char)REPLACED;
		room--;
		from += left < 2 ? left : 2;
		left -= left < 2 ? left : 2;
	}
	memmove(in->raw, from, left);
	in->raw_end = left;
	in->end = in->size - room;
}

static enum status more_wide(struct csv_input *in, struct error *err)
{
	enum status rc;
	size_t got = 0;

	if ((rc = read_some(in, in->raw + in->raw_end, CHUNK / 2 - in->raw_end,
			    &got, err)) != OK)
		return rc;
	in->raw_end += got;
	in->ended = got == 0;
	widen(in, in->ended);
	return OK;
}

enum status csv_input_more(struct csv_input *in, bool *room, struct error *err)
{
	enum status rc;
	size_t got = 0;

	if (in->begin > 0) {
		memmove(in->bytes, in->bytes + in->begin, in->end - in->begin);
		in->end -= in->begin;
		in->begin = 0;
	}
	*room = in->size - in->end >= CHUNK;
	if (!*room || in->ended)
		return OK;
	if (in->is_wide)
		return more_wide(in, err);
	if ((rc = read_some(in, in->bytes + in->end, CHUNK, &got, err)) != OK)
		return rc;
	in->end += got;
	in->ended = got == 0;
	return OK;
}

size_t csv_input_line(const struct csv_input *in, size_t at)
{
	size_t i = at;

	while (i < in->end && in->bytes[i] != '\n' && in->bytes[i] != '\r')
		i++;
	if (i == in->end)
		return in->ended ? i - at : 0;
	if (in->bytes[i] == '\n')
		return i + 1 - at;
	if (i + 1 == in->end)
		return in->ended ? i + 1 - at : 0;
	return (in->bytes[i + 1] == '\n' ? i + 2 : i + 1) - at;
}

static bool starts_with(const struct csv_input *in, const char *mark, size_t n)
{
	return in->end - in->begin >= n &&
	       memcmp(in->bytes + in->begin, mark, n) == 0;
}

static enum status begin_wide(struct csv_input *in, const char *encoding,
			      struct error *err)
{
	in->wide = iconv_open("UTF-8", encoding);
	if (in->wide == (iconv_t)-1)
		return error_system(err, CONFIG, "csv_encoding", errno,
				    "cannot convert \"%s\" from %s; save it "
				    "as UTF-8",
				    in->name, encoding);
	in->is_wide = in->is_utf8 = true;
	in->raw = memory_new(CHUNK);
	in->raw_end = in->end - 2;
	memcpy(in->raw, in->bytes + 2, in->raw_end);
	in->end = 0;
	widen(in, in->ended);
	return OK;
}

/* Splitting comes before conversion, so quotes, delimiters and line ends must
 * be the bytes of ASCII in the encoding asked for. */
static bool keeps_ascii(iconv_t converter)
{
	char ascii[128], out[256], *from = ascii, *to = out;
	size_t left = sizeof ascii, room = sizeof out;

	for (size_t i = 0; i < sizeof ascii; i++)
		ascii[i] = (char)i;
	return iconv(converter, &from, &left, &to, &room) == 0 &&
	       room == sizeof out - sizeof ascii &&
	       memcmp(ascii, out, sizeof ascii) == 0;
}

static enum status force(struct csv_input *in, const char *encoding,
			 struct error *err)
{
	in->is_forced = true;
	if (strcasecmp(encoding, "UTF-8") == 0 ||
	    strcasecmp(encoding, "UTF8") == 0) {
		in->is_utf8 = true;
		return OK;
	}
	in->converter = iconv_open("UTF-8", encoding);
	if (in->converter == (iconv_t)-1)
		return error_set(err, USAGE, "csv_encoding", "encoding",
				 "no encoding is called \"%s\"; iconv -l "
				 "lists those there are",
				 encoding);
	in->has_converter = true;
	if (!keeps_ascii(in->converter))
		return error_set(err, USAGE, "csv_encoding", "encoding",
				 "a table in \"%s\" needs a byte order mark, "
				 "or convert it first with iconv",
				 encoding);
	return OK;
}

enum status csv_input_open(struct csv_input *in, int fd, const char *name,
			   const char *encoding, struct error *err)
{
	enum status rc;
	bool room;

	*in = (struct csv_input){ .fd = fd, .name = name };
	in->size = LIMIT_CSV_ROW_BYTES + 2 * CHUNK;
	in->bytes = memory_new(in->size);
	while (in->end < 3 && !in->ended)
		if ((rc = csv_input_more(in, &room, err)) != OK)
			return rc;
	if (starts_with(in, "\xef\xbb\xbf", 3)) {
		in->begin = 3;
		in->is_utf8 = true;
	} else if (starts_with(in, "\xff\xfe", 2)) {
		return begin_wide(in, "UTF-16LE", err);
	} else if (starts_with(in, "\xfe\xff", 2)) {
		return begin_wide(in, "UTF-16BE", err);
	} else if (encoding) {
		return force(in, encoding, err);
	}
	return OK;
}

static bool is_ascii(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] >= 0x80)
			return false;
	return true;
}

/* The first row beyond ASCII settles it, and what then looks like the other
 * encoding is refused: such a row was pasted from another file. */
static bool settle(struct csv_input *in, bool is_utf8)
{
	if (in->is_forced)
		return is_utf8 || in->has_converter;
	if (!in->is_utf8 && !in->has_converter) {
		in->is_utf8 = is_utf8;
		if (!is_utf8) {
			in->converter = iconv_open("UTF-8", windows);
			in->has_converter = in->converter != (iconv_t)-1;
		}
	}
	return is_utf8 ? in->is_utf8 : in->has_converter;
}

bool csv_input_text(struct csv_input *in, char *text, size_t size,
		    char **converted, char **ret, size_t *ret_size)
{
	size_t left = size, room = size * 4;
	char *to;

	*ret = text;
	*ret_size = size;
	if (is_ascii(text, size))
		return true;
	if (!settle(in, u8_check((const uint8_t *)text, size) == NULL))
		return false;
	if (!in->has_converter)
		return true;
	*converted = to = memory_grow(*converted, room);
	*ret = to;
	iconv(in->converter, NULL, NULL, NULL, NULL);
	if (iconv(in->converter, &text, &left, &to, &room) == (size_t)-1)
		return false;
	*ret_size = size * 4 - room;
	return true;
}

void csv_input_close(struct csv_input *in)
{
	if (in->has_converter)
		iconv_close(in->converter);
	if (in->is_wide)
		iconv_close(in->wide);
	if (in->bytes)
		memory_wipe_free(in->bytes, in->size);
	if (in->raw)
		memory_wipe_free(in->raw, CHUNK);
}
