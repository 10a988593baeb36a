/* test_remote_certificate - when access ends, and which steps a status takes */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ipp/rule/remote_certificate.h>

#include "remote_aid.h"

static void test_access_ends_at_the_earliest(void **state)
{
	static const struct {
		int64_t days, holder, certificate, end, reason;
	} cases[] = {
		{ 60, ABSENT, NOW + 365 * DAY, NOW + 60 * DAY,
		  REMOTE_END_DAYS },
		{ ABSENT, ABSENT, NOW + 9, NOW + 9, REMOTE_END_CERTIFICATE },
		{ 60, NOW + 1, NOW + 9, NOW + 1, REMOTE_END_HOLDER },
		{ 1, NOW + DAY, NOW + DAY, NOW + DAY, REMOTE_END_DAYS },
		{ 2, NOW + DAY, NOW + DAY, NOW + DAY, REMOTE_END_HOLDER },
	};
	struct place *place = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct remote_grant it = grant_of(&place->certificate);

		it.access_days = cases[i].days;
		it.holder_ends_at = cases[i].holder;
		it.certificate_ends_at = cases[i].certificate;
		must(place, remote_grant_limit(&it, &place->err));
		assert_int_equal(it.access_ends_at, cases[i].end);
		assert_int_equal(it.access_end_reason, cases[i].reason);
		it.holder_ends_at = NOW;
		refuses(place, remote_grant_limit(&it, &place->err), REFUSED,
			"access_over_before");
	}
	assert_int_equal(remote_access_at(ACCESS_GRANTED, NOW, NOW - 1),
			 ACCESS_GRANTED);
	assert_int_equal(remote_access_at(ACCESS_GRANTED, NOW, NOW),
			 ACCESS_ENDED);
	assert_int_equal(remote_access_at(ACCESS_USED_UP, NOW, NOW),
			 ACCESS_USED_UP);
}

static void test_status_steps(void **state)
{
	struct place *place = *state;

	for (int64_t from = REMOTE_ACTIVE; from <= REMOTE_BLOCKED; from++)
		for (int64_t to = REMOTE_ACTIVE; to <= REMOTE_BLOCKED; to++) {
			enum status rc =
			    remote_status_check(from, to, &place->err);

			if (from == REMOTE_BLOCKED && to == REMOTE_SUSPENDED)
				refuses(place, rc, REFUSED,
					"transition_refused");
			else
				must(place, rc);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(access_ends_at_the_earliest),
		TEST(status_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
