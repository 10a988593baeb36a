/* test_csc - what remote signing services answer, and what is made of it */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "csc_aid.h"

#define AID(version_, ...)                                          \
	static const struct aid_answer answers[] = { __VA_ARGS__ }; \
	struct aid *aid =                                           \
	    aid_new(version_, answers, sizeof answers / sizeof *answers)

static const char digest[32] = "01234567890123456789012345678901";
static const struct octets hash = { (const unsigned char *)digest, 32 };

static void assert_code(struct aid *aid, enum status status, enum status wanted,
			const char *code)
{
	assert_int_equal(status, wanted);
	assert_string_equal(aid->err.mistakes[0].code, code);
}

static enum status sign(struct aid *aid, struct octets *ret)
{
	const struct csc_signing it = {
		.credential_id = "GX1",
		.sad = "s4d",
		.hashes = &hash,
		.hash_count = 1,
		.hash_algorithm = CSC_OID_SHA256,
		.sign_algorithm = "1.2.840.113549.1.1.11",
	};

	return csc_sign_hash(aid->csc, aid->arena, &it, ret, &aid->err);
}

static enum status authorize(struct aid *aid, struct csc_sad *ret)
{
	static const struct csc_factor_value values[] = { { "PIN", "p1n" },
							  { "OTP", "123" } };
	const struct csc_authorization it = {
		.credential_id = "GX1",
		.signatures = 1,
		.hashes = &hash,
		.hash_count = 1,
		.hash_algorithm = CSC_OID_SHA256,
		.values = values,
		.value_count = 2,
	};

	return csc_authorize(aid->csc, aid->arena, &it, ret, &aid->err);
}

static void test_a_process_with_tokens_leaves_no_core(void **state)
{
	pid_t child;
	int end;

	(void)state;
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct error err;
		struct csc *csc = NULL;
		const struct csc_service service = {
			.version = CSC_V1, .base_url = "https://a.example"
		};

		error_reset(&err);
		/* other tests had one open */
		if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0 ||
		    csc_open(&service, &csc, &err) != OK)
			_exit(1);
		_exit(prctl(PR_GET_DUMPABLE) == 0 ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &end, 0), child);
	assert_true(WIFEXITED(end) && WEXITSTATUS(end) == 0);
}

/* ---- what is read */

static void test_info_of_the_specification(void **state)
{
	AID(CSC_V1, { .body = "{\"specs\":\"1.0.3.0\",\"name\":\"ACME\","
			      "\"logo\":\"https://x/l.png\",\"region\":\"IT\","
			      "\"lang\":\"en-US\",\"description\":\"d\","
			      "\"authType\":[\"basic\",\"oauth2code\"],"
			      "\"oauth2\":\"https://www.domain.org/\","
			      "\"methods\":[\"auth/login\","
			      "\"credentials/list\"]}" });
	struct csc_info it;

	(void)state;
	assert_int_equal(csc_info(aid->csc, aid->arena, &it, &aid->err), OK);
	assert_string_equal(it.name, "ACME");
	assert_int_equal(it.auth_types.count, 2);
	assert_string_equal(it.oauth2, "https://www.domain.org/");
	assert_true(csc_info_has(&it, "credentials/list"));
	assert_false(csc_info_has(&it, "signatures/timestamp"));
	assert_int_equal(csc_outcome(aid->csc)->certainty, CSC_DONE);
	/* slashes at the end of the base are no part of the path; nobody asks
	 * for a token */
	assert_non_null(
	    strstr(aid->requests[0], "POST /csc/v1/info HTTP/1.1\r\n"));
	assert_null(strstr(aid->requests[0], "Authorization"));
	assert_int_equal(aid_end(aid), 1);
}

static void test_info_of_servers_that_are_careless(void **state)
{
	AID(CSC_V2, { .body = "\xef\xbb\xbf{\"specs\":2,\"NAME\":\"A\\u0007B\","
			      "\"logo\":null,\"authType\":\"oauth2code\","
			      "\"methods\":null,\"oauth2\":null,"
			      "\"signAlgorithms\":{\"algos\":[\"1.2.3\",null]},"
			      "\"asynchronousOperationMode\":\"true\","
			      "\"oauth2Servers\":[{\"label\":\"x\","
			      "\"issuerIdentifier\":\"https://i\"}]}" });
	struct csc_info it;

	(void)state;
	assert_int_equal(csc_info(aid->csc, aid->arena, &it, &aid->err), OK);
	assert_string_equal(it.specs, "2");
	assert_string_equal(it.name, "A B");
	assert_int_equal(it.auth_types.count, 1);
	assert_string_equal(it.oauth2, "");
	assert_true(csc_info_has(&it, "credentials/list"));
	assert_int_equal(it.sign_algorithms.count, 1);
	assert_true(it.asynchronous);
	assert_int_equal(it.oauth_server_count, 1);
	assert_string_equal(it.oauth_servers[0].issuer, "https://i");
	(void)aid_end(aid);
}

static void test_what_is_no_answer_is_told(void **state)
{
	static const struct aid_answer answers[] = {
		{ .body = "[]" },
		{ .body = "" },
		{ .body = "{\"name\":[1]}" },
		{ .body = "{\"name\":\"a\",\"name\":\"b\"}" },
		{ .type = "text/html", .body = "<html>ok</html>" },
		{ .code = 204 },
	};
	struct aid *aid = aid_new(CSC_V1, answers, 6);
	struct csc_info it;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		assert_code(aid, csc_info(aid->csc, aid->arena, &it, &aid->err),
			    DATA, "authority_garbled");
	(void)aid_end(aid);
}

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

/* ---- authorization */

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

/* ---- refusals */

static void test_refusals(void **state)
{
	static const struct {
		struct aid_answer answer;
		enum status status;
		const char *code, *said;
	} rows[] = {
		{ { 400, .body = "{\"error\":\"invalid_pin\","
				 "\"error_description\":\"The PIN is "
				 "invalid\"}" },
		  REFUSED,
		  "pin_wrong",
		  "The PIN is invalid" },
		{ { 400, .body = "{\"error\":\"invalid_request\","
				 "\"error_description\":\"PIN locked\"}" },
		  REFUSED,
		  "pin_locked",
		  "PIN locked" },
		{ { 400, .body = "{\"errorCode\":\"invalid_otp\","
				 "\"errorDescription\":\"no\"}" },
		  REFUSED,
		  "otp_wrong",
		  "no" },
		{ { 400, .type = "text/plain", .body = "SAD expired\n" },
		  REFUSED,
		  "sad_ended",
		  "SAD expired " },
		{ { 401, .body = "" }, REFUSED, "access_refused", "" },
		{ { 400, .body = "{\"error\":\"invalid_request\",\"error_"
				 "description\":\"The access or refresh token "
				 "is expired or has been revoked\"}" },
		  REFUSED,
		  "access_refused",
		  "The access or refresh token is expired or has been "
		  "revoked" },
		{ { 403, .body = "\"because\"" },
		  REFUSED,
		  "authority_refused",
		  "because" },
		{ { 404, .type = "text/html", .body = "<html>no</html>" },
		  CONFIG,
		  "authority_method",
		  "" },
		{ { 302, .headers = "Location: https://other.test/\r\n" },
		  CONFIG,
		  "authority_elsewhere",
		  "" },
		{ { 429, .headers = "Retry-After: 7\r\n" },
		  BUSY,
		  "authority_busy",
		  "" },
		{ { 500, .type = "text/plain", .body = "b\001o\r\nm\xff" },
		  UNAVAILABLE,
		  "authority_failed",
		  "b o  m " },
		/* what was sent in secret is not shown, whoever says it */
		{ { 400, .body = "{\"error_description\":\"PIN p1n of t0ken, "
				 "s3cret is bad\"}" },
		  REFUSED,
		  "authority_refused",
		  "PIN *** of ***, *** is bad" },
		/* nor as a form has it */
		{ { 400, .body = "{\"error_description\":\"secret=s%33cre%74&s3"
				 "cre\"}" },
		  REFUSED,
		  "authority_refused",
		  "secret=***&s3cre" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct aid *aid = aid_new(CSC_V1, &rows[i].answer, 1);
		const struct csc_outcome *outcome = csc_outcome(aid->csc);
		struct csc_sad it;

		assert_code(aid, authorize(aid, &it), rows[i].status,
			    rows[i].code);
		assert_string_equal(outcome->description, rows[i].said);
		assert_int_equal(outcome->code, rows[i].answer.code);
		assert_int_equal(outcome->certainty, rows[i].answer.code < 500
							 ? CSC_NOT_DONE
							 : CSC_UNKNOWN);
		assert_true(strlen(aid->err.mistakes[0].text) >=
			    strlen(rows[i].said));
		assert_string_equal(aid->err.mistakes[0].text +
					strlen(aid->err.mistakes[0].text) -
					strlen(rows[i].said),
				    rows[i].said);
		/* what changes something is not tried again */
		assert_int_equal(aid_end(aid), 1);
	}
}

static void test_descriptions_are_bounded(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	char *text = arena_alloc(arena, 2000);
	struct aid_answer answer = { 400, .type = "text/plain", .body = text };
	struct csc_sad it;

	(void)state;
	for (size_t n = CSC_DESCRIPTION_MAX; n <= CSC_DESCRIPTION_MAX + 1;
	     n++) {
		struct aid *aid;

		/* cut between characters, not in them */
		memset(text, 'a', n - 2);
		memcpy(text + n - 2, "\xc3\xa0", 3);
		aid = aid_new(CSC_V1, &answer, 1);
		assert_int_equal(authorize(aid, &it), REFUSED);
		assert_int_equal(strlen(csc_outcome(aid->csc)->description),
				 n == CSC_DESCRIPTION_MAX ? n : n - 2);
		(void)aid_end(aid);
	}
}

/* ---- again, or not */

static void test_what_changes_nothing_is_tried_again(void **state)
{
	AID(CSC_V1, { .silent = true },
	    { 503, .headers = "Retry-After: 2\r\n" }, { 429 },
	    { .body = "{\"credentialIDs\":[]}" }, { .silent = true },
	    { .silent = true });
	struct texts it;

	(void)state;
	assert_int_equal(
	    csc_credentials_list(aid->csc, aid->arena, NULL, &it, &aid->err),
	    OK);
	assert_int_equal(aid->waited, 3);
	assert_int_equal(aid->waits[0], 1000);
	assert_int_equal(aid->waits[1], 2000);
	assert_int_equal(aid->waits[2], 4000);
	/* one that always hangs up is not tried for ever; the first of these
	 * was on a connection that was kept, which libcurl opens again */
	assert_code(
	    aid,
	    csc_credentials_list(aid->csc, aid->arena, NULL, &it, &aid->err),
	    UNAVAILABLE, "http_unavailable");
	assert_int_equal(aid_end(aid), 6);
}

static void test_patience_ends(void **state)
{
	AID(CSC_V1, { 503, .headers = "Retry-After: 61\r\n" });
	struct texts it;

	(void)state;
	assert_code(
	    aid,
	    csc_credentials_list(aid->csc, aid->arena, NULL, &it, &aid->err),
	    BUSY, "authority_busy");
	assert_int_equal(aid->waited, 0);
	assert_int_equal(csc_outcome(aid->csc)->retry_after, 61);
	(void)aid_end(aid);
}

static void test_what_signs_is_sent_once(void **state)
{
	/* the connection is kept, and closed by the server while the next
	 * request is on its way: libcurl alone would send that again */
	AID(CSC_V1, { .body = "{\"signatures\":[\"MAA=\"]}" },
	    { .silent = true }, { .body = "{\"signatures\":[\"MAA=\"]}" });
	struct octets it;

	(void)state;
	assert_int_equal(sign(aid, &it), OK);
	assert_int_equal(it.size, 2);
	assert_int_equal(csc_outcome(aid->csc)->certainty, CSC_DONE);
	assert_code(aid, sign(aid, &it), UNAVAILABLE, "http_unavailable");
	assert_int_equal(csc_outcome(aid->csc)->certainty, CSC_UNKNOWN);
	assert_int_equal(aid->waited, 0);
	assert_int_equal(aid->asked, 2);
	(void)aid_end(aid);
}

static void test_what_became_of_a_signature(void **state)
{
	static const struct {
		struct aid_answer answer;
		enum csc_certainty certainty;
	} rows[] = {
		{ { 500 }, CSC_UNKNOWN },
		{ { 503 }, CSC_UNKNOWN },
		{ { 400 }, CSC_NOT_DONE },
		{ { 429 }, CSC_NOT_DONE },
		{ { .raw = "HTTP/1.1 200 X\r\nContent-Length: 90\r\n\r\n{\"si",
		    .cut = true },
		  CSC_UNKNOWN },
		{ { .body = "{\"signatures\":[]}" }, CSC_UNKNOWN },
		{ { .body = "{\"signatures\":[\"MAA=\",\"MAA=\"]}" },
		  CSC_UNKNOWN },
		{ { .body = "{\"signatures\":[\"M*A=\"]}" }, CSC_UNKNOWN },
		{ { .body = "signed" }, CSC_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct aid *aid = aid_new(CSC_V1, &rows[i].answer, 1);
		struct octets it;

		assert_int_not_equal(sign(aid, &it), OK);
		assert_int_equal(csc_outcome(aid->csc)->certainty,
				 rows[i].certainty);
		assert_int_equal(aid_end(aid), 1);
	}
}

static void test_nobody_there_signed_nothing(void **state)
{
	AID(CSC_V1, { .code = 200 });
	struct csc_service service = aid->service;
	struct csc *csc = NULL;
	struct octets it;

	(void)state;
	service.base_url = "http://127.0.0.1:1/csc/v1";
	assert_int_equal(csc_open(&service, &csc, &aid->err), OK);
	csc_close(aid->csc);
	aid->csc = csc;
	assert_code(aid, sign(aid, &it), UNAVAILABLE, "http_unavailable");
	assert_int_equal(csc_outcome(csc)->certainty, CSC_NOT_DONE);
	assert_int_equal(aid_end(aid), 0);
}

static void test_addresses(void **state)
{
	static const char *const bad[] = {
		"",
		"ftp://a/",
		"http://authority.test/csc",
		"https://",
		"https:///a",
		"https://u:p@a/",
		"https://a/?b",
		"https://a b/",
		"http://127.0.0.1.a.test/",
		"a.test/csc",
		"https://a/#frag",
		"http://localhost.test/",
	};
	static const char *const good[] = {
		"https://a.test",
		"HTTPS://a.test/csc/v0/",
		"http://localhost:8080/csc/v2",
		"http://127.0.0.1",
	};
	struct error err;

	(void)state;
	error_reset(&err);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct csc_service service = { .base_url = bad[i] };
		struct csc *csc = NULL;

		assert_int_equal(csc_open(&service, &csc, &err), CONFIG);
		assert_string_equal(err.mistakes[0].code, "authority_url");
	}
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const struct csc_service service = { .base_url = good[i] };
		OWN(csc) struct csc *csc = NULL;

		assert_int_equal(csc_open(&service, &csc, &err), OK);
	}
}

static void test_time_stamps(void **state)
{
	static const unsigned char nonce[] = { 0x01, 0xff };
	AID(CSC_V1, { .body = "{\"timestamp\":\"MAA=\"}" }, { .body = "{}" });
	struct octets it;

	(void)state;
	assert_int_equal(
	    csc_timestamp(aid->csc, aid->arena, hash, CSC_OID_SHA256,
			  (struct octets){ nonce, 2 }, &it, &aid->err),
	    OK);
	assert_int_equal(it.size, 2);
	assert_non_null(strstr(aid->requests[0], "\"nonce\":\"01ff\""));
	assert_code(aid,
		    csc_timestamp(aid->csc, aid->arena, hash, CSC_OID_SHA256,
				  (struct octets){ NULL, 0 }, &it, &aid->err),
		    DATA, "authority_garbled");
	assert_null(strstr(aid->requests[1], "nonce"));
	(void)aid_end(aid);
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
		cmocka_unit_test(test_info_of_the_specification),
		cmocka_unit_test(test_info_of_servers_that_are_careless),
		cmocka_unit_test(test_what_is_no_answer_is_told),
		cmocka_unit_test(test_a_process_with_tokens_leaves_no_core),
		cmocka_unit_test(test_pages_of_credentials),
		cmocka_unit_test(test_credentials_are_bounded),
		cmocka_unit_test(test_a_credential_of_version_1),
		cmocka_unit_test(test_a_credential_of_version_2),
		cmocka_unit_test(test_expressions),
		cmocka_unit_test(test_lifetimes),
		cmocka_unit_test(test_a_holder_is_waited_for),
		cmocka_unit_test(test_a_holder_is_not_waited_for_without_end),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_descriptions_are_bounded),
		cmocka_unit_test(test_what_changes_nothing_is_tried_again),
		cmocka_unit_test(test_patience_ends),
		cmocka_unit_test(test_what_signs_is_sent_once),
		cmocka_unit_test(test_what_became_of_a_signature),
		cmocka_unit_test(test_nobody_there_signed_nothing),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_time_stamps),
		cmocka_unit_test(test_a_code_is_sent_to_the_holder),
		cmocka_unit_test(test_a_question_is_asked_of_the_holder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
