/* test_certificate_check - every mistake in a certificate is caught */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certificate_profile_aid.h"

/* The subject with one attribute changed, added (old NULL) or left out (new
 * NULL). */
static void subject_edit(struct certificate_plan *plan, enum attribute type,
			 bool add, const char *value)
{
	struct name_attribute *list =
	    arena_alloc(all.arena, (plan->subject_count + 1) * sizeof *list);
	size_t n = 0;

	for (size_t i = 0; i < plan->subject_count; i++) {
		list[n] = plan->subject[i];
		if (!add && list[n].type == type) {
			if (!value)
				continue;
			list[n].value = value;
		}
		n++;
	}
	if (add)
		list[n++] = (struct name_attribute){ type, value, NULL };
	plan->subject = list;
	plan->subject_count = n;
}

static struct policy *policies_edit(struct certificate_plan *plan)
{
	struct policy *list =
	    arena_alloc(all.arena, (plan->policy_count + 1) * sizeof *list);

	memcpy(list, plan->policies, plan->policy_count * sizeof *list);
	plan->policies = list;
	return list;
}

static struct texts one_text(const char *text)
{
	return sample_url(all.arena, text);
}

static const unsigned char short_serial[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const unsigned char padded_serial[16] = { [8] = 1 };
static const unsigned char top_serial[16] = { 0x80, [8] = 1 };
static const unsigned char long_serial[20] = { 1, [8] = 1 };
static const unsigned char stranger[KEY_ID_SIZE] = { 1 };
static const struct qc_pds pds_http[] = { { "http://ca.example/", "en" } };
static const struct qc_pds pds_italian[] = { { "https://ca.example/", "it" } };
static const char notice[] =
    "0123456789012345678901234567890123456789012345678901234567890123456789"
    "0123456789012345678901234567890123456789012345678901234567890123456789"
    "0123456789012345678901234567890123456789012345678901234567890";

/* One wrong thing each; `p` is the plan, `i` the issuer. */
#define WRONG(name, ...)                               \
	static void name(struct certificate_plan *p,   \
			 struct certificate_issuer *i) \
	{                                              \
		(void)p;                               \
		(void)i;                               \
		__VA_ARGS__;                           \
	}
#define OCTETS(array)               \
	(struct octets)             \
	{                           \
		array, sizeof array \
	}

WRONG(serial_short, p->serial = OCTETS(short_serial))
WRONG(serial_padded, p->serial = OCTETS(padded_serial))
WRONG(serial_none, p->serial.size = 0)
WRONG(serial_top, p->serial = OCTETS(top_serial))
WRONG(serial_long, p->serial = OCTETS(long_serial))
WRONG(reversed, p->not_after = p->not_before)
WRONG(a_second_more, p->not_after++)
WRONG(before_issuer, i->not_before = p->not_before + 1)
WRONG(after_issuer, i->not_after = p->not_after - 1)
WRONG(not_assured, p->validity_assured = false)
WRONG(assured, p->validity_assured = true; p->not_after = p->not_before + 60)
WRONG(weak_rsa, p->key.kind = KEY_OTHER; p->key.family = KEY_FAMILY_RSA;
      p->key.bits = 2048)
WRONG(other_curve, p->key.kind = KEY_OTHER)
WRONG(other_signature, p->issuer_key = KEY_OTHER)
WRONG(usage_more, p->key_usage |= KEY_USAGE_DIGITAL_SIGNATURE)
WRONG(usage_none, p->key_usage = 0)
WRONG(critical_less, p->critical = 0)
WRONG(critical_more, p->critical |= EXTENSION_POLICIES)
WRONG(purpose_more, p->extended_key_usage = one_text("1.3.6.1.5.5.7.3.4"))
WRONG(ca_true, p->authority = true)
WRONG(ca_false, p->authority = false)
WRONG(path_longer, p->path_length = 1)
WRONG(no_check_on, p->no_check = true)
WRONG(no_issuer_url, p->issuer_urls.count = 0)
WRONG(no_ocsp, p->ocsp_urls.count = 0)
WRONG(ftp, p->crl_urls = one_text("ftp://ca.example/ca.crl"))
WRONG(ldap_ocsp, p->ocsp_urls = one_text("ldap://ca.example/"))
WRONG(no_authority_key, p->authority_key_id.size = 0)
WRONG(other_authority_key, p->authority_key_id = OCTETS(stranger))
WRONG(no_subject_key, p->subject_key_id.size = 0)
WRONG(other_issuer, p->issuer = OCTETS(stranger))
WRONG(extension, p->other = one_text("2.5.29.33"))
WRONG(agid_gone, p->policy_count = 2)
WRONG(etsi_other, policies_edit(p)[1].oid = "0.4.0.194112.1.0")
WRONG(etsi_ncp_too, policies_edit(p)[0].oid = "0.4.0.2042.1.1")
WRONG(own_gone, policies_edit(p)[0].oid = "1.3.6.1.4.1.32473.1.9.9")
WRONG(own_prefix, policies_edit(p)[0].oid = "1.3.6.1.4.1.32473.11.1")
WRONG(twice, policies_edit(p)[0].oid = "1.3.76.16.6")
WRONG(long_notice, policies_edit(p)[0].explicit_text = notice)
WRONG(empty_notice, policies_edit(p)[0].explicit_text = "")
WRONG(no_limit, policies_edit(p)[0].explicit_text = NULL)
WRONG(no_statements, p->has_qc = false)
WRONG(statements, p->has_qc = true)
WRONG(no_compliance, p->qc.compliance = false)
WRONG(no_qscd, p->qc.qscd = false)
WRONG(seal, p->qc.types = QC_TYPE_ESEAL)
WRONG(two_types, p->qc.types |= QC_TYPE_ESEAL)
WRONG(ten_years, p->qc.retention_years = 10)
WRONG(no_currency, p->qc.limit = (struct qc_limit){ "XXX", 1, 1 })
WRONG(test_currency, p->qc.limit = (struct qc_limit){ "XTS", 1, 1 })
WRONG(small_currency, p->qc.limit = (struct qc_limit){ "eur", 1, 1 })
WRONG(negative, p->qc.limit = (struct qc_limit){ "EUR", -1, 1 })
WRONG(fraction, p->qc.limit = (struct qc_limit){ "EUR", 1, -2 })
WRONG(no_pds, p->qc.pds_count = 0)
WRONG(plain_pds, p->qc.pds = pds_http; p->qc.pds_count = 1)
WRONG(foreign_pds, p->qc.pds = pds_italian; p->qc.pds_count = 1)
WRONG(not_identified, p->qc.identified = 0)
WRONG(twice_identified,
      p->qc.identified = QC_IDENTIFIED_EIDAS2_B | QC_IDENTIFIED_EIDAS2_ACD)
WRONG(legislation, p->qc.other = one_text("0.4.0.1862.1.7"))
WRONG(no_semantics, p->qc.semantics = QC_SEMANTICS_NONE)
WRONG(legal_semantics, p->qc.semantics = QC_SEMANTICS_LEGAL)
WRONG(no_country, subject_edit(p, ATTRIBUTE_COUNTRY, false, NULL))
WRONG(two_countries, subject_edit(p, ATTRIBUTE_COUNTRY, true, "FR"))
WRONG(small_country, subject_edit(p, ATTRIBUTE_COUNTRY, false, "it"))
WRONG(no_name, subject_edit(p, ATTRIBUTE_COMMON_NAME, false, NULL))
WRONG(two_names, subject_edit(p, ATTRIBUTE_COMMON_NAME, true, "M. R."))
WRONG(pseudonym, subject_edit(p, ATTRIBUTE_PSEUDONYM, true, "Emme"))
WRONG(surname_twice, subject_edit(p, ATTRIBUTE_SURNAME, true, "Bianchi"))
WRONG(nameless, subject_edit(p, ATTRIBUTE_SURNAME, false, NULL);
      subject_edit(p, ATTRIBUTE_GIVEN_NAME, false, NULL))
WRONG(no_identity, subject_edit(p, ATTRIBUTE_SERIAL_NUMBER, false, NULL))
WRONG(bare_code,
      subject_edit(p, ATTRIBUTE_SERIAL_NUMBER, false, "RSSMRA80A01H501U"))
WRONG(tax_type,
      subject_edit(p, ATTRIBUTE_SERIAL_NUMBER, false, "TAXIT-RSSMRA80A01H501U"))
WRONG(vat_type,
      subject_edit(p, ATTRIBUTE_SERIAL_NUMBER, false, "VATIT-97735020584"))
WRONG(national, subject_edit(p, ATTRIBUTE_SERIAL_NUMBER, false, "NS:IT-42"))
WRONG(no_iut, subject_edit(p, ATTRIBUTE_DN_QUALIFIER, false, NULL))
WRONG(organization, subject_edit(p, ATTRIBUTE_ORGANIZATION, true, "ACME"))
WRONG(title, subject_edit(p, ATTRIBUTE_TITLE, true, "Notaio"))
WRONG(no_organization, subject_edit(p, ATTRIBUTE_ORGANIZATION, false, NULL))
WRONG(no_title, subject_edit(p, ATTRIBUTE_TITLE, false, NULL))
WRONG(bare_vat,
      subject_edit(p, ATTRIBUTE_ORGANIZATION_IDENTIFIER, false, "97735020584"))
WRONG(strange, subject_edit(p, ATTRIBUTE_OTHER, true, "x"))
WRONG(demo, i->demo = true)

static const struct wrong {
	const char *profile;
	void (*make)(struct certificate_plan *, struct certificate_issuer *);
	const char *code;
	size_t mistakes; /* one wrong thing may break several rules */
} wrongs[] = {
	{ "REM", serial_short, "serial_weak", 1 },
	{ "REM", serial_padded, "serial_weak", 1 },
	{ "REM", serial_none, "serial_weak", 1 },
	{ "REM", serial_top, "serial_top_bit", 1 },
	{ "REM", serial_long, "serial_too_long", 1 },
	{ "REM", reversed, "validity_reversed", 1 },
	{ "REM", a_second_more, "validity_too_long", 1 },
	{ "ONESHOT", a_second_more, "validity_too_long", 1 },
	{ "CA", a_second_more, "validity_too_long", 1 },
	{ "ROOT", a_second_more, "validity_too_long", 1 },
	{ "REM", before_issuer, "validity_outside_issuer", 1 },
	{ "REM", after_issuer, "validity_outside_issuer", 1 },
	{ "ONESHOT", not_assured, "validity_assured_wrong", 1 },
	{ "REM", assured, "validity_assured_wrong", 1 },
	{ "REM", weak_rsa, "key_weak", 1 },
	{ "CA", weak_rsa, "key_weak", 1 },
	{ "REM", other_curve, "key_weak", 1 },
	{ "REM", other_signature, "signature_algorithm_wrong", 1 },
	{ "REM", usage_more, "key_usage_wrong", 1 },
	{ "DEV-AUTH", usage_none, "key_usage_wrong", 1 },
	{ "CA", usage_more, "key_usage_wrong", 1 },
	{ "REM", critical_less, "critical_wrong", 1 },
	{ "REM", critical_more, "critical_wrong", 1 },
	{ "CA", critical_less, "critical_wrong", 1 },
	{ "REM", purpose_more, "extended_key_usage_wrong", 1 },
	{ "DEV-AUTH", purpose_more, "extended_key_usage_wrong", 1 },
	{ "REM", ca_true, "authority_wrong", 1 },
	{ "CA", ca_false, "authority_wrong", 1 },
	{ "CA", path_longer, "path_length_wrong", 1 },
	{ "REM", no_check_on, "no_check_wrong", 1 },
	{ "REM", no_issuer_url, "issuer_url_missing", 1 },
	{ "REM", no_ocsp, "status_url_missing", 1 },
	{ "REM", ftp, "url_scheme_wrong", 1 },
	{ "REM", ldap_ocsp, "url_scheme_wrong", 1 },
	{ "REM", no_authority_key, "authority_key_id_wrong", 1 },
	{ "ROOT", other_authority_key, "authority_key_id_wrong", 2 },
	{ "ROOT", other_authority_key, "self_issued_wrong", 2 },
	{ "REM", no_subject_key, "subject_key_id_missing", 1 },
	{ "REM", other_issuer, "issuer_wrong", 1 },
	{ "REM", extension, "extension_not_allowed", 1 },
	{ "REM", agid_gone, "policies_wrong", 1 },
	{ "REM", etsi_other, "policy_against_statements", 2 },
	{ "REM", etsi_ncp_too, "policy_not_one", 2 },
	{ "REM", own_gone, "policy_of_issuer_missing", 1 },
	{ "REM", own_prefix, "policy_of_issuer_missing", 1 },
	{ "REM", twice, "policy_twice", 2 },
	{ "REM", long_notice, "notice_too_long", 1 },
	{ "REM", empty_notice, "notice_too_long", 1 },
	{ "REM-SPID", no_limit, "limit_missing", 1 },
	{ "AUTO", no_limit, "limit_missing", 1 },
	{ "REM", no_statements, "statements_wrong", 2 },
	{ "DEV-AUTH", statements, "statements_wrong", 1 },
	{ "REM", no_compliance, "compliance_missing", 2 },
	{ "REM", no_qscd, "qscd_wrong", 2 },
	{ "REM", seal, "qc_type_wrong", 1 },
	{ "REM", two_types, "qc_type_wrong", 1 },
	{ "REM", ten_years, "retention_wrong", 1 },
	{ "REM", no_currency, "limit_value_wrong", 1 },
	{ "REM", test_currency, "limit_value_wrong", 1 },
	{ "REM", small_currency, "limit_value_wrong", 1 },
	{ "REM", negative, "limit_value_wrong", 1 },
	{ "REM", fraction, "limit_value_wrong", 1 },
	{ "REM", no_pds, "pds_wrong", 1 },
	{ "REM", plain_pds, "pds_wrong", 1 },
	{ "REM", foreign_pds, "pds_wrong", 1 },
	{ "REM", not_identified, "identification_wrong", 1 },
	{ "REM", twice_identified, "identification_wrong", 1 },
	{ "REM", legislation, "statement_not_allowed", 1 },
	{ "REM", no_semantics, "semantics_missing", 1 },
	{ "REM", legal_semantics, "semantics_missing", 1 },
	{ "REM", no_country, "country_wrong", 1 },
	{ "REM", two_countries, "country_wrong", 1 },
	{ "REM", small_country, "country_wrong", 1 },
	{ "REM", no_name, "common_name_wrong", 1 },
	{ "CA", two_names, "common_name_wrong", 1 },
	{ "REM", pseudonym, "pseudonym_and_name", 1 },
	{ "REM", surname_twice, "name_twice", 1 },
	{ "REM", nameless, "name_missing", 1 },
	{ "REM", no_identity, "identity_missing", 1 },
	{ "REM", bare_code, "identity_malformed", 1 },
	{ "REM", tax_type, "identity_type_deprecated", 1 },
	{ "REM", vat_type, "identity_type_unknown", 1 },
	{ "REM", national, "name_authority_missing", 1 },
	{ "DEV-AUTH", no_iut, "iut_missing", 1 },
	{ "REM", organization, "role_not_allowed", 1 },
	{ "REM", title, "role_not_allowed", 1 },
	{ "ROLE-REM", no_organization, "organization_missing", 1 },
	{ "CA", no_organization, "organization_missing", 1 },
	{ "RAO", no_title, "title_missing", 1 },
	{ "ROLE-DEV", bare_vat, "organization_identifier_malformed", 1 },
	{ "CA", bare_vat, "organization_identifier_malformed", 1 },
	{ "REM", strange, "attribute_not_allowed", 1 },
	{ "REM", demo, "demo_not_marked", 1 },
	{ "CA", demo, "demo_not_marked", 1 },
};

static void every_wrong_thing_is_named_by_its_code_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		struct sample one;

		sample_make(&all, wrongs[i].profile, &one);
		wrongs[i].make(&one.plan, &one.issuer);
		if (judge(&one) != REFUSED || !error_has(err, wrongs[i].code) ||
		    err->count != wrongs[i].mistakes)
			fail_msg("%s in %s: %zu mistakes, the first is %s",
				 wrongs[i].code, wrongs[i].profile, err->count,
				 err->count ? err->mistakes[0].code : "none");
	}
}

static void all_mistakes_are_told_at_once(void **state)
{
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	serial_short(&one.plan, &one.issuer);
	usage_more(&one.plan, &one.issuer);
	no_iut(&one.plan, &one.issuer);
	no_pds(&one.plan, &one.issuer);
	assert_int_equal(judge(&one), REFUSED);
	assert_int_equal(err->count, 4);
	assert_true(error_has(err, "serial_weak"));
	assert_true(error_has(err, "key_usage_wrong"));
	assert_true(error_has(err, "iut_missing"));
	assert_true(error_has(err, "pds_wrong"));
}

static void a_notice_of_two_hundred_characters_is_allowed(void **state)
{
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	assert_int_equal(strlen(notice), 201);
	policies_edit(&one.plan)[0].explicit_text =
	    arena_text_n(all.arena, notice, 200);
	assert_int_equal(judge(&one), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_wrong_thing_is_named_by_its_code_alone),
		cmocka_unit_test(all_mistakes_are_told_at_once),
		cmocka_unit_test(a_notice_of_two_hundred_characters_is_allowed),
	};

	return cmocka_run_group_tests_name("certificate_check", tests, set_up,
					   tear_down);
}
