/* remote_plan - how a search for remote certificates goes about it */
#include "remote_plan.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "remote_part.h"

/* So many rows are sorted rather than looking for them in an order. With so
 * few of one filter there is no need to count those of another. */
#define FEW	 5000
#define VERY_FEW 200

static const char *const facet_columns[FACETS] = {
	[FACET_STATUS] = "c.status",
	[FACET_ACCESS] = "c.access",
	[FACET_AUTHORITY] = "c.authority_id",
	[FACET_WALLET] = "c.wallet_id",
};

static const char *const order_columns[ORDERS] = {
	[REMOTE_BY_ALIAS] = "c.alias_key",
	[REMOTE_BY_TIME] = "c.registered_at",
	[REMOTE_BY_END] = "c.access_ends_at",
};

#define INDEXES(name_)                                    \
	{                                                 \
		"remote_certificates_" name_ "_alias",    \
		    "remote_certificates_" name_ "_time", \
		    "remote_certificates_" name_ "_end"   \
	}

static const char *const indexes[FACETS + 1][ORDERS] = {
	[FACET_STATUS] = INDEXES("status"),
	[FACET_ACCESS] = INDEXES("access"),
	[FACET_AUTHORITY] = INDEXES("authority"),
	[FACET_WALLET] = INDEXES("wallet"),
	[FACET_NONE] = INDEXES("by"),
};

const char *remote_order_column(int order)
{
	return order_columns[order];
}

const char *remote_index(int facet, int order)
{
	return indexes[facet][order];
}

int remote_value_compare(struct remote_value a, struct remote_value b)
{
	if (a.text && b.text)
		return strcmp(a.text, b.text);
	return (a.number > b.number) - (a.number < b.number);
}

/* What was withdrawn for certain, and what may only be lost: few are either. */
#define ASKED                                                      \
	"EXISTS (SELECT 1 FROM remote_grants l"                    \
	" WHERE l.grant_id = c.grant_id"                           \
	"   AND l.refresh_asked_at IS NOT NULL)"

static int64_t access_stored(struct remote_plan *plan, int64_t access)
{
	if (access == ACCESS_LOST)
		plan->also = " AND " ASKED;
	else if (access == ACCESS_WITHDRAWN)
		plan->also = " AND NOT " ASKED;
	return access == ACCESS_LOST ? ACCESS_WITHDRAWN : access;
}

static void facet_text(struct remote_plan *plan, int facet,
		       const struct word *words, int64_t value)
{
	if (value == ABSENT)
		return;
	plan->has_facet[facet] = true;
	plan->facets[facet].text = words[value].name;
}

static void facet_number(struct remote_plan *plan, int facet, int64_t value)
{
	if (value == ABSENT)
		return;
	plan->has_facet[facet] = true;
	plan->facets[facet].number = value;
}

static void range_numbers(struct remote_plan *plan, int order, int64_t from,
			  int64_t to)
{
	struct remote_range *range = &plan->ranges[order];

	range->has_lower = from != ABSENT;
	range->lower.number = from;
	range->has_upper = to != ABSENT;
	range->upper.number = to;
	range->upper_strict = true;
}

enum status remote_plan_start(struct remote_plan *plan,
			      const struct remote_search *search,
			      struct arena *arena, struct error *err)
{
	struct remote_range *names = &plan->ranges[REMOTE_BY_ALIAS];
	enum status rc;

	*plan = (struct remote_plan){
		.client_id = search->client_id,
		.reverse = search->reverse == 1,
		.sort = search->sort == ABSENT ? REMOTE_BY_ALIAS
					       : (int)search->sort,
		.facet = FACET_NONE,
	};
	facet_text(plan, FACET_STATUS, remote_status_words, search->status);
	facet_text(plan, FACET_ACCESS, remote_access_words,
		   access_stored(plan, search->access));
	facet_number(plan, FACET_AUTHORITY, search->authority_id);
	facet_number(plan, FACET_WALLET, search->wallet_id);
	range_numbers(plan, REMOTE_BY_TIME, search->registered_from,
		      search->registered_to);
	range_numbers(plan, REMOTE_BY_END, search->ends_from, search->ends_to);
	if (!search->alias)
		return OK;
	if ((rc = remote_key(search->alias, "alias", arena, &names->lower.text,
			     err)) != OK)
		return rc;
	names->upper.text =
	    arena_printf(arena, "%s" REMOTE_KEY_END, names->lower.text);
	names->has_lower = names->has_upper = true;
	return OK;
}

int remote_query_value(struct remote_query *query, struct remote_value value)
{
	query->values[query->count] = value;
	return ++query->count;
}

void remote_query_bind(const struct remote_query *query,
		       struct sql_statement *st)
{
	for (int i = 0; i < query->count; i++)
		if (query->values[i].text)
			sql_bind_text(st, i + 1, query->values[i].text);
		else
			sql_bind_integer(st, i + 1, query->values[i].number);
}

static void condition(struct remote_query *query, const char *column,
		      const char *relation, struct remote_value value)
{
	query->where = arena_printf(query->arena, "%s AND %s %s $%d",
				    query->where, column, relation,
				    remote_query_value(query, value));
}

static void range_conditions(struct remote_query *query, int order,
			     const struct remote_range *range)
{
	if (range->has_lower && range->has_upper && !range->lower_strict &&
	    !range->upper_strict &&
	    remote_value_compare(range->lower, range->upper) == 0) {
		condition(query, order_columns[order], "=", range->lower);
		return;
	}
	if (range->has_lower)
		condition(query, order_columns[order],
			  range->lower_strict ? ">" : ">=", range->lower);
	if (range->has_upper)
		condition(query, order_columns[order],
			  range->upper_strict ? "<" : "<=", range->upper);
}

void remote_query_filters(struct remote_query *query,
			  const struct remote_plan *plan,
			  const struct remote_range ranges[ORDERS])
{
	query->where = " WHERE c.removed_at IS NULL";
	/* an authority and a wallet are of one organization */
	if (plan->facet != FACET_AUTHORITY && plan->facet != FACET_WALLET)
		condition(query, "c.client_id", "=",
			  (struct remote_value){ .number = plan->client_id });
	for (int i = 0; i < FACETS; i++)
		if (plan->has_facet[i])
			condition(query, facet_columns[i], "=",
				  plan->facets[i]);
	for (int i = 0; i < ORDERS; i++)
		range_conditions(query, i, &ranges[i]);
	if (plan->also)
		query->where =
		    arena_printf(query->arena, "%s%s", query->where, plan->also);
}

/* How many rows an index finds for its own filters alone; at most `most`. */
static enum status rows_count(struct store *store,
			      const struct remote_plan *plan, int facet,
			      int order, int64_t most, int64_t *ret,
			      struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct remote_query query = { .arena = arena };
	struct remote_plan alone = { .client_id = plan->client_id,
				     .facet = facet };
	enum status rc;
	bool row;

	if (facet != FACET_NONE) {
		alone.has_facet[facet] = true;
		alone.facets[facet] = plan->facets[facet];
	}
	alone.ranges[order] = plan->ranges[order];
	remote_query_filters(&query, &alone, alone.ranges);
	if ((rc = sql_prepare(
		 store->sql,
		 arena_printf(
		     arena,
		     "SELECT count(*) FROM (SELECT 1"
		     " FROM remote_certificates c INDEXED BY %s"
		     "%s LIMIT $%d) AS few",
		     remote_index(facet, order), query.where,
		     remote_query_value(
			 &query, (struct remote_value){ .number = most })),
		 &st, err)) != OK)
		return rc;
	remote_query_bind(&query, st);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = sql_integer(st, 0);
	return rc;
}

static bool is_bounded(const struct remote_range *range)
{
	return range->has_lower || range->has_upper;
}

/* What finds fewer, as a rule, ranks higher: most certificates are active, and
 * most access is granted. */
static int facet_rank(const struct remote_plan *plan, int facet)
{
	static const char *const usual[FACETS] = {
		[FACET_STATUS] = "active",
		[FACET_ACCESS] = "granted",
	};

	if (usual[facet] && !strcmp(usual[facet], plan->facets[facet].text))
		return facet;
	return 2 * FACETS - facet;
}

/* The facets that are given, those of the highest rank first. */
static int facets_rank(const struct remote_plan *plan, int ret[FACETS])
{
	int count = 0;

	for (int rank = 2 * FACETS; rank >= 0; rank--)
		for (int i = 0; i < FACETS; i++)
			if (plan->has_facet[i] && facet_rank(plan, i) == rank)
				ret[count++] = i;
	return count;
}

/* The facet that finds the fewest; where none finds few, that of the highest
 * rank. */
static enum status facet_choose(struct store *store, struct remote_plan *plan,
				int64_t *least, struct error *err)
{
	int ranked[FACETS], count = facets_rank(plan, ranked);
	int64_t found;
	enum status rc;

	if (count > 0)
		plan->facet = ranked[0];
	for (int i = 0; count > 1 && i<count && * least> VERY_FEW; i++) {
		if ((rc = rows_count(store, plan, ranked[i], plan->sort, *least,
				     &found, err)) != OK)
			return rc;
		if (found < *least) {
			*least = found;
			plan->facet = ranked[i];
		}
	}
	return OK;
}

/* The order that is wanted, unless what a filter bounds in another one is few;
 * that is sorted then. */
enum status remote_plan_make(struct store *store, struct remote_plan *plan,
			     struct error *err)
{
	int64_t least = FEW + 1, found;
	enum status rc;

	plan->order = plan->sort;
	if ((rc = facet_choose(store, plan, &least, err)) != OK)
		return rc;
	for (int i = 0; i < ORDERS && least > VERY_FEW; i++) {
		int order = (plan->sort + i) % ORDERS;
		int others = 0;

		for (int k = 0; k < ORDERS; k++)
			others += k != order && is_bounded(&plan->ranges[k]);
		if (!is_bounded(&plan->ranges[order]) ||
		    (order == plan->sort && others == 0))
			continue;
		if ((rc = rows_count(store, plan, plan->facet, order, least,
				     &found, err)) != OK)
			return rc;
		if (found < least) {
			least = found;
			plan->order = order;
		}
	}
	return OK;
}
