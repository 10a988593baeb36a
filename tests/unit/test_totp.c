/* test_totp - one-time codes against RFC 6238, and their re-use */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/port/totp.h>

static struct error err;
static const struct totp_secret secret = { "12345678901234567890", 20 };
static const char base32[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/* RFC 6238, appendix B, the SHA-1 rows; the last six of eight digits. */
static const struct {
	int64_t at;
	const char *code;
} vectors[] = {
	{ 59, "287082" },	  { 1111111109, "081804" },
	{ 1111111111, "050471" }, { 1234567890, "005924" },
	{ 2000000000, "279037" }, { 20000000000, "353130" },
};

static void codes_agree_with_rfc_6238(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		char code[TOTP_CODE_SIZE];
		int64_t step = -7;

		assert_int_equal(totp_code(&secret, vectors[i].at, code, &err),
				 OK);
		assert_string_equal(code, vectors[i].code);
		assert_int_equal(
		    totp_verify(&secret, vectors[i].at, code, -1, &step, &err),
		    OK);
		assert_int_equal(step, vectors[i].at / 30);
	}
}

static void assert_refused(int64_t at, const char *text, int64_t last,
			   const char *why)
{
	int64_t step = -7;

	error_reset(&err);
	assert_int_equal(totp_verify(&secret, at, text, last, &step, &err),
			 REFUSED);
	assert_true(error_has(&err, why));
	assert_int_equal(step, -7);
}

/* 287082 is the code of the seconds 30 to 59. */
static void a_code_is_good_one_step_around_its_own(void **state)
{
	int64_t step = -7;

	(void)state;
	assert_int_equal(totp_verify(&secret, 0, "287082", -1, &step, &err),
			 OK);
	assert_int_equal(step, 1);
	assert_int_equal(totp_verify(&secret, 89, "287082", -1, &step, &err),
			 OK);
	assert_int_equal(step, 1);
	assert_refused(90, "287082", -1, "code_wrong");
	assert_refused(1111111109, "287082", -1, "code_wrong");
}

static void a_code_works_once(void **state)
{
	int64_t step = -7;

	(void)state;
	assert_refused(59, "287082", 1, "code_used");
	assert_refused(59, "287082", 2, "code_used");
	assert_int_equal(totp_verify(&secret, 59, "287082", 0, &step, &err),
			 OK);
	assert_int_equal(step, 1);
}

static void what_is_no_code_is_refused(void **state)
{
	static const char *const codes[] = { "",       "28708",	   "2870820",
					     "287083", "94287082", "28708a",
					     " 87082" };

	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		assert_refused(59, codes[i], -1, "code_wrong");
}

static void a_secret_survives_base32(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct totp_secret got = { { 0 }, 0 };
	char *text;

	(void)state;
	assert_int_equal(totp_secret_encode(arena, &secret, &text, &err), OK);
	assert_string_equal(text, base32);
	assert_int_equal(totp_secret_decode(text, &got, &err), OK);
	assert_int_equal(got.n, 20);
	assert_memory_equal(got.bytes, secret.bytes, 20);
	memset(&got, 0, sizeof got);
	assert_int_equal(
	    totp_secret_decode("gezd gnbv gy3t qojq gezd gnbv gy3t qojq", &got,
			       &err),
	    OK);
	assert_int_equal(got.n, 20);
	assert_memory_equal(got.bytes, secret.bytes, 20);
}

static void the_padding_of_base32_is_left_out(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct totp_secret odd = { "1234567890123456", 16 }, got;
	char *text;

	(void)state;
	assert_int_equal(totp_secret_encode(arena, &odd, &text, &err), OK);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY");
	assert_int_equal(totp_secret_decode(text, &got, &err), OK);
	assert_int_equal(got.n, 16);
	assert_memory_equal(got.bytes, odd.bytes, 16);
}

static void a_bad_secret_is_refused(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct totp_secret longest, got = { { 7 }, 3 };
	char *text;
	const char *bad[] = { "", "GEZDGNBVGY3TQOJQGEZDGNBV", "01189",
			      "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", NULL };

	(void)state;
	memset(longest.bytes, 'x', sizeof longest.bytes);
	longest.n = TOTP_SECRET_MAX;
	assert_int_equal(totp_secret_encode(arena, &longest, &text, &err), OK);
	assert_int_equal(totp_secret_decode(text, &longest, &err), OK);
	bad[4] = arena_printf(arena, "%sAA", text);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		error_reset(&err);
		assert_int_equal(totp_secret_decode(bad[i], &got, &err), DATA);
		assert_true(error_has(&err, "totp_secret_invalid"));
		assert_int_equal(got.n, 3);
		assert_int_equal(got.bytes[0], 7);
	}
}

/* The key URI format of the authenticator apps. */
static void the_uri_is_percent_encoded(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	char *uri;

	(void)state;
	assert_int_equal(totp_uri(arena, "Ufficio Perù",
				  "anna:rossi@example.it", &secret, &uri, &err),
			 OK);
	assert_string_equal(uri, "otpauth://totp/Ufficio%20Per%C3%B9:"
				 "anna%3Arossi%40example.it?"
				 "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&"
				 "issuer=Ufficio%20Per%C3%B9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_agree_with_rfc_6238),
		cmocka_unit_test(a_code_is_good_one_step_around_its_own),
		cmocka_unit_test(a_code_works_once),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(a_secret_survives_base32),
		cmocka_unit_test(the_padding_of_base32_is_left_out),
		cmocka_unit_test(a_bad_secret_is_refused),
		cmocka_unit_test(the_uri_is_percent_encoded),
	};

	return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
