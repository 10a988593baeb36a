/* test_officer_certificate - which certificates an officer may sign with */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <ipp/base/certificate.h>
#include <ipp/model/field.h>
#include <ipp/model/words.h>
#include <ipp/rule/officer_certificate.h>

#define FROM 1000000
#define TO   2000000

static struct certificate_facts facts;
static struct officer_certificate it;

static int good(void **state)
{
	(void)state;
	facts = (struct certificate_facts){
		.serial = "0A",
		.plan = { .key_usage = KEY_USAGE_NON_REPUDIATION,
			  .not_before = FROM,
			  .not_after = TO },
	};
	it = (struct officer_certificate){ .facts = &facts,
					   .registered = true,
					   .withdrawn_at = ABSENT,
					   .status = ABSENT,
					   .since = ABSENT };
	return 0;
}

static void refused(int64_t now, const char *code)
{
	struct error err;

	error_reset(&err);
	assert_int_equal(officer_certificate_check(&it, now, &err), REFUSED);
	assert_string_equal(err.mistakes[0].code, code);
	assert_non_null(strstr(err.mistakes[0].text, "0A"));
}

static void taken(int64_t now)
{
	struct error err;

	error_reset(&err);
	assert_int_equal(officer_certificate_check(&it, now, &err), OK);
	assert_int_equal(err.count, 0);
}

static void both_ends_of_the_validity_are_inside(void **state)
{
	(void)state;
	refused(FROM - 1, "certificate_not_yet_valid");
	taken(FROM);
	taken(TO);
	refused(TO + 1, "certificate_expired");
}

static void it_must_be_registered_and_not_withdrawn(void **state)
{
	(void)state;
	it.withdrawn_at = FROM;
	refused(FROM, "certificate_withdrawn");
	it.registered = false;
	refused(FROM, "certificate_not_registered");
}

static void it_must_be_meant_for_signatures_of_a_person(void **state)
{
	(void)state;
	facts.plan.key_usage |= KEY_USAGE_DIGITAL_SIGNATURE;
	taken(FROM);
	facts.plan.key_usage = KEY_USAGE_DIGITAL_SIGNATURE;
	refused(FROM, "certificate_purpose");
	facts.plan.key_usage = KEY_USAGE_NON_REPUDIATION;
	facts.plan.authority = true;
	refused(FROM, "certificate_purpose");
}

static void one_of_ours_signs_while_it_is_active_only(void **state)
{
	static const struct {
		int64_t status;
		const char *code;
	} cases[] = {
		{ STATUS_SUSPENDED, "certificate_suspended" },
		{ STATUS_REVOKED, "certificate_revoked" },
		{ STATUS_EXPIRED, "certificate_revoked" },
		{ STATUS_ISSUING, "certificate_revoked" },
	};

	(void)state;
	it.since = FROM;
	it.status = STATUS_ACTIVE;
	taken(FROM);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		it.status = cases[i].status;
		refused(FROM, cases[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(both_ends_of_the_validity_are_inside,
				       good),
		cmocka_unit_test_setup(it_must_be_registered_and_not_withdrawn,
				       good),
		cmocka_unit_test_setup(
		    it_must_be_meant_for_signatures_of_a_person, good),
		cmocka_unit_test_setup(
		    one_of_ours_signs_while_it_is_active_only, good),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
