/* delegate - certificates for what works in the name of the authority */
#include "delegate.h"

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/port/certificate.h>
#include <ipp/port/key.h>
#include <ipp/rule/certificate_profile.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#include "issuer.h"

static const char *value_of(const struct certificate_plan *plan,
			    enum attribute type)
{
	for (size_t i = 0; i < plan->subject_count; i++)
		if (plan->subject[i].type == type)
			return plan->subject[i].value;
	return NULL;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* In the name of the authority's organization. */
static enum status plan_make(struct desk *desk,
			     const struct authority *authority,
			     const struct delegate_wish *wish,
			     struct certificate_plan *ret, struct error *err)
{
	const struct certificate_profile *profile =
	    certificate_profile_find(wish->profile);
	const struct certificate_plan *above = &authority->facts->plan;
	struct certificate_issuer issuer =
	    issuer_of(authority, store_is_demo(desk->store), desk->arena);
	struct certificate_subject subject = {
		.country = value_of(above, ATTRIBUTE_COUNTRY),
		.organization = value_of(above, ATTRIBUTE_ORGANIZATION),
		.organization_identifier =
		    value_of(above, ATTRIBUTE_ORGANIZATION_IDENTIFIER),
		.common_name = wish->common_name,
		.not_before = desk->now,
		.not_after = least(authority->not_after, wish->not_after),
	};
	enum status rc;

	subject.not_after =
	    least(subject.not_after,
		  instant_add_months(desk->now, profile->validity_months) - 1);
	if ((rc = key_public(desk->arena, wish->key, &subject.key, err)) !=
		OK ||
	    (rc = serial_draw(desk->now, desk->arena, &subject.serial, err)) !=
		OK ||
	    (rc = certificate_plan_make(profile, &subject, &issuer,
					desk->arena, ret, err)) != OK)
		return rc;
	return certificate_plan_check(profile, &issuer, ret, err);
}

enum status delegate_certify(struct desk *desk,
			     const struct authority *authority,
			     const struct delegate_wish *wish,
			     struct delegate *ret, struct error *err)
{
	const struct key *signer;
	struct certificate_plan plan;
	struct octets tbs;
	enum status rc;

	if ((rc = authority_key(desk->store, authority->authority_id, &signer,
				err)) != OK ||
	    (rc = plan_make(desk, authority, wish, &plan, err)) != OK ||
	    (rc = certificate_tbs(desk->arena, &plan, &tbs, err)) != OK ||
	    (rc = certificate_finish(desk->arena, tbs, signer,
				     &ret->certificate, err)) != OK)
		return rc;
	ret->serial = serial_text(plan.serial, desk->arena);
	ret->not_before = plan.not_before;
	ret->not_after = plan.not_after;
	return OK;
}
