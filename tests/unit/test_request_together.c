/* test_request_together - what members of a request demand of each other */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "request_aid.h"

static void what_may_be_right_is_a_warning(void **state)
{
	(void)state;
	set_right();
	set("sex", "F");
	assert_int_equal(check(), OK);
	assert_true(warns("tax_code_mismatch: "));
	set_right();
	set("birth_date", "2008-11-23");
	assert_int_equal(check(), OK);
	assert_true(warns("holder_minor: "));
	set_right();
	set("birth_date", "2008-11-22"); /* eighteen today */
	assert_int_equal(check(), OK);
	assert_false(warns("holder_minor: "));
}

static void a_foreigner_needs_no_tax_code_but_an_identifier(void **state)
{
	(void)state;
	set_right();
	set("citizenship", "PL");
	set("tax_code", NULL);
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("identifier_missing", "tax_code"));
	set("legal_id_type", "PAS");
	set("legal_id_number", "ZS0000177");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("identifier_country", "legal_id_country"));
	set("legal_id_country", "pl");
	assert_int_equal(check(), OK);
	assert_string_equal(request.person.legal_id_country, "PL");
}

static void abroad_there_is_no_italian_province(void **state)
{
	(void)state;
	set_right();
	set("country", "FR");
	set("postal_code", "2A004");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("province_invalid", "province"));
	set("province", "EE");
	assert_int_equal(check(), OK);
	set("province", NULL);
	set("postal_code", NULL);
	assert_int_equal(check(), OK);
}

static void the_machine_readable_zone_is_compared(void **state)
{
	(void)state;
	set_right();
	set("mrz", "C<ITACA00000AA4<<<<<<<<<<<<<<<"
		   "8001014M3401011ITA<<<<<<<<<<<4"
		   "ROSSI<<MARIO<<<<<<<<<<<<<<<<<<");
	if (check() != OK)
		fail_msg("%s", err.mistakes[0].text);
	assert_int_equal(request.warnings.count, 0);
	set("document_number", "CA00000AB");
	set("birth_date", "1980-01-02");
	set("sex", "F");
	set("surname", "Bianchi");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("mrz_mismatch", "document_number"));
	assert_true(has_mistake("mrz_mismatch", "birth_date"));
	assert_true(has_mistake("mrz_mismatch", "sex"));
	assert_true(warns("mrz_name: "));
	set_right();
	set("mrz", "C<ITACA00000AA5<<<<<<<<<<<<<<<"
		   "8001014M3401011ITA<<<<<<<<<<<4"
		   "ROSSI<<MARIO<<<<<<<<<<<<<<<<<<");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("mrz_check_number", "mrz"));
}

static void a_role_needs_organization_and_title_together(void **state)
{
	(void)state;
	set_right();
	set("products", "ROLE");
	set("organization_name", "Glicine S.r.l.");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("role_incomplete", "title"));
	set("title", "Amministratrice");
	set("organization_identifier", "vatit-01234567897");
	set("istat_code", "1.2.1.1.0");
	assert_int_equal(check(), OK);
	assert_string_equal(request.organization_identifier,
			    "VATIT-01234567897");
	set("organization_identifier", "01234567897");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("organization_identifier_invalid",
				"organization_identifier"));
	set("organization_identifier", NULL);
	set("istat_code", "12A");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("istat_code_invalid", "istat_code"));
}

static void the_duration_is_free_where_the_form_is_signed_online(void **state)
{
	(void)state;
	set_right();
	set("recognition", "sign");
	set("validity", "12");
	assert_int_equal(check(), OK);
	set("products", "ONE");
	set("validity", "9");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("validity_out_of_range", "validity"));
	set("validity", "10");
	assert_int_equal(check(), OK);
}

static void on_video_and_spid_the_portal_asks_for_the_consents(void **state)
{
	(void)state;
	set_right();
	set("recognition", "video");
	set("consent_privacy", NULL);
	set("consent_terms", NULL);
	set("consent_marketing", NULL);
	set("message", "Buongiorno");
	assert_int_equal(check(), OK);
	assert_null(request.privacy_version);
	set("recognition", "spid");
	set("products", "SPID");
	assert_int_equal(check(), OK);
	set("consent_privacy", "false");
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("consent_required", "consent_privacy"));
}

static void a_reserved_product_is_for_its_profile(void **state)
{
	struct request_view master = view;

	(void)state;
	master.profile = PROFILE_MASTER_RAO;
	set_right();
	set("products", "RAO");
	assert_int_equal(request_check(&request, &master, STEP_ALL, arena,
				       &err),
			 OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_be_right_is_a_warning),
		cmocka_unit_test(a_foreigner_needs_no_tax_code_but_an_identifier),
		cmocka_unit_test(abroad_there_is_no_italian_province),
		cmocka_unit_test(the_machine_readable_zone_is_compared),
		cmocka_unit_test(a_role_needs_organization_and_title_together),
		cmocka_unit_test(
			the_duration_is_free_where_the_form_is_signed_online),
		cmocka_unit_test(
			on_video_and_spid_the_portal_asks_for_the_consents),
		cmocka_unit_test(a_reserved_product_is_for_its_profile),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
