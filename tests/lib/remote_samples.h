/* remote_samples - remote certificates of invented companies, in a store
 *
 * For the driver lend.c and for the bench make_remote.c: what stash-cert add
 * would register, without an authority to ask. */
#ifndef IPP_TESTS_REMOTE_SAMPLES_H
#define IPP_TESTS_REMOTE_SAMPLES_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/port/certificate.h>
#include <ipp/port/key.h>
#include <ipp/port/sql.h>
#include <ipp/rule/remote_certificate.h>
#include <ipp/store/remote_certificate.h>
#include <ipp/store/remote_grant.h>
#include <ipp/store/store.h>

struct sample_certificate {
	struct octets der;
	struct certificate_facts facts;
};

static struct error sample_err;

static inline void sample_must(enum status rc)
{
	if (rc == OK)
		return;
	(void)fprintf(stderr, "%s: %s\n", sample_err.mistakes[0].code,
		      sample_err.mistakes[0].text);
	exit((int)rc);
}

/* A seal of "Company N", its own issuer, with a key of P-256. */
static inline void sample_certificate(struct arena *arena, int64_t n,
				      int64_t not_before, int64_t not_after,
				      struct sample_certificate *ret)
{
	OWN(key) struct key *key = NULL;
	const struct name_attribute subject[] = {
		{ ATTRIBUTE_COUNTRY, "IT", NULL },
		{ ATTRIBUTE_ORGANIZATION,
		  arena_printf(arena, "Company %" PRId64, n), NULL },
		{ ATTRIBUTE_COMMON_NAME,
		  arena_printf(arena, "Invoices of company %" PRId64, n),
		  NULL },
	};
	unsigned char serial[8] = { 1 };
	struct certificate_plan plan = {
		.serial = { serial, sizeof serial },
		.issuer_key = KEY_P256,
		.not_before = not_before,
		.not_after = not_after,
		.subject = subject,
		.subject_count = sizeof subject / sizeof *subject,
		.path_length = -1,
		.key_usage = KEY_USAGE_NON_REPUDIATION,
		.critical = EXTENSION_KEY_USAGE,
	};
	struct octets tbs;

	for (size_t i = 1; i < sizeof serial; i++)
		serial[i] = (unsigned char)(n >> 8 * (7 - i));
	sample_must(key_generate(KEY_P256, &key, &sample_err));
	sample_must(key_public(arena, key, &plan.key, &sample_err));
	sample_must(certificate_tbs(arena, &plan, &tbs, &sample_err));
	sample_must(
	    certificate_finish(arena, tbs, key, &ret->der, &sample_err));
	sample_must(certificate_read(arena, ret->der.bytes, ret->der.size,
				     &ret->facts, &sample_err));
}

/* What an authority would say of it. `alias`, `authority_id`, `client_id` and
 * what else is there already stay. */
static inline void sample_fill(struct remote_certificate *it,
			       const struct sample_certificate *from)
{
	if (it->status == ABSENT)
		it->status = REMOTE_ACTIVE;
	if (!it->credential_id)
		it->credential_id = it->alias;
	it->key_status = REMOTE_KEY_ENABLED;
	it->certificate_status = REMOTE_CERTIFICATE_VALID;
	it->auth_mode = AUTH_EXPLICIT;
	it->scal = 1;
	it->pin = PRESENCE_YES;
	it->otp = PRESENCE_NO;
	it->multisign = 100;
	it->algorithms = "1.2.840.10045.4.3.2 1.2.840.10045.4.3.3";
	it->refreshed_at = it->registered_at;
	if (!remote_certificate_facts(it, &from->facts))
		exit(1);
}

static inline void sample_insert(struct store *store,
				 struct remote_certificate *it,
				 const struct sample_certificate *from)
{
	sample_fill(it, from);
	sample_must(remote_certificate_insert(store, it, &sample_err));
	sample_must(remote_chain_save(store, it->certificate_id, from->der,
				      NULL, 0, &sample_err));
}

/* `used` signatures in one call that was answered. */
static inline void sample_sign(struct store *store,
			       const struct remote_grant *grant, int64_t used)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	static const unsigned char sha256[32];

	sample_must(sql_prepare(
	    store_sql(store),
	    "INSERT INTO remote_signings (client_id, certificate_id, grant_id,"
	    " asked_by, signatures, algorithm, sha256, reserved_at)"
	    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	    &st, &sample_err));
	sql_bind_integer(st, 1, grant->client_id);
	sql_bind_integer(st, 2, grant->certificate_id);
	sql_bind_integer(st, 3, grant->grant_id);
	sql_bind_integer(st, 4, grant->granted_by);
	sql_bind_integer(st, 5, used);
	sql_bind_text(st, 6, "1.2.840.10045.4.3.2");
	sql_bind_bytes(st, 7, sha256, sizeof sha256);
	sql_bind_integer(st, 8, grant->granted_at);
	sample_must(sql_execute(st, &sample_err));
	sql_done(TAKE(st));
	sample_must(sql_prepare(
	    store_sql(store),
	    "UPDATE remote_signings SET state = 'signed', settled_at = $2"
	    " WHERE grant_id = $1 AND state = 'reserved'",
	    &st, &sample_err));
	sql_bind_integer(st, 1, grant->grant_id);
	sql_bind_integer(st, 2, grant->granted_at);
	sample_must(sql_execute(st, &sample_err));
}

/* A grant with tokens, of which `used` signatures are made, and which is
 * withdrawn for `reason` (NULL: it is not). */
static inline void sample_grant(struct store *store, struct remote_grant *grant,
				int64_t used, const char *reason)
{
	const struct remote_tokens tokens = {
		.access_token = "an access token, not to be seen",
		.access_token_ends_at = grant->granted_at + 3600,
		.refresh_token = "a refresh token, not to be seen",
	};
	bool changed;

	sample_must(remote_grant_insert(store, grant, &tokens, &sample_err));
	if (used > 0)
		sample_sign(store, grant, used);
	if (reason)
		sample_must(remote_grant_withdraw(store, grant->grant_id,
						  grant->granted_at + 1, reason,
						  &changed, &sample_err));
}

#endif
