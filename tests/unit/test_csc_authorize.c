/* test_csc_authorize - how long an authorization lasts, and is waited for */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "csc_aid.h"

static void test_lifetimes(void **state)
{
	AID(CSC_V1, { .body = "{\"sad\":\"s1\"}" },
	    { .body = "{\"SAD\":\"s2\",\"expiresIn\":\"300\"}" },
	    { .body = "{\"SAD\":\"s3\",\"expiresIn\":60.0}" },
	    { .body = "{\"SAD\":\"\"}" });
	struct csc_sad it;

	(void)state;
	assert_int_equal(authorize(aid, &it), OK);
	assert_string_equal(it.text, "s1");
	assert_int_equal(it.ends_at, 1003600);
	assert_non_null(strstr(aid->requests[0], "\"PIN\":\"p1n\""));
	assert_non_null(strstr(aid->requests[0], "\"OTP\":\"123\""));
	assert_non_null(strstr(aid->requests[0], "\"hash\":[\""));
	assert_int_equal(authorize(aid, &it), OK);
	assert_int_equal(it.ends_at, 1000300);
	assert_int_equal(authorize(aid, &it), OK);
	assert_int_equal(it.ends_at, 1000060);
	assert_code(aid, authorize(aid, &it), DATA, "authority_garbled");
	(void)aid_end(aid);
}

static void test_a_holder_is_waited_for(void **state)
{
	AID(CSC_V2, { .code = 202, .body = "{\"handle\":\"h\"}" },
	    { .code = 202, .body = "{}" },
	    { .body = "{\"SAD\":\"s\",\"expiresIn\":10}" });
	struct csc_sad it;

	(void)state;
	assert_int_equal(authorize(aid, &it), OK);
	assert_string_equal(it.text, "s");
	assert_int_equal(aid->waited, 2);
	assert_non_null(strstr(aid->requests[0], "\"authData\":[{\"id\":"
						 "\"PIN\",\"value\":\"p1n\"}"));
	assert_non_null(strstr(aid->requests[0], "\"hashAlgorithmOID\":\""));
	assert_non_null(strstr(aid->requests[1], "credentials/authorizeCheck"));
	assert_non_null(strstr(aid->requests[2], "\"handle\":\"h\""));
	(void)aid_end(aid);
}

static void test_a_holder_is_not_waited_for_without_end(void **state)
{
	AID(CSC_V2, { .code = 202, .body = "{\"handle\":\"h\"}" },
	    { .code = 202, .body = "{}" }, { .code = 202, .body = "{}" },
	    { .code = 202, .body = "{}" });
	struct csc_service service = aid->service;
	struct csc_sad it;

	(void)state;
	service.patience_seconds = 5;
	csc_close(aid->csc);
	assert_int_equal(csc_open(&service, &aid->csc, &aid->err), OK);
	assert_code(aid, authorize(aid, &it), UNAVAILABLE, "authority_slow");
	assert_int_equal(aid_end(aid), 3);
}

static void test_a_code_is_sent_to_the_holder(void **state)
{
	static const struct csc_factor factor = { .id = "OTP" };
	AID(CSC_V1, { .code = 204 });
	const char *text;

	(void)state;
	assert_int_equal(csc_challenge(aid->csc, aid->arena, "GX1", &factor,
				       &text, &aid->err),
			 OK);
	assert_string_equal(text, "");
	assert_non_null(strstr(aid->requests[0], "credentials/sendOTP"));
	(void)aid_end(aid);
}

static void test_a_question_is_asked_of_the_holder(void **state)
{
	static const struct csc_factor factor = { .id = "OTP" };
	AID(CSC_V2, { .body = "{\"challenge\":\"7 + 5\"}" });
	const char *text;

	(void)state;
	assert_int_equal(csc_challenge(aid->csc, aid->arena, "GX1", &factor,
				       &text, &aid->err),
			 OK);
	assert_string_equal(text, "7 + 5");
	assert_non_null(strstr(aid->requests[0], "\"authObjectID\":\"OTP\""));
	(void)aid_end(aid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lifetimes),
		cmocka_unit_test(test_a_holder_is_waited_for),
		cmocka_unit_test(test_a_holder_is_not_waited_for_without_end),
		cmocka_unit_test(test_a_code_is_sent_to_the_holder),
		cmocka_unit_test(test_a_question_is_asked_of_the_holder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
