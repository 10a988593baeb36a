/* test_certificate_plan - what is made of a request by its profile */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certificate_profile_aid.h"

static const char *attribute_of(const struct certificate_plan *plan,
				enum attribute type)
{
	for (size_t i = 0; i < plan->subject_count; i++)
		if (plan->subject[i].type == type)
			return plan->subject[i].value;
	return NULL;
}

static enum status made(struct sample *one)
{
	error_reset(err);
	return certificate_plan_make(one->profile, &one->subject, &one->issuer,
				     all.arena, &one->plan, err);
}

static void a_signature_leads_to_its_own_way_of_identification(void **state)
{
	static const char *const others[] = { "offline", "live", "video",
					      "spid" };
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	for (size_t i = 0; i < COUNT(others); i++) {
		one.subject.recognition = others[i];
		assert_int_equal(made(&one), OK);
		assert_int_equal(one.plan.qc.identified,
				 QC_IDENTIFIED_EIDAS2_ACD);
	}
	one.subject.recognition = "sign";
	assert_int_equal(made(&one), OK);
	assert_int_equal(one.plan.qc.identified, QC_IDENTIFIED_EIDAS2_B);
	one.subject.recognition = "telephone";
	assert_int_equal(made(&one), DATA);
	assert_true(error_has(err, "recognition_unknown"));
	one.subject.recognition = NULL;
	assert_int_equal(made(&one), DATA);
}

static void keys_in_the_store_are_in_no_device_unless_the_issuer_says_so(
    void **state)
{
	static const char *const remote[] = { "REM",	  "REM-SPID", "AUTO",
					      "ROLE-REM", "RAO",      "ONESHOT",
					      "ROLE-AUTO" };
	struct sample one;

	(void)state;
	for (size_t i = 0; i < COUNT(remote); i++) {
		sample_make(&all, remote[i], &one);
		one.issuer.remote_qscd = false;
		assert_int_equal(made(&one), OK);
		assert_int_equal(judge(&one), OK);
		assert_false(one.plan.qc.qscd);
		assert_true(one.plan.qc.compliance);
		assert_string_equal(one.plan.policies[1].oid,
				    "0.4.0.194112.1.0");
		one.plan.qc.qscd = true; /* it must not be claimed */
		assert_int_equal(judge(&one), REFUSED);
		assert_true(error_has(err, "qscd_wrong"));
	}
	sample_make(&all, "DEV-SIGN", &one);
	one.issuer.remote_qscd = false;
	assert_int_equal(made(&one), OK);
	assert_true(one.plan.qc.qscd);
	assert_string_equal(one.plan.policies[1].oid, "0.4.0.194112.1.2");
}

static void a_demo_certificate_says_so_whoever_it_is_for(void **state)
{
	struct samples demo;

	(void)state;
	samples_open(&demo, SAMPLES_START, true);
	for (const struct certificate_profile *p = certificate_profiles();
	     p->code; p++) {
		struct sample one;

		sample_make(&demo, p->code, &one);
		assert_int_equal(judge(&one), OK);
		assert_string_equal(
		    attribute_of(&one.plan, ATTRIBUTE_DESCRIPTION),
		    "DEMO - no legal value");
		assert_memory_equal(
		    attribute_of(&one.plan, ATTRIBUTE_COMMON_NAME), "DEMO ", 5);
	}
	samples_close(&demo);
}

static void a_common_name_that_is_too_long_is_shortened_or_refused(void **state)
{
	char surname[70];
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	one.subject.given_name =
	    "Maria Addolorata Immacolata Concetta Annunziata";
	one.subject.surname = "Dell'Acqua-Sforza Colleoni";
	assert_int_equal(made(&one), OK);
	assert_string_equal(attribute_of(&one.plan, ATTRIBUTE_COMMON_NAME),
			    "Maria Dell'Acqua-Sforza Colleoni");
	assert_string_equal(attribute_of(&one.plan, ATTRIBUTE_GIVEN_NAME),
			    one.subject.given_name);
	memset(surname, 'x', sizeof surname);
	surname[58] = '\0'; /* "Maria " and 58: 64 */
	one.subject.surname = surname;
	assert_int_equal(made(&one), OK);
	surname[58] = 'x';
	surname[59] = '\0';
	assert_int_equal(made(&one), DATA);
	assert_true(error_has(err, "common_name_too_long"));
	one.subject.common_name = "Maria X.";
	assert_int_equal(made(&one), OK);
}

static void limits_of_product_and_request_stand_together(void **state)
{
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	assert_null(one.plan.policies[0].explicit_text);
	one.subject.limit = "Solo per ACME.";
	assert_int_equal(made(&one), OK);
	assert_string_equal(one.plan.policies[0].explicit_text,
			    "Solo per ACME.");
	sample_make(&all, "AUTO", &one);
	one.subject.limit = "Solo per ACME.";
	assert_int_equal(made(&one), OK);
	assert_string_equal(
	    one.plan.policies[0].explicit_text,
	    arena_printf(all.arena, "%s Solo per ACME.", one.profile->limit));
	assert_int_equal(judge(&one), OK);
}

static void a_pseudonym_stands_for_the_names(void **state)
{
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	one.subject.given_name = one.subject.surname = NULL;
	one.subject.pseudonym = "Emme";
	assert_int_equal(made(&one), OK);
	assert_string_equal(attribute_of(&one.plan, ATTRIBUTE_COMMON_NAME),
			    "Emme");
	assert_int_equal(judge(&one), OK);
}

static void a_national_scheme_with_its_authority_is_allowed(void **state)
{
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	one.subject.identity = "RP:IT-I01234567";
	one.subject.name_authority = "https://www.poliziadistato.it/";
	assert_int_equal(made(&one), OK);
	assert_int_equal(judge(&one), OK);
}

static void three_years_end_with_their_last_second(void **state)
{
	char text[INSTANT_SIZE];
	struct sample one;

	(void)state;
	sample_make(&all, "REM", &one);
	instant_format(one.plan.not_after, text);
	assert_string_equal(text, "2029-02-28T23:59:59Z");
	one.subject.not_after = one.plan.not_after - 5;
	assert_int_equal(made(&one), OK);
	assert_int_equal(one.plan.not_after, one.subject.not_after);
	assert_int_equal(judge(&one), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_signature_leads_to_its_own_way_of_identification),
		cmocka_unit_test(
		    keys_in_the_store_are_in_no_device_unless_the_issuer_says_so),
		cmocka_unit_test(a_demo_certificate_says_so_whoever_it_is_for),
		cmocka_unit_test(
		    a_common_name_that_is_too_long_is_shortened_or_refused),
		cmocka_unit_test(limits_of_product_and_request_stand_together),
		cmocka_unit_test(a_pseudonym_stands_for_the_names),
		cmocka_unit_test(
		    a_national_scheme_with_its_authority_is_allowed),
		cmocka_unit_test(three_years_end_with_their_last_second),
	};

	return cmocka_run_group_tests_name("certificate_plan", tests, set_up,
					   tear_down);
}
