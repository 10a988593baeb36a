/* form_record - the record that a form of ours carries */
#ifndef IPP_ACT_FORM_RECORD_H
#define IPP_ACT_FORM_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/request.h>
#include <ipp/port/digest.h>

struct arena;
struct file_bytes;
struct file_look;

#define FORM_RECORD_NAME "record.json"

struct form_record {
	struct request request; /* what a document may set, as it stands */
	char sha256[2 * DIGEST_SIZE + 1]; /* of the record */
};

/* Reads the record out of a stranger's form, also a signed one (PDF or CMS,
 * nothing is verified), in a sandbox. DATA as cms_content and
 * file_attachment, and `form_record_broken` if it is no request of ours. */
enum status form_record_read(struct arena *arena, const struct file_bytes *form,
			     struct form_record *ret, struct error *err);
/* The same of a PDF that a sandbox has looked at for the FORM_RECORD_NAME of
 * at most LIMIT_DOCUMENT_BYTES. */
enum status form_record_take(struct arena *arena, const struct file_bytes *pdf,
			     const struct file_look *look,
			     struct form_record *ret, struct error *err);

/* The same of the record alone, as JSON. */
enum status form_record_parse(struct arena *arena,
			      const struct file_bytes *record,
			      struct form_record *ret, struct error *err);

/* The external_code of a request that is made of the record: its own, or one
 * from its SHA-256. In the arena. */
const char *form_record_code(struct arena *arena,
			     const struct form_record *record);

/* True if the form is that of an order of the number and external_code: the
 * code counts, where both have one, since numbers are every desk's own. */
bool form_record_is_of(struct arena *arena, const struct form_record *record,
		       int64_t order_id, const char *external_code);

/* The members of two requests that differ, of those that the holder signs for:
 * "surname, email"; NULL if none. In the arena. */
const char *form_record_differences(struct arena *arena,
				    const struct request *a,
				    const struct request *b);

#endif
