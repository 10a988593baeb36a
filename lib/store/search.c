/* search - products found by any combination of filters */
#include <ipp/store/search.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/product.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>
#include <ipp/port/unicode.h>

#include "internal.h"
#include "product_row.h"

/* Which table leads the search, and so the order that costs nothing. */
enum lead { LEAD_ORDERS, LEAD_PRODUCTS };

/* How the text of a filter is compared. */
enum form { FORM_PLAIN, FORM_KEY, FORM_UPPER, FORM_LOWER };

/*
 * The filters, the most selective first: the first that is given leads, with
 * the index that fits it; the others only test, in an expression that no
 * index serves, so that the planner cannot be led astray. $n is replaced by
 * the number of the parameter.
 */
struct filter {
	const char *member;
	enum lead lead;
	const char *drive;
	const char *test;
	enum form form;
	int sort; /* the natural order, enum search_sort */
};

static const struct filter filters[] = {
	{ "user_id", LEAD_PRODUCTS, "p.user_id = $n", "p.user_id + 0 = $n", 0,
	  SORT_USER_ID },
	{ "serial", LEAD_PRODUCTS, "p.serial = $n", "p.serial || '' = $n",
	  FORM_UPPER, SORT_USER_ID },
	{ "device_serial", LEAD_PRODUCTS, "p.device_serial = $n",
	  "p.device_serial || '' = $n", FORM_PLAIN, SORT_USER_ID },
	{ "order_id", LEAD_ORDERS, "o.order_id = $n", "o.order_id + 0 = $n", 0,
	  SORT_ORDER_ID },
	{ "external_code", LEAD_ORDERS,
	  "o.client_id = $1 AND o.external_code = $n",
	  "o.external_code || '' = $n", FORM_PLAIN, SORT_ORDER_ID },
	{ "holder_id", LEAD_ORDERS, "o.holder_id = $n", "o.holder_id + 0 = $n",
	  0, SORT_ORDER_ID },
	{ "iut", LEAD_ORDERS,
	  "o.holder_id = (SELECT i.holder_id FROM holders i WHERE i.iut = $n)",
	  "o.holder_id + 0 ="
	  " (SELECT i.holder_id FROM holders i WHERE i.iut = $n)",
	  FORM_UPPER, SORT_ORDER_ID },
	{ "tax_code", LEAD_ORDERS, "o.client_id = $1 AND o.tax_code = $n",
	  "o.tax_code || '' = $n", FORM_UPPER, SORT_ORDER_ID },
	{ "email", LEAD_ORDERS, "o.client_id = $1 AND o.email = $n",
	  "o.email || '' = $n", FORM_LOWER, SORT_ORDER_ID },
	{ "email_alias", LEAD_ORDERS,
	  "o.client_id = $1 AND o.email_alias = $n",
	  "o.email_alias || '' = $n", FORM_PLAIN, SORT_ORDER_ID },
	{ "mobile", LEAD_ORDERS, "o.client_id = $1 AND o.mobile = $n",
	  "o.mobile || '' = $n", FORM_PLAIN, SORT_ORDER_ID },
	{ "surname", LEAD_ORDERS, "o.client_id = $1 AND o.surname_key = $n",
	  "o.surname_key || '' = $n", FORM_KEY, SORT_ORDER_ID },
	{ "given_name", LEAD_ORDERS,
	  "o.client_id = $1 AND o.given_name_key = $n",
	  "o.given_name_key || '' = $n", FORM_KEY, SORT_ORDER_ID },
	{ "activated_from", LEAD_PRODUCTS,
	  "p.client_id = $1 AND p.activated_at >= $n",
	  "p.activated_at + 0 >= $n", 0, SORT_ACTIVATED_AT },
	{ "activated_to", LEAD_PRODUCTS,
	  "p.client_id = $1 AND p.activated_at < $n",
	  "p.activated_at + 0 < $n", 0, SORT_ACTIVATED_AT },
	{ "created_from", LEAD_ORDERS,
	  "o.client_id = $1 AND o.created_at >= $n", "o.created_at + 0 >= $n",
	  0, SORT_CREATED_AT },
	{ "created_to", LEAD_ORDERS, "o.client_id = $1 AND o.created_at < $n",
	  "o.created_at + 0 < $n", 0, SORT_CREATED_AT },
	{ "valid_from", LEAD_PRODUCTS,
	  "p.client_id = $1 AND p.valid_until >= $n", "p.valid_until + 0 >= $n",
	  0, SORT_VALID_UNTIL },
	{ "valid_to", LEAD_PRODUCTS, "p.client_id = $1 AND p.valid_until < $n",
	  "p.valid_until + 0 < $n", 0, SORT_VALID_UNTIL },
	{ "status", LEAD_PRODUCTS, "p.client_id = $1 AND p.status = $n",
	  "p.status || '' = $n", FORM_PLAIN, SORT_USER_ID },
	{ "created_by", LEAD_ORDERS, "o.created_by = $n",
	  "o.created_by + 0 = $n", 0, SORT_ORDER_ID },
	{ "unit_id", LEAD_ORDERS, "o.unit_id = $n", "o.unit_id + 0 = $n", 0,
	  SORT_ORDER_ID },
	{ "product", LEAD_PRODUCTS, "p.client_id = $1 AND p.product = $n",
	  "p.product || '' = $n", FORM_UPPER, SORT_USER_ID },
	{ "recognition", LEAD_ORDERS, "o.client_id = $1 AND o.recognition = $n",
	  "o.recognition || '' = $n", FORM_PLAIN, SORT_CREATED_AT },
};

#define FILTERS (sizeof filters / sizeof *filters)

/* A name that ends with * finds all that begin so; the lead is a range and
 * the natural order is the name's. */
static const struct {
	const char *member, *drive, *test;
	int sort;
} prefixes[] = {
	{ "surname",
	  "o.client_id = $1 AND o.surname_key >= $n AND o.surname_key < $m",
	  "o.surname_key || '' >= $n AND o.surname_key || '' < $m",
	  SORT_SURNAME },
	{ "given_name",
	  "o.client_id = $1 AND o.given_name_key >= $n"
	  " AND o.given_name_key < $m",
	  "o.given_name_key || '' >= $n AND o.given_name_key || '' < $m",
	  SORT_ORDER_ID },
};

/* An order, and the expression that goes on after row $a of the key. */
static const struct sort {
	const char *up, *down;	 /* ORDER BY */
	const char *key;	 /* the first column, of the row to go on after */
	const char *after_up, *after_down;
} sorts[] = {
	[SORT_USER_ID] = { "p.user_id", "p.user_id DESC", "p.user_id",
			   "p.user_id > $a", "p.user_id < $a" },
	[SORT_ORDER_ID] = { "o.order_id, p.user_id",
			    "o.order_id DESC, p.user_id DESC", "o.order_id",
			    "o.order_id >= $k AND"
			    " (o.order_id > $k OR p.user_id > $a)",
			    "o.order_id <= $k AND"
			    " (o.order_id < $k OR p.user_id < $a)" },
	[SORT_CREATED_AT] = { "o.created_at, o.order_id, p.user_id",
			      "o.created_at DESC, o.order_id DESC,"
			      " p.user_id DESC",
			      "o.created_at",
			      "o.created_at >= $k AND (o.created_at > $k OR"
			      " o.order_id > $o OR"
			      " (o.order_id = $o AND p.user_id > $a))",
			      "o.created_at <= $k AND (o.created_at < $k OR"
			      " o.order_id < $o OR"
			      " (o.order_id = $o AND p.user_id < $a))" },
	[SORT_ACTIVATED_AT] = { "p.activated_at, p.user_id",
				"p.activated_at DESC, p.user_id DESC",
				"p.activated_at",
				"p.activated_at >= $k AND"
				" (p.activated_at > $k OR p.user_id > $a)",
				"p.activated_at <= $k AND"
				" (p.activated_at < $k OR p.user_id < $a)" },
	[SORT_VALID_UNTIL] = { "p.valid_until, p.user_id",
			       "p.valid_until DESC, p.user_id DESC",
			       "p.valid_until",
			       "p.valid_until >= $k AND"
			       " (p.valid_until > $k OR p.user_id > $a)",
			       "p.valid_until <= $k AND"
			       " (p.valid_until < $k OR p.user_id < $a)" },
	[SORT_SURNAME] = { "o.surname_key, o.order_id, p.user_id",
			   "o.surname_key DESC, o.order_id DESC,"
			   " p.user_id DESC",
			   "o.surname_key",
			   "o.surname_key >= $k AND (o.surname_key > $k OR"
			   " o.order_id > $o OR"
			   " (o.order_id = $o AND p.user_id > $a))",
			   "o.surname_key <= $k AND (o.surname_key < $k OR"
			   " o.order_id < $o OR"
			   " (o.order_id = $o AND p.user_id < $a))" },
};

/* The statement under construction: text from the tables above only. */
struct query {
	const struct search *search;
	struct arena *arena;
	const char *where; /* conditions so far */
	enum lead lead;
	int sort;
	bool is_led;
	int parameters;
	struct {
		const char *text;
		int64_t number;
	} values[2 * FILTERS + 8];
};

static int value_add(struct query *query, const char *text, int64_t number)
{
	query->values[query->parameters].text = text;
	query->values[query->parameters].number = number;
	return ++query->parameters;
}

/* Replaces $n and $m (or $a, $k, $o) by numbers of parameters. */
static const char *fill(struct arena *arena, const char *format,
			const char *letters, const int *numbers)
{
	const char *ret = "";

	for (const char *p = format; *p;) {
		const char *dollar = strchr(p, '$'), *letter;

		if (!dollar)
			return arena_printf(arena, "%s%s", ret, p);
		letter = strchr(letters, dollar[1]);
		if (letter)
			ret = arena_printf(arena, "%s%.*s$%d", ret,
					   (int)(dollar - p), p,
					   numbers[letter - letters]);
		else
			ret = arena_printf(arena, "%s%.*s%c", ret,
					   (int)(dollar - p) + 1, p,
					   dollar[1]);
		p = dollar + 2;
	}
	return ret;
}

static void condition_add(struct query *query, const char *condition)
{
	query->where = arena_printf(query->arena, "%s AND %s", query->where,
				    condition);
}

static const char *cased(struct arena *arena, const char *text, bool upper)
{
	char *ret = arena_text(arena, text);

	for (char *p = ret; *p; p++)
		if (upper ? *p >= 'a' && *p <= 'z' : *p >= 'A' && *p <= 'Z')
			*p ^= 0x20;
	return ret;
}

static const char *formed(struct query *query, enum form form, const char *text)
{
	const char *key;

	switch (form) {
	case FORM_KEY:
		key = unicode_search_key(query->arena, text);
		return key ? key : text;
	case FORM_UPPER:
		return cased(query->arena, text, true);
	case FORM_LOWER:
		return cased(query->arena, text, false);
	default:
		return text;
	}
}

static void lead_set(struct query *query, enum lead lead, int sort)
{
	if (query->is_led)
		return;
	query->is_led = true;
	query->lead = lead;
	query->sort = sort;
}

static bool prefix_add(struct query *query, const char *member,
		       const char *text)
{
	size_t n = strlen(text);
	int numbers[2];
	const char *low;

	if (n < 2 || text[n - 1] != '*')
		return false;
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
		if (strcmp(prefixes[i].member, member) != 0)
			continue;
		low = formed(query, FORM_KEY,
			     arena_text_n(query->arena, text, n - 1));
		numbers[0] = value_add(query, low, 0);
		numbers[1] = value_add(
			query, arena_printf(query->arena, "%s\xf4\x8f\xbf\xbf", low), 0);
		condition_add(query,
			      fill(query->arena,
				   query->is_led ? prefixes[i].test :
						   prefixes[i].drive,
				   "nm", numbers));
		lead_set(query, LEAD_ORDERS, prefixes[i].sort);
		return true;
	}
	return false;
}

static void filter_add(struct query *query, const struct filter *filter)
{
	const struct field *field = record_field(&search_record,
						 filter->member);
	const char *text = NULL;
	int64_t number = 0;
	int n;

	if (field_is_absent(field, query->search))
		return;
	if (field->type == FIELD_TEXT || field->type == FIELD_WORD) {
		text = field_format(field, query->search, query->arena);
		if (prefix_add(query, filter->member, text))
			return;
		text = formed(query, filter->form, text);
	} else {
		memcpy(&number, (const char *)query->search + field->offset,
		       sizeof number);
	}
	n = value_add(query, text, number);
	condition_add(query, fill(query->arena,
				  query->is_led ? filter->test : filter->drive,
				  "n", &n));
	lead_set(query, filter->lead, filter->sort);
}

/* A page goes on after a row: its key is looked up first. */
static enum status after_add(struct store *store, struct query *query,
			     const struct sort *sort, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *sql = arena_printf(
		query->arena,
		"SELECT %s, o.order_id FROM products p JOIN orders o"
		" ON o.order_id = p.order_id WHERE p.user_id = $1",
		sort->key);
	bool down = query->search->reverse == 1, row;
	int numbers[3]; /* $a $k $o */
	enum status rc;

	if (query->search->after == ABSENT)
		return OK;
	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, query->search->after);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "product_unknown", "after",
				 "there is no product USR%09" PRId64 " to go on "
				 "after; give the last one of the page before",
				 query->search->after);
	numbers[0] = value_add(query, NULL, query->search->after);
	if (sort == &sorts[SORT_SURNAME])
		numbers[1] = value_add(query, sql_text(st, 0, query->arena), 0);
	else
		numbers[1] = value_add(query, NULL, sql_integer(st, 0));
	numbers[2] = value_add(query, NULL, sql_integer(st, 1));
	condition_add(query, fill(query->arena,
				  down ? sort->after_down : sort->after_up,
				  "ako", numbers));
	return OK;
}

static const char *query_text(struct query *query, const struct sort *sort)
{
	static const char *const from[] = {
		[LEAD_ORDERS] = " FROM orders o CROSS JOIN products p",
		[LEAD_PRODUCTS] = " FROM products p CROSS JOIN orders o",
	};
	const char *limit = "";

	if (query->search->limit != ABSENT)
		limit = arena_printf(query->arena, " LIMIT $%d",
				     value_add(query, NULL,
					       query->search->limit));
	return arena_printf(query->arena,
			    "SELECT%s%s"
			    " JOIN units u ON u.unit_id = o.unit_id"
			    " LEFT JOIN holders h ON h.holder_id = o.holder_id"
			    " WHERE o.order_id = p.order_id%s ORDER BY %s%s",
			    product_columns, from[query->lead], query->where,
			    query->search->reverse == 1 ? sort->down : sort->up,
			    limit);
}

static void values_bind(struct sql_statement *st, const struct query *query)
{
	for (int n = 1; n <= query->parameters; n++) {
		if (query->values[n - 1].text)
			sql_bind_text(st, n, query->values[n - 1].text);
		else
			sql_bind_integer(st, n, query->values[n - 1].number);
	}
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
	struct query query = { .search = search, .arena = arena, .where = "" };
	const struct sort *sort;
	enum status rc;

	(void)value_add(&query, NULL, search->client_id); /* $1, always */
	for (size_t i = 0; i < FILTERS; i++)
		filter_add(&query, &filters[i]);
	if (!query.is_led && search->sort == SORT_USER_ID)
		lead_set(&query, LEAD_PRODUCTS, SORT_USER_ID);
	lead_set(&query, LEAD_ORDERS, SORT_CREATED_AT);
	condition_add(&query, query.lead == LEAD_ORDERS ? "o.client_id = $1" :
							  "p.client_id = $1");
	sort = &sorts[search->sort == ABSENT ? query.sort : search->sort];
	if ((rc = after_add(store, &query, sort, err)) != OK ||
	    (rc = sql_prepare(store->sql, query_text(&query, sort), &st, err)) !=
		    OK)
		return rc;
	values_bind(st, &query);
	return rows_each(st, each, context, err);
}
