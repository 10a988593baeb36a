/* test_csc_sign - signatures and time-stamps of remote signing services */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "csc_aid.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_signs_is_sent_once),
		cmocka_unit_test(test_what_became_of_a_signature),
		cmocka_unit_test(test_nobody_there_signed_nothing),
		cmocka_unit_test(test_time_stamps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
