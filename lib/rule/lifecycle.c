/* lifecycle - the legal steps in the life of a product */
#include <ipp/rule/lifecycle.h>

#include <inttypes.h>
#include <stdio.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

const struct lifecycle_step lifecycle_steps[] = {
	{ STATUS_DRAFT, STATUS_TO_IDENTIFY },
	{ STATUS_TO_IDENTIFY, STATUS_TO_SIGN },
	{ STATUS_TO_IDENTIFY, STATUS_TO_REVIEW },
	{ STATUS_TO_IDENTIFY, STATUS_TO_ISSUE },
	{ STATUS_TO_IDENTIFY, STATUS_CANCELLED },
	{ STATUS_TO_SIGN, STATUS_TO_ISSUE },
	{ STATUS_TO_SIGN, STATUS_CANCELLED },
	{ STATUS_TO_REVIEW, STATUS_TO_ISSUE },
	{ STATUS_TO_REVIEW, STATUS_TO_IDENTIFY },
	{ STATUS_TO_REVIEW, STATUS_CANCELLED },
	{ STATUS_TO_ISSUE, STATUS_ISSUING },
	{ STATUS_TO_ISSUE, STATUS_CANCELLED },
	{ STATUS_ISSUING, STATUS_ACTIVE },
	{ STATUS_ISSUING, STATUS_TO_ISSUE },
	{ STATUS_ACTIVE, STATUS_SUSPENDED },
	{ STATUS_ACTIVE, STATUS_REVOKED },
	{ STATUS_ACTIVE, STATUS_EXPIRED },
	{ STATUS_SUSPENDED, STATUS_ACTIVE },
	{ STATUS_SUSPENDED, STATUS_REVOKED },
	{ STATUS_SUSPENDED, STATUS_EXPIRED },
};

const unsigned lifecycle_step_count =
    sizeof lifecycle_steps / sizeof *lifecycle_steps;

bool lifecycle_is_legal(int64_t status, int64_t next)
{
	for (unsigned i = 0; i < lifecycle_step_count; i++)
		if (lifecycle_steps[i].status == status &&
		    lifecycle_steps[i].next == next)
			return true;
	return false;
}

/* What somebody who wants another step does first. */
static const char *const ways[] = {
	[STATUS_DRAFT] = N_("submit its request first: ipp-request submit"),
	[STATUS_TO_IDENTIFY] = N_("its holder must be recognised first: "
				  "ipp-recognize"),
	[STATUS_TO_SIGN] = N_("its holder must sign the form first"),
	[STATUS_TO_REVIEW] = N_("its papers must be reviewed first: "
				"ipp-recognize offline --accept"),
	[STATUS_TO_ISSUE] = N_("issue it or give it up: ipp-issue, "
			       "ipp-recognize cancel"),
	[STATUS_ISSUING] = N_("finish its issue first: ipp-issue"),
	[STATUS_ACTIVE] = N_("its certificate is issued already; see: "
			     "ipp-search show"),
	[STATUS_SUSPENDED] = N_("its certificate is on hold; see: "
				"ipp-search show"),
	[STATUS_REVOKED] = N_("this is final"),
	[STATUS_EXPIRED] = N_("this is final"),
	[STATUS_CANCELLED] = N_("this is final; make a new request: "
				"ipp-request clone"),
};

enum status lifecycle_check(int64_t user_id, int64_t status, int64_t next,
			    struct error *err)
{
	if (lifecycle_is_legal(status, next))
		return OK;
	return error_set(err, REFUSED, "transition_refused", "user_id",
			 "USR%09" PRId64 " is %s and cannot become %s; %s",
			 user_id, product_status_words[status].name,
			 product_status_words[next].name, _(ways[status]));
}

enum status lifecycle_recognition(int64_t user_id, int64_t recognition,
				  int64_t wanted, struct error *err)
{
	if (recognition == wanted)
		return OK;
	return error_set(
	    err, REFUSED, "other_recognition", "user_id",
	    "USR%09" PRId64 " was asked for with recognition %s; recognise its "
	    "holder that way",
	    user_id,
	    recognition < 0 ? "unknown" : recognition_words[recognition].name);
}
