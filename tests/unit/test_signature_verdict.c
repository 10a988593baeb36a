/* test_signature_verdict - which facts lead to which indication */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/field.h>
#include <ipp/rule/signature_verdict.h>
#include <ipp/rule/trust_service.h>

#define NOW INT64_C(1795335300)
#define DAY INT64_C(86400)

static struct arena *arena;

/* A signature with which everything is right. */
static struct path_link links[2];
static struct path_facts path;
static struct signature_facts facts;
static struct trust_verdict trust;
static struct signature_case good;

static int begin(void **state)
{
	const struct path_link link = {
		.not_before = NOW - 100 * DAY,
		.not_after = NOW + 100 * DAY,
		.revocation = { .needed = true,
				.known = true,
				.this_update = NOW,
				.next_update = NOW + DAY,
				.revoked_at = ABSENT },
	};

	(void)state;
	if (!arena)
		arena = arena_new();
	links[0] = links[1] = link;
	path =
	    (struct path_facts){ .complete = true, .links = links, .count = 2 };
	facts = (struct signature_facts){ .holds = true,
					  .names_certificate = true,
					  .signing_time = NOW - DAY };
	trust = (struct trust_verdict){ .granted = true, .fresh = true };
	good = (struct signature_case){ &facts, &path, &trust, NOW };
	return 0;
}

static void expect(enum indication indication, int64_t sub)
{
	struct signature_judgement it;

	signature_judge(&good, arena, &it);
	assert_int_equal(it.indication, indication);
	assert_int_equal(it.sub, sub);
	assert_true((it.reason == NULL) == (indication == TOTAL_PASSED));
}

static void what_is_right_passes(void **state)
{
	(void)state;
	expect(TOTAL_PASSED, ABSENT);
	good.trust = NULL; /* no list */
	expect(TOTAL_PASSED, ABSENT);
	path.count = 0; /* the certificate itself is trusted */
	expect(TOTAL_PASSED, ABSENT);
	begin(NULL);
	links[0].revocation.known = false;
	links[0].revocation.needed = false; /* a short-lived one */
	expect(TOTAL_PASSED, ABSENT);
}

static void a_fault_of_the_signature_comes_first(void **state)
{
	static const struct {
		enum sub_indication sub;
		enum indication indication;
	} rows[] = {
		{ FORMAT_FAILURE, TOTAL_FAILED },
		{ HASH_FAILURE, TOTAL_FAILED },
		{ SIG_CRYPTO_FAILURE, TOTAL_FAILED },
		{ SIGNED_DATA_NOT_FOUND, INDETERMINATE },
		{ NO_SIGNING_CERTIFICATE_FOUND, INDETERMINATE },
	};

	(void)state;
	path.complete = false;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		facts.fault = (struct signature_fault){ rows[i].sub, "x" };
		expect(rows[i].indication, rows[i].sub);
	}
}

static void without_a_path_nothing_is_said(void **state)
{
	(void)state;
	path.complete = false;
	expect(INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
	good.path = NULL;
	expect(INDETERMINATE, NO_CERTIFICATE_CHAIN_FOUND);
	begin(NULL);
	path.fault = (struct signature_fault){ CHAIN_CONSTRAINTS_FAILURE, "x" };
	expect(INDETERMINATE, CHAIN_CONSTRAINTS_FAILURE);
}

static void a_list_has_to_vouch_and_to_be_current(void **state)
{
	(void)state;
	trust.granted = false;
	expect(INDETERMINATE, CHAIN_CONSTRAINTS_FAILURE);
	trust.fresh = false; /* nothing can be told then */
	expect(INDETERMINATE, TRY_LATER);
}

static void a_revocation_counts_from_its_instant(void **state)
{
	struct revocation_facts *r = &links[0].revocation;

	(void)state;
	r->revoked = true;
	r->revoked_at = NOW;
	expect(INDETERMINATE, REVOKED_NO_POE);
	good.at = NOW - 1; /* proved */
	expect(TOTAL_PASSED, ABSENT);
	good.at = NOW;
	facts.signing_time = NOW; /* he says so himself */
	expect(TOTAL_FAILED, REVOKED);
	facts.signing_time = ABSENT;
	expect(INDETERMINATE, REVOKED_NO_POE);
	r->revoked_at = ABSENT; /* from the beginning, as it is not told */
	good.at = NOW - 50 * DAY;
	expect(INDETERMINATE, REVOKED_NO_POE);
	begin(NULL);
	links[1].revocation.revoked = true;
	links[1].revocation.revoked_at = NOW;
	expect(INDETERMINATE, REVOKED_CA_NO_POE);
}

static void validity_counts_to_the_second(void **state)
{
	(void)state;
	good.at = links[0].not_after;
	expect(TOTAL_PASSED, ABSENT);
	good.at++;
	expect(INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
	facts.signing_time = links[0].not_after + 1;
	expect(TOTAL_FAILED, EXPIRED);
	good.at = links[0].not_before;
	expect(TOTAL_PASSED, ABSENT);
	good.at--;
	expect(TOTAL_FAILED, NOT_YET_VALID);
	begin(NULL);
	links[1].not_after = NOW - 1;
	expect(INDETERMINATE, OUT_OF_BOUNDS_NO_POE);
}

static void what_is_not_known_is_not_good(void **state)
{
	(void)state;
	links[1].revocation.known = false;
	expect(INDETERMINATE, TRY_LATER);
	begin(NULL);
	links[0].revocation.known = false;
	expect(INDETERMINATE, TRY_LATER);
}

static void constraints_come_last(void **state)
{
	(void)state;
	facts.constraint =
	    (struct signature_fault){ CRYPTO_CONSTRAINTS_FAILURE, "x" };
	expect(INDETERMINATE, CRYPTO_CONSTRAINTS_FAILURE);
	links[0].revocation.known = false;
	expect(INDETERMINATE, TRY_LATER);
	begin(NULL);
	facts.names_certificate = false;
	expect(INDETERMINATE, SIG_CONSTRAINTS_FAILURE);
	facts.format = SIGNATURE_PADES_PKCS7; /* never had to */
	expect(TOTAL_PASSED, ABSENT);
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_right_passes, begin),
		cmocka_unit_test_setup(a_fault_of_the_signature_comes_first,
				       begin),
		cmocka_unit_test_setup(without_a_path_nothing_is_said, begin),
		cmocka_unit_test_setup(a_list_has_to_vouch_and_to_be_current,
				       begin),
		cmocka_unit_test_setup(a_revocation_counts_from_its_instant,
				       begin),
		cmocka_unit_test_setup(validity_counts_to_the_second, begin),
		cmocka_unit_test_setup(what_is_not_known_is_not_good, begin),
		cmocka_unit_test_setup(constraints_come_last, begin),
	};

	return cmocka_run_group_tests(tests, NULL, end);
}
