/* test_digest - SHA-256 and HMAC against published vectors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>

static struct error err;

static void assert_hex(const unsigned char *got, const char *want)
{
	char hex[2 * DIGEST_SIZE + 1];

	hex_encode(got, DIGEST_SIZE, hex);
	assert_string_equal(hex, want);
}

/* FIPS 180-4 examples (NIST CSRC, SHA256.pdf) and the empty message. */
static const struct {
	const char *text, *digest;
} messages[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb924"
	      "27ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223"
		 "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	  "248d6a61d20638b8e5c026930c3e6039"
	  "a33ce45964ff2167f6ecedd419db06c1" },
};

static void sha256_agrees_with_fips_180_4(void **state)
{
	unsigned char got[DIGEST_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		const char *text = messages[i].text;

		assert_int_equal(digest_sha256(text, strlen(text), got, &err),
				 OK);
		assert_hex(got, messages[i].digest);
		digest_sha256_quick(text, strlen(text), got);
		assert_hex(got, messages[i].digest);
	}
	assert_int_equal(digest_sha256(NULL, 0, got, &err), OK);
	assert_hex(got, messages[0].digest);
}

static void a_million_letters_in_pieces_agree_with_fips_180_4(void **state)
{
	OWN(digest) struct digest *digest = NULL;
	unsigned char got[DIGEST_SIZE];
	char piece[1000];

	(void)state;
	memset(piece, 'a', sizeof piece);
	assert_int_equal(digest_new(&digest, &err), OK);
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(digest_update(digest, piece, 7, &err), OK);
		assert_int_equal(
		    digest_update(digest, piece + 7, sizeof piece - 7, &err),
		    OK);
		assert_int_equal(digest_update(digest, NULL, 0, &err), OK);
	}
	assert_int_equal(digest_finish(digest, got, &err), OK);
	assert_hex(got, "cdc76e5c9914fb9281a1c7e284d73e67"
			"f1809a48a497200e046d39ccc7112cd0");
}

/* RFC 4231, 4.2 to 4.8 without the truncated one. */
static const struct {
	const char *key; /* NULL: `fill` repeated `n` times */
	int fill;
	size_t n;
	const char *text, *mac;
} macs[] = {
	{ NULL, 0x0b, 20, "Hi There",
	  "b0344c61d8db38535ca8afceaf0bf12b"
	  "881dc200c9833da726e9376c2e32cff7" },
	{ "Jefe", 0, 4, "what do ya want for nothing?",
	  "5bdcc146bf60754e6a042426089575c7"
	  "5a003f089d2739839dec58b964ec3843" },
	{ NULL, 0xaa, 131,
	  "Test Using Larger Than Block-Size Key - Hash Key First",
	  "60e431591ee0b67f0d8a26aacbf5b77f"
	  "8e0bc6213728c5140546040f0ee37f54" },
	{ NULL, 0xaa, 131,
	  "This is a test using a larger than block-size key and a larger than "
	  "block-size data. The key needs to be hashed before being used by "
	  "the HMAC algorithm.",
	  "9b09ffa71b942fcb27635fbcd5b0e944"
	  "bfdc63644f0713938a7f51535c3a35e2" },
	/* The well-known value of no key and no message. */
	{ "", 0, 0, "",
	  "b613679a0814d9ec772f95d778c35fc5"
	  "ff1697c493715653c6c712144292c5ad" },
};

static void hmac_agrees_with_rfc_4231(void **state)
{
	unsigned char filled[131], got[DIGEST_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof macs / sizeof *macs; i++) {
		memset(filled, macs[i].fill, sizeof filled);
		assert_int_equal(digest_hmac(macs[i].key
						 ? (const void *)macs[i].key
						 : filled,
					     macs[i].n, macs[i].text,
					     strlen(macs[i].text), got, &err),
				 OK);
		assert_hex(got, macs[i].mac);
	}
	assert_int_equal(digest_hmac(NULL, 0, NULL, 0, got, &err), OK);
	assert_hex(got, macs[4].mac);
}

static void a_key_leaves_nothing_for_the_next(void **state)
{
	unsigned char first[DIGEST_SIZE], between[DIGEST_SIZE],
	    again[DIGEST_SIZE];

	(void)state;
	assert_int_equal(digest_hmac("a", 1, "text", 4, first, &err), OK);
	assert_int_equal(digest_hmac("b", 1, "text", 4, between, &err), OK);
	assert_int_equal(digest_hmac("a", 1, "text", 4, again, &err), OK);
	assert_memory_equal(first, again, DIGEST_SIZE);
	assert_memory_not_equal(first, between, DIGEST_SIZE);
}

static void equal_means_every_byte(void **state)
{
	unsigned char a[DIGEST_SIZE] = { 1, 2, 3 },
		      b[DIGEST_SIZE] = { 1, 2, 3 };

	(void)state;
	assert_true(digest_equal(a, b, sizeof a));
	b[DIGEST_SIZE - 1] ^= 1;
	assert_false(digest_equal(a, b, sizeof a));
	assert_true(digest_equal(a, b, sizeof a - 1));
	b[0] ^= 0x80;
	assert_false(digest_equal(a, b, 1));
	assert_true(digest_equal(NULL, NULL, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_agrees_with_fips_180_4),
		cmocka_unit_test(
		    a_million_letters_in_pieces_agree_with_fips_180_4),
		cmocka_unit_test(hmac_agrees_with_rfc_4231),
		cmocka_unit_test(a_key_leaves_nothing_for_the_next),
		cmocka_unit_test(equal_means_every_byte),
	};

	return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
