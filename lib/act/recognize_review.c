/* recognize_review - an officer's word on what somebody else handed in */
#include <ipp/act/recognize.h>

#include <inttypes.h>

#include <ipp/act/product.h>
#include <ipp/act/registry.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/product.h>

#include "holder_message.h"

static enum status reason_check(const struct review *verdict, struct error *err)
{
	if (!text_is_empty(verdict->reason))
		return OK;
	return error_set(err, DATA, "reason_missing", "reason",
			 "a reason is needed; give it with --reason");
}

static enum status holder_tell(struct desk *desk, const struct review *verdict,
			       const struct product *product,
			       const char *template_name, struct error *err)
{
	struct request order;
	enum status rc;

	if (!verdict->tells_holder)
		return OK;
	if ((rc = product_order_load(desk->store, product, desk->arena, &order,
				     err)) != OK)
		return rc;
	return holder_message_queue(desk, product, &order, template_name, NULL,
				    err);
}

static enum status accept(struct desk *desk, struct product *product,
			  struct error *err)
{
	struct request order;
	enum status rc;

	if ((rc = product_advance(desk, product, STATUS_TO_ISSUE,
				  "evidence_accepted", NULL, err)) != OK ||
	    (rc = product_order_load(desk->store, product, desk->arena, &order,
				     err)) != OK)
		return rc;
	return registry_verify(desk, &order, product->user_id, err);
}

/* The papers stay as evidence; whoever recognises next does it anew. */
static enum status reject(struct desk *desk, const struct review *verdict,
			  struct product *product, struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	enum status rc;

	if ((rc = reason_check(verdict, err)) != OK)
		return rc;
	json_set_text(detail, "reason", verdict->reason);
	product->reason = verdict->reason;
	product->recognised_by = ABSENT;
	if ((rc = product_advance(desk, product, STATUS_TO_IDENTIFY,
				  "evidence_rejected", TAKE(detail), err)) !=
	    OK)
		return rc;
	return holder_tell(desk, verdict, product, "recognition_refused", err);
}

enum status review(struct desk *desk, const struct review *verdict,
		   struct product *ret, struct error *err)
{
	struct product product;
	enum status rc;

	if ((rc = product_open(desk, verdict->user_id, MAY_REVIEW, &product,
			       err)) != OK)
		return rc;
	if (product.status != STATUS_TO_REVIEW)
		return error_set(err, REFUSED, "transition_refused", "user_id",
				 "USR%09" PRId64 " is %s, so there is nothing "
				 "to review; find what there is with: "
				 "ipp-search --section=to_review",
				 product.user_id,
				 product_status_words[product.status].name);
	if (product.handed_in_by == desk->session->operator_id)
		return error_set(err, REFUSED, "own_evidence", "user_id",
				 "you handed in the papers of USR%09" PRId64
				 " yourself; have another officer review them",
				 product.user_id);
	product.reviewed_by = desk->session->operator_id;
	rc = verdict->accepts ? accept(desk, &product, err)
			      : reject(desk, verdict, &product, err);
	if (rc == OK)
		*ret = product;
	return rc;
}

enum status recognition_cancel(struct desk *desk, const struct review *verdict,
			       struct product *ret, struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	const struct session *session = desk->session;
	struct product product;
	enum status rc;

	if ((rc = product_open(desk, verdict->user_id, MAY_REVIEW, &product,
			       err)) != OK ||
	    (rc = reason_check(verdict, err)) != OK)
		return rc;
	/* what is ready to be issued is the issuing officer's */
	if (product.status == STATUS_TO_ISSUE &&
	    (rc = permission_check(session->profile, session->unit_id,
				   MAY_ISSUE, product.unit_id, err)) != OK)
		return rc;
	json_set_text(detail, "reason", verdict->reason);
	product.reason = verdict->reason;
	if ((rc = product_advance(desk, &product, STATUS_CANCELLED,
				  "product_cancelled", TAKE(detail), err)) !=
		OK ||
	    (rc = holder_tell(desk, verdict, &product, "request_cancelled",
			      err)) != OK)
		return rc;
	*ret = product;
	return OK;
}
