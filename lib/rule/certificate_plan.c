/* certificate_plan - composes a certificate after its profile */
#include <ipp/rule/certificate_profile.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>

#define COMMON_NAME_MAX 64 /* characters; RFC 5280, A.1 */
#define SUBJECT_MAX	16

/* EN 319 412-5, 4.3.6: a certificate that was itself got by a signature must
 * be known as such, because no other may be got with it (eIDAS, 24(1a)(b)). */
unsigned certificate_identified(const char *recognition)
{
	static const struct {
		const char *recognition;
		unsigned method;
	} rows[] = {
		{ "offline", QC_IDENTIFIED_EIDAS2_ACD },
		{ "live", QC_IDENTIFIED_EIDAS2_ACD },
		{ "video", QC_IDENTIFIED_EIDAS2_ACD },
		{ "spid", QC_IDENTIFIED_EIDAS2_ACD },
		{ "sign", QC_IDENTIFIED_EIDAS2_B },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (text_equal(rows[i].recognition, recognition))
			return rows[i].method;
	return 0;
}

static size_t characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* "Given Surname"; if that is too long only the first given name. */
static const char *person_name(const struct certificate_subject *subject,
			       const char *mark, struct arena *arena)
{
	const char *given = subject->given_name;
	const char *name =
	    arena_printf(arena, "%s%s %s", mark, given, subject->surname);

	if (characters(name) <= COMMON_NAME_MAX)
		return name;
	return arena_printf(arena, "%s%.*s %s", mark, (int)strcspn(given, " "),
			    given, subject->surname);
}

static const char *name_of(const struct certificate_subject *subject,
			   const char *mark, struct arena *arena)
{
	const char *name = subject->common_name ? subject->common_name
			   : subject->pseudonym ? subject->pseudonym
						: NULL;

	if (name)
		return arena_printf(arena, "%s%s", mark, name);
	if (subject->given_name && subject->surname)
		return person_name(subject, mark, arena);
	name = subject->surname ? subject->surname : subject->given_name;
	return name ? arena_printf(arena, "%s%s", mark, name) : NULL;
}

/* EN 319 412-2, 4.2.4; for authorities EN 319 412-2, 4.2.3.1. The order is
 * part of the profile and must not change. */
static enum status subject_compose(const struct certificate_subject *subject,
				   bool demo, struct arena *arena,
				   struct certificate_plan *plan,
				   struct error *err)
{
	const char *name = name_of(subject, demo ? "DEMO " : "", arena);
	const struct name_attribute wanted[] = {
		{ ATTRIBUTE_COUNTRY, subject->country, NULL },
		{ ATTRIBUTE_ORGANIZATION, subject->organization, NULL },
		{ ATTRIBUTE_ORGANIZATION_IDENTIFIER,
		  subject->organization_identifier, NULL },
		{ ATTRIBUTE_SURNAME, subject->surname, NULL },
		{ ATTRIBUTE_GIVEN_NAME, subject->given_name, NULL },
		{ ATTRIBUTE_PSEUDONYM, subject->pseudonym, NULL },
		{ ATTRIBUTE_SERIAL_NUMBER, subject->identity, NULL },
		{ ATTRIBUTE_TITLE, subject->title, NULL },
		{ ATTRIBUTE_COMMON_NAME, name, NULL },
		{ ATTRIBUTE_DN_QUALIFIER, subject->iut, NULL },
		{ ATTRIBUTE_DESCRIPTION, demo ? CERTIFICATE_DEMO_MARK : NULL,
		  NULL },
		{ ATTRIBUTE_DESCRIPTION, subject->description, NULL },
	};
	struct name_attribute *list =
	    arena_alloc(arena, SUBJECT_MAX * sizeof *list);
	size_t n = 0;

	if (name && characters(name) > COMMON_NAME_MAX)
		return error_set(err, DATA, "common_name_too_long",
				 "common_name",
				 "\"%s\" is longer than %d characters; give a "
				 "shorter common name",
				 name, COMMON_NAME_MAX);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (!text_is_empty(wanted[i].value))
			list[n++] = wanted[i];
	plan->subject = list;
	plan->subject_count = n;
	return OK;
}

static const char *limit_of(const struct certificate_profile *profile,
			    const struct certificate_subject *subject,
			    struct arena *arena)
{
	if (profile->limit && !text_is_empty(subject->limit))
		return arena_printf(arena, "%s %s", profile->limit,
				    subject->limit);
	return profile->limit		       ? profile->limit
	       : text_is_empty(subject->limit) ? NULL
					       : subject->limit;
}

/* Our own policy first: it holds the practice statement and the limits. An
 * authority, which has none, shows the statement beside anyPolicy. */
static void policies_compose(const struct certificate_profile *profile,
			     const struct certificate_subject *subject,
			     const struct certificate_issuer *issuer,
			     struct arena *arena, struct certificate_plan *plan)
{
	size_t n = 0;
	struct policy *list =
	    arena_alloc(arena, (profile->policies.count + 1) * sizeof *list);

	if (profile->policy && issuer->policy_arc)
		list[n++].oid = arena_printf(arena, "%s.%s", issuer->policy_arc,
					     profile->policy);
	for (size_t i = 0; i < profile->policies.count; i++)
		list[n++].oid = profile->policies.items[i];
	if (n > 0) {
		list[0].cps = issuer->cps;
		list[0].explicit_text = limit_of(profile, subject, arena);
	}
	plan->policies = list;
	plan->policy_count = n;
}

static void statements_compose(const struct certificate_profile *profile,
			       const struct certificate_subject *subject,
			       const struct certificate_issuer *issuer,
			       struct certificate_plan *plan)
{
	plan->has_qc = profile->qualified;
	plan->qc = (struct qc_statements){
		.compliance = profile->qualified,
		.qscd = profile->qscd,
		.limit = subject->limit_value,
		.retention_years = profile->retention_years,
		.pds = issuer->pds,
		.pds_count = issuer->pds_count,
		.types = profile->qc_types,
		.identified = certificate_identified(subject->recognition),
		.semantics = subject->identity ? QC_SEMANTICS_NATURAL
					       : QC_SEMANTICS_NONE,
		.name_authority = subject->name_authority,
	};
	if (!profile->qualified)
		plan->qc = (struct qc_statements){ .compliance = false };
}

/* The last second of a period is inside it (RFC 5280, 4.1.2.5). */
static int64_t end_of(const struct certificate_profile *profile,
		      const struct certificate_subject *subject)
{
	if (subject->not_after)
		return subject->not_after;
	return (profile->validity_months
		    ? instant_add_months(subject->not_before,
					 profile->validity_months)
		    : subject->not_before + profile->validity_seconds) -
	       1;
}

enum status certificate_plan_make(const struct certificate_profile *general,
				  const struct certificate_subject *subject,
				  const struct certificate_issuer *issuer,
				  struct arena *arena,
				  struct certificate_plan *ret,
				  struct error *err)
{
	const struct certificate_profile here =
	    certificate_profile_of(general, issuer);
	const struct certificate_profile *profile = &here;
	bool root = profile->purpose == PURPOSE_ROOT;
	bool authority = root || profile->purpose == PURPOSE_ISSUING;
	struct certificate_plan plan = {
		.serial = subject->serial,
		.issuer_key = issuer->key,
		.issuer = issuer->name,
		.not_before = subject->not_before,
		.not_after = end_of(profile, subject),
		.key = subject->key,
		.authority = authority,
		.path_length = profile->purpose == PURPOSE_ISSUING ? 0 : -1,
		.key_usage = profile->key_usage,
		.extended_key_usage = profile->purposes,
		.authority_key_id = issuer->key_id,
		.email = subject->email,
		.no_check = profile->purpose == PURPOSE_STATUS,
		.validity_assured = profile->validity_assured,
		.critical = EXTENSION_KEY_USAGE |
			    (authority ? EXTENSION_BASIC_CONSTRAINTS : 0),
	};
	enum status rc;

	if (profile->qualified && !certificate_identified(subject->recognition))
		return error_set(
		    err, DATA, "recognition_unknown", "recognition",
		    "\"%s\" is no recognition; use offline, live, "
		    "video, sign or spid",
		    subject->recognition ? subject->recognition : "");
	if ((rc = subject_compose(subject, issuer->demo, arena, &plan, err)) !=
	    OK)
		return rc;
	plan.subject_key_id.bytes =
	    arena_bytes(arena, subject->key.id, KEY_ID_SIZE);
	plan.subject_key_id.size = KEY_ID_SIZE;
	if (!root) {
		plan.issuer_urls = issuer->issuer_urls;
		plan.ocsp_urls = plan.no_check ? (struct texts){ NULL, 0 }
					       : issuer->ocsp_urls;
		plan.crl_urls = plan.no_check ? (struct texts){ NULL, 0 }
					      : issuer->crl_urls;
	}
	policies_compose(profile, subject, issuer, arena, &plan);
	statements_compose(profile, subject, issuer, &plan);
	*ret = plan;
	return OK;
}
