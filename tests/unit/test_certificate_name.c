/* test_certificate_name - names of certificates, written and told */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certificate_aid.h"

/* Field experience: thousands of certificates with their RDNs reversed. */
static void the_order_of_the_subject_is_kept(void **state)
{
	const struct name_attribute two[] = {
		{ ATTRIBUTE_COMMON_NAME, "Second, first", NULL },
		{ ATTRIBUTE_COUNTRY, "IT", NULL },
	};
	static const unsigned char want[] = {
		0x30, 0x25, 0x31, 0x16, 0x30, 0x14, 0x06, 0x03, 0x55, 0x04,
		0x03, 0x0c, 0x0d, 'S',	'e',  'c',  'o',  'n',	'd',  ',',
		' ',  'f',  'i',  'r',	's',  't',  0x31, 0x0b, 0x30, 0x09,
		0x06, 0x03, 0x55, 0x04, 0x06, 0x13, 0x02, 'I',	'T'
	};
	struct octets name;
	char *told;

	(void)state;
	assert_int_equal(certificate_name(arena, two, 2, &name, &told, &err),
			 OK);
	assert_int_equal(name.size, sizeof want);
	assert_memory_equal(name.bytes, want, sizeof want);
	assert_string_equal(certificate_name_text(arena, name),
			    "C=IT,CN=Second\\, first");
	assert_string_equal(told, "C=IT,CN=Second\\, first");
}

/* Told without OpenSSL where nothing needs a backslash, and the same. */
static void names_are_told_as_openssl_tells_them(void **state)
{
	static const char *const values[] = {
		"x",	 "a b",	   " a",     "a ",   "#a",   "a#",
		"a,b",	 "a+b",	   "a\"b",   "a\\b", "a<b",  "a>b",
		"a;b",	 "a=b",	   "a\tb",   "\x7f", "Żaneta", "Ωμέγα",
		"a'()/", "a.-_:?", "\xc2\x85", " ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(values); i++) {
		const struct name_attribute list[] = {
			{ ATTRIBUTE_COUNTRY, "IT", NULL },
			{ ATTRIBUTE_SURNAME, values[i], NULL },
			{ ATTRIBUTE_ORGANIZATION_IDENTIFIER, "VATIT-1", NULL },
			{ ATTRIBUTE_DN_QUALIFIER, "Q", NULL },
		};

		for (size_t n = 0; n <= COUNT(list); n++) {
			struct octets name;
			char *told;

			assert_int_equal(certificate_name(arena, list, n, &name,
							  &told, &err),
					 OK);
			assert_string_equal(
			    told, certificate_name_text(arena, name));
		}
	}
}

static void text_that_cannot_be_written_is_refused(void **state)
{
	char long_name[66], longest[65];
	const struct {
		enum attribute type;
		const char *value, *code;
	} rows[] = {
		{ ATTRIBUTE_COUNTRY, "ITA", "subject_value_too_long" },
		{ ATTRIBUTE_COUNTRY, "I", "subject_value_invalid" },
		{ ATTRIBUTE_SERIAL_NUMBER, "TINIT-È", "subject_value_invalid" },
		{ ATTRIBUTE_DN_QUALIFIER, "a@b", "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, "", "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, "\xc3", "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME,
		  "\xff"
		  "a",
		  "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, NULL, "subject_value_invalid" },
		{ ATTRIBUTE_COMMON_NAME, long_name, "subject_value_too_long" },
	};
	struct octets name;

	(void)state;
	memset(long_name, 'a', sizeof long_name);
	long_name[65] = '\0';
	memset(longest, 'a', sizeof longest);
	longest[64] = '\0';
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct name_attribute one = { rows[i].type, rows[i].value,
						    NULL };

		assert_int_equal(certificate_name(arena, &one, 1, &name, NULL, &err),
				 DATA);
		assert_true(error_has(&err, rows[i].code));
	}
	const struct name_attribute fits = { ATTRIBUTE_COMMON_NAME, longest,
					     NULL };
	assert_int_equal(certificate_name(arena, &fits, 1, &name, NULL, &err), OK);
}

/* Bounds count characters, not bytes (X.520). */
static void sixty_four_greek_letters_fit(void **state)
{
	char greek[129];
	const struct name_attribute one = { ATTRIBUTE_COMMON_NAME, greek,
					    NULL };
	struct octets name;

	(void)state;
	for (int i = 0; i < 64; i++)
		memcpy(greek + 2 * i, "α", 2);
	greek[128] = '\0';
	assert_int_equal(certificate_name(arena, &one, 1, &name, NULL, &err), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_the_subject_is_kept),
		cmocka_unit_test(names_are_told_as_openssl_tells_them),
		cmocka_unit_test(text_that_cannot_be_written_is_refused),
		cmocka_unit_test(sixty_four_greek_letters_fit),
	};

	error_reset(&err);
	return cmocka_run_group_tests_name("certificate_name", tests, set_up,
					   tear_down);
}
