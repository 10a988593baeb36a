/* test_remote_notice - what is to be said of a remote certificate, and when */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/base/time.h>
#include <ipp/model/health.h>
#include <ipp/rule/remote_notice.h>

#define DAY DAY_SECONDS
#define START \
	((int64_t)20000 * DAY_SECONDS + 8 * 3600) /* eight in the morning */

static struct remote_notice_verdict verdict;

/* Granted now for sixty days and 1,000 signatures, by a certificate that is
 * valid for two years; told daily from seven days on and above 90
 * percent. */
static struct remote_notice_facts facts_new(void)
{
	struct remote_notice_facts ret = {
		.change = 0,
		.registered_at = START,
		.not_after = START + 730 * DAY,
		.muted_until = ABSENT,
		.grant_id = 1,
		.granted_at = START,
		.access_ends_at = START + 60 * DAY,
		.withdrawn_at = ABSENT,
		.signature_limit = 1000,
		.days = 7,
		.percent = 90,
	};

	for (size_t i = 0; i < REMOTE_NOTICE_COUNT; i++)
		ret.told[i] = (struct remote_told){ .occurrence = ABSENT,
						    .threshold = ABSENT };
	return ret;
}

static struct remote_notice_facts by_threshold(void)
{
	struct remote_notice_facts ret = facts_new();

	ret.by_threshold = true;
	ret.thresholds = (struct expiry_notices){ { 1, 7, 15, 30 }, 4 };
	return ret;
}

/* What is new at an instant as a set of 1 << kind; it is told, as the store
 * keeps it. */
static unsigned tell(struct remote_notice_facts *facts, int64_t now)
{
	unsigned ret = 0;

	remote_notice_judge(facts, now, &verdict);
	for (size_t i = 0; i < verdict.count; i++) {
		const struct remote_notice_item *item = &verdict.items[i];
		struct remote_told *told = &facts->told[item->kind];

		if (!item->is_new)
			continue;
		ret |= 1u << item->kind;
		*told = (struct remote_told){
			.count = item->count,
			.occurrence = item->occurrence,
			.at = now,
			.threshold = item->threshold,
		};
	}
	return ret;
}

/* What is so, told or not. */
static unsigned standing(const struct remote_notice_facts *facts, int64_t now)
{
	unsigned ret = 0;

	remote_notice_judge(facts, now, &verdict);
	for (size_t i = 0; i < verdict.count; i++)
		ret |= 1u << verdict.items[i].kind;
	return ret;
}

#define ONE(kind_) (1u << NOTICE_##kind_)

static void test_the_end_is_told_daily_in_its_last_days(void **state)
{
	struct remote_notice_facts facts = facts_new();

	(void)state;
	for (int day = 0; day < 53; day++)
		assert_int_equal(tell(&facts, START + day * DAY), 0);
	/* the first second of the day on which seven are left */
	assert_int_equal(tell(&facts, START + 53 * DAY - 8 * 3600 - 1), 0);
	assert_int_equal(verdict.tell_at, START + 53 * DAY - 8 * 3600);
	assert_int_equal(verdict.notice_at, verdict.tell_at);
	for (int day = 53; day <= 60; day++) {
		int64_t now = START + day * DAY - 7 * 3600;

		assert_int_equal(tell(&facts, now), ONE(ACCESS_ENDING));
		assert_int_equal(verdict.items[0].left, 60 - day);
		assert_int_equal(verdict.items[0].ends_at, START + 60 * DAY);
		assert_int_equal(tell(&facts, now + 3600), 0); /* doubled */
	}
	assert_int_equal(verdict.tell_at, START + 60 * DAY);
}

static void test_what_has_ended_is_told_for_as_many_days(void **state)
{
	struct remote_notice_facts facts = facts_new();
	int told = 0;

	(void)state;
	assert_int_equal(standing(&facts, START + 60 * DAY - 1),
			 ONE(ACCESS_ENDING));
	for (int hour = 0; hour < 100 * 24; hour++) {
		unsigned is = tell(&facts, START + 60 * DAY + hour * 3600);

		assert_true(is == 0 || is == ONE(ACCESS_ENDED));
		told += is != 0;
	}
	assert_int_equal(told, 8);
	assert_int_equal(verdict.tell_at, facts.not_after - 7 * DAY - 8 * 3600);
	assert_int_equal(standing(&facts, START + 160 * DAY),
			 ONE(ACCESS_ENDED));
	assert_int_equal(verdict.notice_at, 0);
}

static void test_signatures_are_counted(void **state)
{
	struct remote_notice_facts facts = facts_new();

	(void)state;
	facts.signatures_used = 900;
	assert_int_equal(tell(&facts, START + DAY), 0);
	assert_int_equal(verdict.notice_signatures, 901);
	facts.signatures_used = 901;
	assert_int_equal(tell(&facts, START + DAY), ONE(ACCESS_FILLING));
	assert_int_equal(verdict.items[0].percent, 90);
	assert_int_equal(verdict.notice_signatures, 1000);
	facts.signatures_used = 999;
	assert_int_equal(tell(&facts, START + DAY + 60), 0);
	assert_int_equal(verdict.items[0].percent, 99);
	assert_int_equal(tell(&facts, START + 2 * DAY), ONE(ACCESS_FILLING));
	facts.signatures_used = 1000;
	assert_int_equal(tell(&facts, START + 2 * DAY), ONE(ACCESS_USED_UP));
	assert_int_equal(verdict.items[0].percent, 100);
	assert_int_equal(verdict.notice_signatures, ABSENT);
	/* a limit that hundredfold is no number any more */
	facts.signature_limit = INT64_MAX;
	facts.signatures_used = INT64_MAX / 100 * 90 - 1000;
	assert_int_equal(standing(&facts, START + 3 * DAY), 0);
	facts.signatures_used = verdict.notice_signatures;
	assert_int_equal(standing(&facts, START + 3 * DAY),
			 ONE(ACCESS_FILLING));
	assert_int_equal(verdict.items[0].percent, 90);
	facts.signature_limit = 3;
	facts.signatures_used = 2;
	assert_int_equal(standing(&facts, START + 3 * DAY), 0);
	assert_int_equal(verdict.notice_signatures, 3);
	facts.signature_limit = ABSENT;
	assert_int_equal(standing(&facts, START + 3 * DAY), 0);
}

static void test_each_threshold_is_told_once(void **state)
{
	static const struct {
		int day;
		int64_t threshold; /* ABSENT: nothing is told */
	} rows[] = {
		{ 29, ABSENT }, { 30, 30 },	{ 31, ABSENT }, { 44, ABSENT },
		{ 46, 15 },	{ 47, ABSENT }, { 59, 1 },	{ 60, ABSENT },
	};
	struct remote_notice_facts facts = by_threshold();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t now = START + rows[i].day * DAY - 3600;

		assert_int_equal(tell(&facts, now), rows[i].threshold == ABSENT
							? 0
							: ONE(ACCESS_ENDING));
		if (rows[i].threshold != ABSENT)
			assert_int_equal(verdict.items[0].threshold,
					 rows[i].threshold);
	}
	for (int day = 60; day < 100; day++)
		assert_int_equal(tell(&facts, START + day * DAY),
				 day == 60 ? ONE(ACCESS_ENDED) : 0);
	assert_true(verdict.tell_at > START + 600 * DAY);
}

static void test_the_next_threshold_is_waited_for(void **state)
{
	struct remote_notice_facts facts = by_threshold();
	int64_t now = START;
	int runs = 0, told = 0;

	(void)state;
	while (now < START + 61 * DAY) { /* run when there is something */
		told += tell(&facts, now) != 0;
		runs++;
		assert_true(verdict.tell_at > now);
		now = verdict.tell_at;
	}
	assert_int_equal(told, 5);
	assert_true(runs <= 7);
}

static void test_a_threshold_lies_within_the_grant(void **state)
{
	struct remote_notice_facts facts = by_threshold();

	(void)state;
	facts.access_ends_at = START + 10 * DAY;
	for (int day = 0; day < 3; day++)
		assert_int_equal(standing(&facts, START + day * DAY), 0);
	assert_int_equal(tell(&facts, START + 3 * DAY), ONE(ACCESS_ENDING));
	assert_int_equal(verdict.items[0].threshold, 7);
	/* nor is anybody told on the day of the grant itself */
	facts = facts_new();
	facts.access_ends_at = START + 3 * DAY;
	assert_int_equal(standing(&facts, START + 3600), 0);
	assert_int_equal(tell(&facts, START + DAY), ONE(ACCESS_ENDING));
}

static void test_what_was_renewed_is_silent_and_begins_anew(void **state)
{
	struct remote_notice_facts facts = facts_new();

	(void)state;
	assert_int_equal(tell(&facts, START + 55 * DAY), ONE(ACCESS_ENDING));
	facts.grant_id = 2;
	facts.granted_at = START + 55 * DAY + 60;
	facts.access_ends_at = START + 115 * DAY;
	assert_int_equal(standing(&facts, START + 55 * DAY + 120), 0);
	assert_int_equal(tell(&facts, START + 108 * DAY), ONE(ACCESS_ENDING));
	/* one that ended, too, and once more on the very day */
	assert_int_equal(tell(&facts, START + 115 * DAY), ONE(ACCESS_ENDED));
	facts.grant_id = 3;
	facts.granted_at = START + 115 * DAY;
	facts.access_ends_at = START + 115 * DAY + 3600;
	assert_int_equal(tell(&facts, START + 115 * DAY + 60), 0);
	assert_int_equal(tell(&facts, START + 115 * DAY + 3600),
			 ONE(ACCESS_ENDED));
}

static void test_nobody_is_told_while_it_is_muted(void **state)
{
	struct remote_notice_facts facts = facts_new();

	(void)state;
	facts.muted_until = START + 58 * DAY;
	for (int day = 53; day < 58; day++) {
		assert_int_equal(tell(&facts, START + day * DAY), 0);
		assert_true(verdict.is_muted);
		assert_int_equal(verdict.count, 1); /* but it is so */
		assert_int_equal(verdict.tell_at, facts.muted_until);
	}
	assert_int_equal(tell(&facts, START + 58 * DAY), ONE(ACCESS_ENDING));
	assert_false(verdict.is_muted);
}

static void test_what_is_blocked_is_silent(void **state)
{
	struct remote_notice_facts facts = facts_new();

	(void)state;
	facts.is_silent = true;
	facts.is_revoked = true;
	assert_int_equal(standing(&facts, START + 70 * DAY), 0);
	assert_int_equal(verdict.tell_at, ABSENT);
	assert_int_equal(verdict.notice_at, ABSENT);
}

static void test_a_clock_put_back_repeats_nothing(void **state)
{
	struct remote_notice_facts daily = facts_new(), once = by_threshold();

	(void)state;
	assert_int_equal(tell(&daily, START + 55 * DAY), ONE(ACCESS_ENDING));
	assert_int_equal(tell(&daily, START + 55 * DAY - 12 * 3600), 0);
	assert_int_equal(tell(&daily, START + 54 * DAY), 0);
	assert_int_equal(tell(&daily, START + 56 * DAY), ONE(ACCESS_ENDING));
	assert_int_equal(tell(&once, START + 45 * DAY), ONE(ACCESS_ENDING));
	assert_int_equal(tell(&once, START + 44 * DAY), 0);
	assert_int_equal(tell(&once, START + 45 * DAY), 0);
	/* what a clock said that was a year ahead never happened */
	assert_int_equal(tell(&daily, START + 365 * DAY), ONE(ACCESS_ENDED));
	assert_int_equal(tell(&once, START + 365 * DAY), ONE(ACCESS_ENDED));
	assert_int_equal(tell(&daily, START + 57 * DAY), ONE(ACCESS_ENDING));
	assert_int_equal(tell(&daily, START + 60 * DAY), ONE(ACCESS_ENDED));
	assert_int_equal(tell(&once, START + 60 * DAY), ONE(ACCESS_ENDED));
}

static void test_runs_that_were_missed_catch_up(void **state)
{
	struct remote_notice_facts facts = by_threshold();

	(void)state;
	assert_int_equal(tell(&facts, START + 54 * DAY), ONE(ACCESS_ENDING));
	assert_int_equal(verdict.items[0].threshold, 7);
	assert_int_equal(tell(&facts, START + 90 * DAY), ONE(ACCESS_ENDED));
	facts = facts_new();
	assert_int_equal(tell(&facts, START + 80 * DAY), ONE(ACCESS_ENDED));
}

static void test_what_the_authority_says_is_told(void **state)
{
	static const struct {
		size_t offset;
		unsigned told;
	} rows[] = {
		{ offsetof(struct remote_notice_facts, is_key_disabled),
		  ONE(KEY_DISABLED) },
		{ offsetof(struct remote_notice_facts, is_suspended),
		  ONE(CERTIFICATE_SUSPENDED) },
		{ offsetof(struct remote_notice_facts, is_revoked),
		  ONE(CERTIFICATE_REVOKED) },
		{ offsetof(struct remote_notice_facts, is_expired),
		  ONE(CERTIFICATE_EXPIRED) },
		{ offsetof(struct remote_notice_facts, is_refused),
		  ONE(REFRESH_REFUSED) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct remote_notice_facts facts = by_threshold();
		bool *flag = (bool *)((char *)&facts + rows[i].offset);

		*flag = true;
		facts.change++;
		assert_int_equal(tell(&facts, START), rows[i].told);
		assert_int_equal(tell(&facts, START + 2 * DAY), 0);
		*flag = false; /* mended, and then again */
		facts.change++;
		assert_int_equal(standing(&facts, START + 3 * DAY), 0);
		*flag = true;
		facts.change++;
		assert_int_equal(tell(&facts, START + 3 * DAY), rows[i].told);
		facts.by_threshold = false; /* daily for eight days in all */
		for (int day = 4; day < 20; day++)
			assert_int_equal(tell(&facts, START + day * DAY),
					 day < 11 ? rows[i].told : 0);
	}
}

static void test_what_is_over_silences_what_would_end(void **state)
{
	struct remote_notice_facts facts = facts_new();
	int64_t late = START + 58 * DAY;

	(void)state;
	facts.signatures_used = 950;
	assert_int_equal(standing(&facts, late),
			 ONE(ACCESS_ENDING) | ONE(ACCESS_FILLING));
	facts.withdrawn_at = late - 60;
	assert_int_equal(standing(&facts, late), ONE(ACCESS_WITHDRAWN));
	facts.is_lost = true;
	assert_int_equal(standing(&facts, late), ONE(ACCESS_LOST));
	facts.signatures_used = 1000;
	assert_int_equal(standing(&facts, late), ONE(ACCESS_USED_UP));
	assert_int_equal(standing(&facts, START + 60 * DAY), ONE(ACCESS_ENDED));
	facts.is_suspended = facts.is_key_disabled = true;
	assert_int_equal(standing(&facts, START + 60 * DAY),
			 ONE(ACCESS_ENDED) | ONE(CERTIFICATE_SUSPENDED) |
			     ONE(KEY_DISABLED));
	facts.is_revoked = facts.is_refused = true;
	assert_int_equal(standing(&facts, START + 60 * DAY),
			 ONE(CERTIFICATE_REVOKED));
	/* the worst stands first */
	facts.is_revoked = false;
	(void)standing(&facts, START + 60 * DAY);
	for (size_t i = 1; i < verdict.count; i++)
		assert_true(verdict.items[i - 1].kind < verdict.items[i].kind);
}

static void test_the_certificate_ends_too(void **state)
{
	struct remote_notice_facts facts = facts_new();

	(void)state;
	facts.not_after = facts.access_ends_at; /* the grant ends with it */
	assert_int_equal(standing(&facts, START + 55 * DAY),
			 ONE(CERTIFICATE_ENDING));
	assert_int_equal(standing(&facts, facts.not_after),
			 ONE(ACCESS_ENDED) | ONE(CERTIFICATE_ENDING));
	assert_int_equal(standing(&facts, facts.not_after + 1),
			 ONE(CERTIFICATE_EXPIRED));
	facts.grant_id = ABSENT; /* nobody granted anything yet */
	assert_int_equal(standing(&facts, START + 55 * DAY),
			 ONE(CERTIFICATE_ENDING));
	assert_int_equal(standing(&facts, START + 10 * DAY), 0);
}

static void test_monitors_hear_how_bad_it_is(void **state)
{
	struct remote_notice_item item = { .kind = NOTICE_ACCESS_ENDING,
					   .left = 2 };

	(void)state;
	assert_int_equal(remote_notice_severity(&item, 1), SEVERITY_WARNING);
	assert_int_equal(remote_notice_severity(&item, 2), SEVERITY_CRITICAL);
	item.kind = NOTICE_ACCESS_ENDED;
	item.left = -400;
	assert_int_equal(remote_notice_severity(&item, 0), SEVERITY_CRITICAL);
	item.kind = NOTICE_ACCESS_FILLING;
	assert_int_equal(remote_notice_severity(&item, 30), SEVERITY_WARNING);
	item.kind = NOTICE_CERTIFICATE_REVOKED;
	assert_int_equal(remote_notice_severity(&item, 0), SEVERITY_CRITICAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_end_is_told_daily_in_its_last_days),
		cmocka_unit_test(test_what_has_ended_is_told_for_as_many_days),
		cmocka_unit_test(test_signatures_are_counted),
		cmocka_unit_test(test_each_threshold_is_told_once),
		cmocka_unit_test(test_the_next_threshold_is_waited_for),
		cmocka_unit_test(test_a_threshold_lies_within_the_grant),
		cmocka_unit_test(
		    test_what_was_renewed_is_silent_and_begins_anew),
		cmocka_unit_test(test_nobody_is_told_while_it_is_muted),
		cmocka_unit_test(test_what_is_blocked_is_silent),
		cmocka_unit_test(test_a_clock_put_back_repeats_nothing),
		cmocka_unit_test(test_runs_that_were_missed_catch_up),
		cmocka_unit_test(test_what_the_authority_says_is_told),
		cmocka_unit_test(test_what_is_over_silences_what_would_end),
		cmocka_unit_test(test_the_certificate_ends_too),
		cmocka_unit_test(test_monitors_hear_how_bad_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
