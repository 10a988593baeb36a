/* test_request - what a request may be submitted with, member by member */
#include <ipp/rule/request.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/facts.h>
#include <ipp/model/request.h>

#define ALL_BUT_SPID 0x0Fu
#define NOW 1795334400 /* 2026-11-22 */

static const struct product_facts products[] = {
	{ .product = "OFF", .is_in_months = true, .validity = 36,
	  .validity_min = 1, .validity_max = 36, .recognitions = ALL_BUT_SPID,
	  .asked_by = ABSENT },
	{ .product = "ONE", .is_enabled = true, .validity = 60,
	  .validity_min = 10, .validity_max = 1440,
	  .recognitions = ALL_BUT_SPID, .asked_by = ABSENT },
	{ .product = "RAO", .is_enabled = true, .is_in_months = true,
	  .validity = 36, .validity_min = 1, .validity_max = 36,
	  .recognitions = ALL_BUT_SPID, .asked_by = PROFILE_MASTER_RAO },
	{ .product = "REM", .is_enabled = true, .is_in_months = true,
	  .validity = 36, .validity_min = 1, .validity_max = 36,
	  .recognitions = ALL_BUT_SPID, .asked_by = ABSENT },
	{ .product = "ROLE", .is_enabled = true, .is_role = true,
	  .is_in_months = true, .validity = 36, .validity_min = 1,
	  .validity_max = 36, .recognitions = ALL_BUT_SPID,
	  .asked_by = ABSENT },
	{ .product = "SPID", .is_enabled = true, .is_in_months = true,
	  .validity = 36, .validity_min = 1, .validity_max = 36,
	  .recognitions = 1u << RECOGNITION_SPID, .asked_by = ABSENT },
};
static const char *const policies[] = { "2026-1", "2025-1" };
static const struct organization_facts facts = {
	.recognitions = 0x1Fu & ~(1u << RECOGNITION_LIVE),
	.products = products,
	.product_count = sizeof products / sizeof *products,
	.privacy_versions = policies,
	.privacy_count = 2,
};
static const struct request_view view = { &facts, "2026-11-22", NOW,
					  PROFILE_OPERATOR };

static struct arena *arena;
static struct request request;
static struct error err;

static void set(const char *member, const char *value)
{
	const struct field *field = record_field(&request_record, member);
	struct request blank;

	assert_non_null(field);
	record_clear(&request_record, &blank);
	if (value)
		assert_int_equal(field_parse(field, &request, value, arena,
					     &err),
				 OK);
	else
		field_copy(field, &request, field, &blank);
}

/* A request that nothing is wrong with. */
static void set_right(void)
{
	static const char *const right[][2] = {
		{ "recognition", "offline" },
		{ "products", "REM" },
		{ "surname", "Rossi" },
		{ "given_name", "Mario" },
		{ "sex", "M" },
		{ "birth_date", "1980-01-01" },
		{ "birth_place", "Roma" },
		{ "birth_place_code", "H501" },
		{ "birth_country", "IT" },
		{ "citizenship", "IT" },
		{ "tax_code", "RSSMRA80A01H501U" },
		{ "street", "Via Verdi" },
		{ "postal_code", "00184" },
		{ "city", "Roma" },
		{ "province", "RM" },
		{ "country", "IT" },
		{ "document_type", "identity_card" },
		{ "document_country", "IT" },
		{ "document_number", "CA00000AA" },
		{ "document_issuer", "Comune di Roma" },
		{ "document_issue_date", "2024-01-02" },
		{ "document_expiry_date", "2034-01-01" },
		{ "email", "mario.rossi@example.it" },
		{ "mobile", "+393331234567" },
		{ "consent_privacy", "true" },
		{ "consent_terms", "true" },
		{ "consent_marketing", "false" },
	};

	record_clear(&request_record, &request);
	error_reset(&err);
	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		set(right[i][0], right[i][1]);
}

static enum status check(void)
{
	error_reset(&err);
	return request_check(&request, &view, STEP_ALL, arena, &err);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void a_right_request_passes_without_a_word(void **state)
{
	(void)state;
	set_right();
	assert_int_equal(check(), OK);
	assert_int_equal(err.count, 0);
	assert_int_equal(request.warnings.count, 0);
	assert_string_equal(request.privacy_version, "2026-1");
}

static bool has_mistake(const char *code, const char *field)
{
	for (size_t i = 0; i < err.count; i++)
		if (!strcmp(err.mistakes[i].code, code) &&
		    !strcmp(err.mistakes[i].field, field))
			return true;
	return false;
}

static void every_needed_member_is_missed_by_its_name(void **state)
{
	static const char *const needed[] = {
		"recognition",	   "products",	       "surname",
		"given_name",	   "sex",	       "birth_date",
		"citizenship",	   "street",	       "postal_code",
		"city",		   "province",	       "country",
		"document_type",   "document_country", "document_number",
		"document_issuer", "document_issue_date",
		"document_expiry_date", "email",       "mobile",
		"consent_privacy", "consent_terms",    "consent_marketing",
	};

	(void)state;
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		set_right();
		set(needed[i], NULL);
		assert_int_equal(check(), DATA);
		if (err.count != 1 || !has_mistake("missing", needed[i]))
			fail_msg("%s: %s on %s", needed[i],
				 err.mistakes[0].code, err.mistakes[0].field);
	}
}

/* One member changed, one mistake. */
static const struct {
	const char *member, *value, *code, *field;
} wrong[] = {
	{ "recognition", "live", "recognition_disabled", "recognition" },
	{ "surname", "R0ssi", "name_invalid", "surname" },
	{ "surname", "Rоssi", "name_invalid", "surname" }, /* Cyrillic o */
	{ "given_name", "Mario;", "name_invalid", "given_name" },
	{ "birth_date", "2026-11-23", "birth_date_future", "birth_date" },
	{ "birth_date", "1906-11-21", "birth_date_implausible", "birth_date" },
	{ "birth_place_code", "H50", "birth_place_invalid",
	  "birth_place_code" },
	{ "birth_country", "XX", "country_unknown", "birth_country" },
	{ "citizenship", "UK", "country_unknown", "citizenship" },
	{ "tax_code", "RSSMRA80A01H501V", "tax_code_check", "tax_code" },
	{ "tax_code", "RSSMRA80A01H501", "tax_code_form", "tax_code" },
	{ "tax_code", NULL, "tax_code_required", "tax_code" },
	{ "postal_code", "0018A", "postal_code_invalid", "postal_code" },
	{ "postal_code", "001840", "postal_code_invalid", "postal_code" },
	{ "province", "ZZ", "province_invalid", "province" },
	{ "document_number", "CA 00000 AÀ", "document_number_invalid",
	  "document_number" },
	{ "document_expiry_date", "2026-11-21", "document_expired",
	  "document_expiry_date" },
	{ "document_issue_date", "2026-11-23", "document_future",
	  "document_issue_date" },
	{ "document_issue_date", "1979-12-31", "document_dates",
	  "document_issue_date" },
	{ "document_issue_date", "2034-01-01", "document_dates",
	  "document_expiry_date" },
	{ "email", "mario.rossi", "email_invalid", "email" },
	{ "email_alias", "a b", "email_alias_invalid", "email_alias" },
	{ "email_alias", "ab", "email_alias_invalid", "email_alias" },
	{ "mobile", "casa", "mobile_invalid", "mobile" },
	{ "products", "NONE", "product_unknown", "products" },
	{ "products", "OFF", "product_disabled", "products" },
	{ "products", "REM REM", "product_twice", "products" },
	{ "products", "RAO", "product_reserved", "products" },
	{ "products", "SPID", "recognition_refused", "recognition" },
	{ "products", "ROLE", "role_missing", "organization_name" },
	{ "validity", "0", "validity_out_of_range", "validity" },
	{ "validity", "37", "validity_out_of_range", "validity" },
	{ "validity", "35", "validity_fixed", "validity" },
	{ "title", "Sindaco", "role_incomplete", "organization_name" },
	{ "organization_identifier", "VATIT-01234567897", "role_unexpected",
	  "organization_name" },
	{ "consent_privacy", "false", "consent_required", "consent_privacy" },
	{ "consent_terms", "false", "consent_required", "consent_terms" },
	{ "consented_at", "2026-11-22T23:59:59Z", "consented_at_future",
	  "consented_at" },
	{ "privacy_version", "2024-1", "privacy_version_unknown",
	  "privacy_version" },
	{ "message", "Buongiorno", "message_unexpected", "message" },
};

static void what_is_wrong_is_said_with_code_and_member(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		set_right();
		set(wrong[i].member, wrong[i].value);
		if (check() != DATA ||
		    !has_mistake(wrong[i].code, wrong[i].field))
			fail_msg("%s = %s: %s on %s instead of %s",
				 wrong[i].member,
				 wrong[i].value ? wrong[i].value : "nothing",
				 err.count ? err.mistakes[0].code : "nothing",
				 err.count ? err.mistakes[0].field : "nothing",
				 wrong[i].code);
	}
}

/* One member changed to what is right still: the other side of the bound. */
static const char *const right_still[][2] = {
	{ "surname", "D'Ambrosio-Łukasiewicz" },
	{ "birth_date", "1906-11-22" },
	{ "document_expiry_date", "2026-11-22" },
	{ "document_issue_date", "2026-11-22" },
	{ "validity", "36" },
	{ "privacy_version", "2025-1" },
	{ "consented_at", "2026-11-20T10:00:00Z" },
	{ "email_alias", "Mario.Rossi" },
	{ "tax_code", "rssmra80a01h501u" },
	{ "document_number", "ca 00000 aa" },
	{ "mobile", "333 1234567" },
	{ "province", "rm" },
	{ "birth_place_code", "h501" },
};

static void the_other_side_of_each_bound_is_right(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof right_still / sizeof *right_still; i++) {
		set_right();
		set(right_still[i][0], right_still[i][1]);
		if (check() != OK)
			fail_msg("%s = %s: %s", right_still[i][0],
				 right_still[i][1], err.mistakes[0].code);
	}
}

static void values_are_kept_in_their_one_form(void **state)
{
	(void)state;
	set_right();
	set("tax_code", "rssmra80a01h501u");
	set("document_number", "ca 00000 aa");
	set("mobile", "0039 333 123.45.67");
	set("email", "Mario.Rossi@EXAMPLE.it");
	set("citizenship", "it");
	assert_int_equal(check(), OK);
	assert_string_equal(request.person.tax_code, "RSSMRA80A01H501U");
	assert_string_equal(request.document.document_number, "CA00000AA");
	assert_string_equal(request.person.mobile, "+393331234567");
	assert_string_equal(request.person.email, "Mario.Rossi@example.it");
	assert_string_equal(request.person.citizenship, "IT");
}

static void all_mistakes_are_said_at_once(void **state)
{
	(void)state;
	set_right();
	set("surname", NULL);
	set("tax_code", "RSSMRA80A01H501V");
	set("email", "x");
	set("mobile", "x");
	set("products", "NONE REM REM");
	set("document_expiry_date", "2020-01-01");
	set("consent_terms", NULL);
	assert_int_equal(check(), DATA);
	assert_true(has_mistake("missing", "surname"));
	assert_true(has_mistake("tax_code_check", "tax_code"));
	assert_true(has_mistake("email_invalid", "email"));
	assert_true(has_mistake("mobile_invalid", "mobile"));
	assert_true(has_mistake("product_unknown", "products"));
	assert_true(has_mistake("product_twice", "products"));
	assert_true(has_mistake("document_expired", "document_expiry_date"));
	assert_true(has_mistake("missing", "consent_terms"));
}

static bool warns(const char *code)
{
	for (size_t i = 0; i < request.warnings.count; i++)
		if (!strncmp(request.warnings.items[i], code, strlen(code)))
			return true;
	return false;
}

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

static void only_the_steps_asked_for_are_checked(void **state)
{
	(void)state;
	record_clear(&request_record, &request);
	error_reset(&err);
	assert_int_equal(request_check(&request, &view, STEP_CONTACTS, arena,
				       &err),
			 DATA);
	assert_int_equal(err.count, 2);
	assert_true(has_mistake("missing", "email"));
	assert_true(has_mistake("missing", "mobile"));
}

static void a_warning_stands_once(void **state)
{
	(void)state;
	set_right();
	request_warn(&request, arena, "a", "b");
	request_warn(&request, arena, "a", "b");
	request_warn(&request, arena, "a", "c");
	assert_int_equal(request.warnings.count, 2);
	assert_string_equal(request.warnings.items[1], "a: c");
}

static void provinces_are_known_by_their_letters(void **state)
{
	(void)state;
	assert_true(province_is_known("AG"));
	assert_true(province_is_known("VV"));
	assert_true(province_is_known("SU"));
	assert_false(province_is_known("EE"));
	assert_false(province_is_known("rm"));
	assert_false(province_is_known(""));
	assert_false(province_is_known("ROMA"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_request_passes_without_a_word),
		cmocka_unit_test(every_needed_member_is_missed_by_its_name),
		cmocka_unit_test(what_is_wrong_is_said_with_code_and_member),
		cmocka_unit_test(the_other_side_of_each_bound_is_right),
		cmocka_unit_test(values_are_kept_in_their_one_form),
		cmocka_unit_test(all_mistakes_are_said_at_once),
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
		cmocka_unit_test(only_the_steps_asked_for_are_checked),
		cmocka_unit_test(a_warning_stands_once),
		cmocka_unit_test(provinces_are_known_by_their_letters),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
