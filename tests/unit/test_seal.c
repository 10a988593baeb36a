/* test_seal - sealed blobs open as they were, or not at all */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/seal.h>

static struct error err;
static const unsigned char key[SEAL_KEY_SIZE] = {
	0,  1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};
static const char label[] = "products/pin/7";
static const char pin[] = "PIN 12345678";

#define LABEL_N (sizeof label - 1)
#define PIN_N	(sizeof pin - 1)

/* Blobs made with another implementation (python3-cryptography). */
static void a_blob_of_another_implementation_opens(void **state)
{
	unsigned char blob[PIN_N + SEAL_OVERHEAD], got[PIN_N];

	(void)state;
	assert_true(hex_decode("01404142434445464748494a4bb2f0e003170eb437f8f2"
			       "200efeb32ec12f77c1fbb3391d21bc2de6a1",
			       sizeof blob, blob));
	assert_int_equal(
	    seal_open(key, label, LABEL_N, blob, sizeof blob, got, &err), OK);
	assert_memory_equal(got, pin, PIN_N);
	assert_true(hex_decode("01404142434445464748494a4b"
			       "3f6d588618a96a62c45d5d7451b42234",
			       SEAL_OVERHEAD, blob));
	assert_int_equal(
	    seal_open(key, NULL, 0, blob, SEAL_OVERHEAD, got, &err), OK);
}

static void what_was_sealed_opens_as_it_was(void **state)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 4096, 3000001 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		size_t n = sizes[i];
		OWN(bytes) unsigned char *plain = memory_new(n);
		OWN(bytes) unsigned char *blob = memory_new(seal_size(n));
		OWN(bytes) unsigned char *got = memory_new(n);

		memset(plain, 'x', n);
		assert_int_equal(
		    seal_close(key, label, LABEL_N, plain, n, blob, &err), OK);
		assert_int_equal(seal_open(key, label, LABEL_N, blob,
					   seal_size(n), got, &err),
				 OK);
		assert_memory_equal(got, plain, n);
	}
}

static void the_same_bytes_never_look_the_same(void **state)
{
	unsigned char a[PIN_N + SEAL_OVERHEAD], b[PIN_N + SEAL_OVERHEAD];

	(void)state;
	assert_int_equal(seal_close(key, label, LABEL_N, pin, PIN_N, a, &err),
			 OK);
	assert_int_equal(seal_close(key, label, LABEL_N, pin, PIN_N, b, &err),
			 OK);
	assert_memory_not_equal(a + 1, b + 1, 12);
	assert_memory_not_equal(a + 13, b + 13, PIN_N);
}

static void assert_broken(const unsigned char *with, const char *under,
			  const unsigned char *blob, size_t n)
{
	unsigned char got[PIN_N], zeroes[PIN_N] = { 0 };

	error_reset(&err);
	memset(got, '#', sizeof got);
	assert_int_equal(
	    seal_open(with, under, strlen(under), blob, n, got, &err), DATA);
	assert_true(error_has(&err, "seal_broken"));
	if (n > SEAL_OVERHEAD)
		assert_memory_equal(got, zeroes, n - SEAL_OVERHEAD);
	else
		assert_int_equal(got[0], '#');
}

static void any_changed_bit_breaks_the_seal(void **state)
{
	unsigned char blob[PIN_N + SEAL_OVERHEAD];

	(void)state;
	assert_int_equal(
	    seal_close(key, label, LABEL_N, pin, PIN_N, blob, &err), OK);
	for (size_t bit = 0; bit < 8 * sizeof blob; bit++) {
		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_broken(key, label, blob, sizeof blob);
		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	for (size_t n = 0; n < sizeof blob; n++)
		assert_broken(key, label, blob, n);
}

static void another_key_or_label_opens_nothing(void **state)
{
	unsigned char blob[PIN_N + SEAL_OVERHEAD], other[SEAL_KEY_SIZE];

	(void)state;
	assert_int_equal(
	    seal_close(key, label, LABEL_N, pin, PIN_N, blob, &err), OK);
	memcpy(other, key, sizeof other);
	other[31] ^= 1;
	assert_broken(other, label, blob, sizeof blob);
	assert_broken(key, "products/pin/8", blob, sizeof blob);
	assert_broken(key, "products/pin/", blob, sizeof blob);
	assert_broken(key, "", blob, sizeof blob);
}

static void too_many_bytes_are_refused(void **state)
{
	unsigned char blob[SEAL_OVERHEAD];

	(void)state;
	error_reset(&err);
	assert_int_equal(
	    seal_close(key, NULL, 0, pin, SEAL_BYTES_MAX + 1, blob, &err),
	    INTERNAL);
	assert_true(error_has(&err, "seal_too_large"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_blob_of_another_implementation_opens),
		cmocka_unit_test(what_was_sealed_opens_as_it_was),
		cmocka_unit_test(the_same_bytes_never_look_the_same),
		cmocka_unit_test(any_changed_bit_breaks_the_seal),
		cmocka_unit_test(another_key_or_label_opens_nothing),
		cmocka_unit_test(too_many_bytes_are_refused),
	};

	return cmocka_run_group_tests_name("seal", tests, NULL, NULL);
}
