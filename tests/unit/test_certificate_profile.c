/* test_certificate_profile - every profile is itself and no other */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "certificate_profile_aid.h"

/* Field experience: thousands of certificates with their RDNs reversed. The
 * goldens were read with other people's programs before they came here; the
 * driver certificates.c writes new ones where a profile must change. */
static void every_profile_is_golden_byte_for_byte(void **state)
{
	const struct certificate_profile *p;

	(void)state;
	for (size_t i = 0; (p = sample_profile(i)); i++) {
		const char *path =
		    arena_printf(all.arena, SAMPLES_FOLDER "%s.tbs", p->code);
		struct sample one;
		struct octets tbs;
		unsigned char *golden;
		size_t n;

		sample_make(&all, p->code, &one);
		assert_int_equal(
		    certificate_tbs(all.arena, &one.plan, &tbs, err), OK);
		if (file_read(all.arena, path, 65536, &golden, &n, err) != OK)
			fail_msg("%s", err->mistakes[0].text);
		assert_int_equal(tbs.size, n);
		assert_memory_equal(tbs.bytes, golden, n);
	}
}

static void every_profile_passes_its_own_judgement(void **state)
{
	const struct certificate_profile *p;

	(void)state;
	for (size_t i = 0; (p = sample_profile(i)); i++) {
		struct sample one;

		sample_make(&all, p->code, &one);
		if (judge(&one) != OK)
			fail_msg("%s: %s", p->code, err->mistakes[0].code);
		assert_int_equal(err->count, 0);
	}
}

/* So certificates can be judged again long after they were issued. */
static void a_certificate_that_was_read_passes_too(void **state)
{
	const struct certificate_profile *p;

	(void)state;
	for (size_t i = 0; (p = sample_profile(i)); i++) {
		struct certificate_facts facts;
		struct sample one;
		struct octets tbs, der;

		sample_make(&all, p->code, &one);
		assert_int_equal(
		    certificate_tbs(all.arena, &one.plan, &tbs, err), OK);
		assert_int_equal(
		    certificate_finish(all.arena, tbs, one.signer, &der, err),
		    OK);
		assert_int_equal(certificate_read(all.arena, der.bytes,
						  der.size, &facts, err),
				 OK);
		one.plan = facts.plan;
		if (judge(&one) != OK)
			fail_msg("%s: %s", p->code, err->mistakes[0].code);
	}
}

/* If only because of the issuer's own policy. */
static void no_certificate_passes_as_one_of_another_profile(void **state)
{
	const struct certificate_profile *a, *b;

	(void)state;
	for (size_t i = 0; (a = sample_profile(i)); i++)
		for (size_t k = 0; (b = sample_profile(k)); k++) {
			struct sample one;

			if (a == b)
				continue;
			sample_make(&all, a->code, &one);
			one.profile = b;
			assert_int_equal(judge(&one), REFUSED);
		}
}

static void profiles_are_found_by_their_exact_code(void **state)
{
	(void)state;
	assert_string_equal(certificate_profile_find("REM-SPID")->code,
			    "REM-SPID");
	assert_null(certificate_profile_find("rem"));
	assert_null(certificate_profile_find(""));
	assert_null(certificate_profile_find(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_profile_is_golden_byte_for_byte),
		cmocka_unit_test(every_profile_passes_its_own_judgement),
		cmocka_unit_test(a_certificate_that_was_read_passes_too),
		cmocka_unit_test(
		    no_certificate_passes_as_one_of_another_profile),
		cmocka_unit_test(profiles_are_found_by_their_exact_code),
	};

	return cmocka_run_group_tests_name("certificate_profile", tests, set_up,
					   tear_down);
}
