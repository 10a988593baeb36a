/* mime - makes mail messages with GMime */
#include <ipp/port/mime.h>

#include <stdbool.h>
#include <string.h>

#include <gmime/gmime.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define DATE_LAST 253402300799 /* 9999-12-31T23:59:59Z */

static void object_free(void *object)
{
	if (object)
		g_object_unref(object);
}

DEFINE_OWN(message, GMimeMessage, object_free)
DEFINE_OWN(multipart, GMimeMultipart, object_free)
DEFINE_OWN(part, GMimePart, object_free)
DEFINE_OWN(stream, GMimeStream, object_free)
DEFINE_OWN(wrapper, GMimeDataWrapper, object_free)

/* Written here, from their own members. */
static const char *const own_headers[] = {
	"From",	      "To",	      "Cc",	     "Bcc",
	"Sender",     "Reply-To",     "Subject",     "Date",
	"Message-ID", "MIME-Version", "Return-Path", NULL
};

/* Line ends may stand in the text, nowhere else; RFC 5322, 2.2. C1 controls
 * hide in UTF-8 as C2 80 to C2 9F. */
static bool is_clean(const char *text, bool may_have_lines)
{
	const unsigned char *p = (const unsigned char *)text;

	for (; *p; p++) {
		if (*p == 0x7f || (*p == 0xc2 && p[1] < 0xa0))
			return false;
		if (*p < ' ' && !(may_have_lines && (*p == '\n' || *p == '\t')))
			return false;
	}
	return g_utf8_validate(text, -1, NULL);
}

static enum status header_check(const char *field, const char *value,
				struct error *err)
{
	if (value && is_clean(value, false))
		return OK;
	return error_set(err, DATA, "header_refused", field,
			 "%s of the message is missing, or not one line of "
			 "clean UTF-8; mend it",
			 field);
}

static enum status address_check(const char *field,
				 const struct mime_address *address,
				 struct error *err)
{
	if (!mailbox_is_sendable(address->address))
		return error_set(err, DATA, "address_refused", field,
				 "no mail can be sent to or from this address; "
				 "mend the address of %s",
				 field);
	if (!address->name)
		return OK;
	return header_check(field, address->name, err);
}

static bool is_token(const char *text)
{
	for (const char *p = text; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr("-+._", *p))
			return false;
	return *text != '\0';
}

static enum status extra_header_check(const struct mime_header *header,
				      struct error *err)
{
	bool is_own = g_ascii_strncasecmp(header->name, "Content-", 8) == 0;

	for (const char *const *own = own_headers; *own && !is_own; own++)
		is_own = g_ascii_strcasecmp(header->name, *own) == 0;
	if (is_own || !is_token(header->name))
		return error_set(err, DATA, "header_refused", NULL,
				 "a header of this name is not an extra one; "
				 "name it X-...");
	return header_check(header->name, header->value, err);
}

/* RFC 2045, 5.1, without parameters. */
static bool is_media_type(const char *type)
{
	const char *slash = strchr(type, '/');

	if (!slash || !g_ascii_isalpha(*type))
		return false;
	for (const char *p = type; p < slash; p++)
		if (!g_ascii_isalnum(*p) && *p != '-')
			return false;
	return is_token(slash + 1);
}

static enum status attachment_check(const struct mime_attachment *attachment,
				    struct error *err)
{
	if (text_is_empty(attachment->type) || !is_media_type(attachment->type))
		return error_set(err, DATA, "header_refused", "type",
				 "attachment has no media type; give one like "
				 "application/pdf");
	if (text_is_empty(attachment->name) || strchr(attachment->name, '/'))
		return error_set(err, DATA, "header_refused", "name",
				 "attachment has no plain file name; give one "
				 "without folder");
	return header_check("name", attachment->name, err);
}

static enum status attachments_check(const struct mime_message *message,
				     struct error *err)
{
	size_t room = MIME_BYTES_MAX;
	enum status rc;

	for (size_t i = 0; i < message->attachment_count; i++) {
		const struct mime_attachment *row = message->attachments + i;

		if ((rc = attachment_check(row, err)) != OK)
			return rc;
		if (row->size > room)
			return error_set(err, DATA, "message_too_large",
					 "attachments",
					 "attachments are larger than %zu "
					 "bytes together; send fewer",
					 MIME_BYTES_MAX);
		room -= row->size;
	}
	return OK;
}

static enum status message_check(const struct mime_message *message,
				 struct error *err)
{
	enum status rc;

	if ((rc = address_check("from", &message->from, err)) != OK ||
	    (rc = address_check("to", &message->to, err)) != OK ||
	    (message->reply_to.address &&
	     (rc = address_check("reply_to", &message->reply_to, err)) != OK) ||
	    (rc = header_check("subject", message->subject, err)) != OK ||
	    (rc = attachments_check(message, err)) != OK)
		return rc;
	if (!message_id_is_valid(message->message_id))
		return error_set(err, DATA, "message_id_refused", "message_id",
				 "message needs a Message-ID of the form "
				 "left@right");
	if (message->date < 0 || message->date > DATE_LAST)
		return error_set(err, DATA, "header_refused", "date",
				 "date of the message lies outside the years "
				 "1970 to 9999; mend it");
	if (message->language && !is_token(message->language))
		return error_set(err, DATA, "header_refused", "language",
				 "language is not a tag like \"it\"; mend it");
	if (!message->text || !is_clean(message->text, true))
		return error_set(err, DATA, "text_refused", "text",
				 "text is not clean UTF-8; mend it");
	for (size_t i = 0; i < message->header_count; i++)
		if ((rc = extra_header_check(message->headers + i, err)) != OK)
			return rc;
	return OK;
}

static void content_set(GMimePart *part, const void *bytes, size_t size)
{
	OWN(stream)
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	OWN(wrapper)
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(
	    stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
}

/* Not a GMimeTextPart, which would choose a charset of its own. Always
 * encoded, so that no line is long or looks like a boundary. */
static GMimePart *text_part(const char *text)
{
	GMimePart *ret = g_mime_part_new_with_type("text", "plain");
	GMimeContentEncoding best;

	g_mime_object_set_content_type_parameter(GMIME_OBJECT(ret), "charset",
						 "utf-8");
	content_set(ret, text, strlen(text));
	best = g_mime_part_get_best_content_encoding(
	    ret, GMIME_ENCODING_CONSTRAINT_7BIT);
	if (best != GMIME_CONTENT_ENCODING_BASE64)
		best = GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE;
	g_mime_part_set_content_encoding(ret, best);
	return ret;
}

static GMimePart *attachment_part(const struct mime_attachment *attachment)
{
	OWN(text) char *type = memory_text(attachment->type);
	char *slash = strchr(type, '/');
	GMimePart *ret;

	*slash = '\0';
	ret = g_mime_part_new_with_type(type, slash + 1);
	content_set(ret, attachment->bytes, attachment->size);
	g_mime_part_set_content_encoding(ret, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_disposition(GMIME_OBJECT(ret), "attachment");
	g_mime_part_set_filename(ret, attachment->name);
	return ret;
}

/* "=_" never occurs in quoted-printable or base64 (RFC 2045, 6.7). GMime's
 * own boundary is random; ours follows from the Message-ID. */
static void boundary_set(GMimeMultipart *multipart, const char *message_id)
{
	char *hash =
	    g_compute_checksum_for_string(G_CHECKSUM_SHA256, message_id, -1);
	char boundary[2 + 32 + 1] = "=_";

	memcpy(boundary + 2, hash, 32);
	g_free(hash);
	g_mime_multipart_set_boundary(multipart, boundary);
}

static void body_set(GMimeMessage *mail, const struct mime_message *message)
{
	OWN(part) GMimePart *text = text_part(message->text);
	OWN(multipart) GMimeMultipart *multipart = NULL;

	if (message->language)
		g_mime_object_set_header(GMIME_OBJECT(text), "Content-Language",
					 message->language, NULL);
	if (message->attachment_count == 0) {
		g_mime_message_set_mime_part(mail, GMIME_OBJECT(text));
		return;
	}
	multipart = g_mime_multipart_new_with_subtype("mixed");
	boundary_set(multipart, message->message_id);
	g_mime_multipart_add(multipart, GMIME_OBJECT(text));
	for (size_t i = 0; i < message->attachment_count; i++) {
		OWN(part)
		GMimePart *part = attachment_part(message->attachments + i);

		g_mime_multipart_add(multipart, GMIME_OBJECT(part));
	}
	g_mime_message_set_mime_part(mail, GMIME_OBJECT(multipart));
}

/* GMime on its own would take the smallest charset that does. */
static void address_set(GMimeMessage *mail, GMimeAddressType type,
			const struct mime_address *address)
{
	InternetAddress *mailbox =
	    internet_address_mailbox_new(address->name, address->address);

	internet_address_set_charset(mailbox, "utf-8");
	internet_address_list_add(g_mime_message_get_addresses(mail, type),
				  mailbox);
	g_object_unref(mailbox);
}

static void headers_set(GMimeMessage *mail, const struct mime_message *message)
{
	GDateTime *date = g_date_time_new_from_unix_utc(message->date);

	address_set(mail, GMIME_ADDRESS_TYPE_FROM, &message->from);
	address_set(mail, GMIME_ADDRESS_TYPE_TO, &message->to);
	if (message->reply_to.address)
		address_set(mail, GMIME_ADDRESS_TYPE_REPLY_TO,
			    &message->reply_to);
	g_mime_message_set_subject(mail, message->subject, "utf-8");
	g_mime_message_set_message_id(mail, message->message_id);
	g_mime_message_set_date(mail, date);
	g_date_time_unref(date);
	for (size_t i = 0; i < message->header_count; i++)
		g_mime_object_append_header(GMIME_OBJECT(mail),
					    message->headers[i].name,
					    message->headers[i].value, "utf-8");
}

enum status mime_build(struct arena *arena, const struct mime_message *message,
		       char **ret, size_t *size, struct error *err)
{
	OWN(message) GMimeMessage *mail = NULL;
	enum status rc;
	char *text;
	size_t n;

	if ((rc = message_check(message, err)) != OK)
		return rc;
	g_mime_init(); /* counts; only the first call does something */
	mail = g_mime_message_new(TRUE);
	headers_set(mail, message);
	body_set(mail, message);
	text = g_mime_object_to_string(GMIME_OBJECT(mail), NULL);
	n = strlen(text);
	*ret = arena_text_n(arena, text, n);
	*size = n;
	memory_wipe(text, n);
	g_free(text);
	return OK;
}

char *mime_crlf(struct arena *arena, const char *bytes, size_t n, size_t *size)
{
	size_t lines = 0, used = 0;
	char *ret;

	for (size_t i = 0; i < n; i++)
		lines += bytes[i] == '\n';
	ret = arena_alloc(arena, n + lines + 1);
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			ret[used++] = '\r';
		ret[used++] = bytes[i];
	}
	*size = used;
	return ret;
}
