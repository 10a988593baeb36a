/* search_filter - what a search asks for, as conditions of SQL */
#ifndef IPP_STORE_SEARCH_FILTER_H
#define IPP_STORE_SEARCH_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct search;
struct sql_statement;

/* What filters speak of. Two filters of a group (from and to) drive
 * together, and so do groups that share an index: a set of them is one
 * `group_bit` or several. */
enum group {
	GROUP_USER,
	GROUP_SERIAL,
	GROUP_DEVICE,
	GROUP_ORDER,
	GROUP_EXTERNAL,
	GROUP_HOLDER,
	GROUP_IUT,
	GROUP_TAX_CODE,
	GROUP_EMAIL,
	GROUP_ALIAS,
	GROUP_MOBILE,
	GROUP_FEW = GROUP_MOBILE, /* up to here a value names few products */
	GROUP_SURNAME,
	GROUP_GIVEN_NAME,
	GROUP_ACTIVATED,
	GROUP_VALID,
	GROUP_STATUS,
	GROUP_OPERATOR,
	GROUP_UNIT,
	GROUP_RECOGNITION,
	GROUP_PRODUCT,
	GROUP_CREATED,
	GROUP_NONE,
};

#define group_bit(group_) (1u << (group_))

struct filter;

/* A filter that was given, and its value. */
struct term {
	const struct filter *filter;
	enum group group;
	int sort;	   /* the order of its index, enum search_sort */
	const char *text;  /* NULL: the number */
	const char *upper; /* of a name that begins so; or NULL */
	int64_t number;
};

#define TERMS_MAX 32

/* The filters of `search` that are given, the most selective first. */
size_t terms_collect(const struct search *search, struct arena *arena,
		     struct term terms[TERMS_MAX]);

/* A statement under construction: text from tables only, never from input.
 * $1 is the organization. */
struct query {
	struct arena *arena;
	const char *where; /* begins with " AND", or "" */
	char overtakes; /* '>' or '<': a page goes on after a row, further
			   than bounds of this kind; '=': bounds of either
			   kind are nothing to it; or 0 */
	int parameters;
	struct {
		const char *text;
		int64_t number;
	} values[2 * TERMS_MAX + 8];
};

void query_start(struct query *query, struct arena *arena,
		 const struct search *search);
/* Adds a parameter and returns its number. */
int query_value(struct query *query, const char *text, int64_t number);
void query_condition(struct query *query, const char *condition);
void query_bind(const struct query *query, struct sql_statement *st);

/* Adds the conditions of all terms: those of the groups that drive so that
 * their index serves them, the others in a form that no index serves, so that
 * the planner cannot be led astray. */
void query_terms(struct query *query, const struct term *terms, size_t count,
		 unsigned drives);

#endif
