/* test_request - what a request may be submitted with, member by member */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "request_aid.h"

static void a_right_request_passes_without_a_word(void **state)
{
	(void)state;
	set_right();
	assert_int_equal(check(), OK);
	assert_int_equal(err.count, 0);
	assert_int_equal(request.warnings.count, 0);
	assert_string_equal(request.privacy_version, "2026-1");
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
		cmocka_unit_test(only_the_steps_asked_for_are_checked),
		cmocka_unit_test(a_warning_stands_once),
		cmocka_unit_test(provinces_are_known_by_their_letters),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
