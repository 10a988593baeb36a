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

/* A request for one certificate, by SHA-1; `last` goes behind the CertID. */
static struct octets request_of(struct arena *arena, const char *serial,
				size_t n, const char *last, size_t last_n)
{
	static const unsigned char algorithm[] = { 0x30, 9,    6,    5, 0x2b,
						   0x0e, 3,    2,    0x1a, 5,
						   0,	 0x04, 0x14 };
	size_t id = sizeof algorithm + 20 + 22 + 2 + n, size = id + last_n + 10;
	unsigned char *at = arena_alloc(arena, size), *ret = at;

	for (size_t left = size - 2; left >= id + last_n; left -= 2) {
		*at++ = 0x30;
		*at++ = (unsigned char)left;
	}
	at[-1] = (unsigned char)id;
	memcpy(at, algorithm, sizeof algorithm);
	memset(at += sizeof algorithm, 'n', 20);
	at += 20;
	*at++ = 4;
	*at++ = 20;
	memset(at, 'k', 20);
	at += 20;
	*at++ = 2;
	*at++ = (unsigned char)n;
	memcpy(at, serial, n);
	memcpy(at + n, last, last_n);
	return (struct octets){ ret, size };
}

static void same(struct octets a, struct octets b)
{
	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.bytes, b.bytes, a.size);
}

static void a_request_like_the_one_before_is_read_as_by_itself(void **state)
{
	/* negative, with a zero too many, other lengths: as OpenSSL says */
	static const struct {
		const char *serial, *last;
		size_t n, last_n;
	} all[] = {
		{ "\x11\x22\x33", "", 3, 0 },
		{ "\x44\x55\x66", "", 3, 0 },
		{ "\x7f\xff\xff", "", 3, 0 },
		{ "\x80\x55\x66", "", 3, 0 },
		{ "\x01\x00\x66", "", 3, 0 },
		{ "\x00\x55\x66", "", 3, 0 },
		{ "\x00\xd5\x66", "", 3, 0 },
		{ "\x44\x55\x66\x77", "", 4, 0 },
		{ "\x44\x55\x66", "\xa0\x02\x30\x00", 3, 4 },
		{ "\x44\x55\x67", "\x30\x00", 3, 2 },
		{ "\x44\x55\x68", "", 3, 0 },
		{ "\x44", "", 1, 0 },
		{ "\x00", "", 1, 0 },
		{ "\x45", "", 1, 0 },
	};
	OWN(arena) struct arena *arena = arena_new();
	struct ocsp_pattern *pattern = ocsp_pattern_new();
	struct ocsp_request one, other;
	struct error err;
	size_t count = sizeof all / sizeof *all, read = 0;

	(void)state;
	for (size_t i = 0; i < count * count; i++) {
		size_t k = i % 2 ? i / 2 % count : i / count;
		struct octets der = request_of(arena, all[k].serial, all[k].n,
					       all[k].last, all[k].last_n);
		enum status rc;

		error_reset(&err);
		rc = ocsp_request_read(arena, der, &one, &err);
		error_reset(&err);
		assert_int_equal(ocsp_request_read_next(pattern, arena, der,
							&other, &err),
				 rc);
		if (rc != OK)
			continue;
		read++;
		assert_int_equal(other.count, 1);
		assert_int_equal(other.nonce.size, 0);
		assert_int_equal(other.items->hash, OCSP_SHA1);
		same(other.items->id, one.items->id);
		same(other.items->name, one.items->name);
		same(other.items->key, one.items->key);
		same(other.items->serial, one.items->serial);
	}
	assert_true(read > count * count / 2);
	ocsp_pattern_free(pattern);
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
		cmocka_unit_test(
		    a_request_like_the_one_before_is_read_as_by_itself),
		cmocka_unit_test(many_signatures_are_those_of_key_sign),
		cmocka_unit_test(each_refusal_is_one_that_openssl_reads),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
