/* form_record - reads the record of a form, and holds it to an order */
#include "form_record.h"

#include <string.h>
#include <strings.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/cms_content.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/json.h>

/* Long enough to be nobody else's, short enough for a column. */
#define CODE_DIGITS 32

/* What the desk has for itself: how it calls and sorts the order, and what is
 * on no form. */
static const char *const own[] = {
	"order_id", "name", "holder_id", "message", "note", "language",
};

static bool is_own(const struct field *field)
{
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (!strcmp(own[i], field->name))
			return true;
	return false;
}

static enum status broken(const struct file_bytes *form,
			  const struct error *why, struct error *err)
{
	return error_set(err, DATA, "form_record_broken", NULL,
			 "the record in \"%s\" is no request (%s); give a "
			 "form that was made here",
			 form->name,
			 why->count > 0 ? why->mistakes[0].text : "");
}

/* The PDF in a signed message, also where that was signed again. */
static enum status unwrap(struct arena *arena, const struct file_bytes *form,
			  struct file_bytes *ret, struct error *err)
{
	unsigned char *bytes;
	enum status rc;

	*ret = *form;
	for (int i = 0; i < LIMIT_WRAPPINGS &&
			file_sniff(ret->bytes, ret->size) == FILE_P7M;
	     i++) {
		if ((rc = cms_content(arena, ret, &bytes, &ret->size, err)) !=
		    OK)
			return rc;
		if (!bytes)
			return error_set(err, DATA, "form_record_broken", NULL,
					 "\"%s\" is a signature without the "
					 "form; give the form",
					 form->name);
		ret->bytes = bytes;
	}
	return OK;
}

static enum status record_take(struct arena *arena,
			       const struct file_bytes *form,
			       const unsigned char *bytes, size_t size,
			       struct form_record *ret, struct error *err)
{
	OWN(json) struct json *json = NULL;
	unsigned char hash[DIGEST_SIZE];
	struct form_record record;
	struct error why;
	enum status rc;

	error_reset(&why);
	if ((rc = digest_sha256(bytes, size, hash, err)) != OK)
		return rc;
	record_clear(&request_record, &record.request);
	if (json_parse((const char *)bytes, size, &json, &why) != OK ||
	    record_decode(&request_record, json, &record.request, arena,
			  &why) != OK)
		return broken(form, &why, err);
	hex_encode(hash, sizeof hash, record.sha256);
	*ret = record;
	return OK;
}

enum status form_record_read(struct arena *arena, const struct file_bytes *form,
			     struct form_record *ret, struct error *err)
{
	OWN(arena)
	struct arena *pages = arena_new(); /* larger than the record */
	unsigned char *bytes;
	struct file_bytes pdf;
	size_t size;
	enum status rc;

	if ((rc = unwrap(pages, form, &pdf, err)) != OK ||
	    (rc = file_attachment(pages, &pdf, FORM_RECORD_NAME,
				  LIMIT_DOCUMENT_BYTES, &bytes, &size, err)) !=
		OK)
		return rc;
	return record_take(arena, form, bytes, size, ret, err);
}

enum status form_record_take(struct arena *arena, const struct file_bytes *pdf,
			     const struct file_look *look,
			     struct form_record *ret, struct error *err)
{
	unsigned char *bytes;
	size_t size;
	enum status rc =
	    file_look_attachment(arena, pdf, look, &bytes, &size, err);

	return rc == OK ? record_take(arena, pdf, bytes, size, ret, err) : rc;
}

enum status form_record_parse(struct arena *arena,
			      const struct file_bytes *record,
			      struct form_record *ret, struct error *err)
{
	return record_take(arena, record, record->bytes, record->size, ret,
			   err);
}

const char *form_record_code(struct arena *arena,
			     const struct form_record *record)
{
	const char *code = record->request.external_code;

	return code ? code
		    : arena_printf(arena, "FORM-%.*s", CODE_DIGITS,
				   record->sha256);
}

bool form_record_is_of(struct arena *arena, const struct form_record *record,
		       int64_t order_id, const char *external_code)
{
	if (external_code &&
	    !strcmp(form_record_code(arena, record), external_code))
		return true;
	return record->request.order_id != ABSENT &&
	       record->request.order_id == order_id &&
	       !(external_code && record->request.external_code);
}

static bool is_same(const struct field *field, struct arena *arena,
		    const struct request *a, const struct request *b)
{
	const char *left = field_format(field, a, arena);
	const char *right = field_format(field, b, arena);

	return field_is_absent(field, a) == field_is_absent(field, b) &&
	       !(strcmp(field->name, "email") ? strcmp(left, right)
					      : strcasecmp(left, right));
}

const char *form_record_differences(struct arena *arena,
				    const struct request *a,
				    const struct request *b)
{
	const char *ret = NULL;

	for (const struct field *f = request_record.fields; f->name; f++) {
		bool counts = f->flags & FIELD_IN && (f->flags & FIELD_STORED ||
						      f->type == FIELD_TEXTS);

		if (counts && !is_own(f) && !is_same(f, arena, a, b))
			ret = ret ? arena_printf(arena, "%s, %s", ret, f->name)
				  : f->name;
	}
	return ret;
}
