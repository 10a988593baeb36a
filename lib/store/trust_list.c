/* trust_list - which trusted lists there are, and who may sign them */
#include <ipp/store/trust_list.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/trust.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"
#include "row.h"

/* Also as many as a list of lists may point to. */
#define LISTS_MAX (LIMIT_TRUST_POINTERS + 1)

static const char load_sql[] =
    "SELECT l.list_id, l.kind, l.territory, l.url, l.scheme_operator,"
    "       l.sequence, l.issued_at, l.next_update, l.sha256, l.signer,"
    "       l.checked_at, l.trouble,"
    "       (SELECT count(*) FROM trust_services s"
    "         WHERE s.list_id = l.list_id),"
    "       (SELECT count(*) FROM trust_services s"
    "          JOIN trust_anchors a ON a.service_id = s.service_id"
    "         WHERE s.list_id = l.list_id)"
    "  FROM trust_lists l"
    " WHERE $1 IS NULL OR l.territory = $1"
    " ORDER BY l.kind <> 'list_of_lists', l.territory"
    " LIMIT $2";

static void row_read(struct sql_statement *st, struct arena *arena,
		     struct trust_list_row *ret)
{
	*ret = (struct trust_list_row){
		.list_id = sql_integer(st, 0),
		.kind = word_find(trust_list_words, sql_text_view(st, 1)),
		.territory = sql_text(st, 2, arena),
		.url = sql_text(st, 3, arena),
		.scheme_operator = sql_text(st, 4, arena),
		.sequence = sql_integer(st, 5),
		.issued_at = sql_integer(st, 6),
		.next_update = sql_integer(st, 7),
		.sha256 = row_octets(st, 8, arena),
		.signer = row_octets(st, 9, arena),
		.checked_at = sql_integer(st, 10),
		.trouble = sql_text(st, 11, arena),
		.services = sql_integer(st, 12),
		.anchors = sql_integer(st, 13),
	};
}

static enum status rows_load(struct store *store, const char *territory,
			     struct arena *arena, struct trust_list_row **ret,
			     size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct trust_list_row *items =
	    arena_alloc(arena, LISTS_MAX * sizeof *items);
	size_t n = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, load_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, territory);
	sql_bind_integer(st, 2, (int64_t)LISTS_MAX);
	while ((rc = sql_step(st, &row, err)) == OK && row && n < LISTS_MAX)
		row_read(st, arena, &items[n++]);
	if (rc == OK) {
		*ret = items;
		*count = n;
	}
	return rc;
}

enum status trust_lists_load(struct store *store, struct arena *arena,
			     struct trust_list_row **ret, size_t *count,
			     struct error *err)
{
	return rows_load(store, NULL, arena, ret, count, err);
}

enum status trust_list_find(struct store *store, const char *territory,
			    struct arena *arena, struct trust_list_row *ret,
			    bool *found, struct error *err)
{
	struct trust_list_row *rows;
	size_t count;
	enum status rc;

	if ((rc = rows_load(store, territory, arena, &rows, &count, err)) != OK)
		return rc;
	if ((*found = count > 0))
		*ret = rows[0];
	return OK;
}

enum status trust_list_signers(struct store *store, int64_t list_id,
			       struct arena *arena,
			       struct trust_certificate **ret, size_t *count,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct trust_certificate *items =
	    arena_alloc(arena, LIMIT_TRUST_SIGNERS * sizeof *items);
	size_t n = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT fingerprint, certificate"
			      "  FROM trust_list_signers WHERE list_id = $1"
			      " ORDER BY fingerprint LIMIT $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list_id);
	sql_bind_integer(st, 2, (int64_t)LIMIT_TRUST_SIGNERS);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       n < LIMIT_TRUST_SIGNERS) {
		struct trust_certificate *it = &items[n++];
		struct octets hash = row_octets(st, 0, arena);

		if (hash.size == sizeof it->fingerprint)
			memcpy(it->fingerprint, hash.bytes, hash.size);
		it->der = row_octets(st, 1, arena);
	}
	if (rc == OK) {
		*ret = items;
		*count = n;
	}
	return rc;
}

static const char put_sql[] =
    "INSERT INTO trust_lists (kind, territory, url) VALUES ($1, $2, $3)"
    " ON CONFLICT (territory) DO UPDATE SET"
    "   url = coalesce(excluded.url, trust_lists.url)"
    " WHERE trust_lists.kind = excluded.kind"
    " RETURNING list_id";

static enum status signer_insert(struct store *store, int64_t list_id,
				 const struct trust_certificate *it,
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO trust_list_signers (list_id,"
			      " fingerprint, certificate)"
			      " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list_id);
	sql_bind_bytes(st, 2, it->fingerprint, sizeof it->fingerprint);
	sql_bind_bytes(st, 3, it->der.bytes, it->der.size);
	return sql_execute(st, err);
}

static enum status by_list(struct store *store, const char *sql,
			   int64_t list_id, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list_id);
	return sql_execute(st, err);
}

static enum status list_upsert(struct store *store, struct trust_list_row *it,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, put_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, trust_list_words[it->kind].name);
	sql_bind_text(st, 2, it->territory);
	sql_bind_text(st, 3, it->url);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, REFUSED, "duplicate", "territory",
				 "the store holds a list of \"%.20s\" that is "
				 "of another kind; remove it first",
				 it->territory);
	it->list_id = sql_integer(st, 0);
	return OK;
}

enum status trust_list_put(struct store *store, struct trust_list_row *it,
			   const struct trust_certificate *signers,
			   size_t signer_count, struct error *err)
{
	enum status rc;

	if ((rc = list_upsert(store, it, err)) != OK || !signers)
		return rc;
	if ((rc = by_list(store,
			  "DELETE FROM trust_list_signers WHERE list_id = $1",
			  it->list_id, err)) != OK)
		return rc;
	for (size_t i = 0; i < signer_count; i++)
		if ((rc = signer_insert(store, it->list_id, &signers[i],
					err)) != OK)
			return rc;
	return OK;
}

static enum status pointer_put(struct store *store,
			       const struct trust_pointer *it,
			       struct error *err)
{
	struct trust_list_row row = { .kind = TRUST_LIST_NATIONAL,
				      .territory = it->territory,
				      .url = it->url };
	static const struct trust_certificate none[1];
	enum status rc;

	if ((rc = trust_list_put(store, &row,
				 it->signer_count ? it->signers : none,
				 it->signer_count, err)) != OK)
		return rc;
	return by_list(store,
		       "UPDATE trust_lists SET pointed = 1"
		       " WHERE list_id = $1",
		       row.list_id, err);
}

enum status trust_pointers_put(struct store *store,
			       const struct trust_pointer *pointers,
			       size_t count, struct error *err)
{
	enum status rc;

	if ((rc = sql_run(store->sql,
			  "UPDATE trust_lists SET pointed = 2"
			  " WHERE pointed = 1",
			  err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		if ((rc = pointer_put(store, &pointers[i], err)) != OK)
			return rc;
	return sql_run(store->sql, "DELETE FROM trust_lists WHERE pointed = 2",
		       err);
}

static const char edition_sql[] =
    "UPDATE trust_lists SET scheme_operator = $2, sequence = $3,"
    "       issued_at = $4, next_update = $5, sha256 = $6, signer = $7,"
    "       checked_at = $8, trouble = NULL"
    " WHERE list_id = $1";

static enum status edition_update(struct desk *desk, int64_t list_id,
				  const struct trust_edition *edition,
				  const unsigned char sha256[32],
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql, edition_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list_id);
	sql_bind_text(st, 2, edition->scheme_operator);
	sql_bind_integer(st, 3, edition->sequence);
	sql_bind_integer(st, 4, edition->issued_at);
	sql_bind_integer(st, 5, edition->next_update);
	sql_bind_bytes(st, 6, sha256, 32);
	sql_bind_bytes(st, 7, edition->signer, sizeof edition->signer);
	sql_bind_integer(st, 8, desk->now);
	return sql_execute(st, err);
}

enum status trust_edition_put(struct desk *desk, int64_t list_id,
			      const struct trust_edition *edition,
			      const unsigned char sha256[32], struct error *err)
{
	enum status rc;

	if ((rc = edition_update(desk, list_id, edition, sha256, err)) != OK ||
	    (rc = by_list(desk->store,
			  "DELETE FROM trust_services WHERE list_id = $1",
			  list_id, err)) != OK)
		return rc;
	for (size_t i = 0; i < edition->service_count; i++)
		if ((rc = trust_service_put(desk, list_id, edition->territory,
					    &edition->services[i], err)) != OK)
			return rc;
	return OK;
}

enum status trust_list_checked(struct desk *desk, int64_t list_id,
			       const char *trouble, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE trust_lists SET checked_at = $2,"
			      "       trouble = $3"
			      " WHERE list_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, list_id);
	sql_bind_integer(st, 2, desk->now);
	sql_bind_text(st, 3, trouble);
	return sql_execute(st, err);
}

enum status trust_list_remove(struct store *store, int64_t list_id,
			      struct error *err)
{
	return by_list(store, "DELETE FROM trust_lists WHERE list_id = $1",
		       list_id, err);
}
