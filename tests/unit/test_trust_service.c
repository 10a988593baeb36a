/* test_trust_service - what a trusted list's history makes of a certificate */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/model/field.h>
#include <ipp/rule/trust_service.h>

#define YEAR   ((int64_t)31556952)
#define Y2015  INT64_C(1420070400)
#define Y2018  INT64_C(1514764800)
#define Y2020  INT64_C(1577836800)
#define Y2024  INT64_C(1704067200)
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Supervised, then granted in 2018, withdrawn in 2024. */
static const struct trust_period history[] = {
	{ .from = Y2024, .status = TRUST_WITHDRAWN,
	  .purposes = TRUST_FOR_SIGNATURES },
	{ .from = Y2018, .status = TRUST_GRANTED,
	  .purposes = TRUST_FOR_SIGNATURES },
	{ .from = Y2015, .status = TRUST_UNDER_SUPERVISION },
};

static struct trust_anchor anchor(const struct trust_period *periods, size_t n)
{
	return (struct trust_anchor){
		.source = TRUST_LIST,
		.service_type = TRUST_CA_QC,
		.periods = periods,
		.period_count = n,
		.next_update = Y2024 + YEAR,
	};
}

static struct certificate_plan qualified_leaf(int64_t not_before)
{
	static const struct policy policies[] = { { .oid = "0.4.0.194112.1.2" },
						  { .oid = "1.3.9.1" } };
	static const struct name_attribute subject[] = {
		{ ATTRIBUTE_SURNAME, "Rossi", NULL },
		{ ATTRIBUTE_OTHER, "x", "1.3.9.9" },
	};

	return (struct certificate_plan){
		.not_before = not_before,
		.key_usage = KEY_USAGE_NON_REPUDIATION,
		.has_qc = true,
		.qc = { .compliance = true, .qscd = true,
			.types = QC_TYPE_ESIGN },
		.policies = policies,
		.policy_count = COUNT(policies),
		.subject = subject,
		.subject_count = COUNT(subject),
	};
}

static struct trust_verdict judge(const struct trust_anchor *it,
				  const struct certificate_plan *leaf,
				  int64_t at)
{
	struct trust_verdict ret;

	trust_service_judge(it, leaf, at, Y2024, 0, &ret);
	return ret;
}

static void a_service_counts_as_it_was_at_that_instant(void **state)
{
	struct trust_anchor it = anchor(history, COUNT(history));
	struct certificate_plan leaf = qualified_leaf(Y2018);
	struct trust_verdict verdict;

	(void)state;
	verdict = judge(&it, &leaf, Y2020);
	assert_true(verdict.granted && verdict.qualified && verdict.qscd);
	assert_int_equal(verdict.since, Y2018);
	verdict = judge(&it, &leaf, Y2024 - 1);
	assert_true(verdict.granted && verdict.qualified);
	verdict = judge(&it, &leaf, Y2024);
	assert_false(verdict.granted || verdict.qualified || verdict.qscd);
	assert_int_equal(verdict.status, TRUST_WITHDRAWN);
	verdict = judge(&it, &leaf, Y2015 - 1);
	assert_false(verdict.granted);
	assert_int_equal(verdict.status, ABSENT);
}

static void a_certificate_of_a_time_without_grant_stays_unqualified(void **state)
{
	struct trust_anchor it = anchor(history, COUNT(history));
	struct certificate_plan leaf = qualified_leaf(Y2015 - 1);

	(void)state;
	assert_false(judge(&it, &leaf, Y2020).qualified);
	leaf.not_before = Y2015; /* supervised before eIDAS was good */
	assert_true(judge(&it, &leaf, Y2020).qualified);
	leaf.not_before = EIDAS_INSTANT;
	assert_false(judge(&it, &leaf, Y2020).qualified);
}

static void supervision_ends_with_the_regulation(void **state)
{
	struct trust_anchor it = anchor(history, COUNT(history));

	(void)state;
	assert_true(judge(&it, NULL, EIDAS_INSTANT - 1).granted);
	assert_false(judge(&it, NULL, EIDAS_INSTANT).granted);
}

static void an_old_list_is_not_fresh(void **state)
{
	struct trust_anchor it = anchor(history, COUNT(history));
	struct trust_verdict verdict;

	(void)state;
	trust_service_judge(&it, NULL, Y2020, it.next_update, 0, &verdict);
	assert_true(verdict.fresh);
	trust_service_judge(&it, NULL, Y2020, it.next_update + 1, 0, &verdict);
	assert_false(verdict.fresh);
	assert_true(verdict.granted);
	trust_service_judge(&it, NULL, Y2020, it.next_update + 5, 5, &verdict);
	assert_true(verdict.fresh);
	trust_service_judge(&it, NULL, Y2020, it.next_update + 6, 5, &verdict);
	assert_false(verdict.fresh);
	it.next_update = ABSENT;
	trust_service_judge(&it, NULL, Y2020, INT64_MAX, 0, &verdict);
	assert_true(verdict.fresh);
}

static void seals_and_unqualified_certificates_are_told_apart(void **state)
{
	struct trust_anchor it = anchor(history, COUNT(history));
	struct certificate_plan leaf = qualified_leaf(Y2018);

	(void)state;
	leaf.qc.types = QC_TYPE_ESEAL;
	assert_false(judge(&it, &leaf, Y2020).qualified);
	leaf.qc.types = QC_TYPE_ESIGN | QC_TYPE_ESEAL;
	assert_false(judge(&it, &leaf, Y2020).qualified);
	leaf.qc.types = 0;
	assert_true(judge(&it, &leaf, Y2020).qualified);
	leaf.qc.qscd = false;
	assert_false(judge(&it, &leaf, Y2020).qscd);
	leaf.qc.compliance = false;
	assert_false(judge(&it, &leaf, Y2020).qualified);
	leaf = qualified_leaf(Y2018);
	it.service_type = TRUST_CA;
	assert_false(judge(&it, &leaf, Y2020).qualified);
	assert_true(judge(&it, &leaf, Y2020).granted);
}

static void a_service_for_seals_issues_nothing_for_signatures(void **state)
{
	struct trust_period period = { .from = Y2018,
				       .status = TRUST_GRANTED,
				       .purposes = TRUST_FOR_SEALS };
	struct trust_anchor it = anchor(&period, 1);
	struct certificate_plan leaf = qualified_leaf(Y2018);

	(void)state;
	assert_false(judge(&it, &leaf, Y2020).qualified);
	period.purposes = 0;
	assert_false(judge(&it, &leaf, Y2020).qualified);
	period.purposes = TRUST_FOR_SEALS | TRUST_FOR_SIGNATURES;
	assert_true(judge(&it, &leaf, Y2020).qualified);
}

/* One qualification of a granted service. */
static struct trust_verdict qualify(const struct certificate_plan *leaf,
				    unsigned qualifiers,
				    const struct trust_criteria *criteria)
{
	struct trust_qualification qualification = { qualifiers, *criteria };
	struct trust_period period = { .from = Y2018,
				       .status = TRUST_GRANTED,
				       .purposes = TRUST_FOR_SIGNATURES,
				       .qualifications = &qualification,
				       .qualification_count = 1 };
	struct trust_anchor it = anchor(&period, 1);

	return judge(&it, leaf, Y2020);
}

static const char *const listed[] = { "1.3.9.1" };
static const char *const unlisted[] = { "1.3.9.1", "1.3.9.2" };
static const char *const named[] = { "2.5.4.4", "1.3.9.9" };
static const char *const unnamed[] = { "2.5.4.42" };
static const struct texts has_policy = { listed, 1 };
static const struct texts lacks_policy = { unlisted, 2 };
static const struct texts has_name = { named, 2 };
static const struct texts lacks_name = { unnamed, 1 };
static const struct trust_usage signs = { KEY_USAGE_NON_REPUDIATION |
					      KEY_USAGE_DIGITAL_SIGNATURE,
					  KEY_USAGE_NON_REPUDIATION };

static void the_list_overrides_the_certificate(void **state)
{
	struct certificate_plan leaf = qualified_leaf(Y2018);
	struct trust_criteria all = { .policies = &has_policy,
				      .policy_count = 1 };

	(void)state;
	assert_false(qualify(&leaf, TRUST_NOT_QUALIFIED, &all).qualified);
	assert_false(qualify(&leaf, TRUST_NO_QSCD, &all).qscd);
	assert_true(qualify(&leaf, TRUST_NO_QSCD, &all).qualified);
	assert_false(qualify(&leaf, TRUST_FOR_SEALS, &all).qualified);
	leaf.qc = (struct qc_statements){ .types = 0 };
	assert_false(qualify(&leaf, 0, &all).qualified);
	assert_true(qualify(&leaf, TRUST_QC_STATEMENT, &all).qualified);
	assert_true(qualify(&leaf, TRUST_WITH_QSCD, &all).qscd);
	assert_false(qualify(&leaf, TRUST_QC_STATEMENT | TRUST_NOT_QUALIFIED,
			     &all).qualified);
	leaf.qc.types = QC_TYPE_ESEAL;
	assert_true(qualify(&leaf, TRUST_QC_STATEMENT | TRUST_FOR_SIGNATURES,
			    &all).qualified);
	all.policies = &lacks_policy;
	assert_false(qualify(&leaf, TRUST_QC_STATEMENT, &all).qualified);
}

static void what_nobody_can_judge_counts_against_the_certificate(void **state)
{
	struct certificate_plan leaf = qualified_leaf(Y2018);
	struct trust_criteria foreign = { .foreign = 1 };
	struct trust_criteria none = { .assertion = TRUST_ASSERT_ALL };

	(void)state;
	assert_false(qualify(&leaf, TRUST_NOT_QUALIFIED, &foreign).qualified);
	assert_false(qualify(&leaf, TRUST_NOT_QUALIFIED, &none).qualified);
	assert_false(qualify(&leaf, TRUST_NO_QSCD, &foreign).qscd);
	leaf.qc = (struct qc_statements){ .types = 0 };
	assert_false(qualify(&leaf, TRUST_QC_STATEMENT, &foreign).qualified);
	assert_false(qualify(&leaf, TRUST_WITH_QSCD, &none).qscd);
}

/* Whether NotQualified takes hold tells what the criteria said. */
static bool holds(const struct trust_criteria *criteria)
{
	struct certificate_plan leaf = qualified_leaf(Y2018);

	return !qualify(&leaf, TRUST_NOT_QUALIFIED, criteria).qualified;
}

static void criteria_assert_all_any_or_none(void **state)
{
	struct trust_criteria it = { .usages = &signs, .usage_count = 1,
				     .policies = &has_policy,
				     .policy_count = 1,
				     .attributes = &has_name,
				     .attribute_count = 1 };
	struct trust_criteria outer = { .lists = &it, .list_count = 1 };

	(void)state;
	assert_true(holds(&it));
	it.attributes = &lacks_name;
	assert_false(holds(&it));
	it.assertion = TRUST_ASSERT_ANY;
	assert_true(holds(&it));
	it.assertion = TRUST_ASSERT_NONE;
	assert_false(holds(&it));
	it = (struct trust_criteria){ .assertion = TRUST_ASSERT_NONE,
				      .attributes = &lacks_name,
				      .attribute_count = 1 };
	assert_true(holds(&it));
	assert_true(holds(&outer));
	outer.assertion = TRUST_ASSERT_NONE;
	assert_false(holds(&outer));
	it = (struct trust_criteria){ .purposes = &has_policy,
				      .purpose_count = 1 };
	outer.assertion = TRUST_ASSERT_ALL;
	assert_false(holds(&outer));
}

static void a_bit_of_key_usage_may_be_asked_to_be_absent(void **state)
{
	struct trust_usage usage = { KEY_USAGE_DIGITAL_SIGNATURE, 0 };
	struct trust_criteria it = { .usages = &usage, .usage_count = 1 };

	(void)state;
	assert_true(holds(&it));
	usage.value = KEY_USAGE_DIGITAL_SIGNATURE;
	assert_false(holds(&it));
}

static void a_timestamp_is_qualified_by_its_service(void **state)
{
	struct trust_anchor it = anchor(history, COUNT(history));

	(void)state;
	assert_false(judge(&it, NULL, Y2020).qualified);
	it.service_type = TRUST_TSA_QTST;
	assert_true(judge(&it, NULL, Y2020).qualified);
	assert_false(judge(&it, NULL, Y2024).qualified);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_service_counts_as_it_was_at_that_instant),
		cmocka_unit_test(
		    a_certificate_of_a_time_without_grant_stays_unqualified),
		cmocka_unit_test(supervision_ends_with_the_regulation),
		cmocka_unit_test(an_old_list_is_not_fresh),
		cmocka_unit_test(
		    seals_and_unqualified_certificates_are_told_apart),
		cmocka_unit_test(
		    a_service_for_seals_issues_nothing_for_signatures),
		cmocka_unit_test(the_list_overrides_the_certificate),
		cmocka_unit_test(
		    what_nobody_can_judge_counts_against_the_certificate),
		cmocka_unit_test(criteria_assert_all_any_or_none),
		cmocka_unit_test(a_bit_of_key_usage_may_be_asked_to_be_absent),
		cmocka_unit_test(a_timestamp_is_qualified_by_its_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
