/* remote_search - remote certificates found by any combination of filters */
#include <ipp/store/remote_certificate.h>

#include <ipp/base/memory.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "remote_part.h"
#include "remote_plan.h"

/* The row that a page goes on after: its value in the order, and its number,
 * which tells rows of one value apart. */
struct place {
	bool is_given;
	struct remote_value value, number;
};

static enum status place_find(struct store *store,
			      const struct remote_search *search, int sort,
			      struct arena *arena, struct place *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *key;
	enum status rc;
	bool row;

	if ((rc = remote_key(search->after, "after", arena, &key, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "SELECT alias_key, registered_at,"
			      "       access_ends_at, certificate_id"
			      "  FROM remote_certificates"
			      " WHERE client_id = $1 AND alias_key = $2"
			      "   AND removed_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, search->client_id);
	sql_bind_text(st, 2, key);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "remote_certificate_unknown",
				 "after",
				 "there is no remote certificate \"%.64s\" to "
				 "go on after; give the last one of the page "
				 "before",
				 search->after);
	ret->is_given = true;
	if (sort == REMOTE_BY_ALIAS)
		ret->value.text = sql_text(st, 0, arena);
	else
		ret->value.number = sql_integer(st, sort);
	ret->number.number = sql_integer(st, 3);
	return OK;
}

static bool is_in(const struct remote_range *range, struct remote_value value)
{
	int lower = range->has_lower ? remote_value_compare(value, range->lower)
				     : 1;
	int upper = range->has_upper ? remote_value_compare(value, range->upper)
				     : -1;

	return lower >= range->lower_strict && upper <= -range->upper_strict;
}

/* A page is what is behind the place, in up to two parts: rows of the same
 * value with a higher number, then those of higher values. So the index is
 * entered right there however many rows have one value. False: there is no
 * such part. */
static bool part_bound(const struct remote_plan *plan,
		       const struct place *place, int part,
		       struct remote_range *range)
{
	if (!place->is_given)
		return part == 1;
	if (part == 0) {
		bool is_there = is_in(range, place->value);

		*range = (struct remote_range){ .has_lower = true,
						.has_upper = true,
						.lower = place->value,
						.upper = place->value };
		return is_there && plan->sort != REMOTE_BY_ALIAS;
	}
	if (plan->reverse) {
		if (!range->has_upper ||
		    remote_value_compare(place->value, range->upper) <= 0) {
			range->upper = place->value;
			range->has_upper = range->upper_strict = true;
		}
	} else if (!range->has_lower ||
		   remote_value_compare(place->value, range->lower) >= 0) {
		range->lower = place->value;
		range->has_lower = range->lower_strict = true;
	}
	return true;
}

static const char *number_condition(struct remote_query *query,
				    const struct remote_plan *plan,
				    const struct place *place)
{
	return arena_printf(query->arena, " AND c.certificate_id %s $%d",
			    plan->reverse ? "<" : ">",
			    remote_query_value(query, place->number));
}

/* Where rows must be sorted, only keys are, and the rest is fetched for the
 * page alone. */
static const char *part_text(struct remote_query *query,
			     const struct remote_plan *plan, int64_t rest)
{
	struct arena *arena = query->arena;
	const char *limit = "", *down = plan->reverse ? " DESC" : "", *order;

	if (rest != ABSENT)
		limit = arena_printf(
		    arena, " LIMIT $%d",
		    remote_query_value(
			query, (struct remote_value){ .number = rest }));
	order = arena_printf(arena, " ORDER BY %s%s, c.certificate_id%s",
			     remote_order_column(plan->sort), down, down);
	if (plan->order == plan->sort)
		return arena_printf(
		    arena,
		    "SELECT" REMOTE_COLUMNS
		    " FROM remote_certificates c INDEXED BY %s" REMOTE_JOINED
		    "%s%s%s",
		    remote_index(plan->facet, plan->order), query->where, order,
		    limit);
	return arena_printf(arena,
			    "SELECT" REMOTE_COLUMNS
			    " FROM remote_certificates c" REMOTE_JOINED
			    " WHERE c.certificate_id IN"
			    " (SELECT c.certificate_id"
			    " FROM remote_certificates c INDEXED BY %s"
			    "%s%s%s)%s",
			    remote_index(plan->facet, plan->order),
			    query->where, order, limit, order);
}

struct taker {
	int64_t now;
	int64_t rest; /* ABSENT: all */
	enum status (*each)(void *context, const struct remote_certificate *it,
			    struct error *err);
	void *context;
};

static enum status rows_take(struct sql_statement *st, struct taker *taker,
			     struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct remote_certificate it;
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row) {
		remote_certificate_read(st, taker->now, arena, &it);
		if ((rc = taker->each(taker->context, &it, err)) != OK)
			return rc;
		if (taker->rest != ABSENT)
			taker->rest--;
		arena_reset(arena);
	}
	return rc;
}

static enum status part_take(struct store *store,
			     const struct remote_plan *plan,
			     const struct place *place, int part,
			     struct taker *taker, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct remote_query query = { .arena = arena };
	struct remote_range ranges[ORDERS];
	enum status rc;

	for (int i = 0; i < ORDERS; i++)
		ranges[i] = plan->ranges[i];
	if (!part_bound(plan, place, part, &ranges[plan->sort]))
		return OK;
	remote_query_filters(&query, plan, ranges);
	if (part == 0)
		query.where =
		    arena_printf(arena, "%s%s", query.where,
				 number_condition(&query, plan, place));
	if ((rc = sql_prepare(store->sql, part_text(&query, plan, taker->rest),
			      &st, err)) != OK)
		return rc;
	remote_query_bind(&query, st);
	return rows_take(st, taker, err);
}

enum status remote_certificates_search(
    struct store *store, const struct remote_search *search, int64_t now,
    enum status (*each)(void *context, const struct remote_certificate *it,
			struct error *err),
    void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct taker taker = { now, search->limit, each, context };
	struct place place = { .is_given = false };
	struct remote_plan plan;
	enum status rc;

	if ((rc = remote_plan_start(&plan, search, arena, err)) != OK ||
	    (search->after && (rc = place_find(store, search, plan.sort, arena,
					       &place, err)) != OK) ||
	    (rc = remote_plan_make(store, &plan, err)) != OK)
		return rc;
	for (int part = 0; part < 2 && rc == OK && taker.rest != 0; part++)
		rc = part_take(store, &plan, &place, part, &taker, err);
	return rc;
}
