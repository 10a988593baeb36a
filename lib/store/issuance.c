/* issuance - certificates: reserved before they are signed, then settled */
#include <ipp/store/issuance.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "row.h"

#define COLUMNS                                                               \
	"serial, user_id, authority_id, profile, profile_hash, tbs,"          \
	" certificate, not_before, not_after, reserved_at, issued_at, tbs_hash," \
	" partition, purpose"

static void row_read(struct sql_statement *st, struct arena *arena,
		     struct issuance *ret)
{
	struct octets hash;

	*ret = (struct issuance){ .serial = sql_text(st, 0, arena) };
	ret->user_id = sql_integer(st, 1);
	ret->authority_id = sql_integer(st, 2);
	ret->profile = sql_text(st, 3, arena);
	hash = row_octets(st, 4, arena);
	if (hash.size == PROFILE_HASH_SIZE)
		memcpy(ret->profile_hash, hash.bytes, PROFILE_HASH_SIZE);
	ret->tbs = row_octets(st, 5, arena);
	ret->certificate = row_octets(st, 6, arena);
	ret->not_before = sql_integer(st, 7);
	ret->not_after = sql_integer(st, 8);
	ret->reserved_at = sql_integer(st, 9);
	ret->issued_at = sql_integer(st, 10);
	hash = row_octets(st, 11, arena);
	if (hash.size == sizeof ret->tbs_hash)
		memcpy(ret->tbs_hash, hash.bytes, hash.size);
	ret->partition = sql_integer(st, 12);
	ret->purpose = sql_text(st, 13, arena);
}

enum status issuance_reserve(struct desk *desk, const struct issuance *it,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO certificates (serial, user_id,"
			      " authority_id, purpose, profile, profile_hash,"
			      " tbs, not_before, not_after, reserved_at,"
			      " tbs_hash, partition)"
			      " VALUES ($1, $2, $3, $12, $4, $5, $6,"
			      " $7, $8, $9, $10, $11)"
			      " ON CONFLICT (user_id, purpose) DO NOTHING",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, it->serial);
	sql_bind_integer(st, 2, it->user_id);
	sql_bind_integer(st, 3, it->authority_id);
	sql_bind_text(st, 4, it->profile);
	sql_bind_bytes(st, 5, it->profile_hash, PROFILE_HASH_SIZE);
	sql_bind_bytes(st, 6, it->tbs.bytes, it->tbs.size);
	sql_bind_integer(st, 7, it->not_before);
	sql_bind_integer(st, 8, it->not_after);
	sql_bind_integer(st, 9, desk->now);
	sql_bind_bytes(st, 10, it->tbs_hash, sizeof it->tbs_hash);
	sql_bind_integer(st, 11, it->partition);
	sql_bind_text(st, 12,
		      it->purpose ? it->purpose : PURPOSE_OF_SIGNATURE);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	if (sql_changes(desk->store->sql) != 1)
		return error_set(err, BUSY, "product_changed", "user_id",
				 "somebody else began to issue USR%09" PRId64
				 " meanwhile, or it was asked for twice; look "
				 "and try again",
				 it->user_id);
	return OK;
}

enum status issuance_settle(struct desk *desk, const struct issuance *it,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE certificates SET certificate = $1,"
			      " tbs = NULL, issued_at = $2"
			      " WHERE serial = $3 AND certificate IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, it->certificate.bytes, it->certificate.size);
	sql_bind_integer(st, 2, desk->now);
	sql_bind_text(st, 3, it->serial);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	if (sql_changes(desk->store->sql) != 1)
		return error_set(err, BUSY, "product_changed", "user_id",
				 "somebody else finished certificate %s "
				 "meanwhile; look and try again",
				 it->serial);
	return OK;
}

enum status issuance_load(struct store *store, int64_t user_id,
			  const char *purpose, struct arena *arena,
			  struct issuance *ret, bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT " COLUMNS " FROM certificates"
			      " WHERE user_id = $1 AND purpose = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	sql_bind_text(st, 2, purpose);
	if ((rc = sql_step(st, found, err)) == OK && *found)
		row_read(st, arena, ret);
	return rc;
}

enum status issuance_each(struct store *store,
			  enum status (*each)(void *context,
					      const struct issuance *it,
					      struct error *err),
			  void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	struct issuance it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT " COLUMNS " FROM certificates"
			      " ORDER BY serial",
			      &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		row_read(st, arena, &it);
		if ((rc = each(context, &it, err)) != OK)
			return rc;
		arena_reset(arena);
	}
	return rc;
}
