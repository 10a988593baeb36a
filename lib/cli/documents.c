/* documents - where the documents in a stream of JSON begin and end */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/port/json.h>

#include "source.h"

#define READ_SIZE  ((size_t)64 * 1024)
#define INDENT_MAX 64

enum frame { FRAME_WHOLE, FRAME_MORE, FRAME_TOO_LARGE };

/* Makes room for more, dropping what was handed out. */
static void buffer_make_room(struct source *source)
{
	size_t n = source->end - source->start;

	if (source->start > 0 && n > 0)
		memmove(source->buffer, source->buffer + source->start, n);
	source->start = 0;
	source->end = n;
	if (source->room - source->end < READ_SIZE) {
		source->room = source->room * 2 + READ_SIZE;
		source->buffer = memory_grow(source->buffer, source->room);
	}
}

static enum source_event buffer_fill(struct source *source, int milliseconds,
				     struct error *err)
{
	struct pollfd poller = { .fd = source->fd, .events = POLLIN };
	ssize_t n;

	if (milliseconds >= 0 && poll(&poller, 1, milliseconds) == 0)
		return SOURCE_WAIT;
	buffer_make_room(source);
	do
		n = read(source->fd, source->buffer + source->end,
			 source->room - source->end);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		(void)error_system(err, IOERR, "input_unreadable", errno,
				   "cannot read standard input");
		return SOURCE_BROKEN;
	}
	source->eof = n == 0;
	source->end += (size_t)n;
	source->read_bytes += (uint64_t)n;
	return SOURCE_DOCUMENT;
}

/* Finds the end of the value that begins at start; nothing but brackets,
 * quotes and what stands before a bracket is looked at. */
static enum frame frame_find(const struct source *source, size_t *size)
{
	const char *p = source->buffer + source->start;
	size_t n = source->end - source->start, depth = 0;
	bool text = false;
	char last = ',';

	for (size_t i = 0; i < n; i++) {
		if (i >= LIMIT_DOCUMENT_BYTES) {
			*size = i;
			return FRAME_TOO_LARGE;
		}
		if (text) {
			if (p[i] == '\\')
				i++;
			else if (p[i] == '"')
				text = false;
			else if (p[i] == '\n') /* not JSON any more */
				depth = 0, text = false;
			last = '"';
		} else if (p[i] == '"') {
			text = true;
		} else if (p[i] == '{' || p[i] == '[') {
			if (depth > 0 && !strchr(",:[", last)) {
				*size = i; /* not JSON either */
				return FRAME_WHOLE;
			}
			depth++;
			last = p[i];
		} else if ((p[i] == '}' || p[i] == ']') && depth > 0) {
			if (--depth == 0) {
				*size = i + 1;
				return FRAME_WHOLE;
			}
			last = p[i];
		} else if ((unsigned char)p[i] > ' ') {
			last = p[i];
		}
		if (depth == 0 && !text && p[i] == '\n') {
			*size = i;
			return FRAME_WHOLE;
		}
	}
	*size = n;
	return FRAME_MORE;
}

static void lines_count(struct source *source, size_t n)
{
	const char *p = source->buffer + source->start;
	const char *end = p + n;

	while ((p = memchr(p, '\n', (size_t)(end - p)))) {
		source->line++;
		p++;
	}
	source->start += n;
}

/* The byte order mark that some editors put before everything. */
static void mark_pass(struct source *source)
{
	if (source->begun || source->end - source->start < 3)
		return;
	source->begun = true;
	if (!memcmp(source->buffer + source->start, "\xEF\xBB\xBF", 3))
		source->start += 3;
}

/* Passes blanks, and the commas and brackets of an array around documents. */
static void blanks_pass(struct source *source)
{
	mark_pass(source);
	for (; source->start < source->end; source->start++) {
		char c = source->buffer[source->start];

		if (c == '\n') {
			source->line++;
			source->indent = 0;
		} else if (c == ' ' || c == '\t') {
			source->indent += source->indent < INDENT_MAX;
		} else if (c == '[' && !source->is_array) {
			source->is_array = true;
		} else if (c == ']' && source->is_array) {
			source->is_array = false;
		} else if (c != '\r' && c != '\036' &&
			   !(c == ',' && source->is_array)) {
			return;
		}
	}
}

/* Documents begin a line, indented like the one before or after a record
 * separator (RFC 7464); what lies deeper belongs to a document. */
static bool is_beginning(const struct source *source, const char *line,
			 size_t n)
{
	size_t i = 0;

	while (i < n && i < source->indent &&
	       (line[i] == ' ' || line[i] == '\t'))
		i++;
	return i < n && i == source->indent &&
	       (line[i] == '{' || line[i] == '\036');
}

/* How far it is to the next line on which a document may begin; `n` if there
 * is none in the first `n` bytes. */
static size_t beginning_find(const struct source *source, size_t n)
{
	const char *p = source->buffer + source->start, *end = p + n;

	for (const char *line = p;
	     (line = memchr(line, '\n', (size_t)(end - line)));) {
		line++;
		if (is_beginning(source, line, (size_t)(end - line)))
			return (size_t)(line - p);
	}
	return n;
}

/* Drops the rest of something broken; true when the next document is there
 * or there is none. */
static bool broken_pass(struct source *source)
{
	size_t n = source->end - source->start;
	size_t found = beginning_find(source, n);
	size_t keep = source->indent + 1; /* a line that has just begun */

	if (found == n && !source->eof) {
		lines_count(source, n > keep ? n - keep : 0);
		return false;
	}
	lines_count(source, found);
	source->is_lost = false;
	return true;
}

/* A document that is no JSON, or too large: it alone is refused. */
static enum source_event document_refuse(struct source *source)
{
	source->is_lost = true;
	return SOURCE_REFUSED;
}

static enum source_event document_parse(struct source *source, size_t size,
					struct json **ret, struct error *err)
{
	if (json_parse(source->buffer + source->start, size, ret, err) != OK) {
		if (!error_has(err, "json_duplicate_member"))
			return document_refuse(source);
		lines_count(source, size);
		return SOURCE_REFUSED;
	}
	source->text = source->buffer + source->start;
	source->text_size = size;
	lines_count(source, size);
	return SOURCE_DOCUMENT;
}

static enum source_event truncated(struct source *source, const char *what,
				   struct error *err)
{
	lines_count(source, source->end - source->start);
	source->is_array = false;
	(void)error_set(err, DATA, "json_truncated", NULL,
			"%s is cut off; send it again", what);
	return SOURCE_REFUSED;
}

/* What is left when the stream is over. */
static enum source_event document_last(struct source *source, struct json **ret,
				       struct error *err)
{
	size_t n = source->end - source->start;

	if (n == 0)
		return !source->is_array
			   ? SOURCE_END
			   : truncated(source, _("the array"), err);
	if (source->buffer[source->start] == '{' &&
	    beginning_find(source, n) == n)
		return truncated(source, _("the last document"), err);
	return document_parse(source, beginning_find(source, n), ret, err);
}

static enum source_event
document_too_large(struct source *source, struct json **ret, struct error *err)
{
	size_t n = beginning_find(source, LIMIT_DOCUMENT_BYTES);

	if (n < LIMIT_DOCUMENT_BYTES) /* it was not closed */
		return document_parse(source, n, ret, err);
	(void)error_set(err, DATA, "document_too_large", NULL,
			"a document has more than %zu bytes; split it",
			LIMIT_DOCUMENT_BYTES);
	return document_refuse(source);
}

enum source_event documents_next(struct source *source, int milliseconds,
				 struct json **ret, size_t *line,
				 struct error *err)
{
	enum source_event event;
	size_t size = 0;

	for (;;) {
		enum frame frame = FRAME_MORE;

		if (!source->is_lost || broken_pass(source)) {
			blanks_pass(source);
			*line = source->line;
			if (source->start < source->end)
				frame = frame_find(source, &size);
			if (frame == FRAME_TOO_LARGE)
				return document_too_large(source, ret, err);
			if (frame == FRAME_WHOLE)
				return document_parse(source, size, ret, err);
			if (source->eof)
				return document_last(source, ret, err);
		}
		event = buffer_fill(source, milliseconds, err);
		if (event != SOURCE_DOCUMENT)
			return event;
	}
}
