/* test_certificate_read - certificates, PEM and requests for them, read */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/x509v3.h>

#include <ipp/base/limits.h>

#include "certificate_aid.h"

/* What is written is read, and what was read writes the same again: so
 * nothing is lost in either direction. */
static void what_is_read_writes_the_very_same_bytes(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_same(tbs_of(&facts.plan), tbs_of(&plan));
	assert_same(facts.tbs, tbs_of(&plan));
}

static void the_facts_are_those_of_the_plan(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(
	    certificate_read(arena, der.bytes, der.size, &facts, &err), OK);
	assert_string_equal(facts.serial, "5A0102030405060708090A0B0C0D0EFF");
	assert_string_equal(facts.issuer_text, "CN=Root,C=IT");
	assert_int_equal(facts.plan.not_before, plan.not_before);
	assert_int_equal(facts.plan.not_after, plan.not_after);
	assert_int_equal(facts.plan.subject_count, COUNT(subject));
	for (size_t i = 0; i < COUNT(subject); i++) {
		assert_int_equal(facts.plan.subject[i].type, subject[i].type);
		assert_string_equal(facts.plan.subject[i].value,
				    subject[i].value);
	}
	assert_int_equal(facts.plan.key.kind, KEY_P256);
	assert_int_equal(facts.plan.key_usage, plan.key_usage);
	assert_int_equal(facts.plan.critical, plan.critical);
	assert_int_equal(facts.plan.path_length, 0);
	assert_string_equal(facts.plan.policies[0].explicit_text,
			    policies[0].explicit_text);
	assert_string_equal(facts.plan.policies[2].oid, policies[2].oid);
	assert_string_equal(facts.plan.qc.limit.currency, "EUR");
	assert_int_equal(facts.plan.qc.limit.amount, 5);
	assert_int_equal(facts.plan.qc.identified, QC_IDENTIFIED_EIDAS2_ACD);
	assert_string_equal(facts.plan.qc.name_authority,
			    "https://registry.example/");
	assert_string_equal(facts.plan.email, "lucja@example.org");
	assert_int_equal(strlen(facts.fingerprint), 64);
	assert_int_equal(strlen(facts.key_sha256), 64);
}

static void every_shorter_and_any_longer_certificate_is_refused(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	unsigned char *longer = arena_alloc(arena, der.size + 1);
	struct certificate_facts facts;

	(void)state;
	memcpy(longer, der.bytes, der.size);
	for (size_t n = 0; n < der.size; n++)
		assert_int_equal(
		    certificate_read(arena, longer, n, &facts, &err), DATA);
	assert_int_equal(
	    certificate_read(arena, longer, der.size + 1, &facts, &err), DATA);
	assert_true(error_has(&err, "certificate_unreadable"));
	assert_non_null(strstr(err.mistakes[0].text, "bytes behind"));
}

static void a_certificate_above_the_limit_is_not_read(void **state)
{
	unsigned char *big = arena_alloc(arena, LIMIT_CERTIFICATE_BYTES + 1);
	struct certificate_facts facts;

	(void)state;
	assert_int_equal(
	    certificate_read(arena, big, LIMIT_CERTIFICATE_BYTES, &facts, &err),
	    DATA);
	assert_true(error_has(&err, "certificate_unreadable"));
	assert_int_equal(certificate_read(arena, big,
					  LIMIT_CERTIFICATE_BYTES + 1, &facts,
					  &err),
			 DATA);
	assert_true(error_has(&err, "certificate_too_large"));
}

/* Any changed byte gives an error or facts, and never a valid signature. */
static void no_changed_byte_verifies(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	OWN(arena) struct arena *scratch = arena_new();

	(void)state;
	for (size_t i = 0; i < der.size; i += 3) {
		unsigned char *changed =
		    arena_bytes(scratch, der.bytes, der.size);
		struct octets bytes = { changed, der.size };
		struct certificate_facts facts;

		changed[i] ^= 0x41;
		error_reset(&err);
		(void)certificate_read(scratch, changed, der.size, &facts,
				       &err);
		assert_int_not_equal(certificate_verify(bytes, root, &err), OK);
		arena_reset(scratch);
	}
}

static void an_extension_twice_is_refused(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	const unsigned char *at = der.bytes;
	X509 *x509 = d2i_X509(NULL, &at, (long)der.size);
	unsigned char *twice = NULL;
	struct certificate_facts facts;
	int n;

	(void)state;
	assert_int_equal(X509_add_ext(x509, X509_get_ext(x509, 1), -1), 1);
	n = i2d_re_X509_tbs(x509, NULL);
	assert_true(n > 0);
	n = i2d_X509(x509, &twice);
	assert_true(n > (int)der.size);
	assert_int_equal(
	    certificate_read(arena, twice, (size_t)n, &facts, &err), DATA);
	OPENSSL_free(twice);
	X509_free(x509);
}

static void strange_extensions_are_told_by_oid(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan);
	const unsigned char *at = der.bytes;
	X509 *x509 = d2i_X509(NULL, &at, (long)der.size);
	X509_EXTENSION *one = X509V3_EXT_conf_nid(
	    NULL, NULL, NID_name_constraints, "permitted;DNS:example.org");
	unsigned char *more = NULL;
	struct certificate_facts facts;
	int n;

	(void)state;
	assert_non_null(one);
	assert_int_equal(X509_add_ext(x509, one, -1), 1);
	assert_true(i2d_re_X509_tbs(x509, NULL) > 0);
	n = i2d_X509(x509, &more);
	assert_int_equal(certificate_read(arena, more, (size_t)n, &facts, &err),
			 OK);
	assert_int_equal(facts.plan.other.count, 1);
	assert_string_equal(facts.plan.other.items[0], "2.5.29.30");
	OPENSSL_free(more);
	X509_EXTENSION_free(one);
	X509_free(x509);
}

static void pem_comes_back_as_it_went(void **state)
{
	struct certificate_plan plan = full();
	struct octets der = made_of(&plan), back;
	char *pem, *more;

	(void)state;
	assert_int_equal(pem_encode(arena, "CERTIFICATE", der, &pem, &err), OK);
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", pem, strlen(pem), &back, &err),
	    OK);
	assert_same(back, der);
	more = arena_printf(arena, "0 text before\n%s", pem);
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", more, strlen(more), &back, &err),
	    OK);
	assert_same(back, der);
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", der.bytes, der.size, &back, &err),
	    OK);
	assert_same(back, der);
	assert_int_equal(pem_decode(arena, "CERTIFICATE REQUEST", pem,
				    strlen(pem), &back, &err),
			 DATA);
	assert_true(error_has(&err, "pem_unreadable"));
	assert_int_equal(
	    pem_decode(arena, "CERTIFICATE", pem, strlen(pem) / 2, &back, &err),
	    DATA);
	assert_int_equal(pem_decode(arena, "CERTIFICATE", "", 0, &back, &err),
			 DATA);
}

/* A request as OpenSSL makes it. */
static struct octets request_of(EVP_PKEY *pair, EVP_PKEY *signer)
{
	X509_REQ *request = X509_REQ_new();
	unsigned char *der = NULL;
	struct octets ret;
	int n;

	X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request), "CN",
				   MBSTRING_UTF8,
				   (const unsigned char *)"Città", -1, -1, 0);
	X509_REQ_set_pubkey(request, pair);
	X509_REQ_sign(request, signer, EVP_sha256());
	n = i2d_X509_REQ(request, &der);
	assert_true(n > 0);
	ret.size = (size_t)n;
	ret.bytes = arena_bytes(arena, der, ret.size);
	OPENSSL_free(der);
	X509_REQ_free(request);
	return ret;
}

static void a_request_shows_its_key_and_proves_its_possession(void **state)
{
	EVP_PKEY *pair = EVP_EC_gen("P-256"), *thief = EVP_EC_gen("P-256");
	struct octets der = request_of(pair, pair);
	struct octets stolen = request_of(pair, thief);
	struct request_facts facts, none;
	unsigned char *spki = NULL;
	int n = i2d_PUBKEY(pair, &spki);
	char *pem;

	(void)state;
	assert_int_equal(request_read(arena, der.bytes, der.size, &facts, &err),
			 OK);
	assert_same(facts.key.spki, (struct octets){ spki, (size_t)n });
	assert_string_equal(facts.subject_text, "CN=Città");
	assert_int_equal(
	    pem_encode(arena, "CERTIFICATE REQUEST", der, &pem, &err), OK);
	assert_int_equal(request_read(arena, pem, strlen(pem), &facts, &err),
			 OK);
	assert_int_equal(facts.key.kind, KEY_P256);
	assert_int_equal(
	    request_read(arena, stolen.bytes, stolen.size, &none, &err),
	    REFUSED);
	assert_true(error_has(&err, "possession_not_proved"));
	for (size_t i = 0; i < der.size; i++)
		assert_int_equal(request_read(arena, der.bytes, i, &none, &err),
				 DATA);
	assert_true(error_has(&err, "request_unreadable"));
	OPENSSL_free(spki);
	EVP_PKEY_free(pair);
	EVP_PKEY_free(thief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_writes_the_very_same_bytes),
		cmocka_unit_test(the_facts_are_those_of_the_plan),
		cmocka_unit_test(
		    every_shorter_and_any_longer_certificate_is_refused),
		cmocka_unit_test(a_certificate_above_the_limit_is_not_read),
		cmocka_unit_test(no_changed_byte_verifies),
		cmocka_unit_test(an_extension_twice_is_refused),
		cmocka_unit_test(strange_extensions_are_told_by_oid),
		cmocka_unit_test(pem_comes_back_as_it_went),
		cmocka_unit_test(
		    a_request_shows_its_key_and_proves_its_possession),
	};

	error_reset(&err);
	return cmocka_run_group_tests_name("certificate_read", tests, set_up,
					   tear_down);
}
