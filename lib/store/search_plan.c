/* search_plan - how a search goes about it: what leads, in which order */
#include "search_plan.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>

#include "internal.h"

/* So many rows are sorted rather than looking for them in an order; and with
 * so few of one filter there is no need to count those of another. */
#define FEW	 5000
#define VERY_FEW 100

const struct sort sorts[] = {
	[SORT_USER_ID] = { LEAD_PRODUCTS,
			   "p.client_id + 0 = $1",
			   NULL,
			   { "p.user_id" },
			   { "p.user_id + 0" } },
	[SORT_ORDER_ID] = { LEAD_ORDERS,
			    "o.client_id + 0 = $1",
			    NULL,
			    { "o.order_id", "p.user_id" },
			    { "o.order_id + 0", "p.user_id + 0" } },
	[SORT_CREATED_AT] = { LEAD_PRODUCTS,
			      "p.client_id = $1",
			      NULL,
			      { "p.created_at", "p.user_id" },
			      { "p.created_at + 0", "p.user_id + 0" } },
	[SORT_ACTIVATED_AT] = { LEAD_PRODUCTS,
				"p.client_id = $1",
				"p.activated_at IS NOT NULL",
				{ "p.activated_at", "p.user_id" },
				{ "p.activated_at + 0", "p.user_id + 0" } },
	[SORT_VALID_UNTIL] = { LEAD_PRODUCTS,
			       "p.client_id = $1",
			       "p.valid_until IS NOT NULL",
			       { "p.valid_until", "p.user_id" },
			       { "p.valid_until + 0", "p.user_id + 0" } },
	[SORT_SURNAME] = { LEAD_ORDERS,
			   "o.client_id = $1",
			   "o.surname_key IS NOT NULL",
			   { "o.surname_key", "o.order_id", "p.user_id" },
			   { "o.surname_key || ''", "o.order_id + 0",
			     "p.user_id + 0" } },
	[SORT_GIVEN_NAME] = { LEAD_ORDERS,
			      "o.client_id = $1",
			      "o.given_name_key IS NOT NULL",
			      { "o.given_name_key", "o.order_id", "p.user_id" },
			      { "o.given_name_key || ''", "o.order_id + 0",
				"p.user_id + 0" } },
};

/* How many rows a group of filters alone would find; at most FEW + 1. */
static enum status group_count(struct store *store, const struct plan *plan,
			       enum group group, enum lead lead, int64_t *ret,
			       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct term terms[TERMS_MAX];
	struct query query;
	size_t count = 0;
	enum status rc;
	bool row;

	for (size_t i = 0; i < plan->count; i++)
		if (plan->terms[i].group == group)
			terms[count++] = plan->terms[i];
	query_start(&query, arena, plan->search);
	query_terms(&query, terms, count, group);
	if ((rc = sql_prepare(
		 store->sql,
		 arena_printf(arena,
			      "SELECT count(*) FROM (SELECT 1 FROM %s"
			      " WHERE%s LIMIT $%d) AS few",
			      lead == LEAD_ORDERS ? "orders o" : "products p",
			      query.where + strlen(" AND"),
			      query_value(&query, NULL, FEW + 1)),
		 &st, err)) != OK)
		return rc;
	query_bind(&query, st);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = sql_integer(st, 0);
	return OK;
}

static void drive_by(struct plan *plan, const struct term *term)
{
	plan->drives = term->group;
	plan->lead = term->lead;
	plan->must_sort = term->sort != plan->sort;
	plan->first =
	    !plan->must_sort && !term->upper &&
	    (plan->sort == SORT_SURNAME || plan->sort == SORT_GIVEN_NAME);
}

/* The filter that finds the fewest drives if those are few; else one whose
 * index is in the order that is wanted, else that order's own index, so that
 * a page is found by looking at few rows beside it. */
static enum status plan_weigh(struct store *store, struct plan *plan,
			      struct error *err)
{
	const struct term *best = NULL, *ordered = NULL;
	enum group last = GROUP_NONE;
	int64_t least = FEW + 1, least_ordered = FEW + 2, found;
	enum status rc;

	for (size_t i = 0; i < plan->count && least > VERY_FEW; i++) {
		const struct term *term = &plan->terms[i];

		if (term->group == last)
			continue;
		last = term->group;
		if ((rc = group_count(store, plan, last, term->lead, &found,
				      err)) != OK)
			return rc;
		if (found < least) {
			least = found;
			best = term;
		}
		if (term->sort == plan->sort && found < least_ordered) {
			least_ordered = found;
			ordered = term;
		}
	}
	if (best || ordered)
		drive_by(plan, best ? best : ordered);
	return OK;
}

enum status plan_make(struct store *store, struct plan *plan,
			     struct error *err)
{
	const struct search *search = plan->search;
	bool is_one = plan->count > 0;

	plan->sort = search->sort != ABSENT ? (int)search->sort
		     : plan->count > 0	    ? plan->terms[0].sort
					    : SORT_CREATED_AT;
	plan->drives = GROUP_NONE;
	plan->lead = sorts[plan->sort].lead;
	for (size_t i = 1; i < plan->count; i++)
		is_one &= plan->terms[i].group == plan->terms[0].group;
	if (plan->count > 0 && (plan->terms[0].group <= GROUP_FEW ||
				(is_one && plan->terms[0].sort == plan->sort)))
		drive_by(plan, &plan->terms[0]);
	else if (plan->count > 0)
		return plan_weigh(store, plan, err);
	return OK;
}

