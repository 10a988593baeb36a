/* search_plan - how a search goes about it: what leads, in which order */
#ifndef IPP_STORE_SEARCH_PLAN_H
#define IPP_STORE_SEARCH_PLAN_H

#include <ipp/base/error.h>

#include "search_filter.h"

struct store;

#define SORT_COLUMNS_MAX 2

/* An order: its columns, in a form that an index serves and in one that none
 * does, and the filterless search in that order. Rows without a value in
 * `column[0]` are not in it; filters of `group` see to that, else the `test`
 * does. */
struct sort {
	enum group group; /* GROUP_NONE: every row has a value */
	const char *drive, *test;
	const char *column[SORT_COLUMNS_MAX + 1];
	const char *plain[SORT_COLUMNS_MAX + 1]; /* no index serves it */
};
extern const struct sort sorts[]; /* by enum search_sort */

/* How a search goes about it. */
struct plan {
	const struct search *search;
	struct term terms[TERMS_MAX];
	size_t count;
	int sort;
	unsigned drives; /* groups of filters; 0: the order drives */
	bool must_sort; /* the index of `drives` is in another order */
	int first;	/* column of the order: 1 if one name is wanted */
};

/* Chooses; counts what filters find where that matters. */
enum status plan_make(struct store *store, struct plan *plan,
		      struct error *err);

#endif
