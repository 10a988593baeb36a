/* permission - which profile may do what, and where */
#ifndef IPP_RULE_PERMISSION_H
#define IPP_RULE_PERMISSION_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

enum permission {
	MAY_WORK,      /* anybody who is signed in */
	MAY_REQUEST,   /* drafts and submissions */
	MAY_HAND_IN,   /* evidence that somebody else signed */
	MAY_RECOGNISE, /* be the recogniser */
	MAY_REVIEW,    /* accept or reject evidence */
	MAY_ISSUE,
	MAY_SUSPEND_BY_CODE, /* for a holder who says his emergency code */
	MAY_REVOKE, /* suspend, reinstate, revoke, resend an envelope */
	MAY_SEARCH,
	MAY_MANAGE, /* units, operators, catalogue, authority */
	MAY_EXPORT, /* journal and dossiers */
	MAY_DELIVER, /* send what is in the outbox */
	MAY_SIGN_REMOTELY, /* remote certificates (stash-*) */
	MAY_LIST_REMOTELY, /* look at them */
};

enum reach {
	REACH_NOTHING,
	REACH_UNIT,	    /* what belongs to the session's unit */
	REACH_ORGANIZATION, /* everything of the organization */
};

/* The matrix of who may what. `profile` is an enum profile. */
enum reach permission_reach(int64_t profile, enum permission may);

/* Says whether `profile`, working in `unit_id`, may touch what belongs to
 * `thing_unit_id` (ABSENT: belongs to no unit). NOPERM `not_permitted`,
 * `other_unit`. */
enum status permission_check(int64_t profile, int64_t unit_id,
			     enum permission may, int64_t thing_unit_id,
			     struct error *err);

#endif
