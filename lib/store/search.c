/* search - products found by any combination of filters */
#include <ipp/store/search.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/product.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "product_row.h"
#include "search_plan.h"

/* "column, column" or "column DESC, column DESC" */
static const char *columns_text(struct arena *arena, const struct plan *plan,
				const char *after)
{
	const struct sort *sort = &sorts[plan->sort];
	const char *const *column = plan->must_sort ? sort->plain
						    : sort->column;
	const char *ret = "";

	for (column += plan->first; *column; column++)
		ret = arena_printf(arena, "%s%s%s%s", ret, *ret ? ", " : "",
				   *column, after);
	return ret;
}

/* The row that a page goes on after, by the columns of the order. */
struct place {
	const char *texts[SORT_COLUMNS_MAX];
	int64_t numbers[SORT_COLUMNS_MAX];
	int count;
};

static enum status place_find(struct store *store, const struct plan *plan,
			      struct arena *arena, struct place *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *const *column = sorts[plan->sort].column;
	int64_t after = plan->search->after;
	const char *columns = "";
	enum status rc;
	bool row;

	for (int i = 0; column[i]; i++)
		columns = arena_printf(arena, "%s%s%s", columns, i ? ", " : "",
				       column[i]);
	if ((rc = sql_prepare(store->sql,
			      arena_printf(arena,
					   "SELECT %s FROM products p"
					   " WHERE p.user_id = $1"
					   " AND p.client_id = $2",
					   columns),
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, after);
	sql_bind_integer(st, 2, plan->search->client_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "product_unknown", "after",
				 "there is no product USR%09" PRId64 " to go on "
				 "after; give the last one of the page before",
				 after);
	for (int i = 0; column[i]; i++) {
		if (strstr(column[i], "_key"))
			ret->texts[i] = sql_text(st, i, arena);
		else
			ret->numbers[i] = sql_integer(st, i);
		ret->count = i + 1;
	}
	return OK;
}

/* What is behind the place and agrees with it in the columns before `level`.
 * The levels, the last first, are all that is behind it, and the index is
 * entered right there however many rows agree. */
static void level_add(const struct plan *plan, struct query *query,
		      const struct place *place, int level)
{
	const char *const *column = sorts[plan->sort].column;
	const char *behind = plan->search->reverse == 1 ? "<" : ">";

	for (int i = plan->first; i <= level; i++)
		query_condition(query,
				arena_printf(query->arena, "%s %s $%d",
					     column[i],
					     i < level ? "=" : behind,
					     query_value(query, place->texts[i],
							 place->numbers[i])));
}

/* The same at once, for rows that are sorted anyway. */
static void behind_add(const struct plan *plan, struct query *query,
		       const struct place *place)
{
	struct arena *arena = query->arena;
	const char *values = "";

	for (int i = 0; i < place->count; i++)
		values = arena_printf(arena, "%s%s$%d", values, i ? ", " : "",
				      query_value(query, place->texts[i],
						  place->numbers[i]));
	query_condition(query,
			arena_printf(arena, "(%s) %s (%s)",
				     columns_text(arena, plan, ""),
				     plan->search->reverse == 1 ? "<" : ">",
				     values));
}

/* Leaves out the rows without a value, unless another condition does. */
static void test_add(const struct plan *plan, struct query *query,
		     const struct place *place)
{
	const struct sort *sort = &sorts[plan->sort];
	const char *column = plan->must_sort ? *sort->plain : *sort->column;

	if (!sort->test || place->count > 0)
		return;
	for (size_t i = 0; i < plan->count; i++)
		if (plan->terms[i].group == sort->group)
			return;
	query_condition(query, arena_printf(query->arena, "%s %s", column,
					    sort->test));
}

static void conditions_add(const struct plan *plan, struct query *query,
			   const struct place *place, int level)
{
	if (place->count > 0 && !plan->must_sort)
		query->overtakes = level > plan->first		? '=' :
				   plan->search->reverse == 1 ? '<' :
								'>';
	query_terms(query, plan->terms, plan->count, plan->drives);
	if (!plan->drives)
		query_condition(query, sorts[plan->sort].drive);
	test_add(plan, query, place);
	if (place->count > 0 && plan->must_sort)
		behind_add(plan, query, place);
	else if (place->count > 0)
		level_add(plan, query, place, level);
}

/* Where rows must be sorted, only keys are, and the rest is fetched for the
 * page alone. */
static const char *query_text(struct query *query, const struct plan *plan,
			      int64_t rest)
{
	struct arena *arena = query->arena;
	const char *limit = "", *order, *where;

	if (rest != ABSENT)
		limit = arena_printf(arena, " LIMIT $%d",
				     query_value(query, NULL, rest));
	order = arena_printf(
	    arena, " ORDER BY %s",
	    columns_text(arena, plan,
			 plan->search->reverse == 1 ? " DESC" : ""));
	where = query->where + strlen(" AND");
	if (!plan->must_sort || rest == ABSENT)
		return arena_printf(arena,
				    "SELECT%sFROM" PRODUCT_TABLES " WHERE%s%s%s",
				    product_columns, where, order, limit);
	return arena_printf(arena,
			    "SELECT%sFROM" PRODUCT_TABLES
			    " WHERE p.user_id IN (SELECT p.user_id"
			    " FROM products p WHERE%s%s%s)%s",
			    product_columns, where, order, limit, order);
}

struct taker {
	enum status (*each)(void *context, const struct product *product,
			    struct error *err);
	void *context;
	int64_t rest; /* ABSENT: all */
};

static enum status rows_take(struct sql_statement *st, struct taker *taker,
			     struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct product product;
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row) {
		product_fetch(st, arena, &product);
		if ((rc = taker->each(taker->context, &product, err)) != OK)
			return rc;
		if (taker->rest != ABSENT)
			taker->rest--;
		arena_reset(arena);
	}
	return rc;
}

static enum status level_take(struct store *store, const struct plan *plan,
			      const struct place *place, int level,
			      struct taker *taker, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct query query;
	enum status rc;

	query_start(&query, arena, plan->search);
	conditions_add(plan, &query, place, level);
	if ((rc = sql_prepare(store->sql, query_text(&query, plan, taker->rest),
			      &st, err)) != OK)
		return rc;
	query_bind(&query, st);
	return rows_take(st, taker, err);
}

enum status products_search(struct store *store, const struct search *search,
			    enum status (*each)(void *context,
						const struct product *product,
						struct error *err),
			    void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct taker taker = { each, context, search->limit };
	struct plan plan = { .search = search };
	struct place place = { .count = 0 };
	enum status rc;
	int level;

	plan.count = terms_collect(search, arena, plan.terms);
	if ((rc = plan_make(store, &plan, err)) != OK)
		return rc;
	if (search->after != ABSENT &&
	    (rc = place_find(store, &plan, arena, &place, err)) != OK)
		return rc;
	level = plan.must_sort ? plan.first : place.count - 1;
	do
		rc = level_take(store, &plan, &place, level, &taker, err);
	while (rc == OK && taker.rest != 0 && --level >= plan.first);
	return rc;
}
