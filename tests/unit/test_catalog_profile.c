/* test_catalog_profile - the certificate profiles that ship */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/rule/certificate_profile.h>

#include "catalog_aid.h"

#define QUALIFIED "0.4.0.194112.1.2" /* QCP-n-qscd, EN 319 411-2, 5.3 */
#define ANYBODY	  "0.4.0.2042.1.2"   /* NCP+, EN 319 411-1, 5.3 */

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
		cmocka_unit_test(has_sound_profiles),
		cmocka_unit_test(tells_qualified_from_other_profiles),
		cmocka_unit_test(describes_what_the_rules_issue),
	};

	return cmocka_run_group_tests_name("catalog_profile", tests, load, unload);
}
