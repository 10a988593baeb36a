/* device - smart cards and keys of holders in the store */
#include <ipp/store/device.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

enum status device_load(struct store *store, int64_t user_id,
			struct arena *arena, struct device_row *ret,
			bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const unsigned char *seed;
	size_t n;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT seed, label, serial, manufacturer, model,"
			      "       certified, key_kind, proved_at,"
			      "       written_at"
			      "  FROM devices WHERE user_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	*ret = (struct device_row){ .user_id = user_id };
	seed = sql_bytes(st, 0, arena, &n);
	if (n == sizeof ret->seed)
		memcpy(ret->seed, seed, n);
	ret->label = sql_text(st, 1, arena);
	ret->serial = sql_text(st, 2, arena);
	ret->manufacturer = sql_text(st, 3, arena);
	ret->model = sql_text(st, 4, arena);
	ret->certified = sql_integer(st, 5) == 1;
	ret->key_kind = sql_text(st, 6, arena);
	ret->proved_at = sql_integer(st, 7);
	ret->written_at = sql_integer(st, 8);
	return OK;
}

/* What is over gives its device back. */
static enum status release(struct desk *desk, const struct device_row *it,
			   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE devices SET released_at = $1"
			      " WHERE manufacturer = $2 AND serial = $3"
			      "   AND user_id <> $4 AND released_at IS NULL"
			      "   AND EXISTS (SELECT 1 FROM products p"
			      "    WHERE p.user_id = devices.user_id"
			      "      AND p.status IN ('revoked', 'expired',"
			      "          'cancelled'))",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, desk->now);
	sql_bind_text(st, 2, it->manufacturer);
	sql_bind_text(st, 3, it->serial);
	sql_bind_integer(st, 4, it->user_id);
	return sql_execute(st, err);
}

static enum status free_check(struct desk *desk, const struct device_row *it,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if (text_is_empty(it->serial))
		return OK;
	if ((rc = release(desk, it, err)) != OK ||
	    (rc = sql_prepare(desk->store->sql,
			      "SELECT user_id FROM devices"
			      " WHERE manufacturer = $1 AND serial = $2"
			      "   AND user_id <> $3 AND released_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, it->manufacturer);
	sql_bind_text(st, 2, it->serial);
	sql_bind_integer(st, 3, it->user_id);
	if ((rc = sql_step(st, &row, err)) != OK || !row)
		return rc;
	return error_set(err, REFUSED, "device_taken", "device",
			 "device \"%s\" belongs to USR%09" PRId64 "; use "
			 "another",
			 it->serial, sql_integer(st, 0));
}

static void facts_bind(struct sql_statement *st, const struct device_row *it)
{
	sql_bind_integer(st, 1, it->user_id);
	sql_bind_text(st, 2, it->label);
	sql_bind_text(st, 3, text_is_empty(it->serial) ? NULL : it->serial);
	sql_bind_text(st, 4, it->manufacturer);
	sql_bind_text(st, 5, it->model);
}

enum status device_claim(struct desk *desk, const struct device_row *it,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = free_check(desk, it, err)) != OK ||
	    (rc = sql_prepare(desk->store->sql,
			      "INSERT INTO devices (user_id, label, serial,"
			      " manufacturer, model, seed, certified, key_kind,"
			      " claimed_by, claimed_at)"
			      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
			      " $10)"
			      " ON CONFLICT (user_id) DO UPDATE SET"
			      "  label = excluded.label,"
			      "  serial = excluded.serial,"
			      "  manufacturer = excluded.manufacturer,"
			      "  model = excluded.model,"
			      "  seed = excluded.seed,"
			      "  certified = excluded.certified,"
			      "  key_kind = excluded.key_kind,"
			      "  claimed_by = excluded.claimed_by,"
			      "  claimed_at = excluded.claimed_at",
			      &st, err)) != OK)
		return rc;
	facts_bind(st, it);
	sql_bind_bytes(st, 6, it->seed, sizeof it->seed);
	sql_bind_integer(st, 7, it->certified);
	sql_bind_text(st, 8, it->key_kind);
	sql_bind_integer(st, 9, desk->session->operator_id);
	sql_bind_integer(st, 10, desk->now);
	return sql_execute(st, err);
}

enum status device_prove(struct desk *desk, const struct device_row *it,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = free_check(desk, it, err)) != OK ||
	    (rc = sql_prepare(desk->store->sql,
			      "UPDATE devices SET label = $2, serial = $3,"
			      " manufacturer = $4, model = $5, proved_at = $6"
			      " WHERE user_id = $1",
			      &st, err)) != OK)
		return rc;
	facts_bind(st, it);
	sql_bind_integer(st, 6, desk->now);
	return sql_execute(st, err);
}

enum status device_written(struct desk *desk, int64_t user_id,
			   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE devices SET written_at = $2"
			      " WHERE user_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	sql_bind_integer(st, 2, desk->now);
	return sql_execute(st, err);
}
