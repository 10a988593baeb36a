/* certificate_check - judges a certificate before it is signed */
#include <ipp/rule/certificate_profile.h>

#include <string.h>

#include <ipp/base/text.h>
#include <ipp/base/time.h>

#include "certificate_judge.h"

void judge_that(struct judge *judge, bool right, const char *code,
		const char *field, const char *text)
{
	if (!right)
		judge->verdict =
		    error_add(judge->err, REFUSED, code, field, "%s", _(text));
}

bool judge_is_authority(const struct judge *judge)
{
	return judge->profile->purpose == PURPOSE_ISSUING ||
	       judge->profile->purpose == PURPOSE_ROOT;
}

size_t judge_characters(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

static bool octets_equal(struct octets a, struct octets b)
{
	return a.size == b.size &&
	       (a.size == 0 || memcmp(a.bytes, b.bytes, a.size) == 0);
}

/* Read back, a serial has lost its leading zeroes; so what is asked is 64
 * bits that cannot be guessed, and not all of the 128 that are made. */
static void judge_serial(struct judge *judge)
{
	struct octets serial = judge->plan->serial;

	while (serial.size && serial.bytes[0] == 0) {
		serial.bytes++;
		serial.size--;
	}
	judge_that(judge, serial.size >= 9, "serial_weak", "serial",
		   "the serial number has not 64 random bits; make it of 16 "
		   "random bytes (CA/B BR 7.1)");
	judge_that(judge, serial.size <= 19, "serial_too_long", "serial",
		   "the serial number is longer than 19 bytes; make it of 16 "
		   "random bytes (RFC 5280, 4.1.2.2)");
	judge_that(judge,
		   judge->plan->serial.size == 0 ||
		       !(judge->plan->serial.bytes[0] & 0x80),
		   "serial_top_bit", "serial",
		   "the top bit of the serial number is set; clear it (RFC "
		   "5280, 4.1.2.2)");
}

static void judge_validity(struct judge *judge)
{
	const struct certificate_plan *plan = judge->plan;
	const struct certificate_profile *profile = judge->profile;
	int64_t most =
	    profile->validity_months
		? instant_add_months(plan->not_before, profile->validity_months)
		: plan->not_before + profile->validity_seconds;

	judge_that(judge, plan->not_after > plan->not_before,
		   "validity_reversed", "not_after",
		   "the validity ends before it begins; correct the dates "
		   "(RFC 5280, 4.1.2.5)");
	judge_that(judge, plan->not_after < most, "validity_too_long",
		   "not_after",
		   "the validity is longer than the profile allows; end it "
		   "earlier");
	judge_that(judge,
		   profile->purpose == PURPOSE_ROOT ||
		       (plan->not_before >= judge->issuer->not_before &&
			plan->not_after <= judge->issuer->not_after),
		   "validity_outside_issuer", "not_after",
		   "the validity is not within that of the issuer's "
		   "certificate; renew the authority first (EN 319 411-1, "
		   "6.3.12)");
	judge_that(judge, plan->validity_assured == profile->validity_assured,
		   "validity_assured_wrong", "validity_assured",
		   "the mark of short-term certificates does not fit the "
		   "profile (EN 319 412-1, 5.2)");
	judge_that(judge,
		   !plan->validity_assured ||
		       plan->not_after - plan->not_before < DAY_SECONDS,
		   "short_term_too_long", "not_after",
		   "a short-term certificate is valid for less than 24 hours "
		   "(EN 319 412-1, 5.2)");
}

static bool texts_equal(const struct texts *a, const struct texts *b)
{
	for (size_t i = 0; i < a->count && a->count == b->count; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return a->count == b->count;
}

static void judge_usage(struct judge *judge)
{
	const struct certificate_plan *plan = judge->plan;
	bool authority = judge_is_authority(judge);

	judge_that(judge, plan->key_usage == judge->profile->key_usage,
		   "key_usage_wrong", "key_usage",
		   judge->profile->purpose == PURPOSE_SIGNATURE
		       ? N_("a signature certificate has nonRepudiation and no "
			    "other key usage (EN 319 412-2, 4.3.2; AgID)")
		       : N_("the key usage is not that of the profile (EN 319 "
			    "412-2, 4.3.2)"));
	judge_that(judge,
		   plan->critical ==
		       (authority
			    ? EXTENSION_KEY_USAGE | EXTENSION_BASIC_CONSTRAINTS
			    : EXTENSION_KEY_USAGE),
		   "critical_wrong", "critical",
		   "keyUsage must be critical, and besides it only the "
		   "basicConstraints of an authority (EN 319 412-2, 4.3; "
		   "AgID)");
	judge_that(
	    judge,
	    texts_equal(&plan->extended_key_usage, &judge->profile->purposes),
	    "extended_key_usage_wrong", "extended_key_usage",
	    "the extended key usage is not that of the profile");
	judge_that(judge, plan->authority == authority, "authority_wrong",
		   "authority",
		   authority ? N_("an authority needs basicConstraints with CA "
				  "true (RFC 5280, 4.2.1.9)")
			     : N_("only an authority may have basicConstraints "
				  "with CA true (RFC 5280, 4.2.1.9)"));
	judge_that(judge,
		   judge->profile->purpose != PURPOSE_ISSUING ||
		       plan->path_length == 0,
		   "path_length_wrong", "path_length",
		   "an issuing authority has no authorities below it: path "
		   "length 0 (RFC 5280, 4.2.1.9)");
	judge_that(judge,
		   plan->no_check ==
		       (judge->profile->purpose == PURPOSE_STATUS),
		   "no_check_wrong", "no_check",
		   "id-pkix-ocsp-nocheck belongs to OCSP responders and to "
		   "nobody else (RFC 6960, 4.2.2.2.1)");
}

static bool urls_are_web(const struct texts *urls, bool ldap)
{
	for (size_t i = 0; i < urls->count; i++)
		if (!text_starts(urls->items[i], "http://") &&
		    !text_starts(urls->items[i], "https://") &&
		    !(ldap && text_starts(urls->items[i], "ldap://")))
			return false;
	return true;
}

static void judge_access(struct judge *judge)
{
	const struct certificate_plan *plan = judge->plan;
	bool root = judge->profile->purpose == PURPOSE_ROOT;

	judge_that(judge, root || plan->issuer_urls.count, "issuer_url_missing",
		   "issuer_urls",
		   "the address of the issuer's certificate is missing; "
		   "configure it (EN 319 412-2, 4.4.1; eIDAS annex I (h))");
	judge_that(judge,
		   root || plan->no_check || plan->ocsp_urls.count ||
		       (judge_is_authority(judge) && plan->crl_urls.count),
		   "status_url_missing", "ocsp_urls",
		   "the address of the OCSP service is missing; configure it "
		   "(EN 319 412-2, 4.4.1; AgID)");
	judge_that(judge,
		   urls_are_web(&plan->issuer_urls, false) &&
		       urls_are_web(&plan->ocsp_urls, false) &&
		       urls_are_web(&plan->crl_urls, true),
		   "url_scheme_wrong", "urls",
		   "an address of the issuer does not begin with http:// or "
		   "https://; correct it (EN 319 412-2, 4.4.1)");
	judge_that(
	    judge,
	    plan->authority_key_id.size &&
		octets_equal(plan->authority_key_id, judge->issuer->key_id),
	    "authority_key_id_wrong", "authority_key_id",
	    "the key identifier of the issuer is missing or that of "
	    "another (RFC 5280, 4.2.1.1)");
	judge_that(
	    judge,
	    root == octets_equal(plan->authority_key_id, plan->subject_key_id),
	    "self_issued_wrong", "authority_key_id",
	    "a root signs itself, and nobody else does (RFC 5280, "
	    "3.2)");
	judge_that(judge, plan->subject_key_id.size, "subject_key_id_missing",
		   "subject_key_id",
		   "the key identifier is missing (RFC 5280, 4.2.1.2)");
	judge_that(judge,
		   root || octets_equal(plan->issuer, judge->issuer->name),
		   "issuer_wrong", "issuer",
		   "the issuer's name is not, byte for byte, the subject of "
		   "its certificate (RFC 5280, 4.1.2.4)");
}

static void judge_key(struct judge *judge)
{
	const struct public_key *key = &judge->plan->key;
	enum key_kind issuer = judge->plan->issuer_key;

	judge_that(judge,
		   key->kind == KEY_P256 || key->kind == KEY_P384 ||
		       (key->family == KEY_FAMILY_RSA &&
			key->bits >= judge->profile->rsa_bits),
		   "key_weak", "key",
		   "the key is not P-256, P-384 or RSA of enough bits; make "
		   "another (TS 119 312, 8.4)");
	judge_that(judge, issuer > KEY_NONE && issuer < KEY_OTHER,
		   "signature_algorithm_wrong", "issuer_key",
		   "the issuer would sign with an algorithm that is not used "
		   "here (TS 119 312)");
}

/* EN 319 412-2, 4.3.5 to 4.3.9; RFC 5280, 4.2.1. Any extension that no
 * profile of ours has is a mistake all the same. */
static void judge_other(struct judge *judge)
{
	judge_that(judge, judge->plan->other.count == 0,
		   "extension_not_allowed", "extensions",
		   "there is an extension that the profile does not have; "
		   "policyMappings, nameConstraints, policyConstraints and "
		   "inhibitAnyPolicy are forbidden (EN 319 412-2, 4.3)");
}

enum status certificate_plan_check(const struct certificate_profile *profile,
				   const struct certificate_issuer *issuer,
				   const struct certificate_plan *plan,
				   struct error *err)
{
	static void (*const parts[])(struct judge *) = {
		judge_serial,	  judge_validity, judge_subject,
		judge_key,	  judge_usage,	  judge_policies,
		judge_statements, judge_access,	  judge_other,
	};
	const struct certificate_profile here =
	    certificate_profile_of(profile, issuer);
	struct judge judge = { &here, issuer, plan, err, OK };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		parts[i](&judge);
	return judge.verdict == OK ? OK : REFUSED;
}
