/* check - whether the store is whole */
#include <ipp/store/check.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/store_check.h>
#include <ipp/port/sql.h>
#include <ipp/store/journal.h>
#include <ipp/store/object.h>

#include "check_part.h"
#include "internal.h"

static const struct invariant invariants[] = {
	{ "integrity",
	  "SELECT integrity_check FROM pragma_integrity_check"
	  " WHERE integrity_check <> 'ok'",
	  "SELECT count(*) FROM sqlite_schema",
	  "restore a backup" },
	{ "references",
	  "SELECT \"table\" || ' row ' || coalesce(rowid, '?')"
	  " FROM pragma_foreign_key_check",
	  "SELECT count(*) FROM sqlite_schema WHERE type = 'table'",
	  "restore a backup" },
	{ "active_certificates",
	  "SELECT 'product ' || p.user_id FROM products p"
	  " WHERE p.status IN ('active', 'suspended', 'revoked', 'expired')"
	  "   AND NOT EXISTS (SELECT 1 FROM certificates c"
	  "    WHERE c.user_id = p.user_id AND c.serial = p.serial"
	  "      AND c.certificate IS NOT NULL)",
	  "SELECT count(*) FROM products WHERE status IN"
	  " ('active', 'suspended', 'revoked', 'expired')",
	  "an issued product has no certificate; restore a backup" },
	{ "issuing_reserved",
	  "SELECT 'product ' || p.user_id FROM products p"
	  " WHERE p.status = 'issuing' AND NOT EXISTS"
	  "  (SELECT 1 FROM certificates c WHERE c.user_id = p.user_id)",
	  "SELECT count(*) FROM products WHERE status = 'issuing'",
	  "run ipp-issue on it again" },
	{ "devices",
	  "SELECT 'product ' || d.user_id FROM devices d"
	  " JOIN products p ON p.user_id = d.user_id"
	  " WHERE (p.status IN ('active', 'suspended', 'revoked', 'expired'))"
	  "   <> (d.written_at IS NOT NULL)"
	  /* what was given up half-way */
	  "   AND NOT (p.status = 'revoked' AND EXISTS"
	  "    (SELECT 1 FROM status_requests r WHERE r.user_id = d.user_id"
	  "        AND r.motive = 'device_unusable'"
	  "        AND r.done_at = p.activated_at))"
	  "    OR (d.written_at IS NOT NULL"
	  "        AND d.serial IS DISTINCT FROM p.device_serial)"
	  "    OR (SELECT count(*) FROM certificates c"
	  "         WHERE c.user_id = d.user_id)"
	  "       <> CASE WHEN d.proved_at IS NULL THEN 0 ELSE 2 END",
	  "SELECT count(*) FROM devices",
	  "its device and its certificates contradict each other; restore a "
	  "backup" },
	{ "certificates_owned",
	  "SELECT 'certificate ' || c.serial FROM certificates c"
	  " JOIN products p ON p.user_id = c.user_id"
	  " WHERE c.certificate IS NOT NULL"
	  "   AND p.status IN ('draft', 'to_identify', 'to_sign', 'to_review')",
	  "SELECT count(*) FROM certificates",
	  "a certificate belongs to a product that was never issued" },
	{ "recognised",
	  "SELECT 'product ' || user_id FROM products"
	  " WHERE status IN ('to_issue', 'issuing', 'active', 'suspended',"
	  " 'revoked', 'expired') AND recognised_by IS NULL",
	  "SELECT count(*) FROM products",
	  "nobody is recorded as recogniser" },
	{ "four_eyes",
	  "SELECT 'product ' || p.user_id FROM products p"
	  " JOIN organizations o ON o.client_id = p.client_id"
	  " WHERE o.four_eyes = 1 AND p.issued_by = p.recognised_by",
	  "SELECT count(*) FROM products WHERE issued_by IS NOT NULL",
	  "the same person recognised and issued" },
	{ "keys_sealed",
	  "SELECT 'product ' || k.user_id FROM holder_keys k"
	  " JOIN envelopes e ON e.user_id = k.user_id"
	  " WHERE k.state = 'pending'",
	  "SELECT count(*) FROM holder_keys",
	  "an envelope was made but the key is not wrapped" },
	{ "copies",
	  "SELECT 'product ' || p.user_id FROM products p"
	  " JOIN orders o ON o.order_id = p.order_id"
	  " LEFT JOIN holders h ON h.holder_id = o.holder_id"
	  " WHERE p.client_id <> o.client_id"
	  "    OR p.recognition IS DISTINCT FROM o.recognition"
	  "    OR p.unit_id IS DISTINCT FROM o.unit_id"
	  "    OR p.created_by IS DISTINCT FROM o.created_by"
	  "    OR p.created_at IS DISTINCT FROM o.created_at"
	  "    OR p.holder_id IS DISTINCT FROM o.holder_id"
	  "    OR p.external_code IS DISTINCT FROM o.external_code"
	  "    OR p.surname IS DISTINCT FROM o.surname"
	  "    OR p.given_name IS DISTINCT FROM o.given_name"
	  "    OR p.tax_code IS DISTINCT FROM o.tax_code"
	  "    OR p.email IS DISTINCT FROM o.email"
	  "    OR p.email_alias IS DISTINCT FROM o.email_alias"
	  "    OR p.mobile IS DISTINCT FROM o.mobile"
	  "    OR p.renews IS DISTINCT FROM o.renews"
	  "    OR (p.surname_key IS NULL) <> (o.surname IS NULL)"
	  "    OR (p.given_name_key IS NULL) <> (o.given_name IS NULL)"
	  "    OR p.iut IS DISTINCT FROM h.iut",
	  "SELECT count(*) FROM products",
	  "a product says otherwise than its order; searches miss it" },
	{ "status_told",
	  "SELECT 'certificate ' || c.serial FROM certificates c"
	  " JOIN products p ON p.user_id = c.user_id"
	  " LEFT JOIN certificate_status s"
	  "   ON s.certificate_id = c.certificate_id"
	  " WHERE c.certificate IS NOT NULL"
	  "   AND ((p.status = 'active' AND coalesce(s.reason, 8) <> 8)"
	  "     OR (p.status = 'suspended' AND coalesce(s.reason, 8) <> 6)"
	  "     OR (p.status = 'revoked' AND coalesce(s.reason, 8) IN (6, 8))"
	  "     OR (p.status = 'expired'"
	  "         AND coalesce(s.reason, 8) NOT IN (6, 8))"
	  "     OR (s.serial IS NOT NULL AND hex(s.serial) <> c.serial)"
	  "     OR s.authority_id <> c.authority_id"
	  "     OR s.partition <> c.partition"
	  "     OR s.not_after <> c.not_after)",
	  "SELECT count(*) FROM certificate_status",
	  "relying parties are told otherwise than the product says; restore a "
	  "backup" },
	{ "suspensions",
	  "SELECT 'product ' || p.user_id FROM products p"
	  " LEFT JOIN suspensions u"
	  "   ON u.user_id = p.user_id AND u.ended_at IS NULL"
	  " WHERE (p.status = 'suspended') <> (u.user_id IS NOT NULL)",
	  "SELECT count(*) FROM suspensions",
	  "its status and its suspension contradict each other; restore a "
	  "backup" },
	{ "revocations",
	  "SELECT 'product ' || p.user_id FROM products p"
	  " WHERE p.status = 'revoked' AND NOT EXISTS (SELECT 1"
	  "  FROM status_requests r"
	  "  WHERE r.user_id = p.user_id AND r.action = 'revoke')",
	  "SELECT count(*) FROM status_requests",
	  "nobody is recorded who had it revoked; restore a backup" },
	{ "messages",
	  "SELECT 'message ' || message_id FROM outbox"
	  " WHERE (state = 'sent') <> (sent_at IS NOT NULL)",
	  "SELECT count(*) FROM outbox",
	  "state and time of delivery contradict each other" },
};

#define INVARIANTS (sizeof invariants / sizeof *invariants)

static enum status number_query(struct store *store, const char *sql,
				int64_t *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, sql, &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = row ? sql_integer(st, 0) : 0;
	return OK;
}

enum status invariant_run(struct store *store,
			  const struct invariant *invariant,
			  struct arena *arena, struct store_check *ret,
			  struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row;

	ret->check = invariant->check;
	if ((rc = number_query(store, invariant->count, &ret->count, err)) !=
		    OK ||
	    (rc = sql_prepare(store->sql, invariant->broken, &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	ret->passed = !row;
	if (row)
		ret->finding = arena_printf(arena, "%s: %s",
					    sql_text_view(st, 0),
					    invariant->remedy);
	return OK;
}

static enum status journal_run(struct store *store, struct arena *arena,
			       struct store_check *ret, struct error *err)
{
	static const char *const faults[] = {
		[JOURNAL_CHANGED] = "was changed",
		[JOURNAL_MISSING] = "is missing",
		[JOURNAL_CUT] = "and what follows was cut off",
		[JOURNAL_FOREIGN] = "or what follows was not written by the "
				    "desk",
	};
	struct journal_state state;
	enum status rc;

	ret->check = "journal";
	if ((rc = journal_verify(store, arena, &state, err)) != OK)
		return rc;
	ret->count = state.count;
	ret->passed = state.fault == JOURNAL_WHOLE;
	if (!ret->passed)
		ret->finding = arena_printf(
			arena, "entry %" PRId64 " %s: restore a backup",
			state.entry_id, faults[state.fault]);
	return OK;
}

static enum status object_run(struct store *store, struct arena *arena,
			      struct store_check *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *scratch = arena_new();
	struct error broken;
	enum status rc;
	bool row;

	ret->check = "objects";
	ret->passed = 1;
	ret->count = 0;
	if ((rc = sql_prepare(store->sql, "SELECT sha256 FROM objects", &st,
			      err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		unsigned char *sha256, *bytes;
		size_t n;

		ret->count++;
		sha256 = sql_bytes(st, 0, scratch, &n);
		error_reset(&broken);
		if (n != OBJECT_HASH_SIZE ||
		    object_get(store, scratch, sha256, &bytes, &n, &broken) !=
			    OK) {
			ret->passed = 0;
			if (broken.status == CONFIG || broken.status == NOPERM)
				return error_merge(err, &broken);
			ret->finding = arena_text(
				arena, broken.count ?
					       broken.mistakes[0].text :
					       "an object has no proper name");
			return OK;
		}
		arena_reset(scratch);
	}
	return rc;
}

bool store_check_run(struct store *store, size_t number, struct arena *arena,
		     struct store_check *ret, enum status *rc,
		     struct error *err)
{
	if (number < INVARIANTS)
		*rc = invariant_run(store, &invariants[number], arena, ret,
				    err);
	else if (number == INVARIANTS)
		*rc = journal_run(store, arena, ret, err);
	else if (number == INVARIANTS + 1)
		*rc = object_run(store, arena, ret, err);
	else
		return remote_check_run(store, number - INVARIANTS - 2, arena,
					ret, rc, err);
	return true;
}

enum status store_check_transitions(struct store *store,
				    const char *const (*pairs)[2],
				    size_t count, struct arena *arena,
				    struct store_check *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	size_t found = 0;
	enum status rc;
	bool row;

	ret->check = "transitions";
	ret->passed = 1;
	if ((rc = sql_prepare(store->sql,
			      "SELECT status, next FROM transitions", &st,
			      err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		bool known = false;

		for (size_t i = 0; i < count; i++)
			known |= !strcmp(pairs[i][0], sql_text_view(st, 0)) &&
				 !strcmp(pairs[i][1], sql_text_view(st, 1));
		found++;
		if (!known) {
			ret->passed = 0;
			ret->finding = arena_printf(
				arena, "step %s to %s is not legal; restore a "
				       "backup",
				sql_text_view(st, 0), sql_text_view(st, 1));
		}
	}
	ret->count = (int64_t)found;
	if (rc == OK && ret->passed == 1 && found != count) {
		ret->passed = 0;
		ret->finding = "a legal step is missing; restore a backup";
	}
	return rc;
}
