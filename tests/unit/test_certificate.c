/* test_certificate - certificates written and finished */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certificate_aid.h"

static void the_same_plan_gives_the_same_bytes(void **state)
{
	struct certificate_plan plan = full();

	(void)state;
	assert_same(tbs_of(&plan), tbs_of(&plan));
}

static void values_that_cannot_be_written_are_refused(void **state)
{
	static const unsigned char zero[16], high[20] = { 0x80 }, many[21];
	static const char *const bad_oid[] = { "not an oid" };
	static const char *const bad_url[] = { "http://è.example/" };
	struct certificate_plan good = full(), plans[10];
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(plans); i++)
		plans[i] = good;
	plans[n++].serial = (struct octets){ zero, sizeof zero };
	plans[n++].serial = (struct octets){ high, sizeof high };
	plans[n++].serial = (struct octets){ many, sizeof many };
	plans[n++].serial = (struct octets){ NULL, 0 };
	plans[n++].not_after = good.not_before - 1;
	plans[n++].not_after = INT64_C(253402300800);
	plans[n++].extended_key_usage = (struct texts){ bad_oid, 1 };
	plans[n++].ocsp_urls = (struct texts){ bad_url, 1 };
	plans[n++].key.spki.size--;
	plans[n++].issuer_key = KEY_OTHER;
	for (size_t i = 0; i < n; i++) {
		struct octets tbs = { NULL, 0 };

		assert_int_equal(certificate_tbs(arena, &plans[i], &tbs, &err),
				 DATA);
		assert_true(error_has(&err, "certificate_value_invalid"));
		assert_null(tbs.bytes);
	}
}

static void a_notice_of_200_characters_fits_and_201_do_not(void **state)
{
	char text[202];
	struct policy policy = { "0.4.0.194112.1.2", NULL, text };
	struct certificate_plan plan = full();
	struct octets tbs;

	(void)state;
	memset(text, 'x', sizeof text);
	text[201] = '\0';
	plan.policies = &policy;
	plan.policy_count = 1;
	assert_int_equal(certificate_tbs(arena, &plan, &tbs, &err), DATA);
	text[200] = '\0';
	assert_int_equal(certificate_tbs(arena, &plan, &tbs, &err), OK);
}

static void a_top_bit_and_leading_zeroes_are_encoded_minimally(void **state)
{
	static const unsigned char padded[] = { 0, 0, 0x80, 1 };
	static const unsigned char want[] = { 0x02, 0x03, 0x00, 0x80, 0x01 };
	struct certificate_plan plan = full();
	struct octets tbs;

	(void)state;
	plan.serial = (struct octets){ padded, sizeof padded };
	tbs = tbs_of(&plan);
	assert_memory_equal(tbs.bytes + 4 + 5, want, sizeof want);
}

static void a_certificate_without_an_issuer_issues_itself(void **state)
{
	struct certificate_plan plan = full();
	struct octets der;
	struct certificate_facts facts;

	(void)state;
	plan.issuer = (struct octets){ NULL, 0 };
	plan.key = root_public;
	der = made_of(&plan);
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_same(facts.subject, facts.plan.issuer);
}

static void the_issuers_name_stands_as_it_stood_in_its_own(void **state)
{
	/* CN=Root as PrintableString, which we would not write ourselves */
	static const unsigned char name[] = { 0x30, 0x0f, 0x31, 0x0d, 0x30,
					      0x0b, 0x06, 0x03, 0x55, 0x04,
					      0x03, 0x13, 0x04, 'R',  'o',
					      'o',  't' };
	struct certificate_plan plan = full();
	struct octets der;
	struct certificate_facts facts;

	(void)state;
	plan.issuer = (struct octets){ name, sizeof name };
	der = made_of(&plan);
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_same(facts.plan.issuer, plan.issuer);
}

static void a_finished_certificate_verifies_with_its_issuer_only(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	unsigned char *changed = arena_bytes(arena, der.bytes, der.size);

	(void)state;
	assert_int_equal(certificate_verify(der, root, &err), OK);
	assert_int_equal(certificate_verify(der, other, &err), REFUSED);
	assert_true(error_has(&err, "signature_wrong"));
	changed[40] ^= 1; /* in the serial or name */
	assert_int_not_equal(
	    certificate_verify((struct octets){ changed, der.size }, root,
			       &err),
	    OK);
}

static void another_kind_of_key_does_not_finish_it(void **state)
{
	OWN(key) struct key *p384 = NULL;
	struct certificate_plan plan = full();
	struct octets der = { NULL, 0 };

	(void)state;
	assert_int_equal(key_generate(KEY_P384, &p384, &err), OK);
	assert_int_equal(
	    certificate_finish(arena, tbs_of(&plan), p384, &der, &err), CONFIG);
	assert_true(error_has(&err, "issuer_key_mismatch"));
	assert_null(der.bytes);
	plan.issuer_key = KEY_P384;
	assert_int_equal(
	    certificate_finish(arena, tbs_of(&plan), p384, &der, &err), OK);
}

static void rsa_issues_too(void **state)
{
	OWN(key) struct key *rsa = NULL;
	struct certificate_plan plan = full();
	struct octets der = { NULL, 0 };
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(key_generate(KEY_RSA3072, &rsa, &err), OK);
	plan.issuer_key = KEY_RSA3072;
	assert_int_equal(key_public(arena, rsa, &plan.key, &err), OK);
	assert_int_equal(
	    certificate_finish(arena, tbs_of(&plan), rsa, &der, &err), OK);
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_int_equal(facts.plan.key.kind, KEY_RSA3072);
	assert_int_equal(facts.plan.issuer_key, KEY_RSA3072);
}

static void what_is_no_tbs_is_not_signed(void **state)
{
	struct certificate_plan plan = full();
	struct octets tbs = tbs_of(&plan), der = { NULL, 0 };
	unsigned char *longer = arena_alloc(arena, tbs.size + 1);

	(void)state;
	memcpy(longer, tbs.bytes, tbs.size);
	assert_int_equal(
	    certificate_finish(arena, (struct octets){ longer, tbs.size + 1 },
			       root, &der, &err),
	    DATA);
	assert_int_equal(
	    certificate_finish(arena, (struct octets){ longer, tbs.size - 1 },
			       root, &der, &err),
	    DATA);
	assert_int_equal(certificate_finish(arena, (struct octets){ NULL, 0 },
					    root, &der, &err),
			 DATA);
	assert_null(der.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_plan_gives_the_same_bytes),
		cmocka_unit_test(values_that_cannot_be_written_are_refused),
		cmocka_unit_test(
		    a_notice_of_200_characters_fits_and_201_do_not),
		cmocka_unit_test(
		    a_top_bit_and_leading_zeroes_are_encoded_minimally),
		cmocka_unit_test(a_certificate_without_an_issuer_issues_itself),
		cmocka_unit_test(
		    the_issuers_name_stands_as_it_stood_in_its_own),
		cmocka_unit_test(
		    a_finished_certificate_verifies_with_its_issuer_only),
		cmocka_unit_test(another_kind_of_key_does_not_finish_it),
		cmocka_unit_test(rsa_issues_too),
		cmocka_unit_test(what_is_no_tbs_is_not_signed),
	};

	error_reset(&err);
	return cmocka_run_group_tests_name("certificate", tests, set_up,
					   tear_down);
}
