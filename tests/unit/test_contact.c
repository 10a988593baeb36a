/* test_contact - e-mail addresses and mobile numbers in one form */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/rule/contact.h>

typedef enum status contact_rule(struct arena *arena, const char *text,
				 const char *field, char **ret,
				 struct error *err);

static void becomes(contact_rule *rule, const char *text, const char *expected)
{
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char *ret = NULL;

	error_reset(&err);
	if (rule(arena, text, "contact", &ret, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	assert_string_equal(ret, expected);
	/* the one form stays */
	assert_int_equal(rule(arena, expected, "contact", &ret, &err), OK);
	assert_string_equal(ret, expected);
	assert_int_equal(err.count, 0);
}

static void refused(contact_rule *rule, const char *text, const char *why,
		    const char *reason)
{
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char *ret = NULL;

	error_reset(&err);
	if (rule(arena, text, "contact", &ret, &err) != DATA)
		fail_msg("taken: \"%s\"", text);
	assert_null(ret);
	assert_true(error_has(&err, why));
	assert_string_equal(err.mistakes[0].field, "contact");
	if (!strstr(err.mistakes[0].text, reason))
		fail_msg("no \"%s\" in: %s", reason, err.mistakes[0].text);
}

static void addresses_get_a_lower_case_domain(void **state)
{
	(void)state;
	becomes(contact_email, "mario.rossi@example.it",
		"mario.rossi@example.it");
	becomes(contact_email, " Mario.Rossi@Example.IT ",
		"Mario.Rossi@example.it");
	becomes(contact_email, "a+b_c-d'e@x.co", "a+b_c-d'e@x.co");
	becomes(contact_email, "a@xn--BCHER-kva.example",
		"a@xn--bcher-kva.example");
	becomes(contact_email, "a@1.2.it", "a@1.2.it");
}

static void what_is_no_address_is_refused_with_a_reason(void **state)
{
	static const char *const bad[][2] = {
		{ "", "no @" },
		{ "mario", "no @" },
		{ "@example.it", "empty" },
		{ "mario@", "where none can be" },
		{ "mario@example", "no dot" },
		{ "mario@example.123", "a number" },
		{ "mario@b\xC3\xBC.it", "ASCII" },
		{ ".mario@example.it", "where none can be" },
		{ "mario.@example.it", "where none can be" },
		{ "ma..rio@example.it", "where none can be" },
		{ "ma rio@example.it", "where none can be" },
		{ "<mario@example.it>", "where none can be" },
		{ "\"m r\"@example.it", "where none can be" },
		{ "m\xC3\xA0rio@example.it", "where none can be" },
		{ "a@b@example.it", "where none can be" },
		{ "mario\n@example.it", "where none can be" },
		{ "mario@example.it\r\nBcc: x@y.it", "where none can be" },
		{ "mario@exam ple.it", "where none can be" },
		{ "mario@-example.it", "where none can be" },
		{ "mario@example-.it", "where none can be" },
		{ "mario@example..it", "where none can be" },
		{ "mario@example.it.", "where none can be" },
		{ "mario@[127.0.0.1]", "where none can be" },
		{ "mario@ex_ample.it", "where none can be" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused(contact_email, bad[i][0], "email_invalid", bad[i][1]);
}

static void addresses_are_bounded(void **state)
{
	char text[300];

	(void)state;
	memset(text, 'a', 64);
	strcpy(text + 64, "@example.it");
	becomes(contact_email, text, text);
	memset(text, 'a', 65);
	strcpy(text + 65, "@example.it");
	refused(contact_email, text, "email_invalid", "longer than 64");
	memset(text, 'a', sizeof text);
	text[1] = '@';
	text[60] = text[120] = text[180] = text[240] = '.';
	text[254] = '\0';
	becomes(contact_email, text, text);
	text[254] = 'a';
	text[255] = '\0';
	refused(contact_email, text, "email_invalid", "longer than 254");
}

static void numbers_become_e164(void **state)
{
	static const char *const pairs[][2] = {
		{ "+393331234567", "+393331234567" },
		{ "333 1234567", "+393331234567" },
		{ "333.123.45.67", "+393331234567" },
		{ "(333) 123-4567", "+393331234567" },
		{ "333/1234567", "+393331234567" },
		{ "+39 333 1234567", "+393331234567" },
		{ "0039 333 1234567", "+393331234567" },
		{ "330123456", "+39330123456" },
		{ "(+44) 7700 900123", "+447700900123" },
		{ "+1 202 555 0123", "+12025550123" },
		{ "+12345678", "+12345678" },
		{ "+123456789012345", "+123456789012345" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		becomes(contact_mobile, pairs[i][0], pairs[i][1]);
}

static void what_is_no_mobile_number_is_refused_with_a_reason(void **state)
{
	static const char *const bad[][2] = {
		{ "", "a whole Italian mobile number" },
		{ "06 1234567", "a whole Italian mobile number" },
		{ "33312345", "a whole Italian mobile number" },
		{ "33312345678", "a whole Italian mobile number" },
		{ "+1234567", "8 to 15" },
		{ "+1234567890123456", "8 to 15" },
		{ "+12345678901234567890123", "too many" },
		{ "+", "8 to 15" },
		{ "00", "8 to 15" },
		{ "+0393331234567", "begins with 0" },
		{ "+39 06 1234567", "Italian" },
		{ "+39 333 12345", "Italian" },
		{ "+39 333 12", "8 to 15" },
		{ "+39 333 12345678", "Italian" },
		{ "+39 333 12345a", "something else" },
		{ "333 1234567 int. 3", "something else" },
		{ "39+3331234567", "something else" },
		{ "++393331234567", "something else" },
		{ "+39\t3331234567", "something else" },
		{ "+39 \xD9\xA3\xD9\xA3", "something else" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused(contact_mobile, bad[i][0], "mobile_invalid", bad[i][1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_get_a_lower_case_domain),
		cmocka_unit_test(what_is_no_address_is_refused_with_a_reason),
		cmocka_unit_test(addresses_are_bounded),
		cmocka_unit_test(numbers_become_e164),
		cmocka_unit_test(
		    what_is_no_mobile_number_is_refused_with_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
