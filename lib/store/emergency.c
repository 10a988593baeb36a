/* emergency - products that an emergency code may be for, and wrong codes */
#include <string.h>

#include <ipp/port/sql.h>
#include <ipp/store/status_change.h>

#include "internal.h"

static const char candidates_sql[] =
    "SELECT p.user_id, a.erc_hash, e.failures, e.locked_until"
    "  FROM products p"
    "  JOIN activation_codes a ON a.user_id = p.user_id"
    "  LEFT JOIN emergency_attempts e ON e.user_id = p.user_id"
    " WHERE p.client_id + 0 = $1"
    "   AND (p.status = 'active' OR p.status = 'suspended')"
    "   AND (p.user_id = $2 OR p.holder_id ="
    "        (SELECT h.holder_id FROM holders h WHERE h.iut = $3))"
    " ORDER BY p.user_id LIMIT 64";

enum status emergency_candidates(
    struct store *store, int64_t client_id, int64_t user_id, const char *iut,
    struct emergency_candidate ret[EMERGENCY_CANDIDATES_MAX], size_t *count,
    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	size_t n = 0, size;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, candidates_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, user_id);
	sql_bind_text(st, 3, iut);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       n < EMERGENCY_CANDIDATES_MAX) {
		struct emergency_candidate *it = &ret[n++];
		const void *hash = sql_bytes_view(st, 1, &size);

		*it = (struct emergency_candidate){ sql_integer(st, 0) };
		if (size == sizeof it->erc_hash)
			memcpy(it->erc_hash, hash, size);
		if (sql_integer(st, 2) != SQL_NULL) {
			it->failures = sql_integer(st, 2);
			it->locked_until = sql_integer(st, 3);
		}
	}
	*count = n;
	return rc;
}

enum status emergency_count(struct store *store,
			    const struct emergency_candidate *candidate,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(
		 store->sql,
		 "INSERT INTO emergency_attempts (user_id, failures,"
		 " locked_until) VALUES ($1, $2, $3)"
		 " ON CONFLICT (user_id) DO UPDATE SET"
		 "   failures = excluded.failures,"
		 "   locked_until = excluded.locked_until",
		 &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, candidate->user_id);
	sql_bind_integer(st, 2, candidate->failures);
	sql_bind_integer(st, 3, candidate->locked_until);
	return sql_execute(st, err);
}

enum status emergency_guesses_load(struct store *store, int64_t operator_id,
				   struct emergency_guesses *ret,
				   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT failures, since, locked_until"
			      "  FROM emergency_guesses WHERE operator_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = (struct emergency_guesses){ 0 };
	if (row)
		*ret = (struct emergency_guesses){ sql_integer(st, 0),
						   sql_integer(st, 1),
						   sql_integer(st, 2) };
	return OK;
}

enum status emergency_guesses_save(struct store *store, int64_t operator_id,
				   const struct emergency_guesses *it,
				   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(
		 store->sql,
		 "INSERT INTO emergency_guesses (operator_id, failures, since,"
		 " locked_until) VALUES ($1, $2, $3, $4)"
		 " ON CONFLICT (operator_id) DO UPDATE SET"
		 "   failures = excluded.failures, since = excluded.since,"
		 "   locked_until = excluded.locked_until",
		 &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	sql_bind_integer(st, 2, it->failures);
	sql_bind_integer(st, 3, it->since);
	sql_bind_integer(st, 4, it->locked_until);
	return sql_execute(st, err);
}
