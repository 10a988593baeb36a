/* test_key - keys of every kind, and other people's readers of them */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>

static struct error err;
static struct arena *arena;

/* RSA keys take seconds to find, so the slowest is made once only. */
static const enum key_kind quick[] = { KEY_P256, KEY_P384, KEY_RSA3072 };
#define QUICK (sizeof quick / sizeof *quick)
static struct key *keys[QUICK];

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	for (size_t i = 0; i < QUICK; i++)
		if (key_generate(quick[i], &keys[i], &err) != OK)
			return -1;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < QUICK; i++)
		key_free(keys[i]);
	arena_free(arena);
	return 0;
}

static void kinds_have_names_that_parse(void **state)
{
	(void)state;
	for (int kind = KEY_P256; kind <= KEY_RSA4096; kind++)
		assert_int_equal(key_kind_parse(key_kind_name(kind)), kind);
	assert_int_equal(key_kind_parse("P256"), KEY_NONE);
	assert_int_equal(key_kind_parse("other"), KEY_NONE);
	assert_int_equal(key_kind_parse(NULL), KEY_NONE);
}

static void a_kind_that_is_none_is_not_made(void **state)
{
	struct key *key = NULL;

	(void)state;
	assert_int_equal(key_generate(KEY_OTHER, &key, &err), INTERNAL);
	assert_int_equal(key_generate(KEY_NONE, &key, &err), INTERNAL);
	assert_null(key);
}

static void a_signature_verifies_and_a_changed_one_does_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < QUICK; i++) {
		struct octets signature;
		unsigned char changed[1024];

		assert_int_equal(
		    key_sign(arena, keys[i], "text", 4, &signature, &err), OK);
		assert_int_equal(
		    key_verify(keys[i], "text", 4, signature, &err), OK);
		assert_int_equal(
		    key_verify(keys[i], "tExt", 4, signature, &err), REFUSED);
		assert_true(error_has(&err, "signature_wrong"));
		memcpy(changed, signature.bytes, signature.size);
		changed[signature.size - 1] ^= 1;
		signature.bytes = changed;
		assert_int_equal(
		    key_verify(keys[i], "text", 4, signature, &err), REFUSED);
		signature.size = 0;
		assert_int_equal(
		    key_verify(keys[i], "text", 4, signature, &err), REFUSED);
	}
}

static void a_private_key_comes_back_as_it_went(void **state)
{
	(void)state;
	for (size_t i = 0; i < QUICK; i++) {
		OWN(key) struct key *back = NULL;
		struct octets first, again, signature;

		assert_int_equal(key_export(arena, keys[i], &first, &err), OK);
		assert_int_equal(
		    key_import(first.bytes, first.size, &back, &err), OK);
		assert_int_equal(key_kind(back), quick[i]);
		assert_int_equal(key_export(arena, back, &again, &err), OK);
		assert_int_equal(first.size, again.size);
		assert_memory_equal(first.bytes, again.bytes, first.size);
		assert_int_equal(
		    key_sign(arena, back, "x", 1, &signature, &err), OK);
		assert_int_equal(key_verify(keys[i], "x", 1, signature, &err),
				 OK);
	}
}

/* Our templates must write what OpenSSL's own encoders write. */
static void encodings_are_those_of_openssl(void **state)
{
	(void)state;
	for (size_t i = 0; i < QUICK; i++) {
		struct octets ours;
		struct public_key facts;
		unsigned char *theirs = NULL;
		const unsigned char *at;
		EVP_PKEY *pair;
		int n;

		assert_int_equal(key_export(arena, keys[i], &ours, &err), OK);
		at = ours.bytes;
		pair = d2i_AutoPrivateKey(NULL, &at, (long)ours.size);
		assert_non_null(pair);
		PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(pair);
		n = i2d_PKCS8_PRIV_KEY_INFO(info, &theirs);
		assert_int_equal(n, ours.size);
		assert_memory_equal(theirs, ours.bytes, ours.size);
		PKCS8_PRIV_KEY_INFO_free(info);
		OPENSSL_free(theirs);
		theirs = NULL;

		assert_int_equal(key_public(arena, keys[i], &facts, &err), OK);
		n = i2d_PUBKEY(pair, &theirs);
		assert_int_equal(n, facts.spki.size);
		assert_memory_equal(theirs, facts.spki.bytes, facts.spki.size);
		OPENSSL_free(theirs);
		EVP_PKEY_free(pair);
	}
}

static void public_facts_are_the_same_from_both_sides(void **state)
{
	static const int bits[] = { 256, 384, 3072 };

	(void)state;
	for (size_t i = 0; i < QUICK; i++) {
		OWN(key) struct key *public = NULL;
		struct public_key ours, read;
		struct octets signature;

		assert_int_equal(key_public(arena, keys[i], &ours, &err), OK);
		assert_int_equal(public_key_read(arena, ours.spki.bytes,
						 ours.spki.size, &read, &err),
				 OK);
		assert_int_equal(read.kind, quick[i]);
		assert_int_equal(read.bits, bits[i]);
		assert_int_equal(read.family, quick[i] == KEY_RSA3072
						  ? KEY_FAMILY_RSA
						  : KEY_FAMILY_EC);
		assert_memory_equal(read.id, ours.id, KEY_ID_SIZE);
		assert_true(key_matches(keys[i], ours.spki));
		assert_false(key_matches(keys[(i + 1) % QUICK], ours.spki));
		assert_int_equal(key_import_public(ours.spki.bytes,
						   ours.spki.size, &public,
						   &err),
				 OK);
		assert_int_equal(
		    key_sign(arena, keys[i], "x", 1, &signature, &err), OK);
		assert_int_equal(key_verify(public, "x", 1, signature, &err),
				 OK);
		assert_int_equal(
		    key_sign(arena, public, "x", 1, &signature, &err),
		    INTERNAL);
	}
}

static void a_key_with_bytes_behind_it_or_cut_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < QUICK; i++) {
		OWN(key) struct key *key = NULL;
		struct octets pair;
		struct public_key facts, none;
		unsigned char more[4096];

		assert_int_equal(key_export(arena, keys[i], &pair, &err), OK);
		memcpy(more, pair.bytes, pair.size);
		more[pair.size] = 0;
		assert_int_equal(key_import(more, pair.size + 1, &key, &err),
				 DATA);
		assert_true(error_has(&err, "key_unreadable"));
		assert_int_equal(key_import(more, pair.size - 1, &key, &err),
				 DATA);
		assert_int_equal(key_import(more, 0, &key, &err), DATA);

		assert_int_equal(key_public(arena, keys[i], &facts, &err), OK);
		memcpy(more, facts.spki.bytes, facts.spki.size);
		more[facts.spki.size] = 0;
		assert_int_equal(public_key_read(arena, more,
						 facts.spki.size + 1, &none,
						 &err),
				 DATA);
		assert_int_equal(public_key_read(arena, more,
						 facts.spki.size - 1, &none,
						 &err),
				 DATA);
		assert_null(key);
	}
}

static void a_point_off_its_curve_is_refused(void **state)
{
	struct public_key facts, none;
	unsigned char changed[256];

	(void)state;
	assert_int_equal(key_public(arena, keys[0], &facts, &err), OK);
	memcpy(changed, facts.spki.bytes, facts.spki.size);
	changed[facts.spki.size - 1] ^= 1;
	assert_int_equal(
	    public_key_read(arena, changed, facts.spki.size, &none, &err),
	    DATA);
}

static void strange_keys_are_facts_but_not_keys_of_ours(void **state)
{
	static const char *const curves[] = { "P-521", "secp256k1" };
	EVP_PKEY *pairs[] = { EVP_EC_gen(curves[0]), EVP_EC_gen(curves[1]),
			      EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		OWN(key) struct key *key = NULL;
		unsigned char *der = NULL;
		int n = i2d_PUBKEY(pairs[i], &der);
		struct public_key facts;

		assert_int_equal(
		    public_key_read(arena, der, (size_t)n, &facts, &err), OK);
		assert_int_equal(facts.kind, KEY_OTHER);
		assert_int_equal(key_import_public(der, (size_t)n, &key, &err),
				 DATA);
		assert_true(error_has(&err, "key_unsupported"));
		OPENSSL_free(der);
		EVP_PKEY_free(pairs[i]);
	}
}

static void a_maker_makes_a_new_key_each_time(void **state)
{
	OWN(key_maker) struct key_maker *maker = NULL;
	OWN(key) struct key *a = NULL;
	OWN(key) struct key *b = NULL;
	struct public_key facts;

	(void)state;
	assert_int_equal(key_maker_new(KEY_P256, &maker, &err), OK);
	assert_int_equal(key_maker_make(maker, &a, &err), OK);
	assert_int_equal(key_maker_make(maker, &b, &err), OK);
	assert_int_equal(key_kind(a), KEY_P256);
	assert_int_equal(key_public(arena, a, &facts, &err), OK);
	assert_true(key_matches(a, facts.spki));
	assert_false(key_matches(b, facts.spki));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_have_names_that_parse),
		cmocka_unit_test(a_kind_that_is_none_is_not_made),
		cmocka_unit_test(
		    a_signature_verifies_and_a_changed_one_does_not),
		cmocka_unit_test(a_private_key_comes_back_as_it_went),
		cmocka_unit_test(encodings_are_those_of_openssl),
		cmocka_unit_test(public_facts_are_the_same_from_both_sides),
		cmocka_unit_test(a_key_with_bytes_behind_it_or_cut_is_refused),
		cmocka_unit_test(a_point_off_its_curve_is_refused),
		cmocka_unit_test(strange_keys_are_facts_but_not_keys_of_ours),
		cmocka_unit_test(a_maker_makes_a_new_key_each_time),
	};

	error_reset(&err);
	return cmocka_run_group_tests_name("key", tests, set_up, tear_down);
}
