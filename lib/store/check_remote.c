/* check_remote - whether what is known of remote certificates is whole */
#include "check_part.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/store_check.h>
#include <ipp/port/certificate.h>
#include <ipp/port/sql.h>
#include <ipp/rule/remote_certificate.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>
#include <ipp/store/remote_grant.h>

#include "internal.h"
#include "remote_part.h"

static const struct invariant invariants[] = {
	{ "remote_copies",
	  "SELECT 'remote certificate ' || c.certificate_id"
	  " FROM remote_certificates c"
	  " JOIN remote_authorities a ON a.authority_id = c.authority_id"
	  " JOIN remote_wallets w ON w.wallet_id = c.wallet_id"
	  " LEFT JOIN remote_grants g"
	  "   ON g.certificate_id = c.certificate_id AND g.is_current = 1"
	  " WHERE a.client_id <> c.client_id OR w.client_id <> c.client_id"
	  "    OR g.client_id <> c.client_id OR c.grant_id IS NOT g.grant_id"
	  "    OR c.access <> CASE"
	  "         WHEN g.grant_id IS NULL THEN 'none'"
	  "         WHEN g.withdrawn_at IS NOT NULL THEN 'withdrawn'"
	  "         WHEN g.signatures_used = g.signature_limit THEN 'used_up'"
	  "         ELSE 'granted' END"
	  "    OR c.access_ends_at <>"
	  "       coalesce(min(g.access_ends_at, c.not_after), 0)",
	  "SELECT count(*) FROM remote_certificates",
	  "it says otherwise than its grant; restore a backup" },
	{ "remote_ends",
	  "SELECT 'grant ' || grant_id FROM remote_grants"
	  " WHERE access_ends_at <> min(certificate_ends_at,"
	  "         coalesce(holder_ends_at, certificate_ends_at),"
	  "         coalesce(granted_at + access_days * 86400,"
	  "                  certificate_ends_at))"
	  "    OR access_ends_at IS NOT CASE access_end_reason"
	  "         WHEN 'access_days' THEN granted_at + access_days * 86400"
	  "         WHEN 'holder_date' THEN holder_ends_at"
	  "         ELSE certificate_ends_at END",
	  "SELECT count(*) FROM remote_grants",
	  "it does not end at the earliest of its limits; restore a backup" },
	{ "remote_counted",
	  "SELECT 'grant ' || g.grant_id FROM remote_grants g"
	  " WHERE g.signatures_used <> (SELECT coalesce(sum(s.signatures), 0)"
	  "   FROM remote_signings s"
	  "  WHERE s.grant_id = g.grant_id AND s.state <> 'refused')"
	  "    OR g.signatures_used > g.signature_limit"
	  "    OR EXISTS (SELECT 1 FROM remote_signings s"
	  "       WHERE s.grant_id = g.grant_id"
	  "         AND s.certificate_id <> g.certificate_id)",
	  "SELECT count(*) FROM remote_signings",
	  "its signatures are counted wrongly; restore a backup" },
};

#define INVARIANTS (sizeof invariants / sizeof *invariants)

static bool is_same(const struct remote_certificate *a,
		    const struct remote_certificate *b)
{
	return a->key_algorithm == b->key_algorithm &&
	       a->key_bits == b->key_bits &&
	       text_equal(a->key_curve, b->key_curve) &&
	       text_equal(a->subject, b->subject) &&
	       text_equal(a->issuer, b->issuer) &&
	       text_equal(a->serial, b->serial) &&
	       a->not_before == b->not_before && a->not_after == b->not_after &&
	       text_equal(a->fingerprint, b->fingerprint);
}

/* What is listed is what stands in the certificate, and the chain is there. */
static bool is_true(struct store *store, const struct remote_certificate *it,
		    const char *alias_key, struct arena *arena)
{
	struct remote_certificate read = *it;
	struct certificate_facts facts;
	struct octets certificate, *issuers;
	struct error why;
	const char *key;
	size_t count;

	error_reset(&why);
	if (remote_key(it->alias, "alias", arena, &key, &why) != OK ||
	    !text_equal(key, alias_key) ||
	    remote_chain_load(store, it->certificate_id, arena, &certificate,
			      &issuers, &count, &why) != OK ||
	    certificate_read(arena, certificate.bytes, certificate.size, &facts,
			     &why) != OK ||
	    !remote_certificate_facts(&read, &facts))
		return false;
	return is_same(&read, it);
}

static enum status facts_run(struct store *store, struct arena *arena,
			     struct store_check *ret, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *scratch = arena_new();
	enum status rc;
	bool row;

	ret->check = "remote_facts";
	ret->passed = 1;
	ret->count = 0;
	if ((rc = sql_prepare(store->sql,
			      "SELECT" REMOTE_COLUMNS ", c.alias_key"
			      " FROM remote_certificates c" REMOTE_JOINED,
			      &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		struct remote_certificate it;

		ret->count++;
		remote_certificate_read(st, 0, scratch, &it);
		if (!is_true(store, &it,
			     sql_text_view(st, REMOTE_COLUMN_COUNT),
			     scratch)) {
			ret->passed = 0;
			ret->finding = arena_printf(
			    arena,
			    "remote certificate %" PRId64 ": what is listed is "
			    "not what stands in it; restore a backup",
			    it.certificate_id);
			return OK;
		}
		arena_reset(scratch);
	}
	return rc;
}

typedef enum status open_one(struct store *store, int64_t client_id, int64_t id,
			     struct arena *arena, struct error *err);

static enum status secret_open(struct store *store, int64_t client_id,
			       int64_t id, struct arena *arena,
			       struct error *err)
{
	struct remote_authority it;
	const char *secret;
	enum status rc;

	if ((rc = remote_authority_load(store, client_id, id, arena, &it,
					err)) != OK)
		return rc;
	return remote_authority_secret(store, &it, arena, &secret, err);
}

static enum status tokens_open(struct store *store, int64_t client_id,
			       int64_t id, struct arena *arena,
			       struct error *err)
{
	struct remote_tokens tokens;

	(void)client_id;
	return remote_tokens_load(store, id, arena, &tokens, err);
}

/* What is sealed, and what opens it. */
static const struct sealed {
	const char *name, *sql;
	open_one *open;
} sealed[] = {
	{ "remote authority",
	  "SELECT client_id, authority_id FROM remote_authorities"
	  " WHERE sealed_secret IS NOT NULL",
	  secret_open },
	{ "grant",
	  "SELECT client_id, grant_id FROM remote_grants"
	  " WHERE sealed_access_token IS NOT NULL"
	  "    OR sealed_refresh_token IS NOT NULL",
	  tokens_open },
};

static enum status sealed_run(struct store *store, const struct sealed *what,
			      struct arena *arena, struct store_check *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *scratch = arena_new();
	struct error why;
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql, what->sql, &st, err)) != OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		ret->count++;
		error_reset(&why);
		if (what->open(store, sql_integer(st, 0), sql_integer(st, 1),
			       scratch, &why) != OK) {
			if (!error_has(&why, "store_damaged"))
				return error_merge(err, &why);
			ret->passed = 0;
			ret->finding = arena_printf(
			    arena,
			    "%s %" PRId64 ": its secret does not open; "
			    "restore a backup",
			    what->name, sql_integer(st, 1));
			return OK;
		}
		arena_reset(scratch);
	}
	return rc;
}

static enum status secrets_run(struct store *store, struct arena *arena,
			       struct store_check *ret, struct error *err)
{
	enum status rc = OK;

	ret->check = "remote_secrets";
	ret->passed = 1;
	ret->count = 0;
	for (size_t i = 0;
	     rc == OK && ret->passed == 1 && i < sizeof sealed / sizeof *sealed;
	     i++)
		rc = sealed_run(store, &sealed[i], arena, ret, err);
	return rc;
}

bool remote_check_run(struct store *store, size_t number, struct arena *arena,
		      struct store_check *ret, enum status *rc,
		      struct error *err)
{
	if (number < INVARIANTS)
		*rc =
		    invariant_run(store, &invariants[number], arena, ret, err);
	else if (number == INVARIANTS)
		*rc = facts_run(store, arena, ret, err);
	else if (number == INVARIANTS + 1)
		*rc = secrets_run(store, arena, ret, err);
	else
		return false;
	return true;
}
