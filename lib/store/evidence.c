/* evidence - what proves who a holder is, in the store; append-only */
#include <ipp/store/evidence.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/object.h>

#include "internal.h"

static enum status hash_decode(const char *sha256,
			       unsigned char ret[OBJECT_HASH_SIZE],
			       struct error *err)
{
	if (strlen(sha256) == 2 * OBJECT_HASH_SIZE &&
	    hex_decode(sha256, OBJECT_HASH_SIZE, ret))
		return OK;
	return error_set(err, DATA, "not_a_hash", "sha256",
			 "\"%.80s\" is no SHA-256; give 64 hexadecimal digits",
			 sha256);
}

static const char add_sql[] =
    "INSERT INTO evidence (user_id, kind, sha256, verdict, detail,"
    " recorded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status evidence_add(struct desk *desk, const struct evidence *evidence,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	unsigned char hash[OBJECT_HASH_SIZE];
	enum status rc;

	if (evidence->sha256 &&
	    (rc = hash_decode(evidence->sha256, hash, err)) != OK)
		return rc;
	if ((rc = sql_prepare(desk->store->sql, add_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, evidence->user_id);
	sql_bind_text(st, 2, evidence_kind_words[evidence->kind].name);
	if (evidence->sha256)
		sql_bind_bytes(st, 3, hash, sizeof hash);
	if (evidence->verdict != ABSENT)
		sql_bind_text(st, 4,
			      evidence_verdict_words[evidence->verdict].name);
	sql_bind_text(st, 5,
		      json_write_canonical(desk->arena, evidence->detail));
	sql_bind_integer(st, 6, desk->session->operator_id);
	sql_bind_integer(st, 7, desk->now);
	return sql_execute(st, err);
}

static const char *hash_text(struct sql_statement *st, int column,
			     struct arena *arena)
{
	size_t n;
	const void *bytes = sql_bytes(st, column, arena, &n);
	char *ret;

	if (!bytes)
		return NULL;
	ret = arena_alloc(arena, 2 * n + 1);
	hex_encode(bytes, n, ret);
	return ret;
}

static enum status evidence_fetch(struct sql_statement *st, struct arena *arena,
				  struct evidence *ret, struct error *err)
{
	const char *verdict = sql_text_view(st, 7), *detail;

	*ret = (struct evidence){
		.evidence_id = sql_integer(st, 0),
		.user_id = sql_integer(st, 1),
		.sha256 = hash_text(st, 3, arena),
		.mime = sql_text(st, 4, arena),
		.size = sql_integer(st, 5),
		.pages = sql_integer(st, 6),
		.verdict = verdict ? word_find(evidence_verdict_words, verdict)
				   : ABSENT,
		.recorded_by = sql_integer(st, 9),
		.at = sql_integer(st, 10),
	};
	ret->kind = word_find(evidence_kind_words, sql_text_view(st, 2));
	detail = sql_text_view(st, 8);
	return json_parse(detail, strlen(detail), &ret->detail, err);
}

static const char list_sql[] =
    "SELECT e.evidence_id, e.user_id, e.kind, e.sha256, b.mime, b.size,"
    "       b.pages, e.verdict, e.detail, e.recorded_by, e.at"
    "  FROM evidence e LEFT JOIN objects b ON b.sha256 = e.sha256"
    " WHERE e.user_id = $1"
    " ORDER BY e.evidence_id";

static enum status evidence_count(struct store *store, int64_t user_id,
				  size_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT count(*) FROM evidence"
			      " WHERE user_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = (size_t)sql_integer(st, 0);
	return OK;
}

enum status evidence_list(struct store *store, int64_t user_id,
			  struct arena *arena, struct records *ret,
			  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct records list = { 0 };
	struct evidence *items;
	enum status rc;
	size_t room;
	bool row;

	if ((rc = evidence_count(store, user_id, &room, err)) != OK ||
	    (rc = sql_prepare(store->sql, list_sql, &st, err)) != OK)
		return rc;
	items = arena_alloc(arena, (room + 1) * sizeof *items);
	list.items = items;
	sql_bind_integer(st, 1, user_id);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       list.count < room) {
		rc = evidence_fetch(st, arena, &items[list.count], err);
		if (rc != OK)
			break;
		list.count++;
	}
	if (rc != OK) {
		evidence_forget(&list);
		return rc;
	}
	*ret = list;
	return OK;
}

void evidence_forget(const struct records *list)
{
	const struct evidence *items = list->items;

	for (size_t i = 0; i < list->count; i++)
		json_free(items[i].detail);
}

static const char elsewhere_sql[] = "SELECT e.user_id FROM evidence e"
				    "  JOIN products p ON p.user_id = e.user_id"
				    " WHERE e.sha256 = $1 AND p.order_id <> $2"
				    " ORDER BY e.evidence_id DESC LIMIT 1";

enum status evidence_elsewhere(struct store *store, const char *sha256,
			       int64_t order_id, int64_t *ret,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	unsigned char hash[OBJECT_HASH_SIZE];
	enum status rc;
	bool row;

	if ((rc = hash_decode(sha256, hash, err)) != OK ||
	    (rc = sql_prepare(store->sql, elsewhere_sql, &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, hash, sizeof hash);
	sql_bind_integer(st, 2, order_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = row ? sql_integer(st, 0) : ABSENT;
	return OK;
}
