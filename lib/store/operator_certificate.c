/* operator_certificate - the certificates officers sign with, in the store */
#include <ipp/store/operator_certificate.h>

#include <string.h>

#include <ipp/model/words.h>
#include <ipp/port/sql.h>

#include "internal.h"

enum status
operator_certificate_insert(struct store *store,
			    const struct operator_certificate_row *it,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO operator_certificates"
			      "  (fingerprint, operator_id, der, not_before,"
			      "   not_after, added_at)"
			      " VALUES ($1, $2, $3, $4, $5, $6)",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, it->fingerprint, sizeof it->fingerprint);
	sql_bind_integer(st, 2, it->operator_id);
	sql_bind_bytes(st, 3, it->der, it->size);
	sql_bind_integer(st, 4, it->not_before);
	sql_bind_integer(st, 5, it->not_after);
	sql_bind_integer(st, 6, it->added_at);
	return sql_execute(st, err);
}

static void row_read(struct sql_statement *st, struct arena *arena,
		     struct operator_certificate_row *ret)
{
	const void *fingerprint;
	size_t size;

	ret->operator_id = sql_integer(st, 0);
	ret->login = sql_text(st, 1, arena);
	fingerprint = sql_bytes(st, 2, arena, &size);
	if (size == sizeof ret->fingerprint)
		memcpy(ret->fingerprint, fingerprint, size);
	ret->der = sql_bytes(st, 3, arena, &ret->size);
	ret->not_before = sql_integer(st, 4);
	ret->not_after = sql_integer(st, 5);
	ret->added_at = sql_integer(st, 6);
	ret->withdrawn_at = sql_integer(st, 7);
}

#define CERTIFICATE_COLUMNS                                                 \
	"SELECT c.operator_id, o.login, c.fingerprint, c.der, c.not_before," \
	"       c.not_after, c.added_at, c.withdrawn_at"                     \
	"  FROM operator_certificates c"                                     \
	"  JOIN operators o ON o.operator_id = c.operator_id"

enum status operator_certificate_find(struct store *store, int64_t client_id,
				      const unsigned char fingerprint[32],
				      struct arena *arena,
				      struct operator_certificate_row *ret,
				      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      CERTIFICATE_COLUMNS
			      " WHERE o.client_id = $1 AND c.fingerprint = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_bytes(st, 2, fingerprint, 32);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return error_set(err, DATA, "certificate_unknown",
				 "fingerprint",
				 "no officer has a certificate with this "
				 "fingerprint; see: ipp-operator "
				 "certificate-list");
	row_read(st, arena, ret);
	return OK;
}

enum status
operator_certificate_mark_withdrawn(struct store *store,
				    const unsigned char fingerprint[32],
				    int64_t now, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "UPDATE operator_certificates"
			      "   SET withdrawn_at = $1"
			      " WHERE fingerprint = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_bytes(st, 2, fingerprint, 32);
	return sql_execute(st, err);
}

enum status operator_certificate_each(
    struct store *store, int64_t client_id, int64_t operator_id,
    struct arena *arena,
    enum status (*each)(void *context,
			const struct operator_certificate_row *it,
			struct error *err),
    void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      CERTIFICATE_COLUMNS
			      " WHERE o.client_id = $1"
			      "   AND c.operator_id ="
			      "       coalesce($2, c.operator_id)"
			      " ORDER BY o.login, c.added_at DESC,"
			      "          c.fingerprint",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, client_id);
	sql_bind_integer(st, 2, operator_id);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct operator_certificate_row it = { 0 };

		row_read(st, arena, &it);
		if ((rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}

enum status operator_certificate_status(struct store *store,
					struct octets certificate,
					const char *serial, int64_t *status,
					int64_t *since, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT p.status,"
			      "       coalesce(s.revoked_at, p.status_at)"
			      "  FROM certificates c"
			      "  JOIN products p ON p.user_id = c.user_id"
			      "  LEFT JOIN certificate_status s"
			      "    ON s.certificate_id = c.certificate_id"
			      "   AND s.reason <> 8"
			      " WHERE c.serial = $1 AND c.certificate = $2",
			      &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, serial);
	sql_bind_bytes(st, 2, certificate.bytes, certificate.size);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	*status = row ? word_find(product_status_words, sql_text_view(st, 0))
		      : ABSENT;
	*since = row ? sql_integer(st, 1) : ABSENT;
	return OK;
}
