/* journal - what happened, append-only and hash-chained */
#include <ipp/store/journal.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/json_text.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

struct entry {
	int64_t entry_id, at, client_id, operator_id, unit_id;
	int64_t order_id, user_id;
	const char *event;
	const char *detail; /* canonical JSON */
};

static const unsigned char genesis[DIGEST_SIZE] = { 0 };

static void put_number(struct json_text *to, const char *name, int64_t value)
{
	if (value != SQL_NULL)
		json_text_integer(to, name, value);
}

/* hash = SHA-256 (previous || canonical JSON), RFC 8785 */
static enum status entry_hash(const struct entry *entry,
			      const unsigned char previous[DIGEST_SIZE],
			      struct arena *arena,
			      unsigned char ret[DIGEST_SIZE], struct error *err)
{
	struct json_text json;
	unsigned char *bytes;
	const char *text;
	size_t n;

	json_text_begin(&json, arena); /* in the order of the names */
	put_number(&json, "at", entry->at);
	put_number(&json, "client_id", entry->client_id);
	json_text_text(&json, "detail", entry->detail);
	put_number(&json, "entry_id", entry->entry_id);
	json_text_text(&json, "event", entry->event);
	put_number(&json, "operator_id", entry->operator_id);
	put_number(&json, "order_id", entry->order_id);
	put_number(&json, "unit_id", entry->unit_id);
	put_number(&json, "user_id", entry->user_id);
	text = json_text_end(&json);
	n = strlen(text);
	bytes = arena_alloc(arena, DIGEST_SIZE + n);
	memcpy(bytes, previous, DIGEST_SIZE);
	memcpy(bytes + DIGEST_SIZE, text, n);
	return digest_sha256(bytes, DIGEST_SIZE + n, ret, err);
}

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
	memcpy(hash, genesis, DIGEST_SIZE);
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

/* The head is known only to the holder of the master key, so entries cut off
 * the end are missed. */
static enum status journal_head(struct store *store, int64_t count,
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

static void entry_read(struct sql_statement *st, struct arena *arena,
		       struct entry *ret)
{
	ret->entry_id = sql_integer(st, 0);
	ret->at = sql_integer(st, 1);
	ret->event = sql_text(st, 2, arena);
	ret->client_id = sql_integer(st, 3);
	ret->operator_id = sql_integer(st, 4);
	ret->unit_id = sql_integer(st, 5);
	ret->order_id = sql_integer(st, 6);
	ret->user_id = sql_integer(st, 7);
	ret->detail = sql_text(st, 8, arena);
}

static enum status head_verify(struct store *store, int64_t count,
			       const unsigned char hash[DIGEST_SIZE],
			       bool *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	unsigned char head[DIGEST_SIZE];
	const void *stored;
	size_t size = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT journal_head, journal_count FROM store",
			      &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	stored = row ? sql_bytes(st, 0, arena, &size) : NULL;
	if (!stored) {
		*ret = count == 0;
		return OK;
	}
	if ((rc = journal_head(store, count, hash, head, err)) != OK)
		return rc;
	*ret = sql_integer(st, 1) == count && size == sizeof head &&
	       digest_equal(stored, head, sizeof head);
	return OK;
}

static enum status chain_verify(struct store *store, enum journal_fault *ret,
				int64_t *entry_id, int64_t *count,
				unsigned char hash[DIGEST_SIZE],
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	unsigned char wanted[DIGEST_SIZE];
	enum status rc;
	bool row;

	*count = 0;
	*ret = JOURNAL_WHOLE;
	memcpy(hash, genesis, DIGEST_SIZE);
	if ((rc = sql_prepare(store->sql,
			      "SELECT entry_id, at, event, client_id,"
			      " operator_id, unit_id, order_id, user_id,"
			      " detail, previous, hash FROM journal"
			      " ORDER BY entry_id",
			      &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct entry entry;
		const void *previous, *stored;
		size_t n, m;

		arena_reset(arena);
		entry_read(st, arena, &entry);
		*entry_id = *count + 1;
		if (entry.entry_id != *entry_id) {
			*ret = JOURNAL_MISSING;
			return OK;
		}
		previous = sql_bytes(st, 9, arena, &n);
		stored = sql_bytes(st, 10, arena, &m);
		if ((rc = entry_hash(&entry, hash, arena, wanted, err)) != OK)
			return rc;
		if (n != DIGEST_SIZE || m != DIGEST_SIZE ||
		    !digest_equal(previous, hash, DIGEST_SIZE) ||
		    !digest_equal(stored, wanted, DIGEST_SIZE)) {
			*ret = JOURNAL_CHANGED;
			return OK;
		}
		memcpy(hash, wanted, DIGEST_SIZE);
		(*count)++;
	}
	return rc;
}

enum status journal_verify(struct store *store, enum journal_fault *ret,
			   int64_t *entry, int64_t *count, struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	enum status rc;
	bool whole;

	if ((rc = chain_verify(store, ret, entry, count, hash, err)) != OK ||
	    *ret != JOURNAL_WHOLE)
		return rc;
	if ((rc = head_verify(store, *count, hash, &whole, err)) != OK)
		return rc;
	if (!whole) {
		*ret = JOURNAL_CUT;
		*entry = *count + 1;
	}
	return OK;
}
