/* suspend - certificates put on hold, and taken off it again */
#include <ipp/act/suspend.h>

#include <inttypes.h>

#include <ipp/act/product.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/settings.h>
#include <ipp/port/json.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/desk.h>
#include <ipp/store/status_change.h>
#include <ipp/store/store.h>

#include "revoke_part.h"
#include "suspend_part.h"

size_t suspension_weigh(void *attachments, const struct suspension_wish *in)
{
	return attachment_weigh(attachments, in->attachment,
				EVIDENCE_STATUS_REQUEST);
}

enum status suspension_read(struct desk *desk, struct attachments *attachments,
			    const struct suspension_wish *in,
			    struct paper **ret, struct error *err)
{
	return attachment_read(desk, attachments, in->attachment,
			       EVIDENCE_STATUS_REQUEST, ret, err);
}

static enum status suspended_tell(struct desk *desk, struct changing *changing,
				  const struct suspension *suspension,
				  struct error *err)
{
	struct json *values = json_object_new();

	json_set_text(values, "suspended_at",
		      changing_time(desk, suspension->started_at));
	json_set_text(values, "suspended_until",
		      changing_time(desk, suspension->ends_at));
	json_set_boolean(values, "is_revoked_then",
			 suspension->at_end == AT_END_REVOKE);
	json_set_boolean(values, "by_emergency_code",
			 changing->request.way == WAY_EMERGENCY);
	return changing_mail(desk, changing, "suspended", values,
			     err);
}

static enum status suspension_write(struct desk *desk,
				    struct changing *changing,
				    struct suspension *suspension,
				    struct error *err)
{
	struct product *product = &changing->product;
	struct json *detail;
	int64_t change;
	enum status rc;

	suspension->user_id = product->user_id;
	if ((rc = status_hold(desk, product->user_id, &change, err)) != OK ||
	    (rc = changing_record(desk, changing, change, err)) != OK)
		return rc;
	suspension->request_id = changing->request.request_id;
	if ((rc = suspension_start(desk, suspension, err)) != OK)
		return rc;
	detail = changing_tell(desk, changing);
	json_set_text(detail, "suspended_until",
		      changing_time(desk, suspension->ends_at));
	json_set_text(detail, "at_end",
		      suspension_end_words[suspension->at_end].name);
	if (changing->request.way == WAY_EMERGENCY)
		json_set_text(detail, "way",
			      request_way_words[WAY_EMERGENCY].name);
	return product_advance(desk, product, STATUS_SUSPENDED,
			       "product_suspended", detail, err);
}

static enum status unsuspended_check(const struct product *product,
				     struct error *err)
{
	if (product->status == STATUS_SUSPENDED)
		return error_set(err, REFUSED, "already_suspended", "user_id",
				 "USR%09" PRId64 " is suspended already; lift "
				 "that with --lift first",
				 product->user_id);
	return lifecycle_check(product->user_id, product->status,
			       STATUS_SUSPENDED, err);
}

enum status changing_suspend(struct desk *desk, struct changing *changing,
			     int64_t until, struct status_change *ret,
			     struct error *err)
{
	const struct suspension_limits limits = {
		desk->settings->suspension_max_days,
		desk->settings->suspension_at_end
	};
	struct suspension suspension = { 0 };
	enum status rc;

	if ((rc = changing_catch_up(desk, changing, err)) != OK ||
	    (rc = unsuspended_check(&changing->product, err)) != OK ||
	    (rc = changing_judge(desk, changing, err)) != OK ||
	    (rc = suspension_judge(&changing->wish, until, &limits,
				   &suspension.ends_at, &suspension.at_end,
				   err)) != OK ||
	    (rc = suspension_write(desk, changing, &suspension, err)) != OK ||
	    (rc = suspended_tell(desk, changing, &suspension, err)) != OK)
		return rc;
	changing_show(desk, changing, ret);
	ret->suspended_until = suspension.ends_at;
	ret->crl_reason = changing->plan.crl_reason;
	ret->revoked_at = suspension.started_at;
	return OK;
}

static struct changing *changing_of(struct desk *desk,
				    const struct suspension_wish *in,
				    const struct paper *paper)
{
	struct changing *ret = arena_alloc(desk->arena, sizeof *ret);

	*ret = (struct changing){
		.wish = { .requester = in->requester,
			  .third_party = in->third_party,
			  .motive = ABSENT,
			  .publication = ABSENT,
			  .received_at = in->received_at,
			  .compromised_at = ABSENT },
		.paper = paper,
		.note = in->status_note,
		.request.way = WAY_DESK,
	};
	return ret;
}

enum status act_suspend(struct desk *desk, const struct suspension_wish *in,
			const struct paper *paper, struct status_change *ret,
			struct error *err)
{
	struct changing *it = changing_of(desk, in, paper);
	enum status rc;

	it->wish.action = ACTION_SUSPEND;
	it->wish.motive = in->motive == ABSENT
			      ? MOTIVE_OTHER
			      : MOTIVE_LOSS + in->motive;
	if ((rc = product_open(desk, in->user_id, MAY_REVOKE, &it->product,
			       err)) != OK)
		return rc;
	return changing_suspend(desk, it, in->until, ret, err);
}

/* Good again; `how` and the request that did it, if there is one. */
static enum status hold_end(struct desk *desk, struct changing *changing,
			    const struct suspension *suspension, int64_t how,
			    struct json *detail, struct error *err)
{
	enum status rc;

	json_set_text(detail, "suspended_at",
		      changing_time(desk, suspension->started_at));
	json_set_text(detail, "ended_how", suspension_how_words[how].name);
	if ((rc = product_advance(desk, &changing->product, STATUS_ACTIVE,
				  "product_reinstated", detail, err)) != OK)
		return rc;
	return suspension_finish(desk, suspension, how,
				 how == ENDED_BY_LIFT
				     ? changing->request.request_id
				     : ABSENT,
				 err);
}

/* The holder hears of it, too. */
static enum status reinstate(struct desk *desk, struct changing *changing,
			     const struct suspension *suspension, int64_t how,
			     struct json *detail, struct error *err)
{
	struct json *values;
	enum status rc =
	    hold_end(desk, changing, suspension, how, detail, err);

	if (rc != OK)
		return rc;
	values = json_object_new();
	json_set_text(values, "suspended_at",
		      changing_time(desk, suspension->started_at));
	json_set_text(values, "reinstated_at", changing_time(desk, desk->now));
	json_set_boolean(values, "at_its_end", how == ENDED_BY_END);
	return changing_mail(desk, changing, "reinstated", values,
			     err);
}

static enum status suspension_need(struct desk *desk,
				   const struct product *product,
				   struct suspension *ret, struct error *err)
{
	enum status rc;
	bool found;

	if (product->status != STATUS_SUSPENDED)
		return error_set(err, REFUSED, "not_suspended", "user_id",
				 "USR%09" PRId64 " is %s, so there is nothing "
				 "to lift; find what there is with: "
				 "ipp-search --section=suspended",
				 product->user_id,
				 product_status_words[product->status].name);
	rc = suspension_open(desk->store, product->user_id, ret, &found, err);
	if (rc == OK && !found)
		return error_set(err, CONFIG, "suspension_missing", "user_id",
				 "the suspension of USR%09" PRId64 " is not "
				 "there; look with: ipp-store check",
				 product->user_id);
	return rc;
}

enum status act_lift(struct desk *desk, const struct suspension_wish *in,
		     const struct paper *paper, struct status_change *ret,
		     struct error *err)
{
	struct changing *it = changing_of(desk, in, paper);
	struct suspension suspension;
	int64_t change;
	enum status rc;

	it->wish.action = ACTION_REINSTATE;
	if (in->until != ABSENT)
		return error_set(err, DATA, "until_unused", "until",
				 "what is lifted is valid from now on; leave "
				 "out until, or lift it then");
	if ((rc = product_open(desk, in->user_id, MAY_REVOKE, &it->product,
			       err)) != OK ||
	    (rc = suspension_need(desk, &it->product, &suspension, err)) !=
		OK ||
	    (rc = changing_judge(desk, it, err)) != OK ||
	    (rc = status_release(desk, in->user_id, &change, err)) != OK ||
	    (rc = changing_record(desk, it, change, err)) != OK ||
	    (rc = reinstate(desk, it, &suspension, ENDED_BY_LIFT,
			    changing_tell(desk, it), err)) != OK)
		return rc;
	changing_show(desk, it, ret);
	return OK;
}

enum status act_due(struct desk *desk, const int64_t **ret, size_t *count,
		    struct error *err)
{
	const struct session *session = desk->session;
	bool is_unit =
	    permission_reach(session->profile, MAY_REVOKE) == REACH_UNIT;
	int64_t *ids;
	enum status rc = suspensions_due(desk->store, session->client_id,
					 is_unit ? session->unit_id : ABSENT,
					 desk->now, desk->arena, &ids, count,
					 err);

	if (rc != OK)
		return rc;
	*ret = ids;
	return *count == 0 ? OK : store_scatter(desk->store, *count, err);
}

/* An expired certificate needs no hold any more, but its entry stays: for ever,
 * so that one that was to be good before its end must be taken off, also when
 * that comes to light afterwards. Nobody hears that it is valid again. */
static enum status expired_hold_end(struct desk *desk,
				    struct changing *changing,
				    struct error *err)
{
	const struct product *product = &changing->product;
	struct suspension it;
	int64_t change;
	enum status rc = suspension_need(desk, product, &it, err);

	if (rc != OK)
		return rc;
	if (it.at_end != AT_END_REINSTATE || it.ends_at >= product->valid_until)
		return suspension_finish(desk, &it, ENDED_BY_EXPIRY, ABSENT,
					 err);
	rc = status_release(desk, product->user_id, &change, err);
	return rc == OK ? hold_end(desk, changing, &it, ENDED_BY_END,
				   json_object_new(), err)
			: rc;
}

static enum status expire(struct desk *desk, struct changing *changing,
			  struct error *err)
{
	struct product *product = &changing->product;
	enum status rc;

	if (product->status == STATUS_SUSPENDED &&
	    (rc = expired_hold_end(desk, changing, err)) != OK)
		return rc;
	return product_advance(desk, product, STATUS_EXPIRED,
			       "product_expired", NULL, err);
}

static enum status suspension_end(struct desk *desk, struct changing *changing,
				  const struct suspension *suspension,
				  struct status_change *ret, struct error *err)
{
	int64_t change;
	enum status rc;

	if (suspension->at_end == AT_END_REVOKE) {
		changing->wish.action = ACTION_REVOKE;
		changing->wish.requester = REQUESTER_CERTIFIER;
		changing->wish.motive = MOTIVE_OFFICE_PROCEDURE;
		rc = changing_judge(desk, changing, err);
		return rc == OK ? changing_revoke(desk, changing, ret, err)
				: rc;
	}
	if ((rc = changing_judge(desk, changing, err)) != OK ||
	    (rc = status_release(desk, changing->product.user_id, &change,
				 err)) != OK)
		return rc;
	return reinstate(desk, changing, suspension, ENDED_BY_END,
			 json_object_new(), err);
}

static struct changing *time_changing(struct desk *desk)
{
	const struct suspension_wish nobody = { .requester = ABSENT,
						.received_at = ABSENT };
	struct changing *ret = changing_of(desk, &nobody, NULL);

	ret->wish.action = ACTION_REINSTATE;
	return ret;
}

enum status changing_catch_up(struct desk *desk, struct changing *changing,
			      struct error *err)
{
	struct suspension suspension;
	struct changing *past;
	enum status rc;
	bool found;

	if (changing->product.status != STATUS_SUSPENDED)
		return OK;
	if ((rc = suspension_open(desk->store, changing->product.user_id,
				  &suspension, &found, err)) != OK)
		return rc;
	if (!found || suspension.at_end != AT_END_REINSTATE ||
	    suspension.ends_at > desk->now)
		return OK;
	past = time_changing(desk);
	past->product = changing->product;
	rc = suspension_end(desk, past, &suspension, NULL, err);
	changing->product = past->product;
	return rc;
}

enum status act_due_do(struct desk *desk, int64_t user_id,
		       struct status_change *ret, bool *silent,
		       struct error *err)
{
	struct changing *it = time_changing(desk);
	struct suspension suspension = { 0 };
	enum status rc;
	bool was_suspended;

	if ((rc = product_open(desk, user_id, MAY_REVOKE, &it->product,
			       err)) != OK)
		return rc;
	was_suspended = it->product.status == STATUS_SUSPENDED;
	*silent = false;
	if (it->product.valid_until < desk->now &&
	    lifecycle_is_legal(it->product.status, STATUS_EXPIRED)) {
		rc = expire(desk, it, err);
	} else if (was_suspended &&
		   (rc = suspension_need(desk, &it->product, &suspension,
					 err)) == OK &&
		   suspension.ends_at <= desk->now) {
		rc = suspension_end(desk, it, &suspension, ret, err);
	} else {
		*silent = true; /* somebody else was faster */
	}
	if (rc == OK && it->product.status != STATUS_REVOKED) {
		changing_show(desk, it, ret);
		ret->requester = ret->publication = ret->publish_by = ABSENT;
	}
	return rc;
}
