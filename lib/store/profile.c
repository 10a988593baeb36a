/* profile - what an operator is, and in which unit */
#include <ipp/store/operator.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/operator.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>

#include "internal.h"

enum status profile_grant(struct store *store, int64_t operator_id,
			  int64_t unit_id, int64_t profile, bool *changed,
			  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO profiles (operator_id, unit_id,"
			      "                      profile)"
			      " VALUES ($1, $2, $3)"
			      " ON CONFLICT (operator_id, unit_id, profile)"
			      " DO UPDATE SET withdrawn_at = NULL"
			      "  WHERE profiles.withdrawn_at IS NOT NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	sql_bind_integer(st, 2, unit_id);
	sql_bind_text(st, 3, profile_words[profile].name);
	if ((rc = sql_execute(st, err)) == OK)
		*changed = sql_changes(store->sql) > 0;
	return rc;
}

static enum status profile_sessions_end(struct store *store,
					int64_t operator_id, int64_t now,
					struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE sessions SET ended_at = $1"
			      " WHERE operator_id = $2 AND ended_at IS NULL"
			      "   AND profile_id IN ("
			      "       SELECT profile_id FROM profiles"
			      "        WHERE operator_id = $2"
			      "          AND withdrawn_at IS NOT NULL)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_integer(st, 2, operator_id);
	return sql_execute(st, err);
}

enum status profile_withdraw(struct store *store, int64_t operator_id,
			     int64_t unit_id, int64_t profile, int64_t now,
			     bool *changed, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE profiles SET withdrawn_at = $1"
			      " WHERE operator_id = $2 AND unit_id = $3"
			      "   AND profile = $4 AND withdrawn_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_integer(st, 2, operator_id);
	sql_bind_integer(st, 3, unit_id);
	sql_bind_text(st, 4, profile_words[profile].name);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	*changed = sql_changes(store->sql) > 0;
	return profile_sessions_end(store, operator_id, now, err);
}

/* The latest session tells which profile was used last. */
static const char list_sql[] =
    "SELECT p.profile_id, p.operator_id, p.profile, p.unit_id, u.code,"
    "       u.name"
    "  FROM profiles p"
    "  JOIN units u ON u.unit_id = p.unit_id"
    "  LEFT JOIN (SELECT profile_id, max(session_id) AS latest"
    "               FROM sessions"
    "              WHERE operator_id = $1 AND kind = 'session'"
    "              GROUP BY profile_id) s"
    "    ON s.profile_id = p.profile_id"
    " WHERE p.operator_id = $1 AND p.withdrawn_at IS NULL"
    " ORDER BY coalesce(s.latest, 0) DESC, p.profile_id"
    " LIMIT $2";

enum status profile_list(struct store *store, int64_t operator_id,
			 struct arena *arena, struct operator_profile **ret,
			 size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct operator_profile *list =
	    arena_alloc(arena, LIMIT_LIST_ITEMS * sizeof *list);
	enum status rc;
	size_t n = 0;
	bool row;

	if ((rc = sql_prepare(store->sql, list_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	sql_bind_integer(st, 2, (int64_t)LIMIT_LIST_ITEMS);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct operator_profile *it = &list[n++];

		it->profile_id = sql_integer(st, 0);
		it->operator_id = sql_integer(st, 1);
		it->profile = word_find(profile_words, sql_text_view(st, 2));
		it->unit_id = sql_integer(st, 3);
		it->unit = sql_text(st, 4, arena);
		it->unit_name = sql_text(st, 5, arena);
	}
	if (rc == OK) {
		*ret = list;
		*count = n;
	}
	return rc;
}

enum status profile_count_masters(struct store *store, int64_t client_id,
				  int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT count(DISTINCT o.operator_id)"
			      "  FROM operators o"
			      "  JOIN profiles p"
			      "    ON p.operator_id = o.operator_id"
			      " WHERE o.client_id = $1 AND o.enabled = 1"
			      "   AND p.profile = 'master_rao'"
			      "   AND p.withdrawn_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = sql_integer(st, 0);
	return rc;
}
