/* requests for the status of certificates, at their bounds, and answers that
 * OpenSSL reads; the pipes are in tests/cmd/ipp-ca-ocsp.bats */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/ocsp.h>
#include <openssl/x509.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/port/key.h>
#include <ipp/port/ocsp.h>

static void a_request_ends_where_its_header_says(void **state)
{
	static const unsigned char most[] = { 0x30, 0x82, 0xff, 0xfc };
	static const unsigned char more[] = { 0x30, 0x82, 0xff, 0xfd };
	static const unsigned char open[] = { 0x30, 0x80, 0, 0 };
	static const unsigned char huge[] = { 0x30, 0x85, 1, 0, 0, 0, 0 };
	struct error err;
	size_t n;

	(void)state;
	error_reset(&err);
	assert_int_equal(ocsp_request_size(most, 0, &n, &err), OK);
	assert_int_equal(n, 0);
	assert_int_equal(ocsp_request_size(most, 3, &n, &err), OK);
	assert_int_equal(n, 0);
	assert_int_equal(LIMIT_OCSP_BYTES, 0x10000);
	assert_int_equal(ocsp_request_size(most, 4, &n, &err), OK);
	assert_int_equal(n, LIMIT_OCSP_BYTES);
	assert_int_equal(ocsp_request_size(more, 4, &n, &err), DATA);
	assert_true(error_has(&err, "ocsp_too_large"));
	assert_int_equal(ocsp_request_size(open, 4, &n, &err), DATA);
	assert_true(error_has(&err, "ocsp_malformed"));
	assert_int_equal(ocsp_request_size(huge, 7, &n, &err), DATA);
	assert_int_equal(ocsp_request_size("GET", 3, &n, &err), DATA);
}

static void a_request_in_an_address_is_base64_of_either_alphabet(void **state)
{
	static const char *const same[] = { "+/+/AQ==", "-_-_AQ==", "-_-_AQ",
					    "+/-_AQ=" };
	static const char *const none[] = { "", "=", "A", "AAAAA", "+/+/ AQ=",
					    "%2B", "A=A=", "AAA*" };
	static const unsigned char bytes[] = { 0xfb, 0xff, 0xbf, 1 };
	OWN(arena) struct arena *arena = arena_new();
	struct octets it;

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		assert_true(ocsp_text_read(arena, same[i], &it));
		assert_int_equal(it.size, 4);
		assert_memory_equal(it.bytes, bytes, 4);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_false(ocsp_text_read(arena, none[i], &it));
	assert_string_equal(
	    ocsp_text_write(arena, (struct octets){ bytes, 4 }), "+/+/AQ==");
}

static void many_signatures_are_those_of_key_sign(void **state)
{
	static const enum key_kind kinds[] = { KEY_P256, KEY_P384,
					       KEY_RSA3072 };
	OWN(arena) struct arena *arena = arena_new();
	struct octets signature;
	struct error err;

	(void)state;
	error_reset(&err);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		OWN(key) struct key *key = NULL;
		OWN(key_signer) struct key_signer *signer = NULL;

		assert_int_equal(key_generate(kinds[i], &key, &err), OK);
		assert_int_equal(key_signer_new(key, &signer, &err), OK);
		for (int k = 0; k < 3; k++) {
			assert_int_equal(key_signer_sign(signer, arena, "text",
							 4, &signature, &err),
					 OK);
			assert_int_equal(
			    key_verify(key, "text", 4, signature, &err), OK);
		}
	}
}

static void each_refusal_is_one_that_openssl_reads(void **state)
{
	static const enum ocsp_refusal all[] = { OCSP_MALFORMED, OCSP_INTERNAL,
						 OCSP_TRY_LATER,
						 OCSP_UNAUTHORIZED };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct octets der = ocsp_refusal_of(all[i]);
		const unsigned char *at = der.bytes;
		OCSP_RESPONSE *it = d2i_OCSP_RESPONSE(NULL, &at, (long)der.size);

		assert_non_null(it);
		assert_int_equal(OCSP_response_status(it), all[i]);
		OCSP_RESPONSE_free(it);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_ends_where_its_header_says),
		cmocka_unit_test(
		    a_request_in_an_address_is_base64_of_either_alphabet),
		cmocka_unit_test(many_signatures_are_those_of_key_sign),
		cmocka_unit_test(each_refusal_is_one_that_openssl_reads),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
