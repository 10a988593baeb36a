/* responder - certificates and keys that answers are signed with */
#include <ipp/store/responder.h>

#include <stdio.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>
#include <ipp/port/seal.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

#define LABEL_SIZE 64 /* of a serial number, and more */

static const char newest_sql[] =
    "SELECT serial, not_before, not_after, certificate FROM responders"
    " WHERE authority_id = $1 AND not_after >= $2 AND not_before <= $2"
    "   AND sealed_key IS NOT NULL"
    " ORDER BY not_after DESC, serial LIMIT 1";

static const char insert_sql[] =
    "INSERT INTO responders (serial, authority_id, sealed_key, certificate,"
    " not_before, not_after, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

static const char forget_sql[] =
    "UPDATE responders SET sealed_key = NULL"
    " WHERE authority_id = $1 AND not_after < $2 AND sealed_key IS NOT NULL";

/* Which key a blob is: keys cannot be swapped in the database. */
static size_t label_make(const char *serial, char ret[LABEL_SIZE])
{
	return (size_t)snprintf(ret, LABEL_SIZE, "responders/%.40s", serial);
}

static void row_read(struct sql_statement *st, struct arena *arena,
		     struct responder *ret)
{
	ret->serial = sql_text(st, 0, arena);
	ret->not_before = sql_integer(st, 1);
	ret->not_after = sql_integer(st, 2);
	ret->certificate.bytes =
	    sql_bytes(st, 3, arena, &ret->certificate.size);
}

enum status responder_newest(struct store *store, int64_t authority_id,
			     int64_t now, struct arena *arena,
			     struct responder *ret, bool *found,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, newest_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_integer(st, 2, now);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	ret->authority_id = authority_id;
	row_read(st, arena, ret);
	return OK;
}

enum status responder_each(struct store *store,
			   enum status (*each)(void *context,
					       const struct responder *it,
					       struct error *err),
			   void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	struct responder it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT serial, not_before, not_after,"
			      " certificate, authority_id FROM responders"
			      " ORDER BY serial",
			      &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		row_read(st, arena, &it);
		it.authority_id = sql_integer(st, 4);
		if ((rc = each(context, &it, err)) != OK)
			return rc;
		arena_reset(arena);
	}
	return rc;
}

static enum status gone(const struct responder *it, struct error *err)
{
	return error_set(err, DATA, "responder_keyless", "serial",
			 "the key of the responder %s is not in the store; "
			 "restore it from a backup",
			 it->serial);
}

enum status responder_key(struct store *store, const struct responder *it,
			  struct key **ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	const unsigned char *master;
	unsigned char *blob, *plain;
	char label[LABEL_SIZE];
	size_t size;
	enum status rc;
	bool row;

	if ((rc = store_key(store, "responder", &master, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "SELECT sealed_key FROM responders"
			      " WHERE serial = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, it->serial);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	blob = row ? sql_bytes(st, 0, arena, &size) : NULL;
	if (!blob || size < SEAL_OVERHEAD)
		return gone(it, err);
	plain = arena_alloc(arena, size);
	if ((rc = seal_open(master, label, label_make(it->serial, label), blob,
			    size, plain, err)) != OK)
		return rc;
	return key_import(plain, size - SEAL_OVERHEAD, ret, err);
}

static enum status key_seal(struct desk *desk, const char *serial,
			    const struct key *key, struct octets *ret,
			    struct error *err)
{
	const unsigned char *master;
	char label[LABEL_SIZE];
	struct octets plain;
	unsigned char *blob;
	enum status rc;

	if ((rc = store_key(desk->store, "responder", &master, err)) != OK ||
	    (rc = key_export(desk->arena, key, &plain, err)) != OK)
		return rc;
	blob = arena_alloc(desk->arena, seal_size(plain.size));
	*ret = (struct octets){ blob, seal_size(plain.size) };
	return seal_close(master, label, label_make(serial, label),
			  plain.bytes, plain.size, blob, err);
}

static enum status former_forget(struct desk *desk, int64_t authority_id,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, forget_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_integer(st, 2, desk->now);
	return sql_execute(st, err);
}

enum status responder_insert(struct desk *desk, const struct responder *it,
			     const struct key *key, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct octets blob;
	enum status rc;

	if ((rc = former_forget(desk, it->authority_id, err)) != OK ||
	    (rc = key_seal(desk, it->serial, key, &blob, err)) != OK ||
	    (rc = sql_prepare(desk->store->sql, insert_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, it->serial);
	sql_bind_integer(st, 2, it->authority_id);
	sql_bind_bytes(st, 3, blob.bytes, blob.size);
	sql_bind_bytes(st, 4, it->certificate.bytes, it->certificate.size);
	sql_bind_integer(st, 5, it->not_before);
	sql_bind_integer(st, 6, it->not_after);
	sql_bind_integer(st, 7, desk->now);
	return sql_execute(st, err);
}
