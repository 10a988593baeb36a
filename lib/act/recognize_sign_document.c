/* recognize_sign_document - whether what was signed is the form of the order */
#include "recognize_sign.h"

#include <inttypes.h>

#include <ipp/act/verify.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/store/desk.h>

#include "form_record.h"

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

/* A document in JSON can be no other part of a form. */
static bool is_record(const struct file_bytes *document)
{
	return document->size > 0 && document->size <= LIMIT_DOCUMENT_BYTES &&
	       *(const char *)document->bytes == '{';
}

static enum status record_read(struct desk *desk,
			       const struct file_bytes *document,
			       const struct file_look *look,
			       struct form_record *ret, struct error *err)
{
	if (look->bytes)
		return form_record_take(desk->arena, document, look, ret, err);
	if (is_record(document))
		return form_record_parse(desk->arena, document, ret, err);
	/* what is no PDF nobody has looked at, and its error tells what it is
	 */
	return form_record_read(desk->arena, document, ret, err);
}

static enum form_proof proof_of(const struct sign_id *work, bool has_pages)
{
	if (!has_pages)
		return FORM_RECORD;
	switch (verification_descent(work->verification)) {
	case DESCENT_SAME:
		return FORM_PRINTED;
	case DESCENT_CHANGED:
		return FORM_REDRAWN;
	default:
		return work->printed_count > 0 ? FORM_HOLDS_DATA
					       : FORM_ELSEWHERE;
	}
}

enum status sign_id_document(struct desk *desk, struct sign_id *work,
			     const struct file_bytes *document,
			     const struct file_look *look, struct error *err)
{
	struct form_record record;
	struct error why;
	const char *members;
	enum status rc;

	error_reset(&why);
	rc = record_read(desk, document, look, &record, &why);
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
	work->facts.form = proof_of(work, look->bytes != NULL);
	return OK;
}
