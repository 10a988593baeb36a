/* expiry_officer - officers' certificates that end soon, and who is told */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>
#include <ipp/store/expiry.h>

#include "internal.h"

#define LIST_FIRST 16

/* An array in the arena that doubles as it grows. */
static void *list_room(struct arena *arena, void *items, size_t size,
		       size_t count)
{
	char *more;

	if (count > 0 && (count < LIST_FIRST || (count & (count - 1)) != 0))
		return items;
	more = arena_alloc(arena,
			   (count > 0 ? 2 * count : LIST_FIRST) * size);
	if (count > 0)
		memcpy(more, items, count * size);
	return more;
}

static const char officers_sql[] =
    "SELECT c.operator_id, c.fingerprint, o.login, o.surname, o.given_name,"
    "       o.email, o.language, c.der, c.not_before, c.not_after"
    "  FROM operator_certificates c"
    "  JOIN operators o ON o.operator_id = c.operator_id"
    " WHERE o.client_id = $1 AND o.enabled = 1 AND c.withdrawn_at IS NULL"
    "   AND c.not_after >= $2 AND c.not_after < $3"
    "   AND NOT EXISTS (SELECT 1 FROM operator_certificates d"
    "        WHERE d.operator_id = c.operator_id"
    "          AND d.withdrawn_at IS NULL AND d.not_after > c.not_after)"
    " ORDER BY c.not_after, o.login, c.fingerprint";

static void officer_fetch(struct sql_statement *st, struct arena *arena,
			  struct expiry_officer *ret)
{
	const void *bytes;
	size_t size;

	*ret = (struct expiry_officer){ .operator_id = sql_integer(st, 0) };
	bytes = sql_bytes(st, 1, arena, &size);
	if (size == sizeof ret->fingerprint)
		memcpy(ret->fingerprint, bytes, size);
	ret->login = sql_text(st, 2, arena);
	ret->surname = sql_text(st, 3, arena);
	ret->given_name = sql_text(st, 4, arena);
	ret->email = sql_text(st, 5, arena);
	ret->language = word_find(language_words, sql_text_view(st, 6));
	ret->der = sql_bytes(st, 7, arena, &ret->size);
	ret->not_before = sql_integer(st, 8);
	ret->not_after = sql_integer(st, 9);
}

enum status expiry_officers(struct store *store, int64_t client_id,
			    int64_t now, int64_t before, struct arena *arena,
			    struct expiry_officer **ret, size_t *count,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct expiry_officer *items = NULL;
	size_t n = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, officers_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, now);
	sql_bind_integer(st, 3, before);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		items = list_room(arena, items, sizeof *items, n);
		officer_fetch(st, arena, &items[n++]);
	}
	*ret = items;
	*count = n;
	return rc;
}

enum status expiry_officer_mark(struct store *store,
				const unsigned char fingerprint[32],
				int64_t days, bool *is_new,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE operator_certificates"
			      "   SET expiry_days = $2"
			      " WHERE fingerprint = $1"
			      "   AND (expiry_days IS NULL OR expiry_days > $2)",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, fingerprint, 32);
	sql_bind_integer(st, 2, days);
	if ((rc = sql_execute(st, err)) == OK)
		*is_new = sql_changes(store->sql) == 1;
	return rc;
}

enum status expiry_masters(struct store *store, int64_t client_id,
			   struct arena *arena, struct expiry_master **ret,
			   size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct expiry_master *items = NULL;
	size_t n = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT DISTINCT o.operator_id, o.login,"
			      "       o.surname, o.given_name, o.email,"
			      "       o.language"
			      "  FROM operators o"
			      "  JOIN profiles p"
			      "    ON p.operator_id = o.operator_id"
			      " WHERE o.client_id = $1 AND o.enabled = 1"
			      "   AND o.email IS NOT NULL"
			      "   AND p.profile = 'master_rao'"
			      "   AND p.withdrawn_at IS NULL"
			      " ORDER BY o.login",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		items = list_room(arena, items, sizeof *items, n);
		items[n++] = (struct expiry_master){
			.operator_id = sql_integer(st, 0),
			.login = sql_text(st, 1, arena),
			.surname = sql_text(st, 2, arena),
			.given_name = sql_text(st, 3, arena),
			.email = sql_text(st, 4, arena),
			.language = word_find(language_words,
					      sql_text_view(st, 5)),
		};
	}
	*ret = items;
	*count = n;
	return rc;
}
