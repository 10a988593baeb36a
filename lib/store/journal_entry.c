/* journal_entry - an entry of the journal, and the hash that chains it */
#include "journal_entry.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/json_text.h>
#include <ipp/port/sql.h>

void entry_read(struct sql_statement *st, struct arena *arena,
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

static void put_number(struct json_text *to, const char *name, int64_t value)
{
	if (value != SQL_NULL)
		json_text_integer(to, name, value);
}

const char *entry_text(const struct entry *entry, struct arena *arena)
{
	struct json_text json;

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
	return json_text_end(&json);
}

enum status entry_hash(const struct entry *entry,
		       const unsigned char previous[DIGEST_SIZE],
		       struct arena *arena, unsigned char ret[DIGEST_SIZE],
		       struct error *err)
{
	const char *text = entry_text(entry, arena);
	size_t n = strlen(text);
	unsigned char *bytes = arena_alloc(arena, DIGEST_SIZE + n);

	memcpy(bytes, previous, DIGEST_SIZE);
	memcpy(bytes + DIGEST_SIZE, text, n);
	return digest_sha256(bytes, DIGEST_SIZE + n, ret, err);
}
