/* test_country - ISO 3166-1 codes and those of travel documents */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/model/country.h>

static void there_are_249_countries_and_kosovo(void **state)
{
	char code[3] = "";
	int count = 0;

	(void)state;
	for (code[0] = 'A'; code[0] <= 'Z'; code[0]++)
		for (code[1] = 'A'; code[1] <= 'Z'; code[1]++) {
			if (!country_is_alpha2(code))
				continue;
			count++;
			assert_non_null(country_alpha3(code));
			assert_string_equal(
			    country_of_icao(country_alpha3(code)), code);
		}
	assert_int_equal(count, 250);
	assert_true(country_is_alpha2("XK"));
	assert_string_equal(country_alpha3("IT"), "ITA");
	assert_string_equal(country_alpha3("ZW"), "ZWE");
	assert_string_equal(country_alpha3("AD"), "AND");
}

static void what_is_no_country_is_refused(void **state)
{
	static const char *const bad[] = { "",	 "I",  "it", "ITA", "XX",
					   "UK", "EU", "AN", "I T" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(country_is_alpha2(bad[i]));
	assert_null(country_alpha3("UK"));
}

static void travel_documents_have_codes_of_their_own(void **state)
{
	(void)state;
	assert_string_equal(country_of_icao("D<<"), "DE");
	assert_string_equal(country_of_icao("D"), "DE");
	assert_string_equal(country_of_icao("GBN"), "GB");
	assert_string_equal(country_of_icao("ITA"), "IT");
	assert_string_equal(country_of_icao("RKS"), "XK");
	assert_string_equal(country_of_icao("XXA"), "");
	assert_string_equal(country_of_icao("UNO"), "");
	assert_null(country_of_icao("UTO"));
	assert_null(country_of_icao("<<<"));
	assert_null(country_of_icao("D<A"));
	assert_null(country_of_icao("IT<"));
	assert_null(country_of_icao("ITAL"));
	assert_null(country_of_icao(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_are_249_countries_and_kosovo),
		cmocka_unit_test(what_is_no_country_is_refused),
		cmocka_unit_test(travel_documents_have_codes_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
