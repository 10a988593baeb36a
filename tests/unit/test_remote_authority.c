/* test_remote_authority - addresses and bounds of remote authorities */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "remote_aid.h"

static void test_addresses_have_one_form_and_tls(void **state)
{
	static const struct {
		const char *url, *made, *code;
		bool demo;
		int64_t type;
	} cases[] = {
		{ "https://a.example/csc/v0", "https://a.example/csc/v0", NULL,
		  false, REMOTE_CSC_V0 },
		{ "HTTPS://a.example:8443/csc/v1//",
		  "HTTPS://a.example:8443/csc/v1", NULL, false, REMOTE_CSC_V1 },
		{ "https://[::1]/csc/v2", "https://[::1]/csc/v2", NULL, false,
		  REMOTE_CSC_V2 },
		{ "https://a.example", "https://a.example", NULL, false,
		  REMOTE_CSC_V1 },
		{ "http://127.0.0.1:8080/csc/v1",
		  "http://127.0.0.1:8080/csc/v1", NULL, true, REMOTE_CSC_V1 },
		{ "http://127.0.0.1:8080/csc/v1", NULL, "url_in_clear", false,
		  0 },
		{ "http://127.0.0.1.example/", NULL, "url_in_clear", true, 0 },
		{ "http://a.example/csc/v1", NULL, "url_in_clear", true, 0 },
		{ "https://user@a.example/", NULL, "url_invalid", true, 0 },
		{ "https://a.example/?x=1", NULL, "url_invalid", true, 0 },
		{ "https://a.example/#x", NULL, "url_invalid", true, 0 },
		{ "https:///csc", NULL, "url_invalid", true, 0 },
		{ "https://a.example:/", NULL, "url_invalid", true, 0 },
		{ "https://a.example:123456/", NULL, "url_invalid", true, 0 },
		{ "ftp://a.example/", NULL, "url_invalid", true, 0 },
		{ "https://a.example/a b", NULL, "url_invalid", true, 0 },
		{ "https://\xc3\xa0.example/", NULL, "url_invalid", true, 0 },
	};
	struct place *place = *state;
	struct remote_authority it;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum status rc;

		authority_fill(&it, "a");
		it.base_url = cases[i].url;
		rc = remote_authority_check(&it, true, cases[i].demo,
					    place->arena, &place->err);
		if (cases[i].code) {
			refuses(place, rc, DATA, cases[i].code);
			continue;
		}
		must(place, rc);
		assert_string_equal(it.base_url, cases[i].made);
		assert_int_equal(it.type, cases[i].type);
	}
}

static void test_limits_and_thresholds_are_bounded(void **state)
{
	struct place *place = *state;
	struct remote_authority it;
	int64_t days[REMOTE_THRESHOLDS_MAX];
	size_t count;

	assert_true(remote_thresholds_parse("30,15,7,1,0", days, &count));
	assert_int_equal(count, 5);
	assert_int_equal(days[1], 15);
	assert_true(
	    remote_thresholds_parse("10,9,8,7,6,5,4,3,2,1", days, &count));
	assert_false(
	    remote_thresholds_parse("11,10,9,8,7,6,5,4,3,2,1", days, &count));
	assert_false(remote_thresholds_parse("7,7", days, &count));
	assert_false(remote_thresholds_parse("1,7", days, &count));
	assert_false(remote_thresholds_parse("7,", days, &count));
	assert_false(remote_thresholds_parse("", days, &count));
	assert_false(remote_thresholds_parse("99999", days, &count));
	authority_fill(&it, "a");
	it.access_days = 3651;
	it.access_signatures = INT64_C(1000000000000001);
	it.notice_percent = 101;
	it.notice_days = -1;
	it.authentication = REMOTE_BASIC;
	assert_int_equal(remote_authority_check(&it, false, false, place->arena,
						&place->err),
			 DATA);
	assert_int_equal(place->err.count, 5);
	error_reset(&place->err);
	authority_fill(&it, "a");
	it.access_days = 3650;
	it.access_signatures = INT64_C(1000000000000000);
	it.notice_percent = 100;
	it.notice_days = 0;
	must(place, remote_authority_check(&it, false, false, place->arena,
					   &place->err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(addresses_have_one_form_and_tls),
		TEST(limits_and_thresholds_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
