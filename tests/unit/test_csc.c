/* test_csc - where a remote signing service is, and what it says of itself */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "csc_aid.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_process_with_tokens_leaves_no_core),
		cmocka_unit_test(test_info_of_the_specification),
		cmocka_unit_test(test_info_of_servers_that_are_careless),
		cmocka_unit_test(test_what_is_no_answer_is_told),
		cmocka_unit_test(test_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
