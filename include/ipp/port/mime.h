/* mime - makes mail messages (RFC 5322, RFC 2045 to 2047, RFC 2231) */
#ifndef IPP_PORT_MIME_H
#define IPP_PORT_MIME_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;

#define MIME_BYTES_MAX ((size_t)32 * 1024 * 1024) /* all attachments */

/* `name` is UTF-8 in any script, or NULL. */
struct mime_address {
	const char *name;
	const char *address;
};

struct mime_attachment {
	const char *name; /* a file name without folder, UTF-8 */
	const char *type; /* `application/pdf` */
	const void *bytes;
	size_t size;
};

struct mime_header {
	const char *name; /* `Auto-Submitted`, `X-...` */
	const char *value;
};

struct mime_message {
	struct mime_address from, to;
	struct mime_address reply_to; /* address NULL: none */
	const char *subject;
	int64_t date;		/* instant; written in UTC */
	const char *message_id; /* without < and > */
	const char *language;	/* `it`; NULL: not said */
	const char *text;	/* UTF-8, lines end with \n */
	const struct mime_attachment *attachments;
	size_t attachment_count;
	const struct mime_header *headers;
	size_t header_count;
};

/* The message as bytes in the arena, followed by a NUL that `size` does not
 * count, lines ending with \n, all of it ASCII. The same message always gives
 * the same bytes. Nothing in it can add a header or a recipient; all DATA:
 * `header_refused` (a control character or bad UTF-8 in a name, subject, file
 * name or header, or a header that is made here), `address_refused`,
 * `message_id_refused`, `text_refused` (bad UTF-8 or NUL-like control
 * characters in the text), `message_too_large`. */
enum status mime_build(struct arena *arena, const struct mime_message *message,
		       char **ret, size_t *size, struct error *err);

/* A copy with \r\n where `bytes` has \n, as SMTP wants it. */
char *mime_crlf(struct arena *arena, const char *bytes, size_t n, size_t *size);

#endif
