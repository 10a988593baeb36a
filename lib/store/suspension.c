/* suspension - intervals in which certificates are on hold */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/status_change.h>

#include "internal.h"

enum status suspension_start(struct desk *desk, struct suspension *suspension,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	suspension->started_at = desk->now;
	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO suspensions (user_id, request_id,"
			      " started_at, ends_at, at_end)"
			      " VALUES ($1, $2, $3, $4, $5)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, suspension->user_id);
	sql_bind_integer(st, 2, suspension->request_id);
	sql_bind_integer(st, 3, suspension->started_at);
	sql_bind_integer(st, 4, suspension->ends_at);
	sql_bind_text(st, 5, suspension_end_words[suspension->at_end].name);
	if ((rc = sql_execute(st, err)) == OK)
		suspension->suspension_id = sql_inserted(desk->store->sql);
	return rc;
}

enum status suspension_open(struct store *store, int64_t user_id,
			    struct suspension *ret, bool *found,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT suspension_id, request_id, started_at,"
			      "       ends_at, at_end"
			      "  FROM suspensions"
			      " WHERE user_id = $1 AND ended_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	*ret = (struct suspension){ .suspension_id = sql_integer(st, 0),
				    .user_id = user_id,
				    .request_id = sql_integer(st, 1),
				    .started_at = sql_integer(st, 2),
				    .ends_at = sql_integer(st, 3),
				    .ended_at = ABSENT,
				    .ended_how = ABSENT,
				    .ended_by = ABSENT,
				    .end_request_id = ABSENT };
	ret->at_end = word_find(suspension_end_words, sql_text_view(st, 4));
	return OK;
}

enum status suspension_finish(struct desk *desk,
			      const struct suspension *suspension,
			      int64_t how, int64_t request_id,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE suspensions"
			      "   SET ended_at = max($2, started_at),"
			      " ended_how = $3, ended_by = $4,"
			      " end_request_id = $5"
			      " WHERE suspension_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, suspension->suspension_id);
	sql_bind_integer(st, 2, desk->now);
	sql_bind_text(st, 3, suspension_how_words[how].name);
	sql_bind_integer(st, 4, desk->session->operator_id);
	sql_bind_integer(st, 5, request_id);
	return sql_execute(st, err);
}

/*
 * Each kind by its index; the same product may be of two. An order that is
 * asked of the two together would make the planner read all products by it.
 */
static const char due_sql[] =
    "WITH due (user_id) AS MATERIALIZED ("
    "SELECT u.user_id FROM suspensions u"
    "  JOIN products p ON p.user_id = u.user_id"
    " WHERE u.ended_at IS NULL AND u.ends_at <= $3"
    "   AND p.client_id = $1 AND ($2 IS NULL OR p.unit_id = $2)"
    " UNION "
    "SELECT p.user_id FROM products p"
    " WHERE (p.status = 'active' OR p.status = 'suspended')"
    "   AND p.valid_until < $3"
    "   AND p.client_id + 0 = $1 AND ($2 IS NULL OR p.unit_id + 0 = $2)"
    ") SELECT user_id FROM due ORDER BY user_id";

enum status suspensions_due(struct store *store, int64_t client_id,
			    int64_t unit_id, int64_t now, struct arena *arena,
			    int64_t **ret, size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	size_t n = 0, room = 1024;
	int64_t *ids = arena_alloc(arena, room * sizeof *ids), *more;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, due_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, unit_id);
	sql_bind_integer(st, 3, now);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		if (n == room) {
			more = arena_alloc(arena, 2 * room * sizeof *more);
			memcpy(more, ids, room * sizeof *ids);
			ids = more;
			room *= 2;
		}
		ids[n++] = sql_integer(st, 0);
	}
	*ret = ids;
	*count = n;
	return rc;
}
