/* status_change - certificates put on hold, released and revoked */
#include <ipp/store/status_change.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/certificate.h>
#include <ipp/base/text.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/revoked.h>

#include "internal.h"

#define CERTIFICATES_MAX 4 /* of a product: there are two purposes */
#define SERIAL_BYTES_MAX 20 /* RFC 5280, 4.1.2.2 */

/* A certificate, and what relying parties are told of it. */
struct told {
	int64_t certificate_id, authority_id, partition, not_after;
	unsigned char serial[SERIAL_BYTES_MAX];
	size_t serial_size;
	int64_t reason; /* ABSENT: nothing */
	int64_t revoked_at, changed_at;
};

/* What it is to be. */
struct change {
	int64_t reason, invalidity_at;
	int64_t change_id, revoked_at;
};

static const char certificates_sql[] =
    "SELECT c.certificate_id, c.authority_id, c.not_after, c.serial,"
    "       s.reason, s.revoked_at, c.partition, s.changed_at"
    "  FROM certificates c"
    "  LEFT JOIN certificate_status s"
    "    ON s.certificate_id = c.certificate_id"
    " WHERE c.user_id = $1 AND c.certificate IS NOT NULL"
    " ORDER BY c.certificate_id";

static const char insert_sql[] =
    "INSERT INTO certificate_status (certificate_id, reason, revoked_at,"
    " invalidity_at, changed_at, change_id, authority_id, serial, not_after,"
    " partition) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

static const char update_sql[] =
    "UPDATE certificate_status SET reason = $2, revoked_at = $3,"
    " invalidity_at = $4, changed_at = $5, change_id = $6"
    " WHERE certificate_id = $1";

static enum status told_read(struct sql_statement *st, struct told *ret,
			     struct error *err)
{
	const char *serial = sql_text_view(st, 3);
	size_t n = strlen(serial) / 2;

	ret->certificate_id = sql_integer(st, 0);
	ret->authority_id = sql_integer(st, 1);
	ret->not_after = sql_integer(st, 2);
	if (n > SERIAL_BYTES_MAX || !hex_decode(serial, n, ret->serial))
		return error_set(err, CONFIG, "store_damaged", "serial",
				 "\"%.80s\" is no serial number; restore a "
				 "backup",
				 serial);
	ret->serial_size = n;
	ret->reason = sql_integer(st, 4);
	ret->revoked_at = sql_integer(st, 5);
	ret->partition = sql_integer(st, 6);
	ret->changed_at = sql_integer(st, 7);
	return OK;
}

static enum status certificates_read(struct store *store, int64_t user_id,
				     struct told ret[CERTIFICATES_MAX],
				     size_t *count, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	size_t n = 0;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, certificates_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	while ((rc = sql_step(st, &row, err)) == OK && row &&
	       n < CERTIFICATES_MAX)
		if ((rc = told_read(st, &ret[n++], err)) != OK)
			return rc;
	if (rc == OK && n == 0)
		return error_set(err, CONFIG, "certificate_missing", "user_id",
				 "USR%09" PRId64 " has no certificate; look "
				 "with: ipp-store check",
				 user_id);
	*count = n;
	return rc;
}

/* A clock that was set back keeps nobody from stopping a certificate. */
static int64_t change_time(const struct desk *desk, const struct told *told)
{
	return told->changed_at > desk->now ? told->changed_at : desk->now;
}

static enum status change_write(struct desk *desk, const struct told *told,
				const struct change *change, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      told->reason == ABSENT ? insert_sql : update_sql, &st,
			      err)) != OK)
		return rc;
	sql_bind_integer(st, 1, told->certificate_id);
	sql_bind_integer(st, 2, change->reason);
	sql_bind_integer(st, 3, change->revoked_at);
	if (change->invalidity_at <= change->revoked_at)
		sql_bind_integer(st, 4, change->invalidity_at);
	sql_bind_integer(st, 5, change_time(desk, told));
	sql_bind_integer(st, 6, change->change_id);
	if (told->reason == ABSENT) {
		sql_bind_integer(st, 7, told->authority_id);
		sql_bind_bytes(st, 8, told->serial, told->serial_size);
		sql_bind_integer(st, 9, told->not_after);
		sql_bind_integer(st, 10, told->partition);
	}
	return sql_execute(st, err);
}

/* What was on hold stays dated since then, whatever follows. */
static enum status product_change(struct desk *desk, int64_t user_id,
				  struct change *change, struct error *err)
{
	struct told told[CERTIFICATES_MAX];
	size_t count = 0;
	enum status rc;

	if ((rc = certificates_read(desk->store, user_id, told, &count, err)) !=
		OK ||
	    (rc = revoked_last_change(desk->store, &change->change_id, err)) !=
		OK)
		return rc;
	for (size_t i = 0; i < count && rc == OK; i++) {
		change->change_id++;
		change->revoked_at = told[i].reason == REASON_CERTIFICATE_HOLD
					 ? told[i].revoked_at
					 : desk->now;
		rc = change_write(desk, &told[i], change, err);
	}
	return rc;
}

static enum status simple_change(struct desk *desk, int64_t user_id,
				 int64_t reason, int64_t *ret,
				 struct error *err)
{
	struct change change = { reason, ABSENT, 0, 0 };
	enum status rc = product_change(desk, user_id, &change, err);

	if (rc == OK)
		*ret = change.change_id;
	return rc;
}

enum status status_hold(struct desk *desk, int64_t user_id, int64_t *change,
			struct error *err)
{
	return simple_change(desk, user_id, REASON_CERTIFICATE_HOLD, change, err);
}

enum status status_release(struct desk *desk, int64_t user_id,
			   int64_t *change, struct error *err)
{
	return simple_change(desk, user_id, REASON_REMOVE_FROM_CRL, change, err);
}

enum status status_revoke(struct desk *desk, int64_t user_id, int64_t reason,
			  int64_t invalidity_at, int64_t *change,
			  int64_t *revoked_at, struct error *err)
{
	struct change it = { reason, invalidity_at, 0, 0 };
	enum status rc = product_change(desk, user_id, &it, err);

	if (rc != OK)
		return rc;
	*change = it.change_id;
	*revoked_at = it.revoked_at;
	return OK;
}

static const char *word(const struct word *words, int64_t value)
{
	return value == ABSENT ? NULL : words[value].name;
}

enum status status_request_insert(struct desk *desk,
				  struct status_request *request,
				  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	request->done_at = desk->now;
	request->done_by = desk->session->operator_id;
	if ((rc = sql_prepare(
		 desk->store->sql,
		 "INSERT INTO status_requests (user_id, action, requester,"
		 " third_party, way, motive, publication, note, attachment,"
		 " received_at, due_at, done_at, done_by, change_id)"
		 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
		 " $13, $14)",
		 &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, request->user_id);
	sql_bind_text(st, 2, word(status_action_words, request->action));
	sql_bind_text(st, 3, word(requester_words, request->requester));
	sql_bind_text(st, 4, request->third_party);
	sql_bind_text(st, 5, word(request_way_words, request->way));
	sql_bind_text(st, 6, word(motive_words, request->motive));
	sql_bind_text(st, 7, word(publication_words, request->publication));
	sql_bind_text(st, 8, request->note);
	if (request->attachment)
		sql_bind_bytes(st, 9, request->attachment, 32);
	sql_bind_integer(st, 10, request->received_at);
	sql_bind_integer(st, 11, request->due_at);
	sql_bind_integer(st, 12, request->done_at);
	sql_bind_integer(st, 13, request->done_by);
	sql_bind_integer(st, 14, request->change_id);
	if ((rc = sql_execute(st, err)) == OK)
		request->request_id = sql_inserted(desk->store->sql);
	return rc;
}

enum status status_request_last(struct store *store, int64_t user_id,
				struct status_request *ret, bool *found,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *motive;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "SELECT request_id, action, requester, motive,"
			      "       publication, received_at, due_at,"
			      "       published_at"
			      "  FROM status_requests WHERE user_id = $1"
			      " ORDER BY request_id DESC LIMIT 1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, user_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	motive = sql_text_view(st, 3);
	*ret = (struct status_request){
		.request_id = sql_integer(st, 0),
		.user_id = user_id,
		.action = word_find(status_action_words, sql_text_view(st, 1)),
		.requester = word_find(requester_words, sql_text_view(st, 2)),
		.motive = motive ? word_find(motive_words, motive) : ABSENT,
		.publication =
		    word_find(publication_words, sql_text_view(st, 4)),
		.received_at = sql_integer(st, 5),
		.due_at = sql_integer(st, 6),
		.published_at = sql_integer(st, 7),
	};
	return OK;
}
