/* audit_head - a head of the journal, read: whether it is one of ours */
#include "audit_part.h"

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/signature.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>

#include "proof.h"

enum status audit_head_load(struct desk *desk, const char *path,
			    struct file_bytes *ret, struct error *err)
{
	unsigned char *bytes;
	enum status rc;

	ret->name = path;
	if ((rc = file_read(desk->arena, path, LIMIT_FILE_BYTES, &bytes,
			    &ret->size, err)) != OK)
		return rc;
	ret->bytes = bytes;
	return OK;
}

/* What the signature is worth is judged in a child, in the rounds that
 * act/verify.h tells of. */
static enum status signature_judge(struct desk *desk,
				   const struct head_reading *it,
				   struct verification **ret,
				   struct error *err)
{
	const struct verify_wish wish = { .file = it->file,
					  .offline = it->offline,
					  .at = ABSENT,
					  .shelf = it->shelf };
	enum status rc;

	if ((rc = verification_begin(desk, &wish, ret, err)) != OK ||
	    (rc = verification_judge(desk, *ret, err)) != OK)
		return rc;
	for (int i = 0; i < 2; i++)
		if ((rc = verification_load(desk, *ret, err)) != OK ||
		    (rc = verification_judge(desk, *ret, err)) != OK)
			return rc;
	for (int i = 0; i < 2; i++)
		if ((rc = verification_fetch(desk, *ret, err)) != OK ||
		    (rc = verification_judge(desk, *ret, err)) != OK)
			return rc;
	return OK;
}

static enum status head_unreadable(const struct head_reading *it,
				   struct error *err)
{
	return error_set(err, DATA, "head_unreadable", NULL,
			 "\"%s\" does not bear the one signature of a head",
			 it->file.name);
}

static enum status head_decode(struct desk *desk, const struct verification *of,
			       struct journal_head *ret, struct error *err)
{
	OWN(json) struct json *json = NULL;
	const void *bytes;
	size_t size;
	enum status rc;

	record_clear(&journal_head_record, ret);
	if ((rc = verification_content(of, &bytes, &size, err)) != OK ||
	    (rc = json_parse(bytes, size, &json, err)) != OK ||
	    (rc = record_restore(&journal_head_record, json, ret, desk->arena,
				 err)) != OK)
		return rc;
	return record_check_required(&journal_head_record, ret, err);
}

/* The certificate may have expired since, and a store that was put back to an
 * older state does not know it: that our authority certified its key, which
 * signed once, is what counts. */
enum status audit_head_read(struct desk *desk, struct head_reading *it,
			    struct error *err)
{
	const struct signature_report *report;
	struct verification *of;
	enum status rc;

	if ((rc = signature_judge(desk, it, &of, err)) != OK ||
	    (rc = head_decode(desk, of, &it->head, err)) != OK)
		return rc;
	report = verification_report(of);
	it->signature = report->signatures.items;
	if (report->signatures.count != 1 || !it->signature->certificate)
		return head_unreadable(it, err);
	return proof_signer_check(desk, it->signature->certificate, err);
}
