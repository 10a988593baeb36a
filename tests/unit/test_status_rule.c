/* test_status_rule - what a request to suspend or revoke is judged to be */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include <ipp/base/time.h>
#include <ipp/model/status_change.h>
#include <ipp/rule/status_change.h>

#define NOW  INT64_C(1795335300)
#define HOUR INT64_C(3600)

static struct error err;

/* A request that nothing is wrong with. */
static struct status_wish wish_of(int64_t action, int64_t motive)
{
	return (struct status_wish){
		.action = action,
		.requester = ABSENT,
		.motive = motive,
		.publication = ABSENT,
		.has_attachment = true,
		.received_at = ABSENT,
		.compromised_at = ABSENT,
		.activated_at = NOW - 100 * DAY_SECONDS,
		.valid_until = NOW + 100 * DAY_SECONDS,
		.now = NOW,
	};
}

static struct status_plan planned(const struct status_wish *wish)
{
	struct status_plan ret = { 0 };

	error_reset(&err);
	assert_int_equal(status_change_judge(wish, &ret, &err), OK);
	return ret;
}

/* Exactly these mistakes, apart by blanks. */
static void refused(const struct status_wish *wish, enum status status,
		    const char *codes)
{
	struct status_plan plan = { .due_at = 7 };
	char found[200] = "";

	error_reset(&err);
	assert_int_equal(status_change_judge(wish, &plan, &err), status);
	for (size_t i = 0; i < err.count; i++)
		(void)snprintf(found + strlen(found),
			       sizeof found - strlen(found), "%s%s",
			       i ? " " : "", err.mistakes[i].code);
	assert_string_equal(found, codes);
	assert_int_equal(plan.due_at, 7);
}

static void test_each_motive_has_its_reason_and_its_time(void **state)
{
	static const struct {
		int64_t motive;
		const char *reason;
		int64_t hours;
	} rows[] = {
		{ MOTIVE_CONTRACT_WITHDRAWAL, "cessationOfOperation", 24 },
		{ MOTIVE_KEY_COMPROMISED, "keyCompromise", 1 },
		{ MOTIVE_ROLE_REVOKED, "affiliationChanged", 24 },
		{ MOTIVE_DEVICE_UNUSABLE, "superseded", 24 },
		{ MOTIVE_DATA_CHANGED, "affiliationChanged", 24 },
		{ MOTIVE_OFFICE_PROCEDURE, "privilegeWithdrawn", 24 },
		{ MOTIVE_LOSS, "certificateHold", 1 },
		{ MOTIVE_DISUSE, "certificateHold", 1 },
		{ MOTIVE_VERIFICATION, "certificateHold", 1 },
		{ MOTIVE_OTHER, "certificateHold", 1 },
		{ ABSENT, "removeFromCRL", 24 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct status_wish wish =
		    wish_of(ACTION_REVOKE, rows[i].motive);
		struct status_plan plan = planned(&wish);

		assert_string_equal(plan.crl_reason, rows[i].reason);
		assert_int_equal(plan.due_at, NOW + rows[i].hours * HOUR);
		assert_int_equal(plan.requester, REQUESTER_OWNER);
		assert_false(plan.is_hastened || plan.is_late);
	}
}

static void test_publication_is_chosen_where_it_may_be(void **state)
{
	struct status_wish wish =
	    wish_of(ACTION_REVOKE, MOTIVE_DEVICE_UNUSABLE);
	struct status_plan plan;

	(void)state;
	wish.publication = PUBLICATION_IMMEDIATE;
	assert_int_equal(planned(&wish).due_at, NOW + HOUR);
	wish.motive = MOTIVE_KEY_COMPROMISED;
	wish.publication = PUBLICATION_NORMAL;
	plan = planned(&wish);
	assert_int_equal(plan.publication, PUBLICATION_IMMEDIATE);
	assert_true(plan.is_hastened);
}

static void test_time_runs_from_when_it_was_received(void **state)
{
	struct status_wish wish =
	    wish_of(ACTION_REVOKE, MOTIVE_DEVICE_UNUSABLE);

	(void)state;
	wish.received_at = NOW - DAY_SECONDS;
	assert_int_equal(planned(&wish).due_at, NOW);
	assert_false(planned(&wish).is_late);
	wish.received_at--;
	assert_true(planned(&wish).is_late);
	wish.received_at = wish.activated_at;
	(void)planned(&wish);
	wish.received_at--;
	refused(&wish, DATA, "received_too_early");
	wish.received_at = NOW;
	(void)planned(&wish);
	wish.received_at++;
	refused(&wish, DATA, "received_in_future");
}

static void test_a_third_party_stands_in_the_certificate(void **state)
{
	struct status_wish wish = wish_of(ACTION_REVOKE, MOTIVE_ROLE_REVOKED);

	(void)state;
	wish.third_party = "Ordine";
	refused(&wish, DATA, "third_party_unused");
	wish.requester = REQUESTER_THIRD_PARTY;
	refused(&wish, REFUSED, "third_party_not_named");
	wish.third_party_stands = true;
	assert_int_equal(planned(&wish).requester, REQUESTER_THIRD_PARTY);
	wish.third_party = NULL;
	refused(&wish, DATA, "third_party_missing");
}

static void test_a_withdrawal_comes_with_the_contract(void **state)
{
	struct status_wish wish =
	    wish_of(ACTION_REVOKE, MOTIVE_CONTRACT_WITHDRAWAL);

	(void)state;
	wish.has_attachment = false;
	refused(&wish, DATA, "attachment_missing");
	wish.motive = MOTIVE_DATA_CHANGED;
	(void)planned(&wish);
}

static void test_only_a_compromised_key_was_compromised(void **state)
{
	struct status_wish wish =
	    wish_of(ACTION_REVOKE, MOTIVE_KEY_COMPROMISED);

	(void)state;
	wish.compromised_at = NOW;
	(void)planned(&wish);
	wish.compromised_at++;
	refused(&wish, DATA, "compromised_in_future");
	wish.compromised_at = NOW - 1;
	wish.motive = MOTIVE_DEVICE_UNUSABLE;
	refused(&wish, DATA, "compromised_unused");
}

static void test_all_mistakes_are_told_at_once(void **state)
{
	struct status_wish wish =
	    wish_of(ACTION_REVOKE, MOTIVE_CONTRACT_WITHDRAWAL);

	(void)state;
	wish.requester = REQUESTER_THIRD_PARTY;
	wish.has_attachment = false;
	wish.received_at = NOW + 1;
	wish.compromised_at = NOW;
	refused(&wish, DATA,
		"third_party_missing attachment_missing received_in_future "
		"compromised_unused");
	wish = wish_of(ACTION_REVOKE, MOTIVE_DATA_CHANGED);
	wish.valid_until = NOW;
	(void)planned(&wish);
	wish.valid_until--;
	refused(&wish, REFUSED, "certificate_expired");
}

static void suspends(int64_t until, int64_t max_days, int64_t at_end,
		     int64_t ends, int64_t then)
{
	const struct suspension_limits limits = { max_days, at_end };
	struct status_wish wish = wish_of(ACTION_SUSPEND, MOTIVE_LOSS);
	int64_t ends_at = 0, at = 0;

	error_reset(&err);
	assert_int_equal(suspension_judge(&wish, until, &limits, &ends_at, &at,
					  &err),
			 OK);
	assert_int_equal(ends_at, ends);
	assert_int_equal(at, then);
}

static void suspends_not(int64_t until, int64_t max_days, enum status status,
			 const char *code)
{
	const struct suspension_limits limits = { max_days, ABSENT };
	struct status_wish wish = wish_of(ACTION_SUSPEND, MOTIVE_LOSS);
	int64_t ends_at = 7, at_end = 7;

	error_reset(&err);
	assert_int_equal(suspension_judge(&wish, until, &limits, &ends_at,
					  &at_end, &err),
			 status);
	assert_string_equal(err.mistakes[0].code, code);
	assert_int_equal(ends_at, 7);
}

static void test_a_suspension_ends(void **state)
{
	const int64_t day = DAY_SECONDS;

	(void)state;
	/* what is asked for ends in being valid again, whatever the limits */
	suspends(NOW + 1, ABSENT, AT_END_REVOKE, NOW + 1, AT_END_REINSTATE);
	suspends(NOW + 30 * day, 30, ABSENT, NOW + 30 * day,
		 AT_END_REINSTATE);
	suspends(NOW + 100 * day, ABSENT, ABSENT, NOW + 100 * day,
		 AT_END_REINSTATE);
	/* what is not, as long as it may, and not beyond the certificate */
	suspends(ABSENT, 30, AT_END_REVOKE, NOW + 30 * day, AT_END_REVOKE);
	suspends(ABSENT, ABSENT, ABSENT, NOW + 100 * day, AT_END_REINSTATE);
	suspends_not(NOW, ABSENT, DATA, "until_in_past");
	suspends_not(NOW + 30 * day + 1, 30, DATA, "until_too_late");
	suspends_not(NOW + 100 * day + 1, ABSENT, DATA, "until_after_expiry");
	suspends_not(ABSENT, 0, CONFIG, "suspension_limits");
	suspends_not(ABSENT, 1101, CONFIG, "suspension_limits");
}

static void test_wrong_codes_lock_longer_and_longer(void **state)
{
	static const struct {
		int64_t failures, minutes; /* of a product; -1: not locked */
	} rows[] = {
		{ 0, -1 },  { 1, -1 },  { 4, -1 },   { 5, 15 },
		{ 6, -1 },  { 10, 30 }, { 15, 60 },  { 35, 960 },
		{ 40, 1440 }, { 45, 1440 }, { 5000000000, 1440 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t until = rows[i].minutes < 0
				    ? 0
				    : NOW + rows[i].minutes * 60;

		assert_int_equal(emergency_lock(rows[i].failures, NOW), until);
		/* an operator has four times as many */
		assert_int_equal(
		    emergency_operator_lock(4 * rows[i].failures, NOW), until);
	}
	assert_int_equal(emergency_operator_lock(19, NOW), 0);
	assert_int_equal(emergency_operator_lock(21, NOW), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_motive_has_its_reason_and_its_time),
		cmocka_unit_test(test_publication_is_chosen_where_it_may_be),
		cmocka_unit_test(test_time_runs_from_when_it_was_received),
		cmocka_unit_test(test_a_third_party_stands_in_the_certificate),
		cmocka_unit_test(test_a_withdrawal_comes_with_the_contract),
		cmocka_unit_test(test_only_a_compromised_key_was_compromised),
		cmocka_unit_test(test_all_mistakes_are_told_at_once),
		cmocka_unit_test(test_a_suspension_ends),
		cmocka_unit_test(test_wrong_codes_lock_longer_and_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
