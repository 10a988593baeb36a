/* permission - which profile may do what, and where */
#include <ipp/rule/permission.h>

#include <stdio.h>
#include <string.h>

#include <ipp/base/text.h>
#include <ipp/model/words.h>

#define O REACH_UNIT
#define X REACH_ORGANIZATION

static const enum reach matrix[][PROFILE_ISSUER + 1] = {
	/*			operator ir rao master auditor issuer */
	[MAY_WORK] =		{ X,	 X, X,	X,     X,      X },
	[MAY_REQUEST] =		{ O,	 O, O,	X,     0,      0 },
	[MAY_HAND_IN] =		{ O,	 O, O,	X,     0,      0 },
	[MAY_RECOGNISE] =	{ 0,	 O, O,	O,     0,      0 },
	[MAY_REVIEW] =		{ 0,	 O, O,	X,     0,      0 },
	[MAY_ISSUE] =		{ 0,	 0, O,	X,     0,      0 },
	[MAY_SUSPEND_BY_CODE] = { X,	 X, X,	X,     0,      0 },
	[MAY_REVOKE] =		{ 0,	 0, O,	X,     0,      0 },
	[MAY_SEARCH] =		{ O,	 O, O,	X,     X,      0 },
	[MAY_MANAGE] =		{ 0,	 0, 0,	X,     0,      0 },
	[MAY_EXPORT] =		{ 0,	 0, 0,	X,     X,      0 },
	[MAY_DELIVER] =		{ 0,	 0, O,	X,     0,      0 },
	[MAY_SIGN_REMOTELY] =	{ 0,	 0, 0,	0,     0,      X },
	[MAY_LIST_REMOTELY] =	{ 0,	 0, 0,	0,     X,      X },
};

static const char *const deeds[] = {
	[MAY_WORK] = N_("work here"),
	[MAY_REQUEST] = N_("make requests"),
	[MAY_HAND_IN] = N_("hand in evidence"),
	[MAY_RECOGNISE] = N_("recognise holders"),
	[MAY_REVIEW] = N_("review evidence"),
	[MAY_ISSUE] = N_("issue certificates"),
	[MAY_SUSPEND_BY_CODE] = N_("suspend by emergency codes"),
	[MAY_REVOKE] = N_("suspend, revoke or send envelopes again"),
	[MAY_SEARCH] = N_("search"),
	[MAY_MANAGE] = N_("manage the desk"),
	[MAY_EXPORT] = N_("export the journal"),
	[MAY_DELIVER] = N_("send messages"),
	[MAY_SIGN_REMOTELY] = N_("use remote certificates"),
	[MAY_LIST_REMOTELY] = N_("look at remote certificates"),
};

enum reach permission_reach(int64_t profile, enum permission may)
{
	if (profile < 0 || profile > PROFILE_ISSUER)
		return REACH_NOTHING;
	return matrix[may][profile];
}

/* Names the profiles that may: to switch to, or to ask. */
static enum status refuse(int64_t profile, enum permission may,
			  struct error *err)
{
	char names[80] = "";

	for (int64_t i = 0; i <= PROFILE_ISSUER; i++)
		if (matrix[may][i])
			(void)snprintf(names + strlen(names),
				       sizeof names - strlen(names), "%s%s",
				       *names ? ", " : "",
				       profile_words[i].name);
	return error_set(err, NOPERM, "not_permitted", NULL,
			 "profile %s may not %s; switch to one that may (%s) "
			 "with: ipp-session switch, or ask somebody who has it",
			 profile_words[profile].name, _(deeds[may]), names);
}

enum status permission_check(int64_t profile, int64_t unit_id,
			     enum permission may, int64_t thing_unit_id,
			     struct error *err)
{
	enum reach reach = permission_reach(profile, may);

	if (reach == REACH_NOTHING)
		return refuse(profile, may, err);
	if (reach == REACH_UNIT && thing_unit_id != ABSENT &&
	    thing_unit_id != unit_id)
		return error_set(err, NOPERM, "other_unit", NULL,
				 "this belongs to another unit, where profile "
				 "%s may not %s; switch the unit with: "
				 "ipp-session switch",
				 profile_words[profile].name, _(deeds[may]));
	return OK;
}
