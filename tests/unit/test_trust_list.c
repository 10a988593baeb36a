/* test_trust_list - which edition may take the place of another, and when */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/base/time.h>
#include <ipp/model/field.h>
#include <ipp/rule/trust_list.h>

#define NOW INT64_C(1795335300)

static struct error err;

static struct trust_edition edition(int64_t sequence, int64_t issued_at)
{
	return (struct trust_edition){ .kind = TRUST_LIST_NATIONAL,
				       .territory = "IT",
				       .sequence = sequence,
				       .issued_at = issued_at };
}

static void refuses(struct trust_edition it,
		    const struct trust_list_known *known, const char *code)
{
	error_reset(&err);
	assert_int_equal(trust_edition_check(&it, known, NOW, &err), REFUSED);
	assert_string_equal(err.mistakes[0].code, code);
}

static void takes(struct trust_edition it, const struct trust_list_known *known)
{
	error_reset(&err);
	assert_int_equal(trust_edition_check(&it, known, NOW, &err), OK);
}

static void an_edition_is_never_older_than_the_one_before(void **state)
{
	const struct trust_list_known known = { .kind = TRUST_LIST_NATIONAL,
						.sequence = 5,
						.issued_at = NOW - 10 };

	(void)state;
	takes(edition(5, NOW - 10), &known);
	takes(edition(6, NOW), &known);
	refuses(edition(4, NOW), &known, "list_older");
	refuses(edition(6, NOW - 11), &known, "list_older");
	takes(edition(1, NOW - 99), NULL);
}

static void a_list_that_is_only_pointed_to_takes_any_edition(void **state)
{
	const struct trust_list_known known = { .kind = TRUST_LIST_NATIONAL,
						.sequence = ABSENT,
						.issued_at = ABSENT,
						.next_update = ABSENT,
						.checked_at = ABSENT };

	(void)state;
	takes(edition(0, 0), &known);
	assert_true(trust_list_is_due(&known, NOW));
}

static void an_edition_of_tomorrow_waits(void **state)
{
	(void)state;
	takes(edition(1, NOW + 300), NULL);
	refuses(edition(1, NOW + 301), NULL, "list_from_future");
}

static void a_national_list_is_no_list_of_lists(void **state)
{
	const struct trust_list_known known = { .kind = TRUST_LIST_OF_LISTS,
						.sequence = 5,
						.issued_at = NOW - 10 };

	(void)state;
	refuses(edition(6, NOW), &known, "list_kind");
}

static void a_list_is_due_a_day_later_or_a_day_before_its_end(void **state)
{
	struct trust_list_known known = { .kind = TRUST_LIST_NATIONAL,
					  .sequence = 5,
					  .issued_at = NOW - 10,
					  .next_update = NOW + 9 * DAY_SECONDS,
					  .checked_at = NOW };

	(void)state;
	assert_false(trust_list_is_due(&known, NOW + DAY_SECONDS - 1));
	assert_true(trust_list_is_due(&known, NOW + DAY_SECONDS));
	known.next_update = NOW + DAY_SECONDS + 1;
	assert_false(trust_list_is_due(&known, NOW));
	known.next_update--;
	assert_true(trust_list_is_due(&known, NOW));
	known.next_update = NOW + 9 * DAY_SECONDS;
	known.is_troubled = true;
	assert_true(trust_list_is_due(&known, NOW));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_edition_is_never_older_than_the_one_before),
		cmocka_unit_test(
		    a_list_that_is_only_pointed_to_takes_any_edition),
		cmocka_unit_test(an_edition_of_tomorrow_waits),
		cmocka_unit_test(a_national_list_is_no_list_of_lists),
		cmocka_unit_test(
		    a_list_is_due_a_day_later_or_a_day_before_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
