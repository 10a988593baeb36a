/* requests for the status of certificates, at their bounds, and answers that
 * OpenSSL reads; the pipes are in tests/cmd/ipp-ca-ocsp.bats */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <openssl/ec.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

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

static struct octets octets_of(struct arena *arena, const void *bytes, int n)
{
	assert_true(n > 0);
	return (struct octets){ arena_bytes(arena, bytes, (size_t)n),
				(size_t)n };
}

/* A certificate of somebody called `name`, DER. */
static struct octets certificate_of(struct arena *arena, const char *name)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *it = X509_new();
	unsigned char *der = NULL;
	struct octets ret;
	int n;

	assert_true(X509_NAME_add_entry_by_txt(
	    X509_get_subject_name(it), "CN", MBSTRING_UTF8,
	    (const unsigned char *)name, -1, -1, 0));
	assert_true(X509_set_issuer_name(it, X509_get_subject_name(it)));
	assert_true(X509_gmtime_adj(X509_getm_notBefore(it), 0) &&
		    X509_gmtime_adj(X509_getm_notAfter(it), 1000) &&
		    X509_set_pubkey(it, key) &&
		    X509_sign(it, key, EVP_sha256()) > 0);
	n = i2d_X509(it, &der);
	ret = octets_of(arena, der, n);
	OPENSSL_free(der);
	X509_free(it);
	EVP_PKEY_free(key);
	return ret;
}

static X509 *x509_of(struct octets der)
{
	const unsigned char *at = der.bytes;

	return d2i_X509(NULL, &at, (long)der.size);
}

/* Reads a request for serial number 7 with an extension, of the question or of
 * the request, that so often. */
static enum status asked(struct arena *arena, struct octets issuer, int of_one,
			 int of_all, int critical, int times)
{
	X509 *by = x509_of(issuer);
	ASN1_INTEGER *serial = ASN1_INTEGER_new();
	OCSP_REQUEST *it = OCSP_REQUEST_new();
	OCSP_ONEREQ *one;
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;
	unsigned char *der = NULL;
	struct ocsp_request read;
	struct error err;
	enum status rc;
	int n;

	assert_true(ASN1_INTEGER_set(serial, 7) &&
		    ASN1_OCTET_STRING_set(value, (const void *)"\4\4abcd", 6));
	one = OCSP_request_add0_id(
	    it, OCSP_cert_id_new(EVP_sha1(), X509_get_subject_name(by),
				 X509_get0_pubkey_bitstr(by), serial));
	extension = X509_EXTENSION_create_by_NID(
	    NULL, of_one ? of_one : of_all, critical, value);
	if (of_one)
		assert_true(OCSP_ONEREQ_add_ext(one, extension, -1));
	for (int i = 0; of_all && i < times; i++)
		assert_true(OCSP_REQUEST_add_ext(it, extension, -1));
	X509_EXTENSION_free(extension);
	n = i2d_OCSP_REQUEST(it, &der);
	error_reset(&err);
	rc = ocsp_request_read(arena, octets_of(arena, der, n), &read, &err);
	if (rc != OK)
		assert_true(error_has(&err, "ocsp_malformed"));
	OPENSSL_free(der);
	ASN1_OCTET_STRING_free(value);
	OCSP_REQUEST_free(it);
	ASN1_INTEGER_free(serial);
	X509_free(by);
	return rc;
}

static void an_extension_that_must_be_understood_is_known(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct octets issuer = certificate_of(arena, "us");

	(void)state;
	assert_int_equal(asked(arena, issuer, 0, NID_ad_OCSP, 0, 1), OK);
	assert_int_equal(asked(arena, issuer, 0, NID_ad_OCSP, 1, 1), DATA);
	assert_int_equal(asked(arena, issuer, NID_ad_OCSP, 0, 0, 1), OK);
	assert_int_equal(asked(arena, issuer, NID_ad_OCSP, 0, 1, 1), DATA);
	assert_int_equal(asked(arena, issuer, 0,
			       NID_id_pkix_OCSP_acceptableResponses, 1, 1),
			 OK);
	assert_int_equal(asked(arena, issuer, 0, NID_id_pkix_OCSP_Nonce, 1, 1),
			 OK);
	/* which one would be the right one to come back? */
	assert_int_equal(asked(arena, issuer, 0, NID_id_pkix_OCSP_Nonce, 0, 2),
			 DATA);
}

static void an_issuer_is_known_by_name_and_key(void **state)
{
	static const unsigned char serial[] = { 7 };
	OWN(arena) struct arena *arena = arena_new();
	/* two that share a name have different keys */
	const char *const names[] = { "us", "us", "them" };
	struct ocsp_issuer *issuers[3];
	struct ocsp_request requests[3];
	struct octets der, id;
	struct error err;

	(void)state;
	error_reset(&err);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(
		    ocsp_issuer_new(certificate_of(arena, names[i]),
				    &issuers[i], &err),
		    OK);
		assert_int_equal(ocsp_request_make(
				     arena, issuers[i],
				     (struct octets){ serial, 1 }, &der, &id,
				     &err),
				 OK);
		assert_int_equal(ocsp_request_read(arena, der, &requests[i],
						   &err),
				 OK);
	}
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 3; k++)
			assert_int_equal(ocsp_is_about(requests[i].items,
						       issuers[k]),
					 i == k);
	/* the key of one with the name of another is nobody */
	requests[0].items->name = requests[2].items->name;
	for (size_t k = 0; k < 3; k++)
		assert_false(ocsp_is_about(requests[0].items, issuers[k]));
	/* nor does a part of a hash do */
	requests[1].items->key.size--;
	assert_false(ocsp_is_about(requests[1].items, issuers[1]));
	requests[1].items->key.size++;
	requests[1].items->name.size--;
	assert_false(ocsp_is_about(requests[1].items, issuers[1]));
	for (size_t i = 0; i < 3; i++)
		ocsp_issuer_free(issuers[i]);
}

/* What OpenSSL reads of the only one in an answer. */
struct read_one {
	int status, reason;
	int64_t produced, from, until, since, cutoff, invalid; /* or NO_TIME */
};

static int64_t time_of(const ASN1_TIME *time)
{
	struct tm tm;

	if (!time)
		return OCSP_NO_TIME;
	assert_int_equal(ASN1_TIME_to_tm(time, &tm), 1);
	return timegm(&tm);
}

static int64_t extension_time(OCSP_SINGLERESP *one, int nid)
{
	ASN1_GENERALIZEDTIME *time =
	    OCSP_SINGLERESP_get1_ext_d2i(one, nid, NULL, NULL);
	int64_t ret = time_of(time);

	ASN1_GENERALIZEDTIME_free(time);
	return ret;
}

static struct read_one answer_read(struct ocsp_writer *writer,
				   const struct ocsp_plan *plan)
{
	OWN(arena) struct arena *arena = arena_new();
	ASN1_GENERALIZEDTIME *from, *until, *since = NULL;
	struct read_one ret = { .reason = -1 };
	struct octets der = { NULL, 0 };
	const unsigned char *at;
	OCSP_RESPONSE *answer;
	OCSP_BASICRESP *basic;
	OCSP_SINGLERESP *one;
	struct error err;

	error_reset(&err);
	assert_int_equal(ocsp_response_write(writer, plan, arena, &der, &err),
			 OK);
	at = der.bytes;
	answer = d2i_OCSP_RESPONSE(NULL, &at, (long)der.size);
	basic = OCSP_response_get1_basic(answer);
	assert_non_null(basic);
	assert_int_equal(OCSP_resp_count(basic), 1);
	one = OCSP_resp_get0(basic, 0);
	ret.status = OCSP_single_get0_status(one, &ret.reason, &since, &from,
					     &until);
	ret.produced = time_of(OCSP_resp_get0_produced_at(basic));
	ret.from = time_of(from);
	ret.until = time_of(until);
	ret.since = time_of(since);
	ret.cutoff = extension_time(one, NID_id_pkix_OCSP_archiveCutoff);
	ret.invalid = extension_time(one, NID_invalidity_date);
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(answer);
	return ret;
}

static void an_answer_says_what_is_so_now(void **state)
{
	static const unsigned char serial[] = { 7 };
	OWN(arena) struct arena *arena = arena_new();
	OWN(key) struct key *key = NULL;
	OWN(ocsp_writer) struct ocsp_writer *writer = NULL;
	OWN(ocsp_issuer) struct ocsp_issuer *issuer = NULL;
	struct octets certificate = certificate_of(arena, "us"), der;
	struct ocsp_single one = { .invalidity_at = OCSP_NO_TIME };
	struct ocsp_plan plan = { .items = &one, .count = 1 };
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(key_generate(KEY_P256, &key, &err), OK);
	assert_int_equal(ocsp_writer_new(key, certificate, &writer, &err), OK);
	assert_int_equal(ocsp_issuer_new(certificate, &issuer, &err), OK);
	assert_int_equal(ocsp_request_make(arena, issuer,
					   (struct octets){ serial, 1 }, &der,
					   &one.id, &err),
			 OK);
	/* each round changes one of the times that are written once */
	for (int64_t i = 0; i < 8; i++) {
		plan.this_update = 1795335300 + (i & 1) * 60;
		plan.next_update = 1795338900 + (i & 2) * 60;
		plan.archive_cutoff = i & 4 ? OCSP_NO_TIME : 1700000000;
		for (int64_t status = OCSP_GOOD; status <= OCSP_UNKNOWN;
		     status++) {
			struct read_one it;

			one.status = (enum ocsp_status)status;
			one.revoked_at = 1795000000;
			one.reason = i % 3 * 3; /* 0, 3, 6 */
			one.invalidity_at = i > 5 ? 1794000000 : OCSP_NO_TIME;
			it = answer_read(writer, &plan);
			assert_int_equal(it.status, status);
			assert_int_equal(it.produced, plan.this_update);
			assert_int_equal(it.from, plan.this_update);
			assert_int_equal(it.until, plan.next_update);
			assert_int_equal(it.cutoff, status == OCSP_UNKNOWN
							? OCSP_NO_TIME
							: plan.archive_cutoff);
			assert_int_equal(it.since, status == OCSP_REVOKED
						       ? one.revoked_at
						       : OCSP_NO_TIME);
			assert_int_equal(it.reason,
					 status == OCSP_REVOKED && one.reason
					     ? one.reason
					     : -1);
			assert_int_equal(it.invalid, status == OCSP_REVOKED
							 ? one.invalidity_at
							 : OCSP_NO_TIME);
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
		cmocka_unit_test(
		    a_request_like_the_one_before_is_read_as_by_itself),
		cmocka_unit_test(
		    an_extension_that_must_be_understood_is_known),
		cmocka_unit_test(an_issuer_is_known_by_name_and_key),
		cmocka_unit_test(an_answer_says_what_is_so_now),
		cmocka_unit_test(many_signatures_are_those_of_key_sign),
		cmocka_unit_test(each_refusal_is_one_that_openssl_reads),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
