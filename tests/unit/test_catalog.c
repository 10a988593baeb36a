/* test_catalog - the products and limits of use that ship */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "catalog_aid.h"

static void has_every_product_once(void **state)
{
	static const char *const codes[] = {
		"REM",		"REM-ROLE", "REM-SPID",	   "AUTO",
		"AUTO-ROLE",	"DEV-SC",   "DEV-SC-ROLE", "DEV-BK",
		"DEV-BK-ROLE",	"DEV-WK",   "DEV-WK-ROLE", "DEV-CNS",
		"DEV-CNS-ROLE", "RAO",	    "DEV-RAO",	   "ONESHOT",
	};
	const struct catalog *catalog = *state;
	size_t count = sizeof codes / sizeof *codes;

	assert_int_equal(json_array_size(catalog->products), count);
	for (size_t i = 0; i < count; i++)
		if (!find(catalog->products, "product", codes[i]))
			fail_msg("no product \"%s\"", codes[i]);
}

static void says_everything_about_a_product(void **state)
{
	static const char *const recognitions[] = { "offline", "live", "video",
						    "sign",    "spid", NULL };
	static const char *const members[] = { "organization_name", "title",
					       "tax_code", NULL };
	static const char *const evidence[] = { "third_party_consent", NULL };
	const struct catalog *catalog = *state;
	const json_t *row, *limit, *asked_by;
	size_t i;

	json_array_foreach(catalog->products, i, row)
	{
		const char *place = text(row, "key_place");

		assert_int_equal(json_object_size(row), 15);
		assert_in_range(strlen(text(row, "product")), 2, 16);
		expect_both_languages(json_object_get(row, "name"), 60);
		assert_true(!strcmp(place, "remote") ||
			    !strcmp(place, "device"));
		assert_int_not_equal(
		    json_array_size(json_object_get(row, "recognitions")), 0);
		expect_words(json_object_get(row, "recognitions"),
			     recognitions);
		expect_words(json_object_get(row, "needs"), members);
		expect_words(json_object_get(row, "evidence"), evidence);
		limit = json_object_get(row, "limit");
		if (!json_is_null(limit)) /* RFC 5280, 4.2.1.4 */
			expect_both_languages(limit, 200);
		asked_by = json_object_get(row, "asked_by");
		assert_true(json_is_null(asked_by) ||
			    !strcmp(json_string_value(asked_by), "master_rao"));
	}
}

static void bounds_validity(void **state)
{
	const struct catalog *catalog = *state;
	const json_t *row;
	size_t i;

	json_array_foreach(catalog->products, i, row)
	{
		bool minutes = !strcmp(text(row, "validity_unit"), "minutes");
		json_int_t usual, min, max;

		usual = json_integer_value(json_object_get(row, "validity"));
		min = json_integer_value(json_object_get(row, "validity_min"));
		max = json_integer_value(json_object_get(row, "validity_max"));
		assert_true(min >= 1 && min <= usual && usual <= max);
		assert_true(max <= (minutes ? 24 * 60 : 36));
		assert_int_equal(minutes,
				 !strcmp(text(row, "product"), "ONESHOT"));
		assert_true(minutes ||
			    !strcmp(text(row, "validity_unit"), "months"));
	}
}

static void names_profiles_that_exist_and_their_policies(void **state)
{
	const struct catalog *catalog = *state;
	const json_t *row, *name, *policy, *policies;
	size_t i, j, k;

	json_array_foreach(catalog->products, i, row)
	{
		bool device = !strcmp(text(row, "key_place"), "device");
		size_t found = 0;

		policies = json_object_get(row, "policies");
		json_array_foreach(json_object_get(row, "profiles"), j, name)
		{
			const json_t *profile = find(catalog->profiles,
						     "profile",
						     json_string_value(name));

			assert_non_null(profile);
			json_array_foreach(json_object_get(profile, "policies"),
					   k, policy)
			{
				assert_true(
				    holds(policies, text(policy, "oid")));
				found++;
			}
		}
		assert_int_equal(j, device ? 2 : 1);
		assert_int_equal(found, json_array_size(policies));
	}
}

static void keeps_the_rules_of_recognition(void **state)
{
	const struct catalog *catalog = *state;
	const json_t *row, *how;
	size_t i;

	json_array_foreach(catalog->products, i, row)
	{
		const char *code = text(row, "product");
		bool cns = !strncmp(code, "DEV-CNS", 7);
		bool officer = strstr(code, "RAO") != NULL;

		how = json_object_get(row, "recognitions");
		if (holds(how, "spid")) /* never without a limit of use */
			assert_false(
			    json_is_null(json_object_get(row, "limit")));
		assert_int_equal(
		    cns, holds(json_object_get(row, "needs"), "tax_code"));
		if (cns || officer)
			assert_false(holds(how, "video") || holds(how, "sign"));
		assert_int_equal(
		    officer, !json_is_null(json_object_get(row, "asked_by")));
	}
	row = find(catalog->products, "product", "REM-SPID");
	how = json_object_get(row, "recognitions");
	assert_int_equal(json_array_size(how), 1);
	assert_true(holds(how, "spid"));
	assert_non_null(strstr(text(json_object_get(row, "limit"), "it"),
			       "non utilizzabile per richiedere altra "
			       "identità digitale SPID"));
}

static void
asks_for_organization_and_consent_where_there_is_a_role(void **state)
{
	const struct catalog *catalog = *state;
	const json_t *row;
	size_t i;

	json_array_foreach(catalog->products, i, row)
	{
		bool role = json_is_true(json_object_get(row, "role"));
		const json_t *needs = json_object_get(row, "needs");
		bool officer = strstr(text(row, "product"), "RAO") != NULL;

		assert_int_equal(role, holds(needs, "organization_name"));
		assert_int_equal(role, holds(needs, "title"));
		assert_int_equal(role && !officer,
				 holds(json_object_get(row, "evidence"),
				       "third_party_consent"));
		assert_int_equal(role, strstr(text(row, "product"), "-ROLE") ||
					   officer);
	}
}

static void words_limits_in_both_languages(void **state)
{
	const struct catalog *catalog = *state;
	const json_t *row;
	size_t i;

	assert_true(json_array_size(catalog->limits) >= 3);
	json_array_foreach(catalog->limits, i, row)
	{
		assert_ptr_equal(
		    find(catalog->limits, "limit", text(row, "limit")), row);
		expect_both_languages(json_object_get(row, "text"), 200);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_every_product_once),
		cmocka_unit_test(says_everything_about_a_product),
		cmocka_unit_test(bounds_validity),
		cmocka_unit_test(names_profiles_that_exist_and_their_policies),
		cmocka_unit_test(keeps_the_rules_of_recognition),
		cmocka_unit_test(
		    asks_for_organization_and_consent_where_there_is_a_role),
		cmocka_unit_test(words_limits_in_both_languages),
	};

	return cmocka_run_group_tests_name("catalog", tests, load, unload);
}
