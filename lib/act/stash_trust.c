/* stash_trust - whom the certificates of an authority lead to */
#include "stash_part.h"

#include <ipp/base/certificate.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/trust.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/settings.h>
#include <ipp/port/certificate.h>
#include <ipp/port/certificate_chain.h>
#include <ipp/port/digest.h>
#include <ipp/rule/trust_service.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_certificate.h>
#include <ipp/store/trust.h>

#include "trust_part.h"

/* A chain that is looked at; the leaf stands first. */
struct looking {
	const struct desk *desk;
	struct certificate_facts leaf;
	struct stash_trust *ret;
};

/* At its use, and when the certificate was issued (TS 119 615, 4.4). */
static int64_t list_judge(const struct looking *it,
			  const struct trust_anchor *anchor)
{
	int64_t now = it->desk->now, grace = trust_grace(it->desk);
	struct trust_verdict then, today;

	trust_service_judge(anchor, NULL, it->leaf.plan.not_before, now, grace,
			    &then);
	trust_service_judge(anchor, NULL, now, now, grace, &today);
	if (!today.fresh)
		return ISSUER_OUTDATED;
	if (!then.granted || !today.granted)
		return ISSUER_WITHDRAWN;
	return anchor->service_type == TRUST_CA_QC ? ISSUER_QUALIFIED
						   : ISSUER_TRUSTED;
}

static void anchor_take(struct looking *it, const struct trust_anchor *anchor)
{
	struct stash_trust *ret = it->ret;
	int64_t worth = anchor->source == TRUST_LIST ? list_judge(it, anchor)
						     : ISSUER_TRUSTED;

	if (worth <= ret->issuer_trust)
		return;
	*ret = (struct stash_trust){ .issuer_trust = worth,
				     .territory = anchor->territory,
				     .provider = anchor->provider,
				     .service = anchor->service };
}

/* Those with the name or the key of its issuer; one that issued it counts. */
static enum status issuers_look(struct looking *it, struct octets certificate,
				struct error *err)
{
	struct arena *arena = it->desk->arena;
	unsigned char name[DIGEST_SIZE];
	struct certificate_facts facts;
	struct trust_anchor *anchors;
	struct error ignored;
	struct octets issuer;
	size_t count;
	enum status rc;

	if ((rc = certificate_read(arena, certificate.bytes, certificate.size,
				   &facts, err)) != OK)
		return rc;
	issuer = facts.plan.issuer.size ? facts.plan.issuer : facts.subject;
	if ((rc = digest_sha256(issuer.bytes, issuer.size, name, err)) != OK ||
	    (rc = trust_anchors_find(it->desk->store, name,
				     facts.plan.authority_key_id, arena,
				     &anchors, &count, err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++) {
		struct octets pair[] = { certificate, anchors[i].certificate };

		error_reset(&ignored); /* it only has the name */
		if (anchors[i].service_type <= TRUST_CA &&
		    certificate_chain_order(pair, 2, &ignored) == OK)
			anchor_take(it, &anchors[i]);
	}
	return OK;
}

enum status stash_trust_find(const struct desk *desk,
			     const struct octets *chain, size_t count,
			     struct stash_trust *ret, struct error *err)
{
	struct stash_trust found = { .issuer_trust = ISSUER_UNKNOWN };
	struct looking it = { .desk = desk, .ret = &found };
	enum status rc;

	if ((rc = certificate_read(desk->arena, chain[0].bytes, chain[0].size,
				   &it.leaf, err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		if ((rc = issuers_look(&it, chain[i], err)) != OK)
			return rc;
	*ret = found;
	return OK;
}

static int64_t wanted_of(const struct desk *desk)
{
	int64_t wanted = desk->settings ? desk->settings->remote_issuer
					: ABSENT;

	return wanted == REMOTE_ISSUER_QUALIFIED ? ISSUER_QUALIFIED
	       : wanted == REMOTE_ISSUER_TRUSTED ? ISSUER_TRUSTED
						 : ISSUER_UNKNOWN;
}

enum status stash_trust_check(const struct desk *desk,
			      const struct octets *chain, size_t count,
			      struct error *err)
{
	int64_t wanted = wanted_of(desk);
	struct stash_trust trust;
	enum status rc;

	if (wanted == ISSUER_UNKNOWN)
		return OK;
	if ((rc = stash_trust_find(desk, chain, count, &trust, err)) != OK ||
	    trust.issuer_trust >= wanted)
		return rc;
	return error_set(err, REFUSED, "issuer_not_trusted", NULL,
			 "issuer of the certificate is \"%s\" here, and the "
			 "settings want it \"%s\" ([remote] issuer); bring the "
			 "trusted lists up to date with: ipp-trust update",
			 remote_issuer_words[trust.issuer_trust].name,
			 remote_issuer_words[wanted].name);
}

enum status stash_trust_tell(const struct desk *desk,
			     struct remote_certificate *it, struct error *err)
{
	struct octets certificate, *issuers, *chain;
	struct stash_trust trust;
	struct error why;
	size_t count;
	enum status rc;

	error_reset(&why);
	if (remote_chain_load(desk->store, it->certificate_id, desk->arena,
			      &certificate, &issuers, &count, &why) != OK)
		return error_has(&why, "store_damaged")
			   ? OK /* ipp-store check tells it */
			   : error_merge(err, &why);
	chain = arena_alloc(desk->arena, (count + 1) * sizeof *chain);
	chain[0] = certificate;
	for (size_t i = 0; i < count; i++)
		chain[i + 1] = issuers[i];
	if ((rc = stash_trust_find(desk, chain, count + 1, &trust, err)) != OK)
		return rc;
	it->issuer_trust = trust.issuer_trust;
	it->trust_territory = trust.territory;
	it->trust_provider = trust.provider;
	it->trust_service = trust.service;
	return OK;
}
