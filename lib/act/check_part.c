/* check_part - what the files that check certificates share */
#include "check_part.h"

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/key.h>
#include <ipp/rule/certificate_profile.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>

#include "issuer.h"

const struct check_signer *check_signer_find(struct check_signers *signers,
					     int64_t authority_id)
{
	struct check_signer *it = signers->items;
	struct octets spki;
	struct error ignored; /* told as a fault of the certificate */

	for (size_t i = 0; i < signers->count; i++, it++)
		if (it->authority->authority_id == authority_id)
			return it;
	error_reset(&ignored);
	if (signers->count == CHECK_SIGNERS_MAX ||
	    authority_find(signers->desk->store, authority_id, &it->authority,
			   &ignored) != OK)
		return NULL;
	spki = it->authority->facts->plan.key.spki;
	if (key_import_public(spki.bytes, spki.size, &it->key, &ignored) != OK)
		return NULL;
	signers->count++;
	return it;
}

void check_signers_free(struct check_signers *signers)
{
	for (size_t i = 0; i < signers->count; i++)
		key_free(signers->items[i].key);
	signers->count = 0;
}

const char *check_claim_read(const struct check_claim *claim,
			     struct arena *arena, struct certificate_facts *ret,
			     struct error *why)
{
	if (certificate_read(arena, claim->certificate.bytes,
			     claim->certificate.size, ret, why) != OK)
		return "cannot be read";
	if (!text_equal(ret->serial, claim->serial))
		return "has another serial number inside";
	if (ret->plan.not_before != claim->not_before ||
	    ret->plan.not_after != claim->not_after)
		return "has another validity inside";
	return NULL;
}

const char *check_claim_judge(const struct check_claim *claim,
			      const struct check_signer *signer,
			      const struct certificate_facts *facts, bool demo,
			      struct arena *arena, struct error *why)
{
	const struct certificate_profile *profile =
	    certificate_profile_find(claim->profile);
	struct certificate_issuer issuer =
	    issuer_of(signer->authority, demo, arena);

	if (certificate_verify(claim->certificate, signer->key, why) != OK)
		return "has a signature that is not its authority's";
	if (!profile)
		return "names a profile that does not exist";
	if (certificate_plan_check(profile, &issuer, &facts->plan, why) != OK)
		return arena_printf(arena, "breaks its profile: %s",
				    why->mistakes[0].code);
	return NULL;
}
