/* test_oauth - how access to a remote signing service is asked for */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/peer/oauth.h>
#include <ipp/port/base64.h>
#include <ipp/port/form.h>

#include "csc_aid.h"

static const struct oauth_place place = {
	.authorize_url = "https://a.test/oauth2/authorize",
	.token_url = "https://a.test/oauth2/token",
	.revoke_url = "https://a.test/oauth2/revoke",
};

/* RFC 7636, appendix B. */
static void test_challenge_of_the_rfc(void **state)
{
	char it[OAUTH_VERIFIER_SIZE];
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(
	    oauth_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", it,
			    &err),
	    OK);
	assert_string_equal(it, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

static void test_proofs_differ(void **state)
{
	struct oauth_proof a, b;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(oauth_proof_make(&a, &err), OK);
	assert_int_equal(oauth_proof_make(&b, &err), OK);
	assert_int_equal(strlen(a.state), 43);
	assert_int_equal(strlen(a.verifier), 43);
	assert_string_not_equal(a.state, b.state);
	assert_string_not_equal(a.verifier, b.verifier);
	assert_string_not_equal(a.state, a.verifier);
}

/* The one of RFC 4648, 10, and both alphabets. */
static void test_base64(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	static const unsigned char bytes[] = { 0xfb, 0xff, 0xfe, 'f' };
	static const char *const good[] = { "+//+Zg==", "-__-Zg==", "-__-Zg" };
	static const char *const bad[] = { "",	 "=",	  "a",	   "+//+Zg===",
					   "a*", "+/ /+", "ab\ncd" };
	struct octets it = { bytes, sizeof bytes };

	(void)state;
	assert_string_equal(base64_write(arena, it), "+//+Zg==");
	assert_string_equal(base64_url_write(arena, it), "-__-Zg");
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(base64_read(arena, good[i], strlen(good[i]), &it));
		assert_int_equal(it.size, 4);
		assert_memory_equal(it.bytes, bytes, 4);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(base64_read(arena, bad[i], strlen(bad[i]), &it));
}

static void test_forms(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	const char *it = NULL;
	struct form form;

	(void)state;
	form_begin(&form, arena);
	form_add(&form, "a b", "c&d=e+f/\xc3\xa0");
	form_add(&form, "none", NULL);
	form_add(&form, "z", "-._~");
	assert_string_equal(form_text(&form),
			    "a%20b=c%26d%3De%2Bf%2F%C3%A0&z=-._~");
	assert_int_equal(form_find(arena, "x=1&ab=2&a=3+%2b#b=4", "a", 9, &it),
			 FORM_FOUND);
	assert_string_equal(it, "3 +");
	assert_int_equal(form_find(arena, "x=1#b=4", "b", 9, &it), FORM_ABSENT);
	assert_int_equal(form_find(arena, "", "b", 9, &it), FORM_ABSENT);
	assert_int_equal(form_find(arena, "b=1&b=1", "b", 9, &it), FORM_BROKEN);
	assert_int_equal(form_find(arena, "b=%2", "b", 9, &it), FORM_BROKEN);
	assert_int_equal(form_find(arena, "b=%00", "b", 9, &it), FORM_BROKEN);
	assert_int_equal(form_find(arena, "b=%0a", "b", 9, &it), FORM_BROKEN);
	assert_int_equal(form_find(arena, "b=123456789", "b", 9, &it),
			 FORM_FOUND);
	assert_int_equal(form_find(arena, "b=1234567890", "b", 9, &it),
			 FORM_BROKEN);
}

static void test_address_of_a_consent(void **state)
{
	static const struct aid_answer answers[] = { { .code = 200 } };
	struct aid *aid = aid_new(CSC_V2, answers, 1);
	const unsigned char bytes[] = { 0xfb, 0xff, 0xfe };
	const struct octets hashes[] = { { bytes, 3 }, { bytes, 2 } };
	struct oauth_proof proof = { "st", "ve" };
	struct oauth_request request = { .redirect_uri =
					     "http://127.0.0.1:9/" };
	char *it = NULL;

	(void)state;
	assert_int_equal(oauth_authorization_url(aid->csc, aid->arena, &place,
						 &request, &proof, &it,
						 &aid->err),
			 OK);
	assert_true(!strncmp(it, "https://a.test/oauth2/authorize?", 32));
	assert_non_null(strstr(it, "response_type=code&client_id=desk"));
	assert_non_null(
	    strstr(it, "redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F"));
	assert_non_null(strstr(it, "&scope=service&state=st&code_challenge="));
	assert_non_null(strstr(it, "&code_challenge_method=S256"));
	assert_null(strstr(it, "s3cret"));
	assert_null(strstr(it, "credentialID"));
	request.credential_id = "GX/1";
	request.signatures = 2;
	request.hashes = hashes;
	request.hash_count = 2;
	request.hash_algorithm = CSC_OID_SHA256;
	assert_int_equal(oauth_authorization_url(aid->csc, aid->arena, &place,
						 &request, &proof, &it,
						 &aid->err),
			 OK);
	assert_non_null(strstr(it, "&scope=credential&"));
	assert_non_null(strstr(it, "&credentialID=GX%2F1&numSignatures=2&"
				   "hashes=-__-%2C-_8&hashAlgorithmOID="));
	request.description = arena_alloc(aid->arena, 8001);
	memset((char *)(uintptr_t)request.description, 'a', 8000);
	assert_int_equal(oauth_authorization_url(aid->csc, aid->arena, &place,
						 &request, &proof, &it,
						 &aid->err),
			 USAGE);
	(void)aid_end(aid);
}

static void test_the_way_back(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct oauth_proof proof;
	struct error err;
	const char *code;
	const struct {
		const char *before, *after, *error;
	} rows[] = {
		{ "http://127.0.0.1:9/?code=c%2F1&state=", "", NULL },
		{ "code=c%2F1&state=", "", NULL },
		{ "  /cb?state=", "&code=c%2f1\n", NULL },
		{ "/?code=c&state=", "x", "state_wrong" },
		{ "/?code=c&state=x", "", "state_wrong" },
		{ "/?code=c&state=", "&state=a", "state_wrong" },
		{ "/?code=c&stat=", "", "state_wrong" },
		{ "/?state=", "", "redirect_unreadable" },
		{ "/?code=&state=", "", "redirect_unreadable" },
		{ "/?code=a&code=b&state=", "", "redirect_unreadable" },
		{ "/?code=a%0a&state=", "", "redirect_unreadable" },
		{ "/?error=access_denied&error_description=not+you&state=", "",
		  "access_denied" },
		{ "/?error=x&state=", "y", "state_wrong" },
	};

	(void)state;
	error_reset(&err);
	assert_int_equal(oauth_proof_make(&proof, &err), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[256];
		enum status rc;

		(void)snprintf(text, sizeof text, "%s%s%s", rows[i].before,
			       proof.state, rows[i].after);
		rc = oauth_redirect_read(arena, text, &proof, false, &code,
					 &err);
		if (rows[i].error) {
			assert_int_not_equal(rc, OK);
			assert_string_equal(err.mistakes[0].code,
					    rows[i].error);
		} else {
			assert_int_equal(rc, OK);
			assert_string_equal(code, "c/1");
		}
	}
	assert_int_equal(
	    oauth_redirect_read(arena, "c0de\n", &proof, true, &code, &err),
	    OK);
	assert_string_equal(code, "c0de");
	assert_int_equal(
	    oauth_redirect_read(arena, "c0de\n", &proof, false, &code, &err),
	    DATA);
	assert_non_null(err.mistakes[0].text);
}

/* ---- tokens */

static struct oauth_place near(struct aid *aid)
{
	return (struct oauth_place){
		.authorize_url = "",
		.token_url = arena_printf(
		    aid->arena, "http://127.0.0.1:%d/token", aid->port),
		.revoke_url = arena_printf(
		    aid->arena, "http://127.0.0.1:%d/revoke", aid->port),
	};
}

static void test_a_code_becomes_tokens(void **state)
{
	static const struct aid_answer answers[] = {
		{ .body = "{\"access_token\":\"A\",\"token_type\":\"bearer\","
			  "\"refresh_token\":\"R\",\"expires_in\":null}" },
		{ .body = "{\"access_token\":\"A\",\"token_type\":\"mac\"}" },
		{ .body = "{\"token_type\":\"Bearer\"}" },
		{ 400, .body = "{\"error\":\"invalid_grant\","
			       "\"error_description\":\"code c0de ve is used "
			       "up\"}" },
	};
	struct aid *aid = aid_new(CSC_V1, answers, 4);
	struct oauth_place there = near(aid);
	struct oauth_proof proof = { "st", "ve" };
	struct oauth_request request = { .redirect_uri =
					     "http://127.0.0.1:9/" };
	struct oauth_tokens it;

	(void)state;
	assert_int_equal(oauth_exchange(aid->csc, aid->arena, &there, "c0de",
					&request, &proof, &it, &aid->err),
			 OK);
	assert_string_equal(it.access_token, "A");
	assert_string_equal(it.refresh_token, "R");
	assert_int_equal(it.access_ends_at, 1003600);
	assert_true(it.refresh_ends_at == INT64_MAX);
	assert_null(it.credential_id);
	assert_non_null(
	    strstr(aid->requests[0], "application/x-www-form-urlencoded"));
	assert_non_null(strstr(aid->requests[0],
			       "grant_type=authorization_code&code=c0de&"
			       "redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2F&"
			       "code_verifier=ve&client_id=desk&"
			       "client_secret=s3cret"));
	assert_null(strstr(aid->requests[0], "Authorization"));
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(oauth_exchange(aid->csc, aid->arena, &there,
						"c0de", &request, &proof, &it,
						&aid->err),
				 DATA);
		assert_string_equal(aid->err.mistakes[0].code,
				    "authority_garbled");
	}
	assert_int_equal(oauth_exchange(aid->csc, aid->arena, &there, "c0de",
					&request, &proof, &it, &aid->err),
			 REFUSED);
	assert_string_equal(aid->err.mistakes[0].code, "grant_refused");
	assert_null(strstr(aid->err.mistakes[0].text, "c0de"));
	assert_non_null(strstr(aid->err.mistakes[0].text, "is used up"));
	assert_int_equal(aid_end(aid), 4);
}

static void test_another_access_token(void **state)
{
	static const struct aid_answer answers[] = {
		{ .body = "{\"access_token\":\"B\",\"refresh_token\":\"S\","
			  "\"expires_in\":60,\"refresh_expires_in\":\"90\"}" },
		{ .silent = true },
	};
	struct aid *aid = aid_new(CSC_V1, answers, 2);
	struct oauth_place there = near(aid);
	struct oauth_tokens it;

	(void)state;
	there.secret_in_header = true;
	assert_int_equal(
	    oauth_refresh(aid->csc, aid->arena, &there, "R", &it, &aid->err),
	    OK);
	assert_string_equal(it.refresh_token, "S");
	assert_int_equal(it.access_ends_at, 1000060);
	assert_int_equal(it.refresh_ends_at, 1000090);
	assert_non_null(
	    strstr(aid->requests[0], "refresh_token=R&client_id=desk"));
	assert_non_null(strstr(aid->requests[0], "Authorization: Basic "));
	assert_null(strstr(aid->requests[0], "client_secret"));
	/* a token may be used up by it: never asked for twice */
	assert_int_equal(
	    oauth_refresh(aid->csc, aid->arena, &there, "R", &it, &aid->err),
	    UNAVAILABLE);
	assert_int_equal(csc_outcome(aid->csc)->certainty, CSC_UNKNOWN);
	assert_int_equal(aid_end(aid), 2);
}

static void test_tokens_are_given_up(void **state)
{
	static const struct aid_answer answers[] = {
		{ .code = 200, .type = "text/plain", .body = "gone" },
		{ 400, .body = "{\"error\":\"invalid_request\",\"error_"
			       "description\":\"Invalid string parameter "
			       "token\"}" },
		{ .code = 204 },
		{ 401 },
		{ 400, .body = "{\"error\":\"invalid_client\"}" },
	};
	struct aid *aid = aid_new(CSC_V1, answers, 5);
	struct oauth_place there = near(aid);

	(void)state;
	assert_int_equal(
	    oauth_revoke(aid->csc, aid->arena, &there, "R", true, &aid->err),
	    OK);
	assert_non_null(
	    strstr(aid->requests[0], "token=R&token_type_hint=refresh_token"));
	assert_int_equal(
	    oauth_revoke(aid->csc, aid->arena, &there, "R", true, &aid->err),
	    OK);
	there.revoke_url = "";
	assert_int_equal(
	    oauth_revoke(aid->csc, aid->arena, &there, "R", false, &aid->err),
	    OK);
	assert_non_null(strstr(aid->requests[2], "POST /csc/v1/auth/revoke"));
	assert_non_null(strstr(aid->requests[2], "Bearer t0ken"));
	/* nobody listened to a token that is over */
	assert_int_equal(
	    oauth_revoke(aid->csc, aid->arena, &there, "R", true, &aid->err),
	    REFUSED);
	error_reset(&aid->err);
	there = near(aid);
	assert_int_equal(
	    oauth_revoke(aid->csc, aid->arena, &there, "R", true, &aid->err),
	    REFUSED);
	assert_string_equal(aid->err.mistakes[0].code, "client_refused");
	(void)aid_end(aid);
}

static void test_user_and_password(void **state)
{
	static const struct aid_answer answers[] = {
		{ .body = "{\"access_token\":\"A\",\"refresh_token\":\"R\"}" },
		{ .body = "{\"access_token\":\"B\"}" },
		{ 401, .body = "{\"error\":\"authentication_error\","
			       "\"error_description\":\"s3cret is wrong\"}" },
		{ 401 },
	};
	struct aid *aid = aid_new(CSC_V1, answers, 4);
	struct oauth_tokens it;

	(void)state;
	assert_int_equal(csc_login(aid->csc, aid->arena, &it, &aid->err), OK);
	assert_non_null(
	    strstr(aid->requests[0], "Authorization: Basic ZGVzazpzM2NyZXQ="));
	assert_int_equal(
	    csc_login_again(aid->csc, aid->arena, "R", &it, &aid->err), OK);
	assert_null(it.refresh_token);
	assert_null(strstr(aid->requests[1], "Authorization"));
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(
		    csc_login(aid->csc, aid->arena, &it, &aid->err), REFUSED);
		assert_string_equal(aid->err.mistakes[0].code, "login_refused");
		assert_null(strstr(aid->err.mistakes[0].text, "s3cret"));
	}
	(void)aid_end(aid);
}

/* ---- where it is */

static void test_places(void **state)
{
	static const struct aid_answer answers[] = {
		{ 404, .type = "text/html", .body = "<p>" },
		{ .body = "{\"issuer\":\"x\",\"token_endpoint\":"
			  "\"https://b.test/t\",\"authorization_endpoint\":"
			  "\"https://b.test/a\",\"token_endpoint_auth_methods_"
			  "supported\":[\"client_secret_basic\"]}" },
		{ .body = "{\"token_endpoint\":\"http://b.test/t\"}" },
	};
	struct aid *aid = aid_new(CSC_V2, answers, 3);
	struct csc_info info = { .oauth2 = "https://o.test/x/",
				 .oauth2_issuer = "" };
	struct oauth_place it;

	(void)state;
	assert_int_equal(
	    oauth_find(aid->csc, aid->arena, &info, &it, &aid->err), OK);
	assert_string_equal(it.token_url, "https://o.test/x/oauth2/token");
	info.oauth2 = "https://o.test/oauth2";
	assert_int_equal(
	    oauth_find(aid->csc, aid->arena, &info, &it, &aid->err), OK);
	assert_string_equal(it.revoke_url, "https://o.test/oauth2/revoke");
	info.oauth2 = "";
	assert_int_equal(
	    oauth_find(aid->csc, aid->arena, &info, &it, &aid->err), CONFIG);
	info.oauth2_issuer =
	    arena_printf(aid->arena, "http://127.0.0.1:%d/i", aid->port);
	assert_int_equal(
	    oauth_find(aid->csc, aid->arena, &info, &it, &aid->err), OK);
	assert_non_null(strstr(aid->requests[0],
			       "GET /.well-known/oauth-authorization-server/i "
			       "HTTP"));
	assert_non_null(strstr(aid->requests[1],
			       "GET /i/.well-known/openid-configuration HTTP"));
	assert_string_equal(it.authorize_url, "https://b.test/a");
	assert_string_equal(it.revoke_url, "");
	assert_true(it.secret_in_header);
	/* nobody is told a secret in clear */
	error_reset(&aid->err);
	assert_int_equal(
	    oauth_find(aid->csc, aid->arena, &info, &it, &aid->err), CONFIG);
	assert_string_equal(aid->err.mistakes[0].code, "authority_url");
	(void)aid_end(aid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_challenge_of_the_rfc),
		cmocka_unit_test(test_proofs_differ),
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_address_of_a_consent),
		cmocka_unit_test(test_the_way_back),
		cmocka_unit_test(test_a_code_becomes_tokens),
		cmocka_unit_test(test_another_access_token),
		cmocka_unit_test(test_tokens_are_given_up),
		cmocka_unit_test(test_user_and_password),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
