/* remote_certificate - certificates kept by authorities, in the store */
#include <ipp/store/remote_certificate.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/port/sql.h>
#include <ipp/rule/remote_certificate.h>

#include "internal.h"
#include "remote_part.h"
#include "row.h"

static struct row_table certificates = { "remote_certificates",
					 &remote_certificate_record,
					 "certificate_id" };

static enum status wallet_look(struct store *store, int64_t client_id,
			       const char *key, int64_t *ret, bool *found,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT wallet_id FROM remote_wallets"
			      " WHERE client_id = $1 AND wallet_key = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, key);
	if ((rc = sql_step(st, found, err)) == OK && *found)
		*ret = sql_integer(st, 0);
	return rc;
}

enum status remote_wallet_find(struct store *store, int64_t client_id,
			       const char *wallet, int64_t *ret,
			       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const char *key;
	enum status rc;
	bool found;

	if ((rc = remote_key(wallet, "wallet", arena, &key, err)) != OK ||
	    (rc = wallet_look(store, client_id, key, ret, &found, err)) != OK)
		return rc;
	if (!found)
		return error_set(err, DATA, "wallet_unknown", "wallet",
				 "there is no wallet \"%.64s\"; see: "
				 "stash-cert list",
				 wallet);
	return OK;
}

/* A wallet is there once a certificate is in it. */
static enum status wallet_take(struct store *store,
			       struct remote_certificate *it, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	const char *key;
	enum status rc;
	bool found;

	if (!it->wallet)
		it->wallet = REMOTE_WALLET;
	if ((rc = remote_key(it->wallet, "wallet", arena, &key, err)) != OK ||
	    (rc = wallet_look(store, it->client_id, key, &it->wallet_id, &found,
			      err)) != OK ||
	    found)
		return rc;
	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO remote_wallets"
			      " (client_id, wallet, wallet_key)"
			      " VALUES ($1, $2, $3)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, it->client_id);
	sql_bind_text(st, 2, it->wallet);
	sql_bind_text(st, 3, key);
	if ((rc = sql_execute(st, err)) == OK)
		it->wallet_id = sql_inserted(store->sql);
	return rc;
}

static enum status keep(struct store *store, struct remote_certificate *it,
			bool is_new, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct row_extra extra[] = { { .column = "alias_key" }, { 0 } };
	enum status rc;

	if ((rc = remote_key(it->alias, "alias", arena, &extra[0].text, err)) !=
		OK ||
	    (rc = wallet_take(store, it, err)) != OK)
		return rc;
	return is_new ? row_insert(store->sql, &certificates, it, extra, err)
		      : row_update(store->sql, &certificates, it, extra, err);
}

enum status remote_certificate_insert(struct store *store,
				      struct remote_certificate *it,
				      struct error *err)
{
	it->certificate_id = ABSENT;
	return keep(store, it, true, err);
}

enum status remote_certificate_save(struct store *store,
				    struct remote_certificate *it,
				    struct error *err)
{
	return keep(store, it, false, err);
}

/* "1.2.840.10045.4.3.2 1.2.840.10045.4.3.3" as a list */
static struct texts list_of(struct arena *arena, const char *text)
{
	const char **items =
	    arena_alloc(arena, LIMIT_LIST_ITEMS * sizeof *items);
	size_t count = 0, n;

	for (; *text && count < LIMIT_LIST_ITEMS;
	     text += n + strspn(text + n, " ")) {
		n = strcspn(text, " ");
		items[count++] = arena_text_n(arena, text, n);
	}
	return (struct texts){ items, count };
}

void remote_certificate_read(struct sql_statement *st, int64_t now,
			     struct arena *arena,
			     struct remote_certificate *ret)
{
	int n;

	record_clear(&remote_certificate_record, ret);
	n = row_fetch(st, 0, &remote_certificate_record, ret, arena);
	if (ret->algorithms)
		ret->sign_algorithms = list_of(arena, ret->algorithms);
	ret->access = word_find(remote_access_words, sql_text_view(st, n));
	ret->wallet = sql_text(st, n + 3, arena);
	ret->authority = sql_text(st, n + 4, arena);
	ret->grant_id = sql_integer(st, n + 2);
	if (ret->grant_id == ABSENT)
		return;
	ret->access_ends_at = sql_integer(st, n + 1);
	ret->access = remote_access_at(ret->access, ret->access_ends_at, now);
	ret->access_end_reason =
	    ret->access_ends_at < sql_integer(st, n + 5)
		? REMOTE_END_CERTIFICATE
		: word_find(remote_end_reason_words, sql_text_view(st, n + 6));
	ret->granted_at = sql_integer(st, n + 7);
	ret->signatures_used = sql_integer(st, n + 8);
	ret->signature_limit = sql_integer(st, n + 9);
	ret->granted_by = sql_text(st, n + 10, arena);
	if (ret->access == ACCESS_WITHDRAWN &&
	    sql_integer(st, n + 11) != ABSENT)
		ret->access = ACCESS_LOST;
}

#define SELECT \
	"SELECT" REMOTE_COLUMNS " FROM remote_certificates c" REMOTE_JOINED

static enum status unknown(const char *alias, struct error *err)
{
	return error_set(err, DATA, "remote_certificate_unknown", "alias",
			 "there is no remote certificate \"%.64s\"; see: "
			 "stash-cert list",
			 alias);
}

enum status remote_certificate_find(struct store *store, int64_t client_id,
				    const char *alias, int64_t now,
				    struct arena *arena,
				    struct remote_certificate *ret,
				    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *key;
	enum status rc;
	bool row;

	if ((rc = remote_key(alias, "alias", arena, &key, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      SELECT " WHERE c.client_id = $1"
				     "   AND c.alias_key = $2"
				     "   AND c.removed_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_text(st, 2, key);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return unknown(alias, err);
	remote_certificate_read(st, now, arena, ret);
	return OK;
}

enum status remote_certificate_load(struct store *store, int64_t client_id,
				    int64_t certificate_id, int64_t now,
				    struct arena *arena,
				    struct remote_certificate *ret,
				    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      SELECT " WHERE c.certificate_id = $1"
				     "   AND c.client_id = $2"
				     "   AND c.removed_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_integer(st, 2, client_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return unknown(id_text(arena, "RCT", certificate_id), err);
	remote_certificate_read(st, now, arena, ret);
	return OK;
}

static enum status notify_clear(struct store *store, int64_t certificate_id,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "DELETE FROM remote_notify"
			      " WHERE certificate_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	return sql_execute(st, err);
}

static enum status notify_add(struct store *store, int64_t certificate_id,
			      int64_t operator_id, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO remote_notify"
			      " (certificate_id, operator_id) VALUES ($1, $2)"
			      " ON CONFLICT DO NOTHING",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_integer(st, 2, operator_id);
	return sql_execute(st, err);
}

enum status remote_credential_find(struct store *store, int64_t authority_id,
				   const char *credential_id,
				   struct arena *arena, const char **ret,
				   struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT alias FROM remote_certificates"
			      " WHERE authority_id = $1 AND credential_id = $2"
			      "   AND removed_at IS NULL",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_text(st, 2, credential_id);
	if ((rc = sql_step(st, &row, err)) == OK)
		*ret = row ? sql_text(st, 0, arena) : NULL;
	return rc;
}

enum status remote_notify_save(struct store *store, int64_t certificate_id,
			       const int64_t *operators, size_t count,
			       struct error *err)
{
	enum status rc = notify_clear(store, certificate_id, err);

	for (size_t i = 0; rc == OK && i < count; i++)
		rc = notify_add(store, certificate_id, operators[i], err);
	return rc;
}

enum status remote_notify_load(struct store *store, int64_t certificate_id,
			       struct arena *arena, struct texts *ret,
			       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char **items =
	    arena_alloc(arena, LIMIT_LIST_ITEMS * sizeof *items);
	size_t count = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT o.login FROM remote_notify n"
			      "  JOIN operators o"
			      "    ON o.operator_id = n.operator_id"
			      " WHERE n.certificate_id = $1 ORDER BY o.login"
			      " LIMIT $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_integer(st, 2, (int64_t)LIMIT_LIST_ITEMS);
	while ((rc = sql_step(st, &row, err)) == OK && row)
		items[count++] = sql_text(st, 0, arena);
	if (rc == OK)
		*ret = (struct texts){ items, count };
	return rc;
}
