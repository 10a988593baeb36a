/* search_filter - what a search asks for, as conditions of SQL */
#include "search_filter.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>
#include <ipp/port/unicode.h>

/* How the text of a filter is compared. */
enum form { FORM_PLAIN, FORM_KEY, FORM_UPPER, FORM_LOWER };

/* What stands in a group's index beside its own column. */
enum scope {
	SCOPE_ALL = 0,
	SCOPE_CLIENT = 1, /* the organization, before it */
	SCOPE_DATED = 2,  /* the time of asking, behind it */
	SCOPE_ENDING = 4, /* the end of validity, behind it */
	SCOPE_CLIENT_DATED = SCOPE_CLIENT | SCOPE_DATED,
};

struct filter {
	const char *member;
	enum group group;
	enum scope scope;
	const char *column, *relation;
	enum form form;
	int sort;
};

/* In the order of preference; the first that is given says how the result is
 * sorted unless --sort does. */
static const struct filter filters[] = {
	{ "user_id", GROUP_USER, SCOPE_ALL, "p.user_id", "=", FORM_PLAIN,
	  SORT_USER_ID },
	{ "serial", GROUP_SERIAL, SCOPE_ALL, "p.serial", "=", FORM_UPPER,
	  SORT_USER_ID },
	{ "device_serial", GROUP_DEVICE, SCOPE_ALL, "p.device_serial", "=",
	  FORM_PLAIN, SORT_USER_ID },
	{ "order_id", GROUP_ORDER, SCOPE_ALL, "p.order_id", "=", FORM_PLAIN,
	  SORT_USER_ID },
	{ "external_code", GROUP_EXTERNAL, SCOPE_ALL, "p.order_id",
	  "= (SELECT e.order_id FROM orders e WHERE e.external_code = $"
	  " AND e.client_id = $1)",
	  FORM_PLAIN, SORT_USER_ID },
	{ "holder_id", GROUP_HOLDER, SCOPE_ALL, "p.holder_id", "=", FORM_PLAIN,
	  SORT_USER_ID },
	{ "iut", GROUP_IUT, SCOPE_ALL, "p.holder_id",
	  "= (SELECT i.holder_id FROM holders i WHERE i.iut = $)", FORM_UPPER,
	  SORT_USER_ID },
	{ "tax_code", GROUP_TAX_CODE, SCOPE_CLIENT, "p.tax_code", "=",
	  FORM_UPPER, SORT_USER_ID },
	{ "email", GROUP_EMAIL, SCOPE_CLIENT, "p.email", "=", FORM_LOWER,
	  SORT_USER_ID },
	{ "email_alias", GROUP_ALIAS, SCOPE_CLIENT, "p.email_alias", "=",
	  FORM_PLAIN, SORT_USER_ID },
	{ "mobile", GROUP_MOBILE, SCOPE_CLIENT, "p.mobile", "=", FORM_PLAIN,
	  SORT_USER_ID },
	{ "surname", GROUP_SURNAME, SCOPE_CLIENT, "p.surname_key", "=",
	  FORM_KEY, SORT_SURNAME },
	{ "given_name", GROUP_GIVEN_NAME, SCOPE_CLIENT, "p.given_name_key", "=",
	  FORM_KEY, SORT_GIVEN_NAME },
	{ "activated_from", GROUP_ACTIVATED, SCOPE_CLIENT, "p.activated_at",
	  ">=", FORM_PLAIN, SORT_ACTIVATED_AT },
	{ "activated_to", GROUP_ACTIVATED, SCOPE_CLIENT, "p.activated_at", "<",
	  FORM_PLAIN, SORT_ACTIVATED_AT },
	{ "valid_from", GROUP_VALID, SCOPE_CLIENT, "p.valid_until", ">=",
	  FORM_PLAIN, SORT_VALID_UNTIL },
	{ "valid_to", GROUP_VALID, SCOPE_CLIENT, "p.valid_until", "<",
	  FORM_PLAIN, SORT_VALID_UNTIL },
	{ "status", GROUP_STATUS, SCOPE_CLIENT_DATED, "p.status", "=",
	  FORM_PLAIN, SORT_CREATED_AT },
	{ "created_by", GROUP_OPERATOR, SCOPE_DATED, "p.created_by", "=",
	  FORM_PLAIN, SORT_CREATED_AT },
	{ "unit_id", GROUP_UNIT, SCOPE_DATED, "p.unit_id", "=", FORM_PLAIN,
	  SORT_CREATED_AT },
	{ "recognition", GROUP_RECOGNITION, SCOPE_CLIENT_DATED, "p.recognition",
	  "=", FORM_PLAIN, SORT_CREATED_AT },
	{ "product", GROUP_PRODUCT, SCOPE_CLIENT_DATED, "p.product", "=",
	  FORM_UPPER, SORT_CREATED_AT },
	{ "created_from", GROUP_CREATED, SCOPE_CLIENT_DATED, "p.created_at",
	  ">=", FORM_PLAIN, SORT_CREATED_AT },
	{ "created_to", GROUP_CREATED, SCOPE_CLIENT_DATED, "p.created_at", "<",
	  FORM_PLAIN, SORT_CREATED_AT },
};

/* By the end of validity the newest of a status come last, so a status has
 * an index in that order too. */
static const struct filter status_ending = { "status",	 GROUP_STATUS,
					     SCOPE_ENDING, "p.status",
					     "=",	 FORM_PLAIN,
					     SORT_VALID_UNTIL };

#define FILTERS (sizeof filters / sizeof *filters)
_Static_assert(FILTERS <= TERMS_MAX, "more filters than terms");

static const char *cased(struct arena *arena, const char *text, bool upper)
{
	char *ret = arena_text(arena, text);

	for (char *p = ret; *p; p++)
		if (upper ? *p >= 'a' && *p <= 'z' : *p >= 'A' && *p <= 'Z')
			*p ^= 0x20;
	return ret;
}

static const char *formed(struct arena *arena, enum form form, const char *text)
{
	const char *key;

	switch (form) {
	case FORM_KEY:
		key = unicode_search_key(arena, text);
		return key ? key : text;
	case FORM_UPPER:
		return cased(arena, text, true);
	case FORM_LOWER:
		return cased(arena, text, false);
	default:
		return text;
	}
}

/* A name that ends with * finds all that begin so. */
static void term_text(struct term *term, struct arena *arena, const char *text)
{
	enum form form = term->filter->form;
	size_t n = strlen(text);

	if (form != FORM_KEY || n < 2 || text[n - 1] != '*') {
		term->text = formed(arena, form, text);
		return;
	}
	term->text = formed(arena, form, arena_text_n(arena, text, n - 1));
	term->upper = arena_printf(arena, "%s\xf4\x8f\xbf\xbf", term->text);
}

static bool is_by_end(const struct search *search)
{
	if (search->sort != ABSENT)
		return search->sort == SORT_VALID_UNTIL;
	return search->valid_from != ABSENT || search->valid_to != ABSENT;
}

size_t terms_collect(const struct search *search, struct arena *arena,
		     struct term terms[TERMS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < FILTERS; i++) {
		const struct filter *filter =
		    filters[i].group == GROUP_STATUS && is_by_end(search)
			? &status_ending
			: &filters[i];
		const struct field *field =
		    record_field(&search_record, filter->member);
		struct term *term = &terms[count];

		if (field_is_absent(field, search))
			continue;
		*term = (struct term){ .filter = filter,
				       .group = filter->group,
				       .sort = filter->sort };
		if (field->type == FIELD_TEXT || field->type == FIELD_WORD)
			term_text(term, arena,
				  field_format(field, search, arena));
		else
			memcpy(&term->number,
			       (const char *)search + field->offset,
			       sizeof term->number);
		count++;
	}
	return count;
}

void query_start(struct query *query, struct arena *arena,
		 const struct search *search)
{
	*query = (struct query){ .arena = arena, .where = "" };
	(void)query_value(query, NULL, search->client_id);
}

int query_value(struct query *query, const char *text, int64_t number)
{
	query->values[query->parameters].text = text;
	query->values[query->parameters].number = number;
	return ++query->parameters;
}

void query_condition(struct query *query, const char *condition)
{
	query->where =
	    arena_printf(query->arena, "%s AND %s", query->where, condition);
}

void query_bind(const struct query *query, struct sql_statement *st)
{
	for (int n = 1; n <= query->parameters; n++) {
		if (query->values[n - 1].text)
			sql_bind_text(st, n, query->values[n - 1].text);
		else
			sql_bind_integer(st, n, query->values[n - 1].number);
	}
}

/* An index serves the column itself, but no expression. */
static const char *column_text(struct query *query, const struct term *term,
			       bool drives)
{
	const struct filter *filter = term->filter;
	bool is_number = !term->text || filter->group == GROUP_IUT ||
			 filter->group == GROUP_EXTERNAL;

	if (drives)
		return filter->column;
	return arena_printf(query->arena, "%s %s", filter->column,
			    is_number ? "+ 0" : "|| ''");
}

/* An index is entered at the row to go on after, not where the range begins
 * once more; so that end of the range is but a test. */
static bool is_overtaken(const struct query *query, const char *relation)
{
	if (query->overtakes == '=')
		return *relation != '=';
	return *relation == query->overtakes;
}

static void range_add(struct query *query, const struct term *term, bool drives)
{
	query_condition(
	    query,
	    arena_printf(
		query->arena, "%s >= $%d AND %s < $%d",
		column_text(query, term, drives && !is_overtaken(query, ">=")),
		query_value(query, term->text, 0),
		column_text(query, term, drives && !is_overtaken(query, "<")),
		query_value(query, term->upper, 0)));
}

static void term_add(struct query *query, const struct term *term, bool drives)
{
	const char *relation = term->filter->relation;
	const char *place = strchr(relation, '$'), *column;
	int n;

	if (term->upper) {
		range_add(query, term, drives);
		return;
	}
	column =
	    column_text(query, term, drives && !is_overtaken(query, relation));
	n = query_value(query, term->text, term->number);
	if (place)
		query_condition(query,
				arena_printf(query->arena, "%s %.*s$%d%s",
					     column, (int)(place - relation),
					     relation, n, place + 1));
	else
		query_condition(query, arena_printf(query->arena, "%s %s $%d",
						    column, relation, n));
}

void query_terms(struct query *query, const struct term *terms, size_t count,
		 unsigned drives)
{
	const struct filter *leader = NULL;

	for (size_t i = 0; i < count && !leader; i++)
		if (drives & group_bit(terms[i].group))
			leader = terms[i].filter;
	if (leader) { /* the organization is first in most indexes */
		query_condition(query, leader->scope & SCOPE_CLIENT
					   ? "p.client_id = $1"
					   : "p.client_id + 0 = $1");
		if (leader->scope & SCOPE_DATED)
			drives |= group_bit(GROUP_CREATED);
		else if (leader->scope & SCOPE_ENDING)
			drives |= group_bit(GROUP_VALID);
	}
	for (size_t i = 0; i < count; i++)
		term_add(query, &terms[i],
			 drives & group_bit(terms[i].group));
}
