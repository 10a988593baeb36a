/* audit - what the journal says, to who may read it */
#include <ipp/act/audit.h>

#include <ipp/model/journal.h>
#include <ipp/model/operator.h>
#include <ipp/model/organization.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/operator.h>
#include <ipp/store/organization.h>

static enum status names_resolve(struct desk *desk,
				 struct journal_filter *filter,
				 struct error *err)
{
	int64_t client_id = desk->session->client_id;
	struct operator_person operator;
	struct unit unit;
	enum status rc;

	filter->client_id = client_id;
	if (filter->operator) {
		if ((rc = operator_find(desk->store, client_id,
					filter->operator, desk->now,
					desk->arena, &operator, err)) != OK)
			return rc;
		filter->operator_id = operator.operator_id;
	}
	if (filter->unit) {
		if ((rc = unit_find(desk->store, client_id, filter->unit,
				    desk->arena, &unit, err)) != OK)
			return rc;
		filter->unit_id = unit.unit_id;
	}
	return OK;
}

enum status act_audit_log(struct desk *desk,
			  const struct journal_filter *filter,
			  enum status (*each)(void *context,
					      const struct journal_entry *entry,
					      struct error *err),
			  void *context, struct error *err)
{
	struct journal_filter wanted = *filter;
	enum status rc;

	if (wanted.limit != ABSENT && wanted.limit < 1)
		return error_set(err, USAGE, "limit", "limit",
				 "a limit is 1 or more; give another");
	wanted.from = field_instant(wanted.from, desk->now);
	wanted.to = field_instant(wanted.to, desk->now);
	if (wanted.from != ABSENT && wanted.to != ABSENT &&
	    wanted.to <= wanted.from)
		return error_set(err, USAGE, "period", "to",
				 "the period ends before it begins; give a "
				 "later end");
	if ((rc = names_resolve(desk, &wanted, err)) != OK)
		return rc;
	return journal_list(desk->store, &wanted, each, context, err);
}
