/* holder_key - holders' private keys and activation codes, always sealed */
#include <ipp/store/issuance.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/envelope.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "row.h"

static void octets_bind(struct sql_statement *st, int n, struct octets octets)
{
	if (octets.size > 0)
		sql_bind_bytes(st, n, octets.bytes, octets.size);
}

static void wrapped_bind(struct sql_statement *st, const struct holder_key *it)
{
	bool pending = it->pending.size > 0;

	sql_bind_integer(st, 1, it->user_id);
	sql_bind_text(st, 2, pending ? "pending" : "wrapped");
	sql_bind_text(st, 3, pending ? NULL : it->derivation);
	if (!pending)
		sql_bind_bytes(st, 4, it->salt, HOLDER_SALT_SIZE);
	octets_bind(st, 5, it->pin_wrapped);
	octets_bind(st, 6, it->puk_wrapped);
}

enum status holder_key_insert(struct desk *desk, const struct holder_key *it,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO holder_keys (user_id, state,"
			      " derivation, salt, pin_wrapped, puk_wrapped,"
			      " key_kind, pending_key, created_at)"
			      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			      &st, err)) != OK)
		return rc;
	wrapped_bind(st, it);
	sql_bind_text(st, 7, it->key_kind);
	octets_bind(st, 8, it->pending);
	sql_bind_integer(st, 9, desk->now);
	return sql_execute(st, err);
}

enum status holder_key_wrap(struct desk *desk, const struct holder_key *it,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE holder_keys SET state = $2,"
			      " derivation = $3, salt = $4, pin_wrapped = $5,"
			      " puk_wrapped = $6, pending_key = NULL"
			      " WHERE user_id = $1 AND state = 'pending'",
			      &st, err)) != OK)
		return rc;
	wrapped_bind(st, it);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	if (sql_changes(desk->store->sql) != 1)
		return error_set(err, BUSY, "product_changed", "user_id",
				 "somebody else sealed these codes meanwhile; "
				 "look and try again");
	return OK;
}

enum status holder_key_load(struct store *store, int64_t user_id,
			    struct arena *arena, struct holder_key *ret,
			    bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct octets salt;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT key_kind, pending_key, derivation, salt,"
			      "       pin_wrapped, puk_wrapped"
			      "  FROM holder_keys WHERE user_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	*ret = (struct holder_key){ .user_id = user_id };
	ret->key_kind = sql_text(st, 0, arena);
	ret->pending = row_octets(st, 1, arena);
	ret->derivation = sql_text(st, 2, arena);
	salt = row_octets(st, 3, arena);
	if (salt.size == HOLDER_SALT_SIZE)
		memcpy(ret->salt, salt.bytes, HOLDER_SALT_SIZE);
	ret->pin_wrapped = row_octets(st, 4, arena);
	ret->puk_wrapped = row_octets(st, 5, arena);
	return OK;
}

enum status holder_key_pending(struct store *store, int64_t client_id,
			       int64_t unit_id,
			       enum status (*each)(void *context,
						   const struct envelope *it,
						   struct error *err),
			       void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct envelope it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT p.order_id, k.user_id, p.product"
			      "  FROM holder_keys k"
			      "  JOIN products p ON p.user_id = k.user_id"
			      "  JOIN orders o ON o.order_id = p.order_id"
			      " WHERE k.state = 'pending'"
			      "   AND p.status = 'active'"
			      "   AND p.client_id = $1"
			      "   AND ($2 IS NULL OR o.unit_id = $2)"
			      " ORDER BY k.user_id",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, unit_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		record_clear(&envelope_record, &it);
		it.order_id = sql_integer(st, 0);
		it.user_id = sql_integer(st, 1);
		it.product = sql_text_view(st, 2);
		it.status = STATUS_ACTIVE;
		if ((rc = each(context, &it, err)) != OK)
			return rc;
	}
	return rc;
}

enum status codes_insert(struct desk *desk, int64_t user_id,
			 struct octets sealed, const unsigned char erc_hash[32],
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO activation_codes (user_id,"
			      " sealed_codes, erc_hash, created_at)"
			      " VALUES ($1, $2, $3, $4)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	sql_bind_bytes(st, 2, sealed.bytes, sealed.size);
	sql_bind_bytes(st, 3, erc_hash, 32);
	sql_bind_integer(st, 4, desk->now);
	return sql_execute(st, err);
}

enum status codes_load(struct store *store, int64_t user_id,
		       struct arena *arena, struct octets *ret,
		       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT sealed_codes FROM activation_codes"
			      " WHERE user_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = row ? row_octets(st, 0, arena) : (struct octets){ NULL, 0 };
	return OK;
}

enum status codes_forget(struct desk *desk, int64_t user_id, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE activation_codes SET sealed_codes = NULL,"
			      " forgotten_at = coalesce(forgotten_at, $2)"
			      " WHERE user_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	sql_bind_integer(st, 2, desk->now);
	return sql_execute(st, err);
}
