/* revoke - certificates revoked for good */
#include <ipp/act/revoke.h>

#include <inttypes.h>

#include <ipp/act/product.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/port/json.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/desk.h>
#include <ipp/store/status_change.h>

#include "revoke_part.h"
#include "suspend_part.h"

static int64_t kind_of(const struct revocation *in)
{
	return in->motive == MOTIVE_CONTRACT_WITHDRAWAL
		   ? EVIDENCE_WITHDRAWN_CONTRACT
		   : EVIDENCE_STATUS_REQUEST;
}

size_t revocation_weigh(void *attachments, const struct revocation *in)
{
	return attachment_weigh(attachments, in->attachment, kind_of(in));
}

enum status revocation_read(struct desk *desk, struct attachments *attachments,
			    const struct revocation *in, struct paper **ret,
			    struct error *err)
{
	return attachment_read(desk, attachments, in->attachment, kind_of(in),
			       ret, err);
}

/* Revoked already: no error to one who goes on with what he began. */
static enum status revoked_show(struct desk *desk, struct changing *changing,
				bool resume, struct status_change *ret,
				struct error *err)
{
	struct status_request last;
	enum status rc;
	bool found;

	if ((rc = status_request_last(desk->store, changing->product.user_id,
				      &last, &found, err)) != OK)
		return rc;
	if (!resume || !found || last.motive != changing->wish.motive)
		return error_set(err, REFUSED, "already_revoked", "user_id",
				 "USR%09" PRId64 " is revoked already, and "
				 "this is final; see: ipp-search show",
				 changing->product.user_id);
	changing->plan.requester = last.requester;
	changing->plan.publication = last.publication;
	changing->plan.due_at = last.due_at;
	changing_show(desk, changing, ret);
	ret->existing = 1;
	return OK;
}

static enum status suspension_close(struct desk *desk,
				    const struct changing *changing,
				    struct error *err)
{
	struct suspension suspension;
	enum status rc;
	bool found;

	if ((rc = suspension_open(desk->store, changing->product.user_id,
				  &suspension, &found, err)) != OK ||
	    !found)
		return rc;
	return suspension_finish(desk, &suspension, ENDED_BY_REVOCATION,
				 changing->request.request_id, err);
}

static enum status holder_tell(struct desk *desk, struct changing *changing,
			       int64_t revoked_at, bool was_suspended,
			       struct error *err)
{
	struct json *values = json_object_new();

	json_set_text(values, "revoked_at", changing_time(desk, revoked_at));
	json_set_text(values, "publish_by",
		      changing_time(desk, changing->plan.due_at));
	json_set_boolean(values, "was_suspended", was_suspended);
	return changing_mail(desk, changing, "revoked", values,
			     err);
}

enum status changing_revoke(struct desk *desk, struct changing *changing,
			    struct status_change *ret, struct error *err)
{
	struct product *product = &changing->product;
	bool was_suspended = product->status == STATUS_SUSPENDED;
	int64_t change, revoked_at;
	struct json *detail;
	enum status rc;

	if ((rc = status_revoke(desk, product->user_id, changing->plan.reason,
				changing->wish.compromised_at, &change,
				&revoked_at, err)) != OK ||
	    (rc = changing_record(desk, changing, change, err)) != OK ||
	    (was_suspended &&
	     (rc = suspension_close(desk, changing, err)) != OK))
		return rc;
	detail = changing_tell(desk, changing);
	json_set_text(detail, "crl_reason", changing->plan.crl_reason);
	json_set_text(detail, "revoked_at", changing_time(desk, revoked_at));
	if ((rc = product_advance(desk, product, STATUS_REVOKED,
				  "product_revoked", detail, err)) != OK ||
	    (rc = holder_tell(desk, changing, revoked_at, was_suspended,
			      err)) != OK)
		return rc;
	changing_show(desk, changing, ret);
	ret->crl_reason = changing->plan.crl_reason;
	ret->revoked_at = revoked_at;
	return OK;
}

enum status act_revoke(struct desk *desk, const struct revocation *in,
		       const struct paper *paper, bool resume,
		       struct status_change *ret, struct error *err)
{
	struct changing *it = arena_alloc(desk->arena, sizeof *it);
	enum status rc;

	*it = (struct changing){
		.wish = { .action = ACTION_REVOKE,
			  .requester = in->requester,
			  .third_party = in->third_party,
			  .motive = in->motive,
			  .publication = in->publication,
			  .received_at = in->received_at,
			  .compromised_at = in->compromised_at },
		.paper = paper,
		.note = in->status_note,
		.request.way = WAY_DESK,
	};
	if ((rc = product_open(desk, in->user_id, MAY_REVOKE, &it->product,
			       err)) != OK)
		return rc;
	if (it->product.status == STATUS_REVOKED)
		return revoked_show(desk, it, resume, ret, err);
	if ((rc = lifecycle_check(it->product.user_id, it->product.status,
				  STATUS_REVOKED, err)) != OK ||
	    (rc = changing_catch_up(desk, it, err)) != OK ||
	    (rc = changing_judge(desk, it, err)) != OK)
		return rc;
	return changing_revoke(desk, it, ret, err);
}
