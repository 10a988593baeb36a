/* signature_verdict - from facts to an indication of EN 319 102-1 */
#include <ipp/rule/signature_verdict.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/field.h>
#include <ipp/rule/trust_service.h>

static enum indication indication_of(enum sub_indication sub)
{
	switch (sub) {
	case FORMAT_FAILURE:
	case HASH_FAILURE:
	case SIG_CRYPTO_FAILURE:
	case REVOKED:
	case EXPIRED:
	case NOT_YET_VALID:
		return TOTAL_FAILED;
	default:
		return INDETERMINATE;
	}
}

static void say(struct signature_judgement *ret, enum sub_indication sub,
		const char *reason)
{
	ret->indication = indication_of(sub);
	ret->sub = sub;
	ret->reason = reason;
}

static const char *when(struct arena *arena, int64_t at)
{
	char text[INSTANT_SIZE];

	if (at == ABSENT)
		return _("an unknown time");
	instant_format(at, text);
	return arena_text(arena, text);
}

/* Did the signer say himself that it was later? */
static bool admits(const struct signature_facts *facts, int64_t limit)
{
	return facts->signing_time != ABSENT && facts->signing_time >= limit;
}

static bool leaf_revoked(const struct signature_case *it, struct arena *arena,
			 struct signature_judgement *ret)
{
	const struct revocation_facts *r = &it->path->links[0].revocation;
	const char *since;

	if (it->path->count == 0 || !r->revoked || it->at < r->revoked_at)
		return false;
	since = when(arena, r->revoked_at);
	say(ret, admits(it->facts, r->revoked_at) ? REVOKED : REVOKED_NO_POE,
	    text_equal(r->why, "certificateHold")
		? arena_printf(arena,
			       _("the signer's certificate was suspended at "
				 "%s"),
			       since)
		: arena_printf(arena,
			       _("the signer's certificate was revoked at %s"),
			       since));
	return true;
}

static bool leaf_out_of_time(const struct signature_case *it,
			     struct arena *arena,
			     struct signature_judgement *ret)
{
	const struct path_link *leaf = it->path->links;

	if (it->path->count == 0)
		return false;
	if (it->at > leaf->not_after) {
		say(ret,
		    admits(it->facts, leaf->not_after + 1)
			? EXPIRED
			: OUT_OF_BOUNDS_NO_POE,
		    arena_printf(arena,
				 _("the signer's certificate expired at %s, "
				   "and no time-stamp proves that the "
				   "signature was there before"),
				 when(arena, leaf->not_after)));
		return true;
	}
	if (it->at < leaf->not_before) {
		say(ret, NOT_YET_VALID,
		    arena_printf(arena,
				 _("the signature was there before the "
				   "signer's certificate became valid at %s"),
				 when(arena, leaf->not_before)));
		return true;
	}
	return false;
}

static bool issuers_fail(const struct signature_case *it, struct arena *arena,
			 struct signature_judgement *ret)
{
	for (size_t i = 1; i < it->path->count; i++) {
		const struct path_link *link = &it->path->links[i];
		const struct revocation_facts *r = &link->revocation;

		if (r->revoked && it->at >= r->revoked_at) {
			say(ret, REVOKED_CA_NO_POE,
			    _("the certificate of an issuer on the path is "
			      "revoked"));
			return true;
		}
		if (it->at > link->not_after || it->at < link->not_before) {
			say(ret, OUT_OF_BOUNDS_NO_POE,
			    arena_printf(arena,
					 _("the certificate of an issuer on "
					   "the path was not valid at %s"),
					 when(arena, it->at)));
			return true;
		}
	}
	return false;
}

static bool status_unknown(const struct signature_case *it,
			   struct signature_judgement *ret)
{
	for (size_t i = 0; i < it->path->count; i++) {
		const struct revocation_facts *r =
		    &it->path->links[i].revocation;

		if (!r->needed || r->known)
			continue;
		say(ret, TRY_LATER,
		    i == 0 ? _("whether the signer's certificate is revoked "
			       "cannot be told; try when its CRL or OCSP "
			       "service can be reached")
			   : _("whether the certificate of an issuer on the "
			       "path is revoked cannot be told; try when its "
			       "CRL or OCSP service can be reached"));
		return true;
	}
	return false;
}

static bool trust_lacks(const struct signature_case *it,
			struct signature_judgement *ret)
{
	if (!it->trust)
		return false;
	if (!it->trust->fresh) {
		say(ret, TRY_LATER,
		    _("the trusted list that vouches for the issuer is out of "
		      "date; run: ipp-trust update"));
		return true;
	}
	if (!it->trust->granted) {
		say(ret, CHAIN_CONSTRAINTS_FAILURE,
		    _("the trusted list did not vouch for the issuer at that "
		      "time"));
		return true;
	}
	return false;
}

static bool path_fails(const struct signature_case *it, struct arena *arena,
		       struct signature_judgement *ret)
{
	const struct path_facts *path = it->path;

	if (!path || !path->complete) {
		say(ret, NO_CERTIFICATE_CHAIN_FOUND,
		    _("the signer's certificate leads to nobody who is "
		      "trusted"));
		return true;
	}
	if (path->fault.reason) {
		say(ret, path->fault.sub, path->fault.reason);
		return true;
	}
	return trust_lacks(it, ret) || leaf_revoked(it, arena, ret) ||
	       leaf_out_of_time(it, arena, ret) ||
	       issuers_fail(it, arena, ret) || status_unknown(it, ret);
}

void signature_judge(const struct signature_case *it, struct arena *arena,
		     struct signature_judgement *ret)
{
	const struct signature_facts *facts = it->facts;

	*ret = (struct signature_judgement){ TOTAL_PASSED, ABSENT, NULL };
	if (facts->fault.reason) {
		say(ret, facts->fault.sub, facts->fault.reason);
		return;
	}
	if (path_fails(it, arena, ret))
		return;
	if (facts->constraint.reason)
		say(ret, facts->constraint.sub, facts->constraint.reason);
	else if (!facts->names_certificate &&
		 facts->format != SIGNATURE_PADES_PKCS7)
		say(ret, SIG_CONSTRAINTS_FAILURE,
		    _("the signature does not name its certificate (the "
		      "attribute signing-certificate-v2), as CAdES demands"));
}
