/* remote_authority - authorities that lend certificates, in the store */
#include <ipp/store/remote_authority.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/certificate.h>
#include <ipp/base/memory.h>
#include <ipp/model/remote_authority.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "remote_part.h"
#include "row.h"

static struct row_table authorities = { "remote_authorities",
					&remote_authority_record,
					"authority_id" };

#define LABEL_SIZE 160

/* Which authority a blob is of: they cannot be swapped in the database. */
static const char *label_of(const struct remote_authority *it, const char *key,
			    char ret[LABEL_SIZE])
{
	(void)snprintf(ret, LABEL_SIZE, "remote_authorities/%" PRId64 "/%.120s",
		       it->client_id, key);
	return ret;
}

static enum status key_of(const char *name, struct arena *arena,
			  const char **ret, struct error *err)
{
	return remote_key(name, "authority", arena, ret, err);
}

enum status remote_authority_insert(struct store *store,
				    struct remote_authority *it,
				    const char *secret, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	char label[LABEL_SIZE];
	struct octets blob = { 0 };
	const char *key;
	enum status rc;

	if ((rc = key_of(it->authority, arena, &key, err)) != OK ||
	    (secret && (rc = remote_seal(store, label_of(it, key, label),
					 secret, arena, &blob, err)) != OK))
		return rc;
	{
		struct row_extra extra[] = {
			{ .column = "authority_key", .text = key },
			{ .column = "sealed_secret",
			  .bytes = blob.bytes,
			  .size = blob.size },
			{ 0 },
		};

		return row_insert(store->sql, &authorities, it, extra, err);
	}
}

static enum status secret_save(struct store *store,
			       const struct remote_authority *it,
			       const char *secret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	char label[LABEL_SIZE];
	struct octets blob;
	const char *key;
	enum status rc;

	if ((rc = key_of(it->authority, arena, &key, err)) != OK ||
	    (rc = remote_seal(store, label_of(it, key, label), secret, arena,
			      &blob, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "UPDATE remote_authorities SET sealed_secret = $1"
			      " WHERE authority_id = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, blob.bytes, blob.size);
	sql_bind_integer(st, 2, it->authority_id);
	return sql_execute(st, err);
}

enum status remote_authority_save(struct store *store,
				  const struct remote_authority *it,
				  const char *secret, struct error *err)
{
	enum status rc;

	if (secret && (rc = secret_save(store, it, secret, err)) != OK)
		return rc;
	return row_update(store->sql, &authorities, it, NULL, err);
}

enum status remote_authority_checked(struct store *store, int64_t authority_id,
				     int64_t now, const struct json *info,
				     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE remote_authorities"
			      "   SET checked_at = $1, info = $2"
			      " WHERE authority_id = $3",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_text(st, 2, json_write(arena, info));
	sql_bind_integer(st, 3, authority_id);
	return sql_execute(st, err);
}

/* The stored fields in the order of the field table, then the others. */
#define COLUMNS                                                        \
	"SELECT authority_id, client_id, authority, type, status,"     \
	"       base_url, oauth_url, authentication, oauth_client,"    \
	"       redirect_uri, access_days, access_signatures,"         \
	"       notice_days, notice_percent, notice_mode,"             \
	"       notice_thresholds, tls_ca, registered_at, checked_at," \
	"       info, sealed_secret IS NOT NULL"                       \
	"  FROM remote_authorities"

static void authority_read(struct sql_statement *st, struct arena *arena,
			   struct remote_authority *ret)
{
	int n;

	record_clear(&remote_authority_record, ret);
	n = row_fetch(st, 0, &remote_authority_record, ret, arena);
	ret->checked_at = sql_integer(st, n);
	ret->info_text = sql_text(st, n + 1, arena);
	ret->has_secret = sql_integer(st, n + 2);
	ret->has_tls_ca = ret->tls_ca != NULL;
}

enum status remote_authority_find(struct store *store, int64_t client_id,
				  const char *name, struct arena *arena,
				  struct remote_authority *ret,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *key;
	enum status rc;
	bool row;

	if ((rc = key_of(name, arena, &key, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      COLUMNS " WHERE client_id = $1"
				      "   AND authority_key = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, key);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "remote_authority_unknown",
				 "authority",
				 "there is no remote authority \"%.64s\"; see: "
				 "stash-ca list",
				 name);
	authority_read(st, arena, ret);
	return OK;
}

enum status remote_authority_load(struct store *store, int64_t client_id,
				  int64_t authority_id, struct arena *arena,
				  struct remote_authority *ret,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      COLUMNS " WHERE client_id = $1"
				      "   AND authority_id = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, authority_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "remote_authority_unknown",
				 "authority",
				 "there is no such remote authority; see: "
				 "stash-ca list");
	authority_read(st, arena, ret);
	return OK;
}

enum status remote_authority_secret(struct store *store,
				    const struct remote_authority *it,
				    struct arena *arena, const char **ret,
				    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	char label[LABEL_SIZE];
	struct octets blob = { 0 };
	const char *key;
	enum status rc;
	bool row;

	if ((rc = key_of(it->authority, arena, &key, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "SELECT sealed_secret FROM remote_authorities"
			      " WHERE authority_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, it->authority_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (row)
		blob = row_octets(st, 0, arena);
	return remote_open(store, label_of(it, key, label), blob, arena, ret,
			   err);
}

/* A few dozen at most, so one statement serves all searches. */
#define WHERE                                        \
	" WHERE client_id = $1"                      \
	"   AND ($2 IS NULL OR authority_key >= $2)" \
	"   AND ($3 IS NULL OR authority_key < $3)"  \
	"   AND ($4 IS NULL OR type = $4)"           \
	"   AND ($5 IS NULL OR status = $5)"         \
	"   AND ($6 IS NULL OR registered_at >= $6)" \
	"   AND ($7 IS NULL OR registered_at < $7)"

static const char *const texts[][2] = {
	[AUTHORITY_BY_NAME] = {
		COLUMNS WHERE " ORDER BY authority_key",
		COLUMNS WHERE " ORDER BY authority_key DESC",
	},
	[AUTHORITY_BY_TIME] = {
		COLUMNS WHERE " ORDER BY registered_at, authority_id",
		COLUMNS WHERE " ORDER BY registered_at DESC, authority_id DESC",
	},
};

static const char *word_or_null(const struct word *words, int64_t value)
{
	return value == ABSENT ? NULL : words[value].name;
}

static enum status search_bind(struct sql_statement *st, int64_t client_id,
			       const struct remote_authority_search *search,
			       struct arena *arena, struct error *err)
{
	const char *key = NULL, *above = NULL;
	enum status rc;

	if (search->authority) {
		if ((rc = key_of(search->authority, arena, &key, err)) != OK)
			return rc;
		above = arena_printf(arena, "%s" REMOTE_KEY_END, key);
	}
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, key);
	sql_bind_text(st, 3, above);
	sql_bind_text(st, 4, word_or_null(remote_type_words, search->type));
	sql_bind_text(
	    st, 5, word_or_null(remote_authority_status_words, search->status));
	sql_bind_integer(st, 6, search->registered_from);
	sql_bind_integer(st, 7, search->registered_to);
	return OK;
}

enum status remote_authority_each(
    struct store *store, int64_t client_id,
    const struct remote_authority_search *search,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *values = arena_new();
	OWN(arena) struct arena *arena = arena_new();
	int64_t sort = search->sort == ABSENT ? AUTHORITY_BY_NAME
					      : search->sort;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, texts[sort][search->reverse == 1],
			      &st, err)) != OK ||
	    (rc = search_bind(st, client_id, search, values, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct remote_authority it;

		authority_read(st, arena, &it);
		if ((rc = each(context, &it, err)) != OK)
			break;
		arena_reset(arena);
	}
	return rc;
}
