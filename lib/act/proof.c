/* proof - what the authority signs itself: heads of the journal, dossiers */
#include "proof.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/json.h>
#include <ipp/port/key.h>
#include <ipp/port/signer.h>
#include <ipp/rule/certificate_profile.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "delegate.h"

static enum status certify(struct desk *desk,
			   const struct authority *authority,
			   const struct key *key, struct seal *ret,
			   struct error *err)
{
	const struct delegate_wish wish = {
		.profile = "PROOF",
		.common_name = "Proofs of the registration desk",
		.not_after = INT64_MAX,
		.key = key,
	};
	struct delegate made;
	enum status rc;

	if ((rc = delegate_certify(desk, authority, &wish, &made, err)) != OK)
		return rc;
	ret->serial = made.serial;
	ret->authority_id = authority->authority_id;
	ret->not_before = made.not_before;
	ret->not_after = made.not_after;
	ret->certificate = made.certificate;
	return OK;
}

enum status proof_sign(struct desk *desk, enum seal_purpose purpose,
		       const struct cms_content *content, bool detached,
		       struct proof *ret, struct error *err)
{
	const struct cms_style style = { .detached = detached,
					 .signing_time = desk->now };
	const struct authority *authority;
	OWN(key) struct key *key = NULL;
	OWN(signer) struct signer *signer = NULL;
	enum status rc;

	ret->seal.purpose = purpose;
	if ((rc = authority_current(desk->store, AUTHORITY_ISSUING, &authority,
				    err)) != OK ||
	    (rc = key_generate(KEY_P256, &key, err)) != OK ||
	    (rc = certify(desk, authority, key, &ret->seal, err)) != OK)
		return rc;
	signer = signer_key_open(&key, ret->seal.certificate,
				 &authority->certificate, 1);
	return cms_sign(desk->arena, signer, content, &style, &ret->message,
			err);
}

enum status proof_record(struct desk *desk, const struct proof *proof,
			 const char *event, int64_t order_id, int64_t user_id,
			 struct json *detail, struct error *err)
{
	OWN(json) struct json *facts = detail;
	enum status rc;

	if ((rc = seal_insert(desk, &proof->seal, err)) != OK)
		return rc;
	json_set_text(facts, "serial", proof->seal.serial);
	return journal_append(desk, event, order_id, user_id, TAKE(facts), err);
}

struct look {
	struct desk *desk;
	struct octets certificate;
	const struct certificate_facts *facts;
	bool found;
};

/* Holders have certificates of the authority, too, but not this policy. */
static bool is_for_proofs(const struct look *look, const struct authority *it)
{
	const struct certificate_plan *plan = &look->facts->plan;
	const char *policy =
	    arena_printf(look->desk->arena, "%s.%s", it->policy_arc,
			 certificate_profile_find("PROOF")->policy);

	for (size_t i = 0; i < plan->policy_count; i++)
		if (!strcmp(plan->policies[i].oid, policy))
			return true;
	return false;
}

static enum status issuer_try(void *context, const struct authority *it,
			      struct error *err)
{
	const struct octets spki = it->facts->plan.key.spki;
	OWN(key) struct key *key = NULL;
	struct look *look = context;
	struct error why;
	enum status rc;

	error_reset(&why);
	if ((rc = key_import_public(spki.bytes, spki.size, &key, err)) != OK)
		return rc;
	look->found |= certificate_verify(look->certificate, key, &why) == OK &&
		       is_for_proofs(look, it);
	return OK;
}

enum status proof_signer_check(struct desk *desk, const char *pem,
			       struct error *err)
{
	struct certificate_facts facts;
	struct look look = { .desk = desk, .facts = &facts };
	enum status rc;

	if ((rc = pem_decode(desk->arena, "CERTIFICATE", pem, strlen(pem),
			     &look.certificate, err)) != OK ||
	    (rc = certificate_read(desk->arena, look.certificate.bytes,
				   look.certificate.size, &facts, err)) != OK ||
	    (rc = authority_list(desk->store, issuer_try, &look, err)) != OK)
		return rc;
	if (look.found)
		return OK;
	return error_set(err, REFUSED, "signer_foreign", NULL,
			 "\"%s\" is not certified by this store's authority to "
			 "sign proofs",
			 facts.subject_text);
}
