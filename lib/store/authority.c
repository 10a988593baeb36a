/* authority - the local certificate authorities and their keys */
#include <ipp/store/authority.h>

#include <stdio.h>

#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/key.h>
#include <ipp/port/key_token.h>
#include <ipp/port/seal.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "row.h"

/* Read once a run: every certificate that is issued needs them. */
struct store_authority {
	struct store_authority *next;
	struct arena *arena;
	struct authority authority;
	struct key *key; /* NULL until it is needed */
};

#define LABEL_SIZE 320 /* of a name in UTF-8, and more */

static const char insert_sql[] =
    "INSERT INTO authorities (name, role, parent_id, key_kind, sealed_key,"
    " certificate, not_before, not_after, base_url, policy_arc, created_at,"
    " remote_qscd, partitions, partitions_named)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)"
    " RETURNING authority_id";

static const char load_sql[] =
    "SELECT authority_id, parent_id, name, role, key_kind, not_before,"
    "       not_after, base_url, policy_arc, created_at, retired_at,"
    "       certificate, remote_qscd, partitions, partitions_named"
    "  FROM authorities WHERE authority_id = $1";

void store_authorities_free(struct store_authority *list)
{
	while (list) {
		struct store_authority *next = list->next;

		key_free(list->key);
		arena_free(list->arena);
		memory_free(list);
		list = next;
	}
}

/* Which key a blob is: names cannot be swapped in the database. */
static int label_make(const char *name, char *ret, size_t size)
{
	return snprintf(ret, size, "authorities/%s", name);
}

static enum status key_seal(struct desk *desk, const char *name,
			    const struct key *key, unsigned char **ret,
			    size_t *size, struct error *err)
{
	char label[LABEL_SIZE];
	int n = label_make(name, label, sizeof label);
	const unsigned char *master;
	struct octets plain;
	unsigned char *blob;
	enum status rc;

	if ((rc = store_key(desk->store, "authority", &master, err)) != OK ||
	    (rc = key_export(desk->arena, key, &plain, err)) != OK)
		return rc;
	blob = arena_alloc(desk->arena, seal_size(plain.size));
	if ((rc = seal_close(master, label, (size_t)n, plain.bytes, plain.size,
			     blob, err)) != OK)
		return rc;
	*ret = blob;
	*size = seal_size(plain.size);
	return OK;
}

enum status authority_insert(struct desk *desk, struct authority *authority,
			     const struct key *key, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	unsigned char *blob;
	size_t size;
	enum status rc;
	bool row;

	if ((rc = key_seal(desk, authority->name, key, &blob, &size, err)) !=
		OK ||
	    (rc = sql_prepare(desk->store->sql, insert_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, authority->name);
	sql_bind_text(st, 2, authority_role_words[authority->role].name);
	sql_bind_integer(st, 3, authority->parent_id);
	sql_bind_text(st, 4, authority->key_kind);
	sql_bind_bytes(st, 5, blob, size);
	sql_bind_bytes(st, 6, authority->certificate.bytes,
		       authority->certificate.size);
	sql_bind_integer(st, 7, authority->not_before);
	sql_bind_integer(st, 8, authority->not_after);
	sql_bind_text(st, 9, authority->base_url);
	sql_bind_text(st, 10, authority->policy_arc);
	sql_bind_integer(st, 11, desk->now);
	sql_bind_integer(st, 12, authority->remote_qscd == 1);
	sql_bind_integer(st, 13, authority->partitions);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	authority->authority_id = sql_integer(st, 0);
	authority->created_at = desk->now;
	return OK;
}

static enum status unknown(struct error *err)
{
	return error_set(err, CONFIG, "authority_missing", NULL,
			 "this store has no certificate authority; make one "
			 "with: ipp-ca init");
}

static enum status row_read(struct sql_statement *st, struct arena *arena,
			    struct authority *ret, struct error *err)
{
	struct certificate_facts *facts = arena_alloc(arena, sizeof *facts);
	struct authority it;
	enum status rc;

	record_clear(&authority_record, &it);
	it.authority_id = sql_integer(st, 0);
	it.parent_id = sql_integer(st, 1);
	it.name = sql_text(st, 2, arena);
	it.role = word_find(authority_role_words, sql_text_view(st, 3));
	it.key_kind = sql_text(st, 4, arena);
	it.not_before = sql_integer(st, 5);
	it.not_after = sql_integer(st, 6);
	it.base_url = sql_text(st, 7, arena);
	it.policy_arc = sql_text(st, 8, arena);
	it.created_at = sql_integer(st, 9);
	it.retired_at = sql_integer(st, 10);
	it.remote_qscd = sql_integer(st, 12);
	it.partitions = sql_integer(st, 13);
	it.partitions_named = sql_integer(st, 14);
	it.certificate = row_octets(st, 11, arena);
	if ((rc = certificate_read(arena, it.certificate.bytes,
				   it.certificate.size, facts, err)) != OK)
		return rc;
	it.subject = facts->subject_text;
	it.issuer = facts->issuer_text;
	it.serial = facts->serial;
	it.fingerprint = facts->fingerprint;
	it.facts = facts;
	*ret = it;
	return OK;
}

static enum status authority_open(struct store *store, int64_t authority_id,
				  struct store_authority **ret,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct store_authority *it = store->authorities;
	enum status rc;
	bool row;

	while (it && it->authority.authority_id != authority_id)
		it = it->next;
	if (it) {
		*ret = it;
		return OK;
	}
	if ((rc = sql_prepare(store->sql, load_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return unknown(err);
	it = memory_new(sizeof *it);
	it->arena = arena_new();
	if ((rc = row_read(st, it->arena, &it->authority, err)) != OK) {
		store_authorities_free(it);
		return rc;
	}
	it->next = store->authorities;
	store->authorities = *ret = it;
	return OK;
}

enum status authority_find(struct store *store, int64_t authority_id,
			   const struct authority **ret, struct error *err)
{
	struct store_authority *it;
	enum status rc = authority_open(store, authority_id, &it, err);

	if (rc == OK)
		*ret = &it->authority;
	return rc;
}

enum status authority_current(struct store *store, int64_t role,
			      const struct authority **ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT authority_id FROM authorities"
			      " WHERE role = $1 AND retired_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, authority_role_words[role].name);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	return row ? authority_find(store, sql_integer(st, 0), ret, err)
		   : unknown(err);
}

enum status authority_part(struct store *store, int64_t authority_id,
			   int64_t partitions, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct store_authority *it;
	enum status rc;
	bool row;

	if ((rc = authority_open(store, authority_id, &it, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "UPDATE authorities SET partitions = $2,"
			      " partitions_named ="
			      "   CASE WHEN partitions_named > $2"
			      "     THEN partitions_named ELSE $2 END"
			      " WHERE authority_id = $1"
			      " RETURNING partitions_named",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_integer(st, 2, partitions);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	it->authority.partitions = partitions;
	it->authority.partitions_named = sql_integer(st, 0);
	return sql_execute(st, err);
}

enum status authority_list(struct store *store,
			   enum status (*each)(void *context,
					       const struct authority *it,
					       struct error *err),
			   void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const struct authority *it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT authority_id FROM authorities"
			      " ORDER BY authority_id",
			      &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row)
		if ((rc = authority_find(store, sql_integer(st, 0), &it,
					 err)) != OK ||
		    (rc = each(context, it, err)) != OK)
			return rc;
	return rc;
}

/* What key_export made of its key. */
static enum status key_unseal(struct store *store,
			      const struct store_authority *it,
			      struct arena *arena, struct octets *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const unsigned char *master;
	char label[LABEL_SIZE];
	unsigned char *blob, *plain;
	size_t size;
	enum status rc;
	bool row;

	if ((rc = store_key(store, "authority", &master, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "SELECT sealed_key FROM authorities"
			      " WHERE authority_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, it->authority.authority_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	blob = row ? sql_bytes(st, 0, arena, &size) : NULL;
	if (!blob || size < SEAL_OVERHEAD)
		return unknown(err);
	plain = arena_alloc(arena, size);
	rc = seal_open(
	    master, label,
	    (size_t)label_make(it->authority.name, label, sizeof label), blob,
	    size, plain, err);
	if (rc == OK)
		*ret = (struct octets){ plain, size - SEAL_OVERHEAD };
	return rc;
}

enum status authority_key(struct store *store, int64_t authority_id,
			  const struct key **ret, struct error *err)
{
	const struct key_site as_it_is = { .keypad = store->keypad };
	OWN(arena) struct arena *arena = NULL;
	struct key_site site;
	struct store_authority *it;
	struct octets plain;
	enum status rc;

	if ((rc = authority_open(store, authority_id, &it, err)) != OK)
		return rc;
	if (it->key) {
		*ret = it->key;
		return OK;
	}
	arena = arena_new();
	if ((rc = key_unseal(store, it, arena, &plain, err)) != OK)
		return rc;
	rc = key_site_read(arena, plain, &site)
		 ? key_token_move(plain, &as_it_is, &it->key, err)
		 : key_import(plain.bytes, plain.size, &it->key, err);
	if (rc != OK)
		return rc;
	*ret = it->key;
	return OK;
}

enum status authority_key_place(struct store *store, int64_t authority_id,
				struct arena *arena, struct key_site *ret,
				bool *found, struct error *err)
{
	struct store_authority *it;
	struct octets plain;
	enum status rc;

	if ((rc = authority_open(store, authority_id, &it, err)) != OK ||
	    (rc = key_unseal(store, it, arena, &plain, err)) != OK)
		return rc;
	*found = key_site_read(arena, plain, ret);
	return OK;
}

enum status authority_key_move(struct desk *desk, int64_t authority_id,
			       const struct key_site *changes,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct store_authority *it;
	struct key_site as_it_is;
	struct octets plain;
	unsigned char *blob;
	OWN(key) struct key *key = NULL;
	size_t size;
	enum status rc;

	if ((rc = authority_open(desk->store, authority_id, &it, err)) != OK ||
	    (rc = key_unseal(desk->store, it, desk->arena, &plain, err)) != OK)
		return rc;
	if (!key_site_read(desk->arena, plain, &as_it_is))
		return error_set(err, REFUSED, "key_in_store", "module",
				 "the key of \"%s\" is in the store and not on "
				 "a token; it cannot move",
				 it->authority.name);
	if ((rc = key_token_move(plain, changes, &key, err)) != OK ||
	    (rc = key_seal(desk, it->authority.name, key, &blob, &size,
			   err)) != OK ||
	    (rc = sql_prepare(desk->store->sql,
			      "UPDATE authorities SET sealed_key = $2"
			      " WHERE authority_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_bytes(st, 2, blob, size);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	key_free(it->key);
	it->key = TAKE(key);
	return OK;
}

struct key_pool *authority_key_pool(struct store *store)
{
	if (!store->key_pool)
		store->key_pool = key_pool_new(KEY_P256);
	return store->key_pool;
}
