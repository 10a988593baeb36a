/* status - products put on hold and revoked, as the acts leave them behind */
#include "maker.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/status_change.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>
#include <ipp/rule/status_change.h>
#include <ipp/store/journal.h>
#include <ipp/store/status_change.h>

#define DELAY	  300 /* from the request to the act, at most, in seconds */
#define HOLD_DAYS 90  /* how long ago a suspension began, and how far its end */
#define HELD	  10  /* one of so many was on hold before it was revoked */
#define RELEASED  100 /* one of so many that work was once on hold */

/* Something that is asked for, as it is judged. */
struct asking {
	struct status_wish wish;
	struct status_plan plan;
	struct status_request request;
};

static int64_t motive_choose(struct maker *maker)
{
	static const int64_t motives[] = {
		MOTIVE_OFFICE_PROCEDURE, MOTIVE_KEY_COMPROMISED,
		MOTIVE_ROLE_REVOKED,	 MOTIVE_DEVICE_UNUSABLE,
		MOTIVE_DATA_CHANGED,
	};

	return motives[skewed(maker, COUNT(motives))];
}

static void judge(struct maker *maker, const struct issued *it, int64_t action,
		  int64_t motive, int64_t at, struct asking *ret)
{
	*ret = (struct asking){
		.wish = { .action = action,
			  .requester = REQUESTER_CERTIFIER,
			  .motive = motive,
			  .publication = ABSENT,
			  .received_at = at - (int64_t)below(maker, DELAY),
			  .compromised_at = ABSENT,
			  .activated_at = it->at,
			  .valid_until = it->until,
			  .now = at },
	};
	if (ret->wish.received_at < it->at)
		ret->wish.received_at = it->at;
	if (motive == MOTIVE_KEY_COMPROMISED)
		ret->wish.compromised_at = ret->wish.received_at;
	maker->desk.now = at;
	check(maker,
	      status_change_judge(&ret->wish, &ret->plan, &maker->err));
}

static void record(struct maker *maker, const struct issued *it,
		   struct asking *asking, int64_t change)
{
	asking->request = (struct status_request){
		.user_id = it->user_id,
		.action = asking->wish.action,
		.requester = asking->plan.requester,
		.way = WAY_DESK,
		.motive = asking->wish.motive,
		.publication = asking->plan.publication,
		.received_at = asking->plan.received_at,
		.due_at = asking->plan.due_at,
		.change_id = change,
	};
	check(maker, status_request_insert(&maker->desk, &asking->request,
					   &maker->err));
}

static void step(struct maker *maker, const struct issued *it,
		 const char *status, const char *event,
		 const struct asking *asking)
{
	struct json *detail = json_object_new();

	(void)run(maker,
		  "UPDATE products SET status = $2, status_at = $3"
		  " WHERE user_id = $1",
		  "iti", it->user_id, status, maker->desk.now);
	json_set_integer(detail, "request_id", asking->request.request_id);
	if (asking->plan.crl_reason)
		json_set_text(detail, "crl_reason", asking->plan.crl_reason);
	check(maker, journal_append(&maker->desk, event, it->order_id,
				    it->user_id, detail, &maker->err));
}

static void hold(struct maker *maker, const struct issued *it, int64_t at,
		 int64_t ends_at)
{
	struct suspension suspension = { .user_id = it->user_id,
					 .ends_at = ends_at,
					 .at_end = AT_END_REINSTATE };
	struct asking asking;
	int64_t change;

	judge(maker, it, ACTION_SUSPEND, MOTIVE_OTHER, at, &asking);
	check(maker, status_hold(&maker->desk, it->user_id, &change,
				 &maker->err));
	record(maker, it, &asking, change);
	suspension.request_id = asking.request.request_id;
	check(maker,
	      suspension_start(&maker->desk, &suspension, &maker->err));
	step(maker, it, "suspended", "product_suspended", &asking);
}

static void hold_end(struct maker *maker, const struct issued *it, int64_t how,
		     int64_t request_id)
{
	struct suspension suspension;
	bool found;

	check(maker, suspension_open(maker->store, it->user_id, &suspension,
				     &found, &maker->err));
	if (found)
		check(maker, suspension_finish(&maker->desk, &suspension, how,
					       request_id, &maker->err));
}

static void lift(struct maker *maker, const struct issued *it, int64_t at)
{
	struct asking asking;
	int64_t change;

	judge(maker, it, ACTION_REINSTATE, ABSENT, at, &asking);
	check(maker, status_release(&maker->desk, it->user_id, &change,
				    &maker->err));
	record(maker, it, &asking, change);
	step(maker, it, "active", "product_reinstated", &asking);
	hold_end(maker, it, ENDED_BY_LIFT, asking.request.request_id);
}

static void revoke(struct maker *maker, const struct issued *it, int64_t at)
{
	struct asking asking;
	int64_t change, revoked_at;

	judge(maker, it, ACTION_REVOKE, motive_choose(maker), at, &asking);
	check(maker,
	      status_revoke(&maker->desk, it->user_id, asking.plan.reason,
			    asking.wish.compromised_at, &change, &revoked_at,
			    &maker->err));
	record(maker, it, &asking, change);
	hold_end(maker, it, ENDED_BY_REVOCATION, asking.request.request_id);
	step(maker, it, "revoked", "product_revoked", &asking);
}

/* Begun lately, so that it has not ended yet. */
void product_suspend(struct maker *maker, const struct issued *it)
{
	const uint64_t range = HOLD_DAYS * (uint64_t)DAY_SECONDS;
	int64_t at = NOW - (int64_t)below(maker, range), ends_at;

	if (at <= it->at)
		at = it->at + 60;
	ends_at = (at > NOW ? at : NOW) + 3600 + (int64_t)below(maker, range);
	hold(maker, it, at, ends_at);
}

void product_revoke(struct maker *maker, const struct issued *it)
{
	int64_t at = it->at + 60 +
		     (int64_t)below(maker, 7 * (uint64_t)DAY_SECONDS);

	if (below(maker, HELD) == 0) {
		hold(maker, it, at, at + 30 * DAY_SECONDS);
		at += (int64_t)below(maker, 5 * (uint64_t)DAY_SECONDS);
	}
	revoke(maker, it, at);
}

void product_settle(struct maker *maker, const struct issued *it)
{
	int64_t at = it->at + 60;

	if (below(maker, RELEASED) != 0)
		return;
	hold(maker, it, at, at + 30 * DAY_SECONDS);
	lift(maker, it, at + 60 + (int64_t)below(maker, DAY_SECONDS));
}

void requests_settle(struct maker *maker)
{
	(void)run(maker,
		  "UPDATE status_requests SET published_at = done_at"
		  " WHERE published_at IS NULL",
		  "");
}
