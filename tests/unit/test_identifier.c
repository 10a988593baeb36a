/* test_identifier - natural person identifiers of EN 319 412-1, 5.1.3 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/person.h>
#include <ipp/rule/identifier.h>

static struct person foreigner(int64_t type, const char *country,
			       const char *number)
{
	return (struct person){ .legal_id_type = type,
				.legal_id_country = country,
				.legal_id_number = number };
}

static void is(struct person person, const char *expected)
{
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char *ret = NULL;

	error_reset(&err);
	if (identifier_of(arena, &person, &ret, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	assert_string_equal(ret, expected);
	assert_true(identifier_is_valid(ret));
}

static void refused(struct person person, const char *why, const char *field)
{
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char *ret = NULL;

	error_reset(&err);
	assert_int_equal(identifier_of(arena, &person, &ret, &err), DATA);
	assert_null(ret);
	assert_true(error_has(&err, why));
	assert_string_equal(err.mistakes[0].field, field);
}

static void an_italian_tax_code_comes_first(void **state)
{
	struct person person = foreigner(LEGAL_ID_PAS, "FR", "12AB34567");

	(void)state;
	person.tax_code = "rssmra80a01h501u";
	is(person, "TINIT-RSSMRA80A01H501U");
	person.tax_code = "97735020584";
	is(person, "TINIT-97735020584");
	person.tax_code = "RSSMRA80A01H501V";
	refused(person, "tax_code_check", "tax_code");
	person.tax_code = "RSSMRA80A01H501";
	refused(person, "tax_code_form", "tax_code");
}

static void others_have_type_country_and_number(void **state)
{
	(void)state;
	is(foreigner(LEGAL_ID_PAS, "FR", "12AB34567"), "PASFR-12AB34567");
	is(foreigner(LEGAL_ID_IDC, "BE", "590082394654"), "IDCBE-590082394654");
	is(foreigner(LEGAL_ID_PNO, "EE", "37605030299"), "PNOEE-37605030299");
	is(foreigner(LEGAL_ID_TIN, "DE", "12345678911"), "TINDE-12345678911");
	refused(foreigner(ABSENT, "FR", "1"), "identifier_missing", "tax_code");
	refused(foreigner(4, "FR", "1"), "identifier_missing", "tax_code");
	refused(foreigner(LEGAL_ID_PAS, NULL, "1"), "identifier_country",
		"legal_id_country");
	refused(foreigner(LEGAL_ID_PAS, "fr", "1"), "identifier_country",
		"legal_id_country");
	refused(foreigner(LEGAL_ID_PAS, "QQ", "1"), "identifier_country",
		"legal_id_country");
	refused(foreigner(LEGAL_ID_PAS, "FR", NULL), "identifier_number",
		"legal_id_number");
	refused(foreigner(LEGAL_ID_PAS, "FR", ""), "identifier_number",
		"legal_id_number");
	refused(foreigner(LEGAL_ID_PAS, "FR", "12\xC3\xA0"),
		"identifier_number", "legal_id_number");
	refused(foreigner(LEGAL_ID_PAS, "FR", "12\n"), "identifier_number",
		"legal_id_number");
	refused(foreigner(LEGAL_ID_PAS, "FR", " 12"), "identifier_number",
		"legal_id_number");
}

static void the_number_is_bounded(void **state)
{
	char number[60];

	(void)state;
	memset(number, '7', sizeof number);
	number[59] = '\0';
	refused(foreigner(LEGAL_ID_PAS, "FR", number), "identifier_number",
		"legal_id_number");
	number[58] = '\0'; /* 6 + 58 = 64 */
	is(foreigner(LEGAL_ID_PAS, "FR", number),
	   "PASFR-7777777777777777777777777777777777777777777777777777777777");
}

static void the_form_is_that_of_the_standard(void **state)
{
	static const char *const good[] = { "TINIT-RSSMRA80A01H501U", "PASIT-1",
					    "PNOXK-12 34", "RP:IT-I12345678",
					    "NS:IT-1" };
	static const char *const bad[] = {
		"",
		"TINIT-",
		"TINIT",
		"tinIT-1",
		"TINit-1",
		"TINQQ-1",
		"TIN-IT-1",
		"TAXIT-1",
		"T:NIT-1",
		"TI1IT-1",
		"TINIT:1",
		"TINIT-a\tb",
		"TINIT-\xC3\xA0",
		"TINITA-1",
		" TINIT-1",
		"TINIT-1 ",
		"TINIT- 1",
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!identifier_is_valid(good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (identifier_is_valid(bad[i]))
			fail_msg("taken: %s", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_italian_tax_code_comes_first),
		cmocka_unit_test(others_have_type_country_and_number),
		cmocka_unit_test(the_number_is_bounded),
		cmocka_unit_test(the_form_is_that_of_the_standard),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
