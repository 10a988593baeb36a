/* test_csc_credential - what remote signing services say of credentials */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "csc_aid.h"

static void test_pages_of_credentials(void **state)
{
	AID(CSC_V1,
	    { .body = "{\"credentialIDs\":[\"a\",\"b\"],"
		      "\"nextPageToken\":\"p\\\"2\"}" },
	    { .body = "{\"credentialIDs\":[\"c\"],\"nextPageToken\":\"\"}" });
	struct texts it;

	(void)state;
	assert_int_equal(
	    csc_credentials_list(aid->csc, aid->arena, NULL, &it, &aid->err),
	    OK);
	assert_int_equal(it.count, 3);
	assert_string_equal(it.items[2], "c");
	assert_non_null(
	    strstr(aid->requests[0], "Authorization: Bearer t0ken\r\n"));
	assert_non_null(strstr(aid->requests[1], "\"pageToken\":\"p\\\"2\""));
	assert_null(strstr(aid->requests[1], "userID"));
	(void)aid_end(aid);
}

static char *many(struct arena *arena, size_t count)
{
	size_t room = 8 * count + 32;
	char *ret = arena_alloc(arena, room);
	char *to = stpcpy(ret, "{\"credentialIDs\":[");

	for (size_t i = 0; i < count; i++)
		to = stpcpy(to, i ? ",\"x\"" : "\"x\"");
	(void)stpcpy(to, "]}");
	return ret;
}

static void test_credentials_are_bounded(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	const struct aid_answer answers[] = {
		{ .body = many(arena, CSC_CREDENTIALS_MAX) },
		{ .body = many(arena, CSC_CREDENTIALS_MAX + 1) },
	};
	struct aid *aid = aid_new(CSC_V2, answers, 2);
	struct texts it;

	(void)state;
	assert_int_equal(
	    csc_credentials_list(aid->csc, aid->arena, NULL, &it, &aid->err),
	    OK);
	assert_int_equal(it.count, CSC_CREDENTIALS_MAX);
	assert_code(
	    aid,
	    csc_credentials_list(aid->csc, aid->arena, NULL, &it, &aid->err),
	    DATA, "authority_garbled");
	(void)aid_end(aid);
}

static void test_a_credential_of_version_1(void **state)
{
	AID(CSC_V1,
	    { .body = "{\"key\":{\"status\":\"enabled\",\"algo\":["
		      "\"1.2.840.113549.1.1.1\"],\"len\":\"2048\"},"
		      "\"cert\":{\"status\":\"valid\",\"certificates\":["
		      "\"MAAB\\r\\nAg==\"],\"issuerDN\":null},"
		      "\"authMode\":\"explicit\","
		      "\"PIN\":{\"presence\":true,\"format\":\"N\","
		      "\"label\":\"PIN\"},"
		      "\"OTP\":{\"presence\":\"optional\",\"type\":\"online\","
		      "\"ID\":\"x\",\"format\":\"A\"},"
		      "\"multisign\":0,\"lang\":null}" });
	struct csc_credential it;

	(void)state;
	assert_int_equal(
	    csc_credential_info(aid->csc, aid->arena, "GX1", &it, &aid->err),
	    OK);
	assert_int_equal(it.key_bits, 2048);
	assert_int_equal(it.key_status, CSC_KEY_ENABLED);
	assert_int_equal(it.certificate_status, CSC_CERTIFICATE_VALID);
	assert_int_equal(it.chain_count, 1);
	assert_int_equal(it.chain[0].size, 4);
	assert_int_equal(it.auth_mode, CSC_EXPLICIT);
	assert_int_equal(it.scal, 1);
	assert_int_equal(it.multisign, 1);
	assert_int_equal(it.factor_count, 2);
	assert_string_equal(it.factors[0].id, "PIN");
	assert_true(it.factors[0].is_numeric);
	assert_false(it.factors[0].is_called);
	assert_true(it.factors[1].is_called);
	assert_true(it.factors[1].is_optional);
	assert_string_equal(it.expression, "PIN");
	assert_non_null(strstr(aid->requests[0], "\"certificates\":\"chain\""));
	assert_non_null(strstr(aid->requests[0], "\"authInfo\":true"));
	(void)aid_end(aid);
}

static void test_a_credential_of_version_2(void **state)
{
	AID(CSC_V2,
	    { .body =
		  "{\"key\":{\"status\":\"disabled\",\"algo\":[\"1.2.840."
		  "10045.4.3.2\"],\"len\":256,\"curve\":\"1.2.840.10045.3.1."
		  "7\"},\"cert\":{\"certificates\":[\"MAA=\",\"MAE=\"]},"
		  "\"auth\":{\"mode\":\"explicit\",\"expression\":\"PIN AND "
		  "(OTP XOR app)\",\"objects\":["
		  "{\"type\":\"Password\",\"id\":\"PIN\",\"format\":\"N\"},"
		  "{\"type\":\"ChallengeResponse\",\"id\":\"OTP\"},"
		  "{\"type\":\"PasswordOOB\",\"id\":\"app\"}]},"
		  "\"SCAL\":\"2\",\"multisign\":5}" });
	static const char *const one[] = { "PIN" };
	static const char *const two[] = { "PIN", "app" };
	static const char *const all[] = { "PIN", "app", "OTP" };
	struct csc_credential it;

	(void)state;
	assert_int_equal(
	    csc_credential_info(aid->csc, aid->arena, "GX1", &it, &aid->err),
	    OK);
	assert_int_equal(it.key_status, CSC_KEY_DISABLED);
	assert_int_equal(it.certificate_status, CSC_CERTIFICATE_UNTOLD);
	assert_int_equal(it.scal, 2);
	assert_int_equal(it.multisign, 5);
	assert_int_equal(it.factor_count, 3);
	assert_int_equal(it.factors[0].kind, CSC_FACTOR_PASSWORD);
	assert_int_equal(it.factors[1].kind, CSC_FACTOR_CHALLENGE);
	assert_true(it.factors[1].is_called);
	assert_int_equal(it.factors[2].kind, CSC_FACTOR_APART);
	assert_false(csc_expression_holds(it.expression, one, 1));
	assert_true(csc_expression_holds(it.expression, two, 2));
	assert_false(csc_expression_holds(it.expression, all, 3));
	(void)aid_end(aid);
}

static void test_expressions(void **state)
{
	static const char *const ids[] = { "a", "b" };
	static const char *const good[] = {
		"",	   "a",		  "a and b", "a OR c", "(a) AND (b)",
		"c XOR b", "c OR a AND b"
	};
	static const char *const bad[] = { "c",	   "a AND c", "a XOR b", "a b",
					   "(a",   "a)",      "a AND",	 "AND",
					   "a OR", "()",      "a OR (b" };
	char deep[64];

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(csc_expression_holds(good[i], ids, 2));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(csc_expression_holds(bad[i], ids, 2));
	for (size_t n = 16; n <= 17; n++) {
		memset(deep, '(', n);
		deep[n] = 'a';
		memset(deep + n + 1, ')', n);
		deep[2 * n + 1] = '\0';
		assert_int_equal(csc_expression_holds(deep, ids, 2), n == 16);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_of_credentials),
		cmocka_unit_test(test_credentials_are_bounded),
		cmocka_unit_test(test_a_credential_of_version_1),
		cmocka_unit_test(test_a_credential_of_version_2),
		cmocka_unit_test(test_expressions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
