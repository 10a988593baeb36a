/* stash_signing - a remote certificate and its authority, for a run */
#include "stash_signing.h"

#include <string.h>

#include <ipp/act/stash_access.h>
#include <ipp/act/verify.h>
#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/base/text.h>
#include <ipp/port/certificate.h>
#include <ipp/rule/remote_signing.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>

#include "stash_part.h"

/* A usual file and its signature: memory that is given back to the system and
 * asked for again with each file takes longer than reading it. */
#define SCRATCH_SIZE ((size_t)512 * 1024)

void stash_signing_close(struct stash_signing *it)
{
	if (!it)
		return;
	for (size_t i = 0; i < CSC_FACTORS_MAX; i++)
		secret_free(it->pins[i]);
	while (it->spare_count > 0)
		arena_free(it->spare[--it->spare_count]);
	(void)pthread_mutex_destroy(&it->mutex); /* nobody holds it */
	verify_shelf_free(it->shelf);
	csc_close(it->csc);
	cms_signatory_close(it->signatory);
	memory_free(it->wishes);
	arena_free(it->arena);
	memory_free(it);
}

struct choice {
	struct arena *arena;
	const char *alias;
	size_t count;
};

static enum status alias_take(void *context,
			      const struct remote_certificate *it,
			      struct error *err)
{
	struct choice *choice = context;

	(void)err;
	choice->alias = arena_text(choice->arena, it->alias);
	choice->count++;
	return OK;
}

/* The only one of the wallet. */
static enum status alias_find(struct desk *desk, struct stash_signing *it,
			      struct error *err)
{
	const char *wallet =
	    it->options.wallet ? it->options.wallet : REMOTE_WALLET;
	struct choice choice = { .arena = it->arena };
	struct remote_search search;
	enum status rc;

	record_clear(&remote_search_record, &search);
	search.client_id = desk->session->client_id;
	search.limit = 2;
	if ((rc = remote_wallet_find(desk->store, search.client_id, wallet,
				     &search.wallet_id, err)) != OK ||
	    (rc = remote_certificates_search(desk->store, &search, desk->now,
					     alias_take, &choice, err)) != OK)
		return rc;
	it->options.alias = choice.alias;
	if (choice.count == 1)
		return OK;
	return error_set(err, DATA, "alias_missing", "alias",
			 choice.count ? _("wallet \"%s\" holds several remote "
					  "certificates; name one with --alias")
				      : _("wallet \"%s\" holds no remote "
					  "certificate; see: stash-cert list"),
			 wallet);
}

enum status stash_certificate_load(struct desk *desk, struct stash_signing *it,
				   struct arena *arena,
				   struct remote_certificate *ret,
				   struct error *err)
{
	return remote_certificate_find(desk->store, desk->session->client_id,
				       it->options.alias, desk->now, arena, ret,
				       err);
}

static enum status ledger_open(struct desk *desk, struct stash_signing *it,
			       struct error *err)
{
	enum status rc;

	if (!it->options.alias && (rc = alias_find(desk, it, err)) != OK)
		return rc;
	if ((rc = stash_certificate_load(desk, it, it->arena, &it->certificate,
					 err)) != OK ||
	    (rc = remote_authority_load(desk->store, desk->session->client_id,
					it->certificate.authority_id, it->arena,
					&it->authority, err)) != OK)
		return rc;
	return remote_signing_check(&it->certificate, &it->authority, desk->now,
				    err);
}

/* A token that should have been good and is not is got anew, once. */
static enum status credential_read(struct desk *desk, struct stash_signing *it,
				   struct error *err)
{
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = csc_credential_info(it->csc, it->arena,
				 it->certificate.credential_id, &it->credential,
				 &why);
	if (rc == OK || !error_has(&why, "access_refused"))
		return rc == OK ? OK : error_merge(err, &why);
	if ((rc = stash_access_again(desk, &it->authority, &it->certificate,
				     it->csc, err)) != OK)
		return rc;
	return csc_credential_info(it->csc, it->arena,
				   it->certificate.credential_id,
				   &it->credential, err);
}

static enum status line_open(struct desk *desk, struct stash_signing *it,
			     struct error *err)
{
	enum status rc;

	if ((rc = stash_talk_open(desk, it->arena, &it->authority, &it->csc,
				  err)) != OK ||
	    (rc = stash_access_bear(desk, &it->authority, &it->certificate,
				    it->csc, err)) != OK)
		return rc;
	return credential_read(desk, it, err);
}

/* Another certificate in place of the registered one would sign in the name of
 * whom nobody here looked at. */
static enum status same_check(const struct stash_signing *it,
			      struct octets registered, struct error *err)
{
	const struct csc_credential *now = &it->credential;

	if (now->key_status == CSC_KEY_DISABLED)
		return error_set(err, REFUSED, "key_disabled", "alias",
				 "the key of \"%s\" is disabled by its "
				 "authority; have it enabled there, then: "
				 "stash-cert refresh",
				 it->certificate.alias);
	if (now->certificate_status > CSC_CERTIFICATE_VALID)
		return error_set(err, REFUSED, "certificate_not_valid", "alias",
				 "the authority says that \"%s\" is not valid "
				 "any more; see: stash-cert refresh",
				 it->certificate.alias);
	if (now->chain_count == 0 || now->chain[0].size != registered.size ||
	    memcmp(now->chain[0].bytes, registered.bytes, registered.size))
		return error_set(err, REFUSED, "certificate_changed", "alias",
				 "the authority has another certificate now in "
				 "place of \"%s\"; have it read again with: "
				 "stash-cert refresh",
				 it->certificate.alias);
	return OK;
}

/* As lists are now, not as they were when it was registered. */
static enum status issuer_check(struct desk *desk, struct octets certificate,
				const struct octets *issuers, size_t count,
				struct error *err)
{
	struct octets *chain =
	    arena_alloc(desk->arena, (count + 1) * sizeof *chain);

	chain[0] = certificate;
	for (size_t i = 0; i < count; i++)
		chain[i + 1] = issuers[i];
	return stash_trust_check(desk, chain, count + 1, err);
}

static enum status certificate_open(struct desk *desk, struct stash_signing *it,
				    struct error *err)
{
	struct cms_identity identity = { .certificate = { NULL, 0 } };
	struct octets *issuers = NULL;
	size_t count = 0;
	enum status rc;

	if ((rc = remote_chain_load(
		 desk->store, it->certificate.certificate_id, it->arena,
		 &identity.certificate, &issuers, &count, err)) != OK ||
	    (rc = certificate_read(it->arena, identity.certificate.bytes,
				   identity.certificate.size, &it->facts,
				   err)) != OK ||
	    (rc = same_check(it, identity.certificate, err)) != OK ||
	    (rc = issuer_check(desk, identity.certificate, issuers, count,
			       err)) != OK)
		return rc;
	identity.chain = issuers;
	identity.chain_count = count;
	return stash_algorithm_choose(it, &identity, err);
}

enum status stash_signing_open(struct desk *desk,
			       const struct stash_signing_options *options,
			       const struct stash_holder *holder,
			       struct stash_signing **ret, struct error *err)
{
	OWN(stash_signing) struct stash_signing *it = memory_new(sizeof *it);
	enum status rc;

	it->arena = arena_new();
	(void)pthread_mutex_init(&it->mutex, NULL); /* cannot fail here */
	it->shelf = verify_shelf_new(false);
	it->options = *options;
	it->holder = *holder;
	if ((rc = ledger_open(desk, it, err)) != OK ||
	    (rc = line_open(desk, it, err)) != OK ||
	    (rc = certificate_open(desk, it, err)) != OK)
		return rc;
	*ret = TAKE(it);
	return OK;
}

enum status stash_signing_check(struct desk *desk, struct stash_signing *it,
				struct error *err)
{
	struct remote_certificate now;
	struct remote_authority authority;
	enum status rc;

	if ((rc = stash_certificate_load(desk, it, desk->arena, &now, err)) !=
		OK ||
	    (rc = remote_authority_load(desk->store, desk->session->client_id,
					now.authority_id, desk->arena,
					&authority, err)) != OK)
		return rc;
	return remote_signing_check(&now, &authority, desk->now, err);
}

const struct cms_signatory *stash_signatory(const struct stash_signing *it)
{
	return it->signatory;
}

struct arena *stash_scratch_take(struct stash_signing *it)
{
	struct arena *ret = NULL;

	(void)pthread_mutex_lock(&it->mutex);
	if (it->spare_count > 0)
		ret = it->spare[--it->spare_count];
	(void)pthread_mutex_unlock(&it->mutex);
	return ret ? ret : arena_new_of(SCRATCH_SIZE);
}

void stash_scratch_give(struct stash_signing *it, struct arena *arena)
{
	arena_reset(arena);
	(void)pthread_mutex_lock(&it->mutex);
	if (it->spare_count < PARALLEL_THREADS_MAX)
		it->spare[it->spare_count++] = TAKE(arena);
	(void)pthread_mutex_unlock(&it->mutex);
	arena_free(arena);
}

struct octets stash_certificate(const struct stash_signing *it)
{
	return it->credential.chain[0];
}

const struct certificate_facts *stash_facts(const struct stash_signing *it)
{
	return &it->facts;
}

struct verify_shelf *stash_shelf(const struct stash_signing *it)
{
	return it->shelf;
}

const char *stash_alias(const struct stash_signing *it)
{
	return it->certificate.alias;
}

size_t stash_signing_batch(const struct stash_signing *it)
{
	size_t multisign = (size_t)it->credential.multisign;
	size_t most = it->credential.auth_mode == CSC_OAUTH2CODE
			  ? STASH_BATCH_BROWSED
			  : STASH_BATCH_DOCUMENTS;

	return multisign < most ? multisign : most;
}
