/* test_derive - subkeys against RFC 5869 spelled out in HMACs */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/text.h>
#include <ipp/port/derive.h>
#include <ipp/port/digest.h>

static struct error err;
static const unsigned char master[DERIVE_KEY_SIZE] = {
	0,  1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};

/* Computed with the hmac module of Python. */
static void a_subkey_never_changes(void **state)
{
	unsigned char got[DERIVE_KEY_SIZE];
	char hex[2 * DERIVE_KEY_SIZE + 1];

	(void)state;
	assert_int_equal(derive_subkey(master, "objects", got, &err), OK);
	hex_encode(got, sizeof got, hex);
	assert_string_equal(hex, "5e4b9564ea2f070d3db1dab89a65429d"
				 "8883c6bc20da58aa6d11da1cc4184f9a");
	assert_int_equal(derive_subkey(master, "", got, &err), OK);
	hex_encode(got, sizeof got, hex);
	assert_string_equal(hex, "63b7163185079ea81329dcc8d26e095c"
				 "6af8ecfb9f856a32cac08dbbff0dbfc5");
}

/* RFC 5869, 2.2 and 2.3 with L = HashLen: one block. */
static void a_subkey_is_extract_then_expand(void **state)
{
	static const unsigned char salt[DIGEST_SIZE] = { 0 };
	static const char info[] = "ipp-tools/journal\x01";
	unsigned char prk[DIGEST_SIZE], want[DIGEST_SIZE], got[DERIVE_KEY_SIZE];

	(void)state;
	assert_int_equal(
	    digest_hmac(salt, sizeof salt, master, sizeof master, prk, &err),
	    OK);
	assert_int_equal(
	    digest_hmac(prk, sizeof prk, info, sizeof info - 1, want, &err),
	    OK);
	assert_int_equal(derive_subkey(master, "journal", got, &err), OK);
	assert_memory_equal(got, want, sizeof got);
}

static void another_label_or_master_gives_another_key(void **state)
{
	unsigned char other[DERIVE_KEY_SIZE], a[DERIVE_KEY_SIZE],
	    b[DERIVE_KEY_SIZE];

	(void)state;
	memcpy(other, master, sizeof other);
	other[31] ^= 1;
	assert_int_equal(derive_subkey(master, "a", a, &err), OK);
	assert_int_equal(derive_subkey(master, "b", b, &err), OK);
	assert_memory_not_equal(a, b, sizeof a);
	assert_int_equal(derive_subkey(other, "a", b, &err), OK);
	assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_subkey_never_changes),
		cmocka_unit_test(a_subkey_is_extract_then_expand),
		cmocka_unit_test(another_label_or_master_gives_another_key),
	};

	return cmocka_run_group_tests_name("derive", tests, NULL, NULL);
}
