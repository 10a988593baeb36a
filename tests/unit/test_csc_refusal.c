/* test_csc_refusal - what a refusal means, and what is tried again */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "csc_aid.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_descriptions_are_bounded),
		cmocka_unit_test(test_what_changes_nothing_is_tried_again),
		cmocka_unit_test(test_patience_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
