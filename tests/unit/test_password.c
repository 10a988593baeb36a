/* test_password - Argon2id against known answers, and what it refuses */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include <ipp/base/build.h>
#include <ipp/base/text.h>
#include <ipp/port/password.h>

static struct error err;
static const unsigned char salt[PASSWORD_SALT_SIZE] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
};

static void assert_refused(const char *hash, const char *password)
{
	error_reset(&err);
	assert_int_equal(password_verify(hash, password, &err), REFUSED);
	assert_true(error_has(&err, "password_wrong"));
}

/* From the tests of the reference implementation (phc-winner-argon2,
 * src/test.c, version 0x13). */
static void hashes_of_the_reference_implementation_verify(void **state)
{
	static const char hash[] = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"
				   "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi"
				   "/4";

	(void)state;
	assert_int_equal(password_verify(hash, "password", &err), OK);
	assert_refused(hash, "Password");
	assert_refused(hash, "");
}

/* Made with another implementation (python3-cryptography over OpenSSL 3.2). */
static void keys_agree_with_another_implementation(void **state)
{
	static const struct {
		enum password_cost cost;
		const char *key;
	} rows[] = {
		{ PASSWORD_COST_DEMO, "68aa6b3e6343f355586e5dd84710fb38"
				      "0cc542b0a47fa8a06ad81318fa48e3b3" },
		{ PASSWORD_COST_INTERACTIVE,
		  "9aab5a81db651bf866ff7b6169794d2a"
		  "d9bb00f3d95177925a5fca692a34dbd1" },
	};
	unsigned char key[PASSWORD_KEY_SIZE];
	char hex[2 * PASSWORD_KEY_SIZE + 1];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(password_derive("correct horse", salt,
						 rows[i].cost, key, &err),
				 OK);
		hex_encode(key, sizeof key, hex);
		assert_string_equal(hex, rows[i].key);
	}
}

static void another_password_or_salt_gives_another_key(void **state)
{
	unsigned char other[PASSWORD_SALT_SIZE] = { 0 };
	unsigned char a[PASSWORD_KEY_SIZE], b[PASSWORD_KEY_SIZE];

	(void)state;
	assert_int_equal(
	    password_derive("a", salt, PASSWORD_COST_DEMO, a, &err), OK);
	assert_int_equal(
	    password_derive("b", salt, PASSWORD_COST_DEMO, b, &err), OK);
	assert_memory_not_equal(a, b, sizeof a);
	assert_int_equal(
	    password_derive("a", other, PASSWORD_COST_DEMO, b, &err), OK);
	assert_memory_not_equal(a, b, sizeof a);
}

static void a_hash_says_its_cost_and_differs_each_time(void **state)
{
	char a[PASSWORD_HASH_SIZE], b[PASSWORD_HASH_SIZE];

	(void)state;
	assert_int_equal(password_hash("s3cret", PASSWORD_COST_DEMO, a, &err),
			 OK);
	assert_int_equal(password_hash("s3cret", PASSWORD_COST_DEMO, b, &err),
			 OK);
	assert_true(text_starts(a, "$argon2id$v=19$m=8192,t=1,p=1$"));
	assert_string_not_equal(a, b);
	assert_int_equal(password_verify(a, "s3cret", &err), OK);
	assert_refused(a, "s3cret ");
	assert_int_equal(password_hash("", PASSWORD_COST_INTERACTIVE, a, &err),
			 OK);
	assert_true(text_starts(a, "$argon2id$v=19$m=65536,t=2,p=1$"));
	assert_int_equal(password_verify(a, "", &err), OK);
}

static void what_is_no_hash_is_not_a_wrong_password(void **state)
{
	static const char *const hashes[] = {
		"",
		"secret",
		"$argon2id$",
		("$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"
		 "iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8"),
		"$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ",
	};

	(void)state;
	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
		error_reset(&err);
		assert_int_equal(password_verify(hashes[i], "x", &err), CONFIG);
		assert_true(error_has(&err, "password_hash_unusable"));
	}
}

struct worker {
	enum status rc;
	unsigned char key[PASSWORD_KEY_SIZE];
	struct error err;
};

static void *worker_run(void *p)
{
	struct worker *w = p;

	w->rc = password_derive("correct horse", salt, PASSWORD_COST_DEMO,
				w->key, &w->err);
	return NULL;
}

static void two_threads_do_not_disturb_each_other(void **state)
{
	static struct worker w[2];
	pthread_t threads[2];

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    pthread_create(&threads[i], NULL, worker_run, &w[i]), 0);
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(w[i].rc, OK);
		assert_int_equal(w[i].key[0], 0x68);
	}
	assert_memory_equal(w[0].key, w[1].key, PASSWORD_KEY_SIZE);
}

/* Under AddressSanitizer the address space is long spent. */
#if !BUILD_ASAN
static void without_memory_nothing_is_said_of_the_password(void **state)
{
	static const char hash[] =
	    "$argon2id$v=19$m=262144,t=1,p=1$c29tZXNhbHQ$"
	    "nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
	struct rlimit before, tight = { 128 << 20, 0 };
	unsigned char key[PASSWORD_KEY_SIZE] = { 7 };
	enum status verified, derived;

	(void)state;
	error_reset(&err);
	assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
	tight.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
	verified = password_verify(hash, "password", &err);
	derived =
	    password_derive("x", salt, PASSWORD_COST_SENSITIVE, key, &err);
	assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
	assert_int_equal(verified, SYSTEM);
	assert_int_equal(derived, SYSTEM);
	assert_true(error_has(&err, "password_memory"));
	assert_int_equal(key[0], 7);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes_of_the_reference_implementation_verify),
		cmocka_unit_test(keys_agree_with_another_implementation),
		cmocka_unit_test(another_password_or_salt_gives_another_key),
		cmocka_unit_test(a_hash_says_its_cost_and_differs_each_time),
		cmocka_unit_test(what_is_no_hash_is_not_a_wrong_password),
		cmocka_unit_test(two_threads_do_not_disturb_each_other),
#if !BUILD_ASAN
		cmocka_unit_test(
		    without_memory_nothing_is_said_of_the_password),
#endif
	};

	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
