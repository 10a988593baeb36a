/* test_cms_envelope - what we seal, the stock openssl opens */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/base/limits.h>
#include <ipp/port/cms_envelope.h>

#include "pdf_aid.h"

#define CODES "PIN 12345678\nPUK 87654321\n"
/* As long as a passphrase may be: 127 bytes. Each try costs half a second,
 * so there are few of them here. */
#define WORDS                                                                   \
	"però sei parole a caso ma poi ancora molte altre, finché ce ne sta " \
	"e non un solo carattere di più, contati ad uno a uno: 127"

static struct blob sealed;
static struct arena *arena;

static int seal_once(void **state)
{
	struct error err;

	(void)state;
	error_reset(&err);
	arena = arena_new();
	return cms_envelope_seal(arena, WORDS, CODES, strlen(CODES),
				 &sealed.bytes, &sealed.size, &err);
}

static int forget(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void the_passphrase_opens_it(void **state)
{
	struct blob got;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(cms_envelope_open(arena, WORDS, sealed.bytes,
					   sealed.size, &got.bytes, &got.size,
					   &err),
			 OK);
	assert_int_equal(got.size, strlen(CODES));
	assert_memory_equal(got.bytes, CODES, got.size);
}

static void openssl_opens_it(void **state)
{
	char *said;
	int status;

	(void)state;
	said = judge(arena,
		     "openssl cms -decrypt -inform DER -in %s "
		     "-pwri_password '" WORDS "'",
		     sealed.bytes, sealed.size, &status);
	assert_int_equal(status, 0);
	assert_string_equal(said, CODES);
}

static void its_form_is_the_promised_one(void **state)
{
	char *said;
	int status;

	(void)state;
	said = judge(arena, "openssl cms -cmsout -print -inform DER -in %s",
		     sealed.bytes, sealed.size, &status);
	assert_non_null(strstr(said, "id-smime-ct-authEnvelopedData"));
	assert_non_null(strstr(said, "aes-256-gcm"));
	assert_non_null(strstr(said, "id-alg-PWRI-KEK"));
	said = judge(arena, "openssl asn1parse -inform DER -in %s",
		     sealed.bytes, sealed.size, &status);
	assert_non_null(strstr(said, "13D620")); /* 1,300,000 */
	assert_null(memmem(sealed.bytes, sealed.size, "PIN", 3));
}

static void a_wrong_passphrase_does_not(void **state)
{
	struct blob got;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(cms_envelope_open(arena, "sei parole a caso",
					   sealed.bytes, sealed.size,
					   &got.bytes, &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "passphrase_wrong"));
}

static void a_flipped_bit_is_noticed(void **state)
{
	unsigned char *bytes = arena_bytes(arena, sealed.bytes, sealed.size);
	struct blob got = { 0 };
	struct error err;

	(void)state;
	error_reset(&err);
	/* The tag ends the file, the content stands right before it. */
	bytes[sealed.size - 22] ^= 1;
	assert_int_equal(cms_envelope_open(arena, WORDS, bytes, sealed.size,
					   &got.bytes, &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "passphrase_wrong"));
	assert_null(got.bytes);
}

static void what_is_no_envelope_is_said(void **state)
{
	static const char *const bad[] = { "", "hello", "0\x80" };
	struct blob got;
	struct error err;

	(void)state;
	error_reset(&err);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(cms_envelope_open(arena, WORDS, bad[i],
						   strlen(bad[i]), &got.bytes,
						   &got.size, &err),
				 DATA);
		assert_true(error_has(&err, "envelope_broken"));
	}
	assert_int_equal(cms_envelope_open(arena, WORDS, sealed.bytes,
					   sealed.size - 1, &got.bytes,
					   &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "envelope_broken"));
}

static void a_passphrase_has_1_to_127_bytes(void **state)
{
	char text[LIMIT_PASSPHRASE_BYTES + 2] = "";
	struct blob got;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(
	    cms_envelope_seal(arena, text, "x", 1, &got.bytes, &got.size, &err),
	    DATA);
	memset(text, 'x', LIMIT_PASSPHRASE_BYTES + 1);
	assert_int_equal(
	    cms_envelope_seal(arena, text, "x", 1, &got.bytes, &got.size, &err),
	    DATA);
	assert_true(error_has(&err, "passphrase_size"));
	text[LIMIT_PASSPHRASE_BYTES] = '\0';
	assert_int_equal(
	    cms_envelope_seal(arena, text, "x", 1, &got.bytes, &got.size, &err),
	    OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_passphrase_opens_it),
		cmocka_unit_test(openssl_opens_it),
		cmocka_unit_test(its_form_is_the_promised_one),
		cmocka_unit_test(a_wrong_passphrase_does_not),
		cmocka_unit_test(a_flipped_bit_is_noticed),
		cmocka_unit_test(what_is_no_envelope_is_said),
		cmocka_unit_test(a_passphrase_has_1_to_127_bytes),
	};

	return cmocka_run_group_tests(tests, seal_once, forget);
}
