/* test_renewal - what may be renewed when, and how its holder is known */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/base/time.h>
#include <ipp/model/product.h>
#include <ipp/rule/renewal.h>

static struct error err;

static int64_t at(const char *text)
{
	int64_t ret = 0;

	assert_true(instant_parse(text, &ret));
	return ret;
}

/* NULL: it may be renewed. */
static void refused_for(int64_t status, const char *now, const char *code)
{
	struct product product = {
		.user_id = 7,
		.status = status,
		.valid_until = at("2029-11-22T08:00:00Z"),
	};
	enum status rc;

	error_reset(&err);
	rc = renewal_check(&product, at(now), &err);
	assert_int_equal(rc, code ? REFUSED : OK);
	if (code)
		assert_string_equal(err.mistakes[0].code, code);
}

static void test_the_window_is_ninety_days_to_the_day_before(void **state)
{
	(void)state;
	refused_for(STATUS_ACTIVE, "2026-11-22T08:00:00Z", "renewal_early");
	refused_for(STATUS_ACTIVE, "2029-08-23T23:59:59Z", "renewal_early");
	refused_for(STATUS_ACTIVE, "2029-08-24T00:00:00Z", NULL);
	refused_for(STATUS_ACTIVE, "2029-11-21T23:59:59Z", NULL);
	refused_for(STATUS_ACTIVE, "2029-11-22T00:00:00Z", "renewal_late");
	refused_for(STATUS_ACTIVE, "2029-11-22T08:00:00Z", "renewal_late");
	refused_for(STATUS_ACTIVE, "2029-11-22T08:00:01Z", "renewal_expired");
}

static void test_every_status_but_active_is_refused(void **state)
{
	static const struct {
		int64_t status;
		const char *code;
	} rows[] = {
		{ STATUS_DRAFT, "renewal_unissued" },
		{ STATUS_TO_IDENTIFY, "renewal_unissued" },
		{ STATUS_TO_SIGN, "renewal_unissued" },
		{ STATUS_TO_REVIEW, "renewal_unissued" },
		{ STATUS_TO_ISSUE, "renewal_unissued" },
		{ STATUS_ISSUING, "renewal_unissued" },
		{ STATUS_ACTIVE, NULL },
		{ STATUS_SUSPENDED, "renewal_suspended" },
		{ STATUS_REVOKED, "renewal_revoked" },
		{ STATUS_EXPIRED, "renewal_expired" },
		{ STATUS_CANCELLED, "renewal_unissued" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		refused_for(rows[i].status, "2029-11-01T00:00:00Z",
			    rows[i].code);
}

static void test_no_signature_rests_on_one_that_rests_on_one(void **state)
{
	static const struct {
		int64_t before, asked;
		bool may_sign;
		int64_t ret;
		bool is_chain;
	} rows[] = {
		{ RECOGNITION_OFFLINE, ABSENT, true, RECOGNITION_SIGN, false },
		{ RECOGNITION_SPID, ABSENT, true, RECOGNITION_SIGN, false },
		{ RECOGNITION_SPID, ABSENT, false, RECOGNITION_SPID, false },
		{ RECOGNITION_LIVE, ABSENT, false, RECOGNITION_LIVE, false },
		{ RECOGNITION_VIDEO, RECOGNITION_OFFLINE, true,
		  RECOGNITION_OFFLINE, false },
		{ RECOGNITION_SIGN, ABSENT, true, ABSENT, true },
		{ RECOGNITION_SIGN, ABSENT, false, ABSENT, true },
		{ RECOGNITION_SIGN, RECOGNITION_SIGN, true, RECOGNITION_SIGN,
		  true },
		{ RECOGNITION_SIGN, RECOGNITION_LIVE, true, RECOGNITION_LIVE,
		  false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool is_chain;

		assert_int_equal(renewal_recognition(rows[i].before,
						     rows[i].asked,
						     rows[i].may_sign,
						     &is_chain),
				 rows[i].ret);
		assert_int_equal(is_chain, rows[i].is_chain);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_the_window_is_ninety_days_to_the_day_before),
		cmocka_unit_test(test_every_status_but_active_is_refused),
		cmocka_unit_test(test_no_signature_rests_on_one_that_rests_on_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
