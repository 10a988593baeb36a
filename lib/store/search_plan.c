/* search_plan - how a search goes about it: what leads, in which order */
#include "search_plan.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>

#include "internal.h"

/* So many rows are sorted rather than looking for them in an order. With so
 * few of one filter there is no need to count those of another. */
#define FEW	 5000
#define VERY_FEW 100

const struct sort sorts[] = {
	[SORT_USER_ID] = { GROUP_NONE,
			   "p.client_id + 0 = $1",
			   NULL,
			   { "p.user_id" },
			   { "p.user_id + 0" } },
	[SORT_ORDER_ID] = { GROUP_NONE,
			    "p.client_id + 0 = $1",
			    NULL,
			    { "p.order_id", "p.user_id" },
			    { "p.order_id + 0", "p.user_id + 0" } },
	[SORT_CREATED_AT] = { GROUP_CREATED,
			      "p.client_id = $1",
			      ">= 0",
			      { "p.created_at", "p.user_id" },
			      { "p.created_at + 0", "p.user_id + 0" } },
	[SORT_ACTIVATED_AT] = { GROUP_ACTIVATED,
				"p.client_id = $1",
				">= 0",
				{ "p.activated_at", "p.user_id" },
				{ "p.activated_at + 0", "p.user_id + 0" } },
	[SORT_VALID_UNTIL] = { GROUP_VALID,
			       "p.client_id = $1",
			       ">= 0",
			       { "p.valid_until", "p.user_id" },
			       { "p.valid_until + 0", "p.user_id + 0" } },
	[SORT_SURNAME] = { GROUP_SURNAME,
			   "p.client_id = $1",
			   ">= ''",
			   { "p.surname_key", "p.user_id" },
			   { "p.surname_key || ''", "p.user_id + 0" } },
	[SORT_GIVEN_NAME] = { GROUP_GIVEN_NAME,
			      "p.client_id = $1",
			      ">= ''",
			      { "p.given_name_key", "p.user_id" },
			      { "p.given_name_key || ''", "p.user_id + 0" } },
};

/* How many rows filters of some groups alone would find; at most FEW + 1. */
static enum status groups_count(struct store *store, const struct plan *plan,
				unsigned groups, int64_t *ret,
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
		if (groups & group_bit(plan->terms[i].group))
			terms[count++] = plan->terms[i];
	query_start(&query, arena, plan->search);
	query_terms(&query, terms, count, groups);
	if ((rc = sql_prepare(
		 store->sql,
		 arena_printf(arena,
			      "SELECT count(*) FROM (SELECT 1 FROM products p"
			      " WHERE%s LIMIT $%d) AS few",
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

static unsigned groups_given(const struct plan *plan)
{
	unsigned ret = 0;

	for (size_t i = 0; i < plan->count; i++)
		ret |= group_bit(plan->terms[i].group);
	return ret;
}

/* The groups that are driven by together with that of `term`; a way of
 * recognition and a product have an index of their own. */
static unsigned groups_joined(const struct plan *plan, const struct term *term)
{
	unsigned kind = group_bit(GROUP_RECOGNITION) | group_bit(GROUP_PRODUCT);
	unsigned ret = group_bit(term->group);

	return (ret & kind) && (groups_given(plan) & kind) == kind ? kind : ret;
}

static void drive_by(struct plan *plan, const struct term *term)
{
	plan->drives = groups_joined(plan, term);
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
	int64_t least = FEW + 1, least_ordered = FEW + 2, found;
	unsigned counted = 0;
	enum status rc;

	for (size_t i = 0; i < plan->count && least > VERY_FEW; i++) {
		const struct term *term = &plan->terms[i];
		unsigned groups = groups_joined(plan, term);

		if (counted & groups)
			continue;
		counted |= groups;
		if ((rc = groups_count(store, plan, groups, &found, err)) != OK)
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
	const struct term *first = plan->terms;
	bool is_one = plan->count > 0 &&
		      groups_given(plan) == groups_joined(plan, first);

	plan->sort = search->sort != ABSENT ? (int)search->sort
		     : plan->count > 0	    ? first->sort
					    : SORT_CREATED_AT;
	plan->drives = 0;
	if (plan->count > 0 && (first->group <= GROUP_FEW ||
				(is_one && first->sort == plan->sort)))
		drive_by(plan, first);
	else if (plan->count > 0)
		return plan_weigh(store, plan, err);
	return OK;
}
