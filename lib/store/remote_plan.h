/* remote_plan - how a search for remote certificates goes about it */
#ifndef IPP_STORE_REMOTE_PLAN_H
#define IPP_STORE_REMOTE_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct remote_search;
struct sql_statement;
struct store;

/* Filters of few values, each with an index in every order. */
enum remote_facet {
	FACET_STATUS,
	FACET_ACCESS,
	FACET_AUTHORITY,
	FACET_WALLET,
	FACETS,
	FACET_NONE = FACETS,
};

/* The columns that rows are sorted by, and that filters bound. */
enum { ORDERS = 3 }; /* enum remote_sort */

/* A value of a column: a text, or a number. */
struct remote_value {
	const char *text;
	int64_t number;
};

/* From a value to another; strict where the value itself is not in it. */
struct remote_range {
	bool has_lower, has_upper, lower_strict, upper_strict;
	struct remote_value lower, upper;
};

struct remote_plan {
	int64_t client_id;
	bool has_facet[FACETS];
	struct remote_value facets[FACETS];
	struct remote_range ranges[ORDERS];
	const char *also; /* a condition on the grant, or NULL */
	bool reverse;
	int sort;  /* enum remote_sort */
	int facet; /* whose index is walked, or FACET_NONE */
	int order; /* likewise; other than `sort`: the rows must be sorted */
};

/* The filters of `search`, brought to columns. DATA `name_invalid`. */
enum status remote_plan_start(struct remote_plan *plan,
			      const struct remote_search *search,
			      struct arena *arena, struct error *err);

/* Chooses the index; counts what filters find where that matters. */
enum status remote_plan_make(struct store *store, struct remote_plan *plan,
			     struct error *err);

#define REMOTE_VALUES_MAX 16

/* A statement under construction: text from tables only, never from input. */
struct remote_query {
	struct arena *arena;
	const char *where;
	int count;
	struct remote_value values[REMOTE_VALUES_MAX];
};

/* Adds a parameter and returns its number. */
int remote_query_value(struct remote_query *query, struct remote_value value);
void remote_query_bind(const struct remote_query *query,
		       struct sql_statement *st);
/* All filters, with these ranges in place of the plan's; from "WHERE" on. The
 * organization is in it where the index begins with it. */
void remote_query_filters(struct remote_query *query,
			  const struct remote_plan *plan,
			  const struct remote_range ranges[ORDERS]);

const char *remote_order_column(int order);
/* The index of a facet, or FACET_NONE, in an order. */
const char *remote_index(int facet, int order);
/* Whether a number or text is before another. */
int remote_value_compare(struct remote_value a, struct remote_value b);

#endif
