/* search - what an operator may see of orders and products */
#include <ipp/act/search.h>

#include <ipp/base/time.h>
#include <ipp/model/organization.h>
#include <ipp/model/search.h>
#include <ipp/rule/permission.h>
#include <ipp/store/desk.h>
#include <ipp/store/organization.h>
#include <ipp/store/search.h>

#define EXPIRING_MAX 3660

static const int64_t section_status[] = {
	[SECTION_DRAFTS] = STATUS_DRAFT,
	[SECTION_TO_IDENTIFY] = STATUS_TO_IDENTIFY,
	[SECTION_TO_SIGN] = STATUS_TO_SIGN,
	[SECTION_TO_REVIEW] = STATUS_TO_REVIEW,
	[SECTION_TO_ISSUE] = STATUS_TO_ISSUE,
	[SECTION_ACTIVE] = STATUS_ACTIVE,
	[SECTION_SUSPENDED] = STATUS_SUSPENDED,
	[SECTION_REVOKED] = STATUS_REVOKED,
};

static enum status section_apply(struct search *search, struct error *err)
{
	int64_t status;

	if (search->section == ABSENT)
		return OK;
	status = section_status[search->section];
	if (search->status != ABSENT && search->status != status)
		return error_set(err, USAGE, "section_status", "status",
				 "section and status contradict each other; "
				 "give one of them");
	search->status = status;
	return OK;
}

/* The words for days, by the clock of the desk. */
static void days_apply(const struct desk *desk, struct search *search)
{
	int64_t *const times[] = { &search->activated_from,
				   &search->activated_to,
				   &search->created_from,
				   &search->created_to,
				   &search->valid_from,
				   &search->valid_to };

	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		*times[i] = field_instant(*times[i], desk->now);
}

/* Days of the calendar, as for notices and renewals. */
static enum status expiring_apply(const struct desk *desk,
				  struct search *search, struct error *err)
{
	if (search->expiring == ABSENT)
		return OK;
	if (search->expiring < 0 || search->expiring > EXPIRING_MAX)
		return error_set(err, USAGE, "expiring", "expiring",
				 "days until the end are 0 to %d; give others",
				 EXPIRING_MAX);
	if ((search->status != ABSENT && search->status != STATUS_ACTIVE) ||
	    search->valid_from != ABSENT || search->valid_to != ABSENT)
		return error_set(err, USAGE, "expiring_twice", "expiring",
				 "what ends soon is active, and its end is "
				 "bounded already; leave out status, "
				 "valid_from and valid_to");
	search->status = STATUS_ACTIVE;
	search->valid_from = desk->now;
	search->valid_to =
	    (desk->now / DAY_SECONDS + search->expiring + 1) * DAY_SECONDS;
	search->expiring = ABSENT;
	return OK;
}

static enum status unit_apply(struct desk *desk, struct search *search,
			      struct error *err)
{
	const struct session *session = desk->session;
	struct unit unit;
	enum status rc;

	search->client_id = session->client_id;
	if (search->unit) {
		if ((rc = unit_find(desk->store, session->client_id,
				    search->unit, desk->arena, &unit, err)) !=
		    OK)
			return rc;
		search->unit_id = unit.unit_id;
	}
	if (permission_reach(session->profile, MAY_SEARCH) != REACH_UNIT)
		return OK;
	if (search->unit_id == ABSENT)
		search->unit_id = session->unit_id;
	return permission_check(session->profile, session->unit_id, MAY_SEARCH,
				search->unit_id, err);
}

enum status act_search(struct desk *desk, const struct search *search,
		       enum status (*each)(void *context,
					   const struct product *product,
					   struct error *err),
		       void *context, struct error *err)
{
	struct search wanted = *search;
	enum status rc;

	if (wanted.limit != ABSENT && wanted.limit < 1)
		return error_set(err, USAGE, "limit", "limit",
				 "a limit is 1 or more; give another");
	days_apply(desk, &wanted);
	if ((rc = section_apply(&wanted, err)) != OK ||
	    (rc = expiring_apply(desk, &wanted, err)) != OK ||
	    (rc = unit_apply(desk, &wanted, err)) != OK)
		return rc;
	return products_search(desk->store, &wanted, each, context, err);
}
