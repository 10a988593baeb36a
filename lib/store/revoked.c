/* revoked - what relying parties are told of certificates: lists and answers */
#include <ipp/store/revoked.h>

#include <ctype.h>

#include <ipp/base/text.h>
#include <ipp/model/status_change.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

#define SERIAL_BYTES_MAX 20 /* RFC 5280, 4.1.2.2 */

#define COLUMNS "s.serial, s.reason, s.revoked_at, s.invalidity_at"

/* In one range of the table, which is in order of serial number. Those that
 * were released are left out where they arrive: of a million few are. */
static const char list_sql[] =
    "SELECT gather(" COLUMNS ") FROM certificate_status s"
    " WHERE s.authority_id = $1 AND s.partition = $2";

static const char list_from_sql[] =
    "SELECT gather(" COLUMNS ") FROM certificate_status s"
    " WHERE s.authority_id = $1 AND s.partition = $2"
    "   AND s.not_after >= $3";

static const char changes_sql[] =
    "SELECT " COLUMNS " FROM certificate_status s"
    " WHERE s.change_id > $3"
    "   AND s.authority_id + 0 = $1 AND s.partition + 0 = $2"
    " ORDER BY s.change_id";

static const char changed_sql[] =
    "SELECT 1 FROM certificate_status s"
    " WHERE s.change_id > $3"
    "   AND s.authority_id + 0 = $1 AND s.partition + 0 = $2"
    " LIMIT 1";

static const char find_sql[] =
    "SELECT " COLUMNS
    "  FROM certificates c INDEXED BY certificates_known"
    "  LEFT JOIN certificate_status s"
    "    ON s.certificate_id = c.certificate_id"
    " WHERE c.serial = $1 AND c.authority_id = $2"
    "   AND c.certificate IS NOT NULL";

/* What the authority signs for itself is not suspended nor revoked. */
static const char delegates_sql[] =
    "SELECT 1 FROM seals WHERE serial = $1 AND authority_id = $2"
    " UNION ALL"
    " SELECT 1 FROM responders WHERE serial = $1 AND authority_id = $2";

static const char kndelegates_sql[] =
    "SELECT serial, changed_at FROM"
    " (SELECT c.serial AS serial, s.changed_at AS changed_at"
    "    FROM certificates c LEFT JOIN certificate_status s"
    "      ON s.certificate_id = c.certificate_id"
    "   WHERE c.authority_id = $1 AND c.serial > $2"
    "     AND c.certificate IS NOT NULL"
    "  UNION ALL"
    "  SELECT serial, NULL FROM seals"
    "   WHERE authority_id = $1 AND serial > $2)"
    " ORDER BY serial LIMIT $3";

static enum standing standing_of(int64_t reason)
{
	switch (reason) {
	case ABSENT:
		return STANDING_GOOD;
	case REASON_CERTIFICATE_HOLD:
		return STANDING_HOLD;
	case REASON_REMOVE_FROM_CRL:
		return STANDING_RELEASED;
	default:
		return STANDING_REVOKED;
	}
}

static void fetch(struct sql_statement *st, struct revoked *ret)
{
	ret->serial.bytes = sql_bytes_view(st, 0, &ret->serial.size);
	ret->reason = sql_integer(st, 1);
	ret->standing = standing_of(ret->reason);
	ret->revoked_at = sql_integer(st, 2);
	ret->invalidity_at = sql_integer(st, 3);
}

/* Who gets what is gathered. */
struct listing {
	revoked_each_run *each;
	void *context;
};

static enum status row_tell(void *context, const struct sql_row *row,
			    struct error *err)
{
	const struct listing *listing = context;
	struct revoked it = { .reason = sql_row_integer(row, 1) };

	it.standing = standing_of(it.reason);
	if (it.standing == STANDING_RELEASED)
		return OK;
	it.serial.bytes = sql_row_bytes(row, 0, &it.serial.size);
	it.revoked_at = sql_row_integer(row, 2);
	it.invalidity_at = sql_row_integer(row, 3);
	return listing->each(listing->context, &it, err);
}

static enum status rows_each(struct sql_statement *st, revoked_each_run *each,
			     void *context, struct error *err)
{
	struct revoked it;
	enum status rc;
	bool row;

	while ((rc = sql_step(st, &row, err)) == OK && row) {
		fetch(st, &it);
		if ((rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}

enum status revoked_list(struct store *store, int64_t authority_id,
			 int64_t partition, int64_t not_after_from,
			 revoked_each_run *each, void *context,
			 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct listing listing = { each, context };
	enum status rc;

	if ((rc = sql_prepare(
		 store->sql,
		 not_after_from == ABSENT ? list_sql : list_from_sql, &st,
		 err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_integer(st, 2, partition);
	if (not_after_from != ABSENT)
		sql_bind_integer(st, 3, not_after_from);
	return sql_gather(st, row_tell, &listing, err);
}

enum status revoked_changes(struct store *store, int64_t authority_id,
			    int64_t partition, int64_t since,
			    revoked_each_run *each, void *context,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, changes_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_integer(st, 2, partition);
	sql_bind_integer(st, 3, since);
	return rows_each(st, each, context, err);
}

enum status revoked_changed(struct store *store, int64_t authority_id,
			    int64_t partition, int64_t since, bool *ret,
			    struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, changed_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_integer(st, 2, partition);
	sql_bind_integer(st, 3, since);
	return sql_step(st, ret, err);
}

enum status revoked_last_change(struct store *store, int64_t *ret,
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT coalesce(max(change_id), 0)"
			      "  FROM certificate_status",
			      &st, err)) == OK &&
	    (rc = sql_step(st, &row, err)) == OK)
		*ret = sql_integer(st, 0);
	return rc;
}

static enum status delegate_find(struct store *store, int64_t authority_id,
			    const char *serial, struct revoked *ret,
			    bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql, delegates_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, serial);
	sql_bind_integer(st, 2, authority_id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	*ret = (struct revoked){ .standing = STANDING_GOOD,
				 .revoked_at = ABSENT,
				 .reason = ABSENT,
				 .invalidity_at = ABSENT };
	return OK;
}

enum status revoked_find(struct store *store, int64_t authority_id,
			 struct octets serial, struct revoked *ret,
			 bool *found, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	char text[2 * SERIAL_BYTES_MAX + 1];
	enum status rc;

	*found = false;
	if (serial.size > SERIAL_BYTES_MAX)
		return OK;
	hex_encode(serial.bytes, serial.size, text);
	for (char *p = text; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	if ((rc = sql_prepare(store->sql, find_sql, &st, err)) != OK)
		return rc;
	sql_bind_text(st, 1, text);
	sql_bind_integer(st, 2, authority_id);
	if ((rc = sql_step(st, found, err)) != OK)
		return rc;
	if (*found)
		fetch(st, ret);
	else if ((rc = delegate_find(store, authority_id, text, ret, found, err)) !=
		 OK)
		return rc;
	ret->serial = serial;
	return OK;
}

enum status certificates_known(struct store *store, int64_t authority_id,
			       const char *after, int64_t limit,
			       enum status (*each)(void *context,
						   const struct known *it,
						   struct error *err),
			       void *context, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct known it;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, kndelegates_sql, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, authority_id);
	sql_bind_text(st, 2, after);
	sql_bind_integer(st, 3, limit);
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		it.serial = sql_text_view(st, 0);
		it.changed_at = sql_integer(st, 1);
		if ((rc = each(context, &it, err)) != OK)
			break;
	}
	return rc;
}

enum status requests_publish(struct desk *desk, int64_t change, int64_t *count,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "UPDATE status_requests SET published_at = $2"
			      " WHERE published_at IS NULL"
			      "   AND change_id <= $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, change);
	sql_bind_integer(st, 2, desk->now);
	if ((rc = sql_execute(st, err)) == OK)
		*count = sql_changes(desk->store->sql);
	return rc;
}

enum status requests_waiting(struct store *store, int64_t *count,
			     int64_t *due_at, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT count(*), min(due_at)"
			      "  FROM status_requests"
			      " WHERE published_at IS NULL",
			      &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	*count = sql_integer(st, 0);
	*due_at = sql_integer(st, 1);
	return OK;
}
