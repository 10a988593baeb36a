/* recognize_sign_document - whether what was signed is the form of the order */
#include "recognize_sign.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/store/desk.h>

#include "form_record.h"

/* The form as it was printed is the whole document, or what stands before the
 * first signature in it: signing a PDF adds to its end. */
static enum status is_printed(const struct sign_id *work,
			      const struct file_bytes *document, bool *ret,
			      struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	*ret = false;
	for (size_t i = 0; i < work->printed_count && !*ret; i++) {
		size_t size = (size_t)work->printed[i].size;

		if (size > document->size)
			continue;
		if ((rc = digest_sha256(document->bytes, size, hash, err)) !=
		    OK)
			return rc;
		*ret = !memcmp(hash, work->printed[i].sha256, sizeof hash);
	}
	return OK;
}

static void differs(struct sign_id *work, const char *reason)
{
	work->facts.form = FORM_DIFFERS;
	work->facts.form_reason = reason;
}

static const char *other_order(struct arena *arena, const struct sign_id *work,
			       const struct form_record *record)
{
	const struct request *it = &record->request, *order = &work->order;

	if (it->order_id == ABSENT)
		return _("the record in the form names no order");
	if (it->order_id != order->order_id)
		return arena_printf(
		    arena,
		    _("the form is of ORD%09" PRId64 ", not of ORD%09" PRId64),
		    it->order_id, order->order_id);
	return arena_printf(arena,
			    _("the form is of the external_code %s, the order "
			      "has %s"),
			    it->external_code, order->external_code);
}

/* A mistake of the file is a verdict; one of the machine is an error. */
static enum status not_ours(struct desk *desk, struct sign_id *work,
			    const struct error *why, struct error *err)
{
	if (why->status != DATA)
		return error_merge(err, why);
	differs(work, arena_text(desk->arena, why->mistakes[0].text));
	return OK;
}

enum status sign_id_document(struct desk *desk, struct sign_id *work,
			     const struct file_bytes *document,
			     const struct file_look *look, struct error *err)
{
	struct form_record record;
	struct error why;
	const char *members;
	bool printed;
	enum status rc;

	error_reset(&why);
	/* what is no PDF nobody has looked at, and its error tells what it is
	 */
	rc = look->bytes
		 ? form_record_take(desk->arena, document, look, &record, &why)
		 : form_record_read(desk->arena, document, &record, &why);
	if (rc != OK)
		return not_ours(desk, work, &why, err);
	if (!form_record_is_of(desk->arena, &record, work->order.order_id,
			       work->order.external_code)) {
		differs(work, other_order(desk->arena, work, &record));
		return OK;
	}
	/* an order that was made of a form has its code from the record */
	if (!record.request.external_code)
		record.request.external_code = work->order.external_code;
	members =
	    form_record_differences(desk->arena, &record.request, &work->order);
	if (members) {
		differs(work, arena_printf(desk->arena,
					   _("the form and the order differ in "
					     "%s"),
					   members));
		return OK;
	}
	if ((rc = is_printed(work, document, &printed, err)) != OK)
		return rc;
	work->facts.form = printed ? FORM_PRINTED : FORM_HOLDS_DATA;
	return OK;
}
