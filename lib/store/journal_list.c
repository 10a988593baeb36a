/* journal_list - the journal read by people, entry by entry */
#include <ipp/store/journal.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/journal.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>

#include "internal.h"

/* Stands in the query only if its filter was given, so that the index of what
 * was asked for leads. `$` is where its value goes. */
struct condition {
	size_t offset;
	bool is_text, is_flag;
	const char *sql;
};

#define NUMBER(member_, sql_)                                                  \
	{ offsetof(struct journal_filter, member_), .sql = sql_ }

static const struct condition conditions[] = {
	NUMBER(client_id, "(j.client_id = $ OR j.client_id IS NULL)"),
	NUMBER(from, " AND j.entry_id >= (SELECT min(f.entry_id) FROM journal f"
		     " WHERE f.at >= $) AND j.at >= $"),
	NUMBER(to, " AND j.entry_id <= (SELECT max(t.entry_id) FROM journal t"
		   " WHERE t.at < $) AND j.at < $"),
	NUMBER(operator_id, " AND j.operator_id = $"),
	NUMBER(unit_id, " AND j.unit_id = $"),
	NUMBER(order_id, " AND j.entry_id IN (SELECT i.entry_id FROM journal i"
			 " WHERE i.order_id = $ AND i.user_id IS NULL"
			 " UNION SELECT i.entry_id"
			 " FROM products p JOIN journal i"
			 " ON i.user_id = p.user_id"
			 " WHERE p.order_id = $)"),
	NUMBER(user_id, " AND j.entry_id IN (SELECT i.entry_id FROM journal i"
			" WHERE i.user_id = $ UNION SELECT i.entry_id"
			" FROM products p JOIN journal i"
			" ON i.order_id = p.order_id"
			" WHERE p.user_id = $ AND i.user_id IS NULL)"),
	NUMBER(holder_id, " AND j.entry_id IN (SELECT i.entry_id"
			  " FROM products p JOIN journal i"
			  " ON i.order_id = p.order_id"
			  " WHERE p.holder_id = $ AND i.user_id IS NULL"
			  " UNION SELECT i.entry_id"
			  " FROM products p JOIN products o"
			  " ON o.order_id = p.order_id"
			  " JOIN journal i ON i.user_id = o.user_id"
			  " WHERE p.holder_id = $)"),
	{ offsetof(struct journal_filter, event), .is_text = true,
	  .sql = " AND j.event = $" },
	{ offsetof(struct journal_filter, refused), .is_flag = true,
	  .sql = " AND j.event LIKE '%refused'" },
};
/* The page, by the direction. */
static const struct condition pages[] = {
	NUMBER(after, " AND j.entry_id > $"),
	NUMBER(after, " AND j.entry_id < $"),
};
static const struct condition limit = NUMBER(limit, " LIMIT $");

#define CONDITIONS (sizeof conditions / sizeof *conditions)
#define VALUES_MAX (CONDITIONS + 2)

static const char list_sql[] =
    "SELECT j.entry_id, j.at, j.event, j.operator_id, o.login, u.code,"
    "       j.order_id, j.user_id, j.detail"
    "  FROM journal j"
    "  LEFT JOIN operators o ON o.operator_id = j.operator_id"
    "  LEFT JOIN units u ON u.unit_id = j.unit_id"
    " WHERE %s ORDER BY j.entry_id%s%s";

static int64_t number_of(const struct journal_filter *filter,
			 const struct condition *condition)
{
	int64_t ret;

	memcpy(&ret, (const char *)filter + condition->offset, sizeof ret);
	return ret;
}

static const char *text_of(const struct journal_filter *filter,
			   const struct condition *condition)
{
	const char *ret;

	memcpy(&ret, (const char *)filter + condition->offset, sizeof ret);
	return ret;
}

static bool is_given(const struct journal_filter *filter,
		     const struct condition *condition)
{
	if (condition->is_text)
		return text_of(filter, condition);
	if (condition->is_flag)
		return number_of(filter, condition) == 1;
	return number_of(filter, condition) != ABSENT;
}

/* The conditions that were put into a query, in the order of their numbers. */
struct query {
	struct arena *arena;
	const struct journal_filter *filter;
	const struct condition *values[VALUES_MAX];
	size_t count;
};

/* Its SQL with the next number; "" if it was not given. */
static const char *condition_text(struct query *query,
				  const struct condition *condition)
{
	const char *sql = condition->sql, *ret = "", *hole;

	if (!is_given(query->filter, condition))
		return "";
	if (!condition->is_flag)
		query->values[query->count++] = condition;
	for (; (hole = strchr(sql, '$')); sql = hole + 1)
		ret = arena_printf(query->arena, "%s%.*s$%zu", ret,
				   (int)(hole - sql), sql, query->count);
	return arena_printf(query->arena, "%s%s", ret, sql);
}

static const char *query_text(struct query *query)
{
	bool reverse = query->filter->reverse == 1;
	const char *where = "";

	for (size_t i = 0; i < CONDITIONS; i++)
		where = arena_printf(query->arena, "%s%s", where,
				     condition_text(query, &conditions[i]));
	where = arena_printf(query->arena, "%s%s", where,
			     condition_text(query, &pages[reverse]));
	return arena_printf(query->arena, list_sql, where,
			    reverse ? " DESC" : "",
			    condition_text(query, &limit));
}

static void query_bind(const struct query *query, struct sql_statement *st)
{
	for (size_t i = 0; i < query->count; i++) {
		const struct condition *it = query->values[i];
		int n = (int)i + 1;

		if (it->is_text)
			sql_bind_text(st, n, text_of(query->filter, it));
		else
			sql_bind_integer(st, n, number_of(query->filter, it));
	}
}

static enum status entry_fetch(struct sql_statement *st, struct arena *arena,
			       struct journal_entry *ret, struct error *err)
{
	const char *detail = sql_text_view(st, 8);
	struct json *facts = NULL;
	enum status rc;

	if ((rc = json_parse(detail, strlen(detail), &facts, err)) != OK)
		return rc;
	*ret = (struct journal_entry){
		.entry_id = sql_integer(st, 0),
		.at = sql_integer(st, 1),
		.event = sql_text(st, 2, arena),
		.tool = json_as_text(json_member(facts, "tool")),
		.operator_id = sql_integer(st, 3),
		.operator_login = sql_text(st, 4, arena),
		.unit = sql_text(st, 5, arena),
		.order_id = sql_integer(st, 6),
		.user_id = sql_integer(st, 7),
		.detail = facts,
	};
	return OK;
}

enum status journal_list(struct store *store,
			 const struct journal_filter *filter,
			 enum status (*each)(void *context,
					     const struct journal_entry *entry,
					     struct error *err),
			 void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(arena) struct arena *row_arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct query query = { .arena = arena, .filter = filter };
	struct journal_entry entry;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, query_text(&query), &st, err)) != OK)
		return rc;
	query_bind(&query, st);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		arena_reset(row_arena);
		if ((rc = entry_fetch(st, row_arena, &entry, err)) != OK)
			return rc;
		rc = each(context, &entry, err);
		json_free(entry.detail);
		if (rc != OK)
			return rc;
	}
	return rc;
}
