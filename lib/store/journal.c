/* journal - what happened, append-only and hash-chained */
#include <ipp/store/journal.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "journal_entry.h"

static enum status last_entry(struct store *store, struct arena *arena,
			      int64_t *entry_id,
			      unsigned char hash[DIGEST_SIZE],
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const void *bytes;
	size_t size;
	enum status rc;
	bool row;

	if (store->has_last_entry) {
		*entry_id = store->last_entry_id;
		memcpy(hash, store->last_entry_hash, DIGEST_SIZE);
		return OK;
	}
	if ((rc = sql_prepare(store->sql,
			      "SELECT entry_id, hash FROM journal"
			      " ORDER BY entry_id DESC LIMIT 1",
			      &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	*entry_id = 0;
	memset(hash, 0, DIGEST_SIZE); /* nothing is before the first */
	if (!row)
		return OK;
	*entry_id = sql_integer(st, 0);
	bytes = sql_bytes(st, 1, arena, &size);
	if (size == DIGEST_SIZE)
		memcpy(hash, bytes, DIGEST_SIZE);
	return OK;
}

static enum status entry_insert(struct store *store, const struct entry *entry,
				const unsigned char previous[DIGEST_SIZE],
				const unsigned char hash[DIGEST_SIZE],
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO journal (entry_id, at, event,"
			      " client_id, operator_id, unit_id, order_id,"
			      " user_id, detail, previous, hash) VALUES"
			      " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, entry->entry_id);
	sql_bind_integer(st, 2, entry->at);
	sql_bind_text(st, 3, entry->event);
	sql_bind_integer(st, 4, entry->client_id);
	sql_bind_integer(st, 5, entry->operator_id);
	sql_bind_integer(st, 6, entry->unit_id);
	sql_bind_integer(st, 7, entry->order_id);
	sql_bind_integer(st, 8, entry->user_id);
	sql_bind_text(st, 9, entry->detail);
	sql_bind_bytes(st, 10, previous, DIGEST_SIZE);
	sql_bind_bytes(st, 11, hash, DIGEST_SIZE);
	return sql_execute(st, err);
}

enum status journal_append_text(struct desk *desk, const char *event,
				int64_t order_id, int64_t user_id,
				const char *detail, struct error *err)
{
	unsigned char previous[DIGEST_SIZE], hash[DIGEST_SIZE];
	const struct session *session = desk->session;
	struct entry entry = {
		.at = desk->now,
		.client_id = session ? session->client_id : SQL_NULL,
		.operator_id = session ? session->operator_id : SQL_NULL,
		.unit_id = session ? session->unit_id : SQL_NULL,
		.order_id = order_id,
		.user_id = user_id,
		.event = event,
		.detail = detail,
	};
	enum status rc;

	if ((rc = last_entry(desk->store, desk->arena, &entry.entry_id,
			     previous, err)) != OK)
		return rc;
	entry.entry_id++;
	if ((rc = entry_hash(&entry, previous, desk->arena, hash, err)) != OK ||
	    (rc = entry_insert(desk->store, &entry, previous, hash, err)) != OK)
		return rc;
	desk->store->journal_changed = true;
	desk->store->has_last_entry = true;
	desk->store->last_entry_id = entry.entry_id;
	memcpy(desk->store->last_entry_hash, hash, DIGEST_SIZE);
	return OK;
}

enum status journal_append(struct desk *desk, const char *event,
			   int64_t order_id, int64_t user_id,
			   struct json *detail, struct error *err)
{
	OWN(json) struct json *facts = detail ? detail : json_object_new();

	json_set_text(facts, "tool", desk->tool);
	return journal_append_text(desk, event, order_id, user_id,
				   json_write_canonical(desk->arena, facts),
				   err);
}

enum status journal_head(struct store *store, int64_t count,
				const unsigned char hash[DIGEST_SIZE],
				unsigned char ret[DIGEST_SIZE],
				struct error *err)
{
	unsigned char bytes[sizeof count + DIGEST_SIZE];
	const unsigned char *key;
	enum status rc;

	for (size_t i = 0; i < sizeof count; i++)
		bytes[i] = (unsigned char)(count >> (8 * i));
	memcpy(bytes + sizeof count, hash, DIGEST_SIZE);
	if ((rc = store_key(store, "journal", &key, err)) != OK)
		return rc;
	return digest_hmac(key, STORE_KEY_SIZE, bytes, sizeof bytes, ret, err);
}

enum status journal_seal(struct store *store, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = NULL;
	unsigned char hash[DIGEST_SIZE], head[DIGEST_SIZE];
	int64_t count;
	enum status rc;

	if (!store->journal_changed)
		return OK;
	arena = arena_new();
	if ((rc = last_entry(store, arena, &count, hash, err)) != OK ||
	    (rc = journal_head(store, count, hash, head, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "UPDATE store SET journal_head = $1,"
			      " journal_count = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, head, sizeof head);
	sql_bind_integer(st, 2, count);
	rc = sql_execute(st, err);
	store->journal_changed = false;
	return rc;
}

enum status journal_last(struct store *store, int64_t *entry_id,
			 unsigned char hash[DIGEST_SIZE], struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();

	return last_entry(store, arena, entry_id, hash, err);
}

enum status journal_hash(struct store *store, int64_t entry_id,
			 unsigned char ret[DIGEST_SIZE], bool *found,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	const void *bytes;
	size_t size;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT hash FROM journal WHERE entry_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, entry_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	bytes = sql_bytes(st, 0, arena, &size);
	*found = size == DIGEST_SIZE;
	if (*found)
		memcpy(ret, bytes, DIGEST_SIZE);
	return OK;
}
