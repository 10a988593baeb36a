/* test_catalog - the products and certificate profiles that ship */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <unistr.h>

#include <ipp/base/embedded.h>
#include <ipp/rule/certificate_profile.h>

#define QUALIFIED "0.4.0.194112.1.2" /* QCP-n-qscd, EN 319 411-2, 5.3 */
#define ANYBODY	  "0.4.0.2042.1.2"   /* NCP+, EN 319 411-1, 5.3 */

struct catalog {
	json_t *products, *limits, *profiles;
};

static json_t *shipped(const char *name)
{
	const struct embedded *file = embedded_find(name);
	json_error_t why;
	json_t *json;

	assert_non_null(file);
	json = json_loadb(file->text, file->size, JSON_REJECT_DUPLICATES, &why);
	if (!json)
		fail_msg("%s line %d: %s", name, why.line, why.text);
	assert_int_equal(json_integer_value(json_object_get(json, "version")),
			 1);
	return json;
}

static int load(void **state)
{
	static struct catalog catalog;
	json_t *products = shipped("catalog/products.json");
	json_t *profiles = shipped("catalog/profiles.json");

	catalog.products = json_incref(json_object_get(products, "products"));
	catalog.limits = json_incref(json_object_get(products, "limits"));
	catalog.profiles = json_incref(json_object_get(profiles, "profiles"));
	json_decref(products);
	json_decref(profiles);
	*state = &catalog;
	return 0;
}

static int unload(void **state)
{
	struct catalog *catalog = *state;

	json_decref(catalog->products);
	json_decref(catalog->limits);
	json_decref(catalog->profiles);
	return 0;
}

static const char *text(const json_t *row, const char *member)
{
	const char *value = json_string_value(json_object_get(row, member));

	if (!value)
		fail_msg("no text \"%s\" in %s", member,
			 json_dumps(row, JSON_COMPACT));
	return value;
}

static const json_t *find(const json_t *rows, const char *key, const char *name)
{
	const json_t *row, *ret = NULL;
	size_t i;

	json_array_foreach(rows, i, row) if (strcmp(text(row, key), name) == 0)
	{
		assert_null(ret); /* codes are unique */
		ret = row;
	}
	return ret;
}

static bool holds(const json_t *list, const char *word)
{
	const json_t *item;
	size_t i;

	assert_true(json_is_array(list));
	json_array_foreach(list, i, item) if (strcmp(json_string_value(item),
						     word) == 0) return true;
	return false;
}

/* Every item is a text, one of `words`, and stands there once. */
static void expect_words(const json_t *list, const char *const *words)
{
	const json_t *item;
	size_t i, j;

	assert_true(json_is_array(list));
	json_array_foreach(list, i, item)
	{
		const char *const *word = words;

		while (*word && strcmp(*word, json_string_value(item)))
			word++;
		if (!*word)
			fail_msg("\"%s\" is no word of the list",
				 json_string_value(item));
		for (j = 0; j < i; j++)
			assert_false(json_equal(item, json_array_get(list, j)));
	}
}

static size_t characters(const char *value)
{
	assert_null(u8_check((const uint8_t *)value, strlen(value)));
	return u8_mbsnlen((const uint8_t *)value, strlen(value));
}

static void expect_both_languages(const json_t *texts, size_t max)
{
	assert_int_equal(json_object_size(texts), 2);
	assert_in_range(characters(text(texts, "it")), 1, max);
	assert_in_range(characters(text(texts, "en")), 1, max);
}

/* X.660: first arc 0 to 2, second below 40 under 0 and 1, no leading zero. */
static void expect_oid(const char *oid)
{
	unsigned long arc;
	char *end;

	assert_in_range(oid[0], '0', '2');
	assert_int_equal(oid[1], '.');
	for (const char *p = oid + 2;; p = end + 1) {
		assert_in_range(*p, '0', '9');
		arc = strtoul(p, &end, 10);
		assert_false(*p == '0' && end > p + 1);
		assert_false(p == oid + 2 && oid[0] < '2' && arc > 39);
		if (!*end)
			return;
		assert_int_equal(*end, '.');
	}
}

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

static void expect_path(const char *path)
{
	assert_int_equal(path[0], '/');
	assert_null(strpbrk(path, " ?#\\\""));
	assert_null(strstr(path, "//"));
}

static void has_sound_profiles(void **state)
{
	static const char *const attributes[] = { "country",
						  "organization",
						  "organization_identifier",
						  "title",
						  "surname",
						  "given_name",
						  "serial_number",
						  "common_name",
						  "dn_qualifier",
						  NULL };
	const struct catalog *catalog = *state;
	const json_t *row, *policy, *item, *subject;
	size_t i, j;

	json_array_foreach(catalog->profiles, i, row)
	{
		assert_ptr_equal(
		    find(catalog->profiles, "profile", text(row, "profile")),
		    row);
		expect_both_languages(json_object_get(row, "name"), 60);
		subject = json_object_get(row, "subject");
		expect_words(subject, attributes);
		for (j = 0; attributes[j]; j++)
			assert_true(holds(subject, attributes[j]));
		json_array_foreach(json_object_get(row, "policies"), j, policy)
		{
			expect_oid(text(policy, "oid"));
			if (j == 0)
				expect_path(text(policy, "cps"));
		}
		json_array_foreach(json_object_get(row, "extended_key_usage"),
				   j, item) expect_oid(json_string_value(item));
		expect_path(text(row, "ca_issuers"));
		expect_path(text(row, "ocsp"));
		expect_path(text(row, "crl"));
	}
}

static void tells_qualified_from_other_profiles(void **state)
{
	static const char *const sign[] = { "non_repudiation", NULL };
	static const char *const prove[] = { "digital_signature", NULL };
	const struct catalog *catalog = *state;
	const json_t *row, *qc, *first;
	size_t i;

	json_array_foreach(catalog->profiles, i, row)
	{
		bool qualified = !strncmp(text(row, "profile"), "signature", 9);

		qc = json_object_get(row, "qc_statements");
		first = json_array_get(json_object_get(row, "policies"), 0);
		assert_string_equal(text(first, "oid"),
				    qualified ? QUALIFIED : ANYBODY);
		assert_int_equal(qualified, json_is_object(qc));
		assert_int_equal(
		    json_array_size(json_object_get(row, "key_usage")), 1);
		expect_words(json_object_get(row, "key_usage"),
			     qualified ? sign : prove);
		if (!qualified)
			continue;
		assert_true(json_is_true(json_object_get(qc, "compliance")));
		assert_true(json_is_true(json_object_get(qc, "qscd")));
		assert_int_equal(
		    json_integer_value(json_object_get(qc, "retention_years")),
		    20);
		assert_string_equal(text(qc, "type"), "0.4.0.1862.1.6.1");
		first = json_array_get(json_object_get(qc, "pds"), 0);
		assert_string_equal(text(first, "language"), "en");
		expect_path(text(first, "url"));
	}
}

/* Texts of a list, or the member `name` of its objects, are those. */
static void expect_same(const json_t *list, const char *name,
			const struct texts *texts)
{
	assert_int_equal(json_array_size(list), texts->count);
	for (size_t i = 0; i < texts->count; i++) {
		const json_t *item = json_array_get(list, i);

		assert_string_equal(name ? text(item, name)
					 : json_string_value(item),
				    texts->items[i]);
	}
}

static void expect_statements(const json_t *qc,
			      const struct certificate_profile *profile)
{
	assert_int_equal(json_is_object(qc), profile->qualified);
	if (!profile->qualified)
		return;
	assert_int_equal(json_is_true(json_object_get(qc, "qscd")),
			 profile->qscd);
	assert_int_equal(
	    json_integer_value(json_object_get(qc, "retention_years")),
	    profile->retention_years);
	assert_int_equal(!strcmp(text(qc, "type"), "0.4.0.1862.1.6.1"),
			 profile->qc_types == QC_TYPE_ESIGN);
}

/* What is issued follows the rules; the file must say the same. */
static void describes_what_the_rules_issue(void **state)
{
	static const struct {
		const char *profile, *codes[9];
	} rows[] = {
		{ "signature",
		  { "REM", "REM-SPID", "AUTO", "DEV-SIGN", "ROLE-REM",
		    "ROLE-AUTO", "ROLE-DEV", "RAO" } },
		{ "signature_short", { "ONESHOT" } },
		{ "authentication", { "DEV-AUTH", "ROLE-AUTH" } },
		{ "authentication_cns", { "CNS-AUTH", "ROLE-CNS" } },
	};
	const struct catalog *catalog = *state;
	const struct certificate_profile *profile;
	size_t described = 0;

	assert_int_equal(json_array_size(catalog->profiles),
			 sizeof rows / sizeof *rows);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const json_t *row = json_array_get(catalog->profiles, i);

		assert_string_equal(text(row, "profile"), rows[i].profile);
		for (size_t k = 0; rows[i].codes[k]; k++, described++) {
			bool signs;

			profile = certificate_profile_find(rows[i].codes[k]);
			assert_non_null(profile);
			signs = profile->key_usage == KEY_USAGE_NON_REPUDIATION;
			expect_same(json_object_get(row, "policies"), "oid",
				    &profile->policies);
			expect_same(json_object_get(row, "extended_key_usage"),
				    NULL, &profile->purposes);
			assert_string_equal(
			    json_string_value(json_array_get(
				json_object_get(row, "key_usage"), 0)),
			    signs ? "non_repudiation" : "digital_signature");
			assert_int_equal(json_is_true(json_object_get(
					     row, "validity_assured")),
					 profile->validity_assured);
			expect_statements(json_object_get(row, "qc_statements"),
					  profile);
		}
	}
	for (profile = certificate_profiles(); profile->code; profile++)
		described -= profile->purpose == PURPOSE_SIGNATURE ||
			     profile->purpose == PURPOSE_AUTHENTICATION;
	assert_int_equal(described, 0);
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
		cmocka_unit_test(has_sound_profiles),
		cmocka_unit_test(tells_qualified_from_other_profiles),
		cmocka_unit_test(describes_what_the_rules_issue),
	};

	return cmocka_run_group_tests_name("catalog", tests, load, unload);
}
