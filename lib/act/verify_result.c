/* verify_result - the facts of one signature as a record */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/certificate.h>
#include <ipp/port/unicode.h>
#include <ipp/rule/signature_verdict.h>
#include <ipp/rule/trust_service.h>

#include "verify_part.h"

#define TEXT_MAX 1000
#define TINIT	 "TINIT-" /* EN 319 412-1, 5.1.3 */

/* What stands in a certificate may be no text for people. */
static const char *clean(struct arena *arena, const char *text)
{
	char *ret;
	size_t n;

	if (!text || (strlen(text) <= TEXT_MAX && unicode_is_valid(text, NULL)))
		return text;
	ret = arena_text(arena, text);
	for (n = 0; n < TEXT_MAX && ret[n]; n++)
		if ((unsigned char)ret[n] < ' ' || (unsigned char)ret[n] > '~')
			ret[n] = '?';
	ret[n] = '\0';
	return ret;
}

static const char *attribute_find(const struct certificate_plan *plan,
				  enum attribute type)
{
	for (size_t i = 0; i < plan->subject_count; i++)
		if (plan->subject[i].type == type)
			return plan->subject[i].value;
	return NULL;
}

static struct texts names_of(struct arena *arena, unsigned bits,
			     const char *const *names)
{
	const char **items;
	struct texts ret = { NULL, 0 };
	size_t known = 0;

	while (names[known + 1])
		known++;
	items = arena_alloc(arena, (known + 1) * sizeof *items);
	for (size_t i = 0; i < known; i++)
		if (bits & 1u << i)
			items[ret.count++] = names[i];
	if (bits >> known)
		items[ret.count++] = names[known];
	ret.items = items;
	return ret;
}

static void subject_fill(struct arena *arena,
			 const struct certificate_plan *plan,
			 struct signature_result *ret)
{
	const char *number = attribute_find(plan, ATTRIBUTE_SERIAL_NUMBER);
	const struct {
		enum attribute type;
		const char **to;
	} rows[] = {
		{ ATTRIBUTE_COMMON_NAME, &ret->signer_name },
		{ ATTRIBUTE_SURNAME, &ret->surname },
		{ ATTRIBUTE_GIVEN_NAME, &ret->given_name },
		{ ATTRIBUTE_SERIAL_NUMBER, &ret->signer_serial_number },
		{ ATTRIBUTE_COUNTRY, &ret->country },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		*rows[i].to = clean(arena, attribute_find(plan, rows[i].type));
	if (number && text_starts(number, TINIT)) {
		char *code =
		    arena_text(arena, clean(arena, number + strlen(TINIT)));

		for (char *c = code; *c; c++)
			if (*c >= 'a' && *c <= 'z')
				*c -= 'a' - 'A';
		ret->tax_code = code;
	}
}

static void policies_fill(struct arena *arena,
			  const struct certificate_plan *plan,
			  struct signature_result *ret)
{
	const char **items =
	    arena_alloc(arena, (plan->policy_count + 1) * sizeof *items);

	for (size_t i = 0; i < plan->policy_count; i++)
		items[i] = plan->policies[i].oid;
	ret->policies = (struct texts){ items, plan->policy_count };
}

/* A qualified certificate for the signatures of persons, used with the key
 * usage for them. Of lists the rule knows more. */
static bool is_qualified(const struct verify_case *it,
			 const struct certificate_plan *plan)
{
	const struct qc_statements *qc = &plan->qc;

	if (!(plan->key_usage & KEY_USAGE_NON_REPUDIATION))
		return false;
	if (it->anchor && it->anchor->source == TRUST_LIST)
		return it->trust && it->trust->qualified;
	return plan->has_qc && qc->compliance &&
	       (!qc->types || qc->types & QC_TYPE_ESIGN);
}

static void certificate_fill(struct arena *arena, const struct verify_case *it,
			     struct signature_result *ret)
{
	const struct certificate_facts *signer = it->facts->signer;
	const struct certificate_plan *plan = &signer->plan;
	const struct qc_statements *qc = &plan->qc;
	struct error err;
	char *pem = NULL;

	error_reset(&err);
	if (pem_encode(arena, "CERTIFICATE", it->facts->certificate, &pem,
		       &err) == OK)
		ret->certificate = pem;
	ret->certificate_sha256 = signer->fingerprint;
	ret->issuer = clean(arena, signer->issuer_text);
	ret->serial = signer->serial;
	ret->not_before = plan->not_before;
	ret->not_after = plan->not_after;
	subject_fill(arena, plan, ret);
	policies_fill(arena, plan, ret);
	ret->qualified = is_qualified(it, plan);
	ret->qscd = it->anchor && it->anchor->source == TRUST_LIST && it->trust
			? it->trust->qscd
			: plan->has_qc && qc->qscd;
	if (plan->has_qc) {
		ret->qc_types = names_of(arena, qc->types, qc_type_names);
		ret->identified =
		    names_of(arena, qc->identified, qc_identified_names);
	}
}

static void revocation_fill(const struct path_facts *path,
			    struct signature_result *ret)
{
	const struct revocation_facts *r = &path->links[0].revocation;

	if (path->count == 0 || !r->known)
		return;
	ret->revocation_source = r->source;
	ret->revocation_status = r->revoked ? REVOCATION_REVOKED
					    : REVOCATION_GOOD;
	ret->revocation_at = r->this_update;
	ret->revocation_next_update = r->next_update;
	ret->revoked_at = r->revoked ? r->revoked_at : ABSENT;
	ret->revocation_reason = r->why;
}

static void trust_fill(struct arena *arena, const struct verify_case *it,
		       struct signature_result *ret)
{
	ret->trust_source = it->anchor->source;
	if (it->anchor->source != TRUST_LIST)
		return;
	ret->trust_territory = clean(arena, it->anchor->territory);
	ret->trust_provider = clean(arena, it->anchor->provider);
	ret->trust_service = clean(arena, it->anchor->service);
	if (it->trust)
		ret->trust_granted = it->trust->granted;
}

static void stamp_fill(struct arena *arena, const struct stamp_facts *stamp,
		       struct signature_result *ret)
{
	const struct certificate_facts *signer = stamp->signature->signer;

	ret->proved_time = stamp->time;
	if (signer)
		ret->timestamp_authority =
		    clean(arena,
			  attribute_find(&signer->plan, ATTRIBUTE_COMMON_NAME));
}

static void stamp_fault_fill(struct arena *arena,
			     const struct signature_fault *fault,
			     struct signature_result *ret)
{
	ret->timestamp_sub_indication = fault->sub;
	ret->timestamp_reason = clean(arena, fault->reason);
}

static void warn(struct arena *arena, struct signature_result *ret,
		 const char *text)
{
	const char **items =
	    arena_alloc(arena, (ret->warnings.count + 1) * sizeof *items);

	for (size_t i = 0; i < ret->warnings.count; i++)
		items[i] = ret->warnings.items[i];
	items[ret->warnings.count++] = text;
	ret->warnings.items = items;
}

static void warnings_fill(struct arena *arena, const struct verify_case *it,
			  struct signature_result *ret)
{
	const struct signature_facts *facts = it->facts;
	const struct certificate_facts *signer = facts->signer;

	ret->warnings = facts->warnings;
	if (!facts->names_certificate &&
	    facts->format == SIGNATURE_PADES_PKCS7 && facts->holds)
		warn(arena, ret,
		     _("the signature does not name its certificate "
		       "(signing-certificate-v2)"));
	if (facts->stamp_count > 0 && !it->stamp)
		warn(arena, ret,
		     _("its time-stamp proves nothing: it is not valid"));
	if (!signer)
		return;
	if (!(signer->plan.key_usage & KEY_USAGE_NON_REPUDIATION))
		warn(arena, ret,
		     _("the certificate is not for signing documents "
		       "(key usage nonRepudiation)"));
	if (facts->signing_time != ABSENT &&
	    (facts->signing_time < signer->plan.not_before ||
	     facts->signing_time > signer->plan.not_after))
		warn(arena, ret,
		     _("the signer claims a time of signing at which the "
		       "certificate was not valid"));
	if (ret->revoked_at != ABSENT && ret->indication == TOTAL_PASSED)
		warn(arena, ret,
		     _("the certificate was revoked or suspended after the "
		       "signature was made"));
}

static enum signature_level level_of(const struct verify_case *it)
{
	if (!it->stamp)
		return LEVEL_B;
	return it->facts->has_validation_data ? LEVEL_LT : LEVEL_T;
}

void verify_result(struct arena *arena, const struct verify_case *it,
		   struct signature_result *ret)
{
	const struct signature_facts *facts = it->facts;
	struct signature_case judged = { facts, it->path, it->trust, it->at };
	struct signature_judgement judgement;

	record_clear(&signature_result_record, ret);
	if (!it->anchor || it->anchor->source != TRUST_LIST)
		judged.trust = NULL;
	signature_judge(&judged, arena, &judgement);
	ret->indication = judgement.indication;
	ret->sub_indication = judgement.sub;
	ret->reason = clean(arena, judgement.reason);
	ret->format = facts->format;
	if (facts->names_certificate)
		ret->level = level_of(it);
	ret->key = facts->key;
	ret->digest_algorithm = facts->digest_algorithm;
	ret->signature_algorithm = facts->signature_algorithm;
	ret->signing_time = facts->signing_time;
	ret->judged_at = it->at;
	if (facts->covered) {
		ret->covered_bytes = (int64_t)facts->covered;
		ret->covers = facts->covers_all ? COVERS_WHOLE_FILE
						: COVERS_REVISION;
	} else {
		ret->covers = COVERS_WHOLE_FILE;
	}
	if (facts->signer)
		certificate_fill(arena, it, ret);
	if (it->path && it->path->complete)
		revocation_fill(it->path, ret);
	if (it->anchor)
		trust_fill(arena, it, ret);
	if (it->stamp)
		stamp_fill(arena, it->stamp, ret);
	else if (it->stamp_fault.reason)
		stamp_fault_fill(arena, &it->stamp_fault, ret);
	warnings_fill(arena, it, ret);
}
