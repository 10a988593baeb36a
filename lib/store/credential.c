/* credential - what proves that an operator is himself */
#include <ipp/store/credential.h>

#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/digest.h>
#include <ipp/port/seal.h>
#include <ipp/port/sql.h>

#include "internal.h"

#define LABEL_SIZE 48

static int totp_label(int64_t operator_id, char ret[LABEL_SIZE])
{
	return snprintf(ret, LABEL_SIZE, "operators.sealed_totp:%lld",
			(long long)operator_id);
}

static enum status totp_unseal(struct store *store, int64_t operator_id,
			       const void *blob, size_t size,
			       struct arena *arena, const char **ret,
			       struct error *err)
{
	char label[LABEL_SIZE];
	const unsigned char *key;
	char *text;
	enum status rc;
	int n = totp_label(operator_id, label);

	if (!blob)
		return OK;
	if (size < SEAL_OVERHEAD)
		return error_set(err, CONFIG, "store_damaged", NULL,
				 "the second factor of an operator cannot be "
				 "read; run: ipp-store check");
	text = arena_alloc(arena, size - SEAL_OVERHEAD + 1);
	if ((rc = store_key(store, "totp", &key, err)) != OK ||
	    (rc = seal_open(key, label, (size_t)n, blob, size,
			    (unsigned char *)text, err)) != OK)
		return rc;
	*ret = text;
	return OK;
}

enum status credential_find(struct store *store, const char *login,
			    struct arena *arena, struct credential *ret,
			    bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct credential it = { 0 };
	const void *blob;
	size_t size, code_size;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT operator_id, client_id, enabled,"
			      "       password, sealed_totp, totp_step,"
			      "       locked_until, reset_code, reset_until,"
			      "       client_code"
			      "  FROM operators JOIN organizations"
			      " USING (client_id)"
			      " WHERE login = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, login);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*found = row;
	if (!row)
		return OK;
	it.operator_id = sql_integer(st, 0);
	it.client_id = sql_integer(st, 1);
	it.is_enabled = sql_integer(st, 2) == 1;
	it.password = sql_text(st, 3, arena);
	blob = sql_bytes(st, 4, arena, &size);
	it.totp_step = sql_integer(st, 5);
	it.locked_until = sql_integer(st, 6);
	it.code = sql_bytes(st, 7, arena, &code_size);
	if (code_size != DIGEST_SIZE)
		it.code = NULL;
	it.code_until = sql_integer(st, 8);
	it.client_code = sql_text(st, 9, arena);
	if ((rc = totp_unseal(store, it.operator_id, blob, size, arena,
			      &it.totp, err)) == OK)
		*ret = it;
	return rc;
}

enum status credential_count_try(struct store *store, int64_t operator_id,
				 int64_t now, bool *locked, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE operators SET"
			      "  locked_until = CASE"
			      "    WHEN failures + 1 >= $1 THEN $2"
			      "    ELSE locked_until END,"
			      "  failures = CASE"
			      "    WHEN failures + 1 >= $1 THEN 0"
			      "    ELSE failures + 1 END"
			      " WHERE operator_id = $3"
			      " RETURNING failures",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, CREDENTIAL_TRIES);
	sql_bind_integer(st, 2, now + CREDENTIAL_LOCK_SECONDS);
	sql_bind_integer(st, 3, operator_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*locked = row && sql_integer(st, 0) == 0;
	return sql_execute(st, err);
}

enum status credential_accept(struct store *store, int64_t operator_id,
			      int64_t step, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE operators SET"
			      "  failures = 0, locked_until = 0,"
			      "  totp_step = $1"
			      " WHERE operator_id = $2 AND totp_step < $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, step);
	sql_bind_integer(st, 2, operator_id);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	if (sql_changes(store->sql) == 1)
		return OK;
	return error_set(err, REFUSED, "code_used", "code",
			 "this code was used before; wait for the next");
}

/* Runs an UPDATE of one operator whose first parameters are given. */
static enum status operator_update(struct store *store, const char *sql,
				   int64_t operator_id, const char *text,
				   const void *bytes, size_t size,
				   int64_t number, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, operator_id);
	if (text)
		sql_bind_text(st, 2, text);
	if (bytes)
		sql_bind_bytes(st, 2, bytes, size);
	if (number != SQL_NULL)
		sql_bind_integer(st, 3, number);
	return sql_execute(st, err);
}

enum status credential_forgive(struct store *store, int64_t operator_id,
			       struct error *err)
{
	return operator_update(store,
			       "UPDATE operators SET"
			       "  failures = 0, locked_until = 0"
			       " WHERE operator_id = $1",
			       operator_id, NULL, NULL, 0, SQL_NULL, err);
}

enum status credential_set_password(struct store *store, int64_t operator_id,
				    const char *hash, struct error *err)
{
	return operator_update(store,
			       "UPDATE operators SET password = $2"
			       " WHERE operator_id = $1",
			       operator_id, hash, NULL, 0, SQL_NULL, err);
}

enum status credential_set_totp(struct store *store, int64_t operator_id,
				const char *secret, int64_t step,
				struct error *err)
{
	char label[LABEL_SIZE];
	unsigned char blob[256];
	const unsigned char *key;
	size_t size = strlen(secret);
	enum status rc;
	int n = totp_label(operator_id, label);

	if (seal_size(size) > sizeof blob)
		return error_set(err, DATA, "totp_secret_invalid", NULL,
				 "the secret of the second factor is too long");
	if ((rc = store_key(store, "totp", &key, err)) != OK ||
	    (rc = seal_close(key, label, (size_t)n, secret, size, blob, err)) !=
		OK)
		return rc;
	return operator_update(store,
			       "UPDATE operators SET"
			       "  sealed_totp = $2, totp_step = $3"
			       " WHERE operator_id = $1",
			       operator_id, NULL, blob, seal_size(size), step,
			       err);
}

static enum status code_hash(struct store *store, int64_t operator_id,
			     const char *code, unsigned char ret[DIGEST_SIZE],
			     struct error *err)
{
	char text[256];
	const unsigned char *key;
	enum status rc;
	int n;

	if ((rc = store_key(store, "reset", &key, err)) != OK)
		return rc;
	n = snprintf(text, sizeof text, "%lld:%s", (long long)operator_id,
		     code);
	rc = digest_hmac(key, STORE_KEY_SIZE, text,
			 (size_t)n < sizeof text ? (size_t)n : sizeof text - 1,
			 ret, err);
	memory_wipe(text, sizeof text);
	return rc;
}

enum status credential_reset(struct store *store, int64_t operator_id,
			     const char *code, int64_t until, struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = code_hash(store, operator_id, code, hash, err)) != OK)
		return rc;
	return operator_update(store,
			       "UPDATE operators SET"
			       "  password = NULL, sealed_totp = NULL,"
			       "  reset_code = $2, reset_until = $3,"
			       "  failures = 0, locked_until = 0"
			       " WHERE operator_id = $1",
			       operator_id, NULL, hash, sizeof hash, until,
			       err);
}

enum status credential_code_used(struct store *store, int64_t operator_id,
				 struct error *err)
{
	return operator_update(store,
			       "UPDATE operators SET"
			       "  reset_code = NULL, reset_until = NULL,"
			       "  failures = 0, locked_until = 0"
			       " WHERE operator_id = $1",
			       operator_id, NULL, NULL, 0, SQL_NULL, err);
}

enum status credential_code_check(struct store *store,
				  const struct credential *credential,
				  const char *code, int64_t now, bool *ret,
				  struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = code_hash(store, credential->operator_id, code, hash, err)) !=
	    OK)
		return rc;
	*ret = credential->code && now < credential->code_until &&
	       digest_equal(hash, credential->code, DIGEST_SIZE);
	return OK;
}
