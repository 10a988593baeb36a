/* search - products found by any combination of filters */
#include <ipp/store/search.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/product.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "product_row.h"
#include "search_filter.h"

/* So many rows are sorted rather than looking for them in an order. */
#define FEW 1500

#define COLUMNS_MAX 3

/* An order: its columns, in a form that an index serves and in one that none
 * does, and the filterless search in that order. Rows without a value in
 * `column[0]` are not in it. */
static const struct sort {
	enum lead lead;
	const char *drive, *test;
	const char *column[COLUMNS_MAX + 1];
	const char *plain[COLUMNS_MAX + 1]; /* no index serves it */
} sorts[] = {
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

/* How a search goes about it. */
struct plan {
	const struct search *search;
	struct term terms[TERMS_MAX];
	size_t count;
	int sort;
	enum group drives; /* GROUP_NONE: the order drives */
	enum lead lead;
	bool must_sort; /* the index of `drives` is in another order */
};

static const char *const from[] = {
	[LEAD_ORDERS] = " FROM orders o CROSS JOIN products p",
	[LEAD_PRODUCTS] = " FROM products p CROSS JOIN orders o",
};

#define REST                                     \
	" JOIN units u ON u.unit_id = o.unit_id" \
	" LEFT JOIN holders h ON h.holder_id = o.holder_id"

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
}

/* The filter that finds the fewest drives if those are few; else one whose
 * index is in the order that is wanted, else that order's own index, so that
 * a page is found by looking at few rows beside it. */
static enum status plan_weigh(struct store *store, struct plan *plan,
			      struct error *err)
{
	const struct term *best = NULL;
	enum group last = GROUP_NONE;
	int64_t least = FEW + 1, found;
	enum status rc;

	for (size_t i = 0; i < plan->count; i++) {
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
	}
	for (size_t i = 0; i < plan->count && !best; i++)
		if (plan->terms[i].sort == plan->sort)
			best = &plan->terms[i];
	if (best)
		drive_by(plan, best);
	return OK;
}

static enum status plan_make(struct store *store, struct plan *plan,
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

/* "column, column" or "column DESC, column DESC" */
static const char *columns_text(struct arena *arena, const struct plan *plan,
				const char *after)
{
	const struct sort *sort = &sorts[plan->sort];
	const char *const *column = plan->must_sort ? sort->plain
						    : sort->column;
	const char *ret = "";

	for (size_t i = 0; column[i]; i++)
		ret = arena_printf(arena, "%s%s%s%s", ret, i ? ", " : "",
				   column[i], after);
	return ret;
}

/* A page goes on after a row: its place in the order is looked up first. */
static enum status after_add(struct store *store, const struct plan *plan,
			     struct query *query, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const struct sort *sort = &sorts[plan->sort];
	struct arena *arena = query->arena;
	int64_t after = plan->search->after;
	const char *key = "", *values = "";
	enum status rc;
	bool row;

	if (after == ABSENT)
		return OK;
	for (int i = 0; sort->column[i]; i++)
		key = arena_printf(arena, "%s%s%s", key, i ? ", " : "",
				   sort->column[i]);
	if ((rc = sql_prepare(store->sql,
			      arena_printf(arena,
					   "SELECT %s FROM products p"
					   " JOIN orders o"
					   " ON o.order_id = p.order_id"
					   " WHERE p.user_id = $1"
					   " AND p.client_id = $2",
					   key),
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, after);
	sql_bind_integer(st, 2, plan->search->client_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "product_unknown", "after",
				 "there is no product USR%09" PRId64
				 " to go on "
				 "after; give the last one of the page before",
				 after);
	for (int i = 0; sort->column[i]; i++) {
		bool is_text = strstr(sort->column[i], "_key") != NULL;
		int n = query_value(query,
				    is_text ? sql_text(st, i, arena) : NULL,
				    is_text ? 0 : sql_integer(st, i));

		values =
		    arena_printf(arena, "%s%s$%d", values, i ? ", " : "", n);
	}
	query_condition(
	    query,
	    arena_printf(arena, "(%s) %s (%s)", columns_text(arena, plan, ""),
			 plan->search->reverse == 1 ? "<" : ">", values));
	return OK;
}

static enum status conditions_add(struct store *store, const struct plan *plan,
				  struct query *query, struct error *err)
{
	const struct sort *sort = &sorts[plan->sort];

	query_terms(query, plan->terms, plan->count, plan->drives);
	if (plan->drives == GROUP_NONE)
		query_condition(query, sort->drive);
	if (sort->test)
		query_condition(query, sort->test);
	return after_add(store, plan, query, err);
}

/* Where rows must be sorted, only keys are, and the rest is fetched for the
 * page alone. */
static const char *query_text(struct query *query, const struct plan *plan)
{
	struct arena *arena = query->arena;
	const char *limit = "", *order, *where;

	if (plan->search->limit != ABSENT)
		limit =
		    arena_printf(arena, " LIMIT $%d",
				 query_value(query, NULL, plan->search->limit));
	order = arena_printf(
	    arena, " ORDER BY %s",
	    columns_text(arena, plan,
			 plan->search->reverse == 1 ? " DESC" : ""));
	where = arena_printf(arena, " WHERE o.order_id = p.order_id%s",
			     query->where);
	if (!plan->must_sort || plan->search->limit == ABSENT)
		return arena_printf(arena, "SELECT%s%s" REST "%s%s%s",
				    product_columns, from[plan->lead], where,
				    order, limit);
	return arena_printf(
	    arena,
	    "SELECT%sFROM (SELECT p.user_id%s%s%s%s) AS page"
	    " CROSS JOIN products p ON p.user_id = page.user_id"
	    " JOIN orders o ON o.order_id = p.order_id" REST "%s",
	    product_columns, from[plan->lead], where, order, limit, order);
}

static enum status rows_each(struct sql_statement *st,
			     enum status (*each)(void *context,
						 const struct product *product,
						 struct error *err),
			     void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct product product;
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row) {
		product_fetch(st, arena, &product);
		if ((rc = each(context, &product, err)) != OK)
			return rc;
		arena_reset(arena);
	}
	return rc;
}

enum status products_search(struct store *store, const struct search *search,
			    enum status (*each)(void *context,
						const struct product *product,
						struct error *err),
			    void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct plan plan = { .search = search };
	struct query query;
	enum status rc;

	plan.count = terms_collect(search, arena, plan.terms);
	query_start(&query, arena, search);
	if ((rc = plan_make(store, &plan, err)) != OK ||
	    (rc = conditions_add(store, &plan, &query, err)) != OK ||
	    (rc = sql_prepare(store->sql, query_text(&query, &plan), &st,
			      err)) != OK)
		return rc;
	query_bind(&query, st);
	return rows_each(st, each, context, err);
}
