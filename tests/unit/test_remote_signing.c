/* test_remote_signing - when a remote certificate may be signed with */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/rule/remote_signing.h>

#define NOW INT64_C(1795334400)
#define DAY 86400

static struct remote_certificate certificate;
static struct remote_authority authority;
static struct error err;

static int setup(void **state)
{
	(void)state;
	record_clear(&remote_certificate_record, &certificate);
	record_clear(&remote_authority_record, &authority);
	certificate.alias = "sigillo";
	certificate.status = REMOTE_ACTIVE;
	certificate.access = ACCESS_GRANTED;
	certificate.access_ends_at = NOW + DAY;
	certificate.access_end_reason = REMOTE_END_DAYS;
	certificate.certificate_status = REMOTE_CERTIFICATE_VALID;
	certificate.key_status = REMOTE_KEY_ENABLED;
	certificate.not_before = NOW - DAY;
	certificate.not_after = NOW + 10 * DAY;
	certificate.signatures_used = 0;
	authority.authority = "Firme";
	authority.status = REMOTE_ACTIVE;
	error_reset(&err);
	return 0;
}

static void allows(int64_t now)
{
	assert_int_equal(
	    remote_signing_check(&certificate, &authority, now, &err), OK);
}

static void refuses(int64_t now, const char *code)
{
	error_reset(&err);
	assert_int_equal(
	    remote_signing_check(&certificate, &authority, now, &err), REFUSED);
	assert_string_equal(err.mistakes[0].code, code);
	(void)setup(NULL);
}

static void access_lasts_to_the_second_before_its_end(void **state)
{
	(void)state;
	allows(NOW);
	allows(NOW + DAY - 1);
	refuses(NOW + DAY, "access_ended");
	certificate.access_end_reason = REMOTE_END_HOLDER;
	refuses(NOW + 2 * DAY, "access_ended");
	certificate.access = ACCESS_ENDED;
	certificate.access_ends_at = NOW;
	refuses(NOW, "access_ended");
	certificate.access = ACCESS_NONE;
	refuses(NOW, "access_none");
	certificate.access = ACCESS_WITHDRAWN;
	refuses(NOW, "access_withdrawn");
	certificate.access = ACCESS_LOST;
	refuses(NOW, "access_lost");
}

static void signatures_are_left_to_the_last_one(void **state)
{
	(void)state;
	assert_int_equal(remote_signing_left(&certificate, 50), 50);
	certificate.signature_limit = 100;
	certificate.signatures_used = 99;
	allows(NOW);
	assert_int_equal(remote_signing_left(&certificate, 50), 1);
	certificate.signatures_used = 100;
	assert_int_equal(remote_signing_left(&certificate, 50), 0);
	refuses(NOW, "signatures_used_up");
	certificate.signature_limit = 100;
	certificate.signatures_used = 100;
	certificate.access = ACCESS_USED_UP;
	refuses(NOW, "signatures_used_up");
}

static void what_is_stopped_here_or_there_is_refused(void **state)
{
	(void)state;
	authority.status = REMOTE_SUSPENDED;
	refuses(NOW, "authority_not_active");
	certificate.status = REMOTE_SUSPENDED;
	refuses(NOW, "certificate_suspended");
	certificate.status = REMOTE_BLOCKED;
	refuses(NOW, "certificate_blocked");
	certificate.key_status = REMOTE_KEY_DISABLED;
	refuses(NOW, "key_disabled");
	certificate.certificate_status = REMOTE_CERTIFICATE_REVOKED;
	refuses(NOW, "certificate_revoked");
	certificate.certificate_status = REMOTE_CERTIFICATE_SUSPENDED;
	refuses(NOW, "certificate_on_hold");
	certificate.certificate_status = REMOTE_CERTIFICATE_EXPIRED;
	refuses(NOW, "certificate_expired");
	certificate.not_after = NOW - 1;
	refuses(NOW, "certificate_expired");
	certificate.not_before = NOW + 1;
	refuses(NOW, "certificate_not_yet_valid");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    access_lasts_to_the_second_before_its_end, setup),
		cmocka_unit_test_setup(signatures_are_left_to_the_last_one,
				       setup),
		cmocka_unit_test_setup(what_is_stopped_here_or_there_is_refused,
				       setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
