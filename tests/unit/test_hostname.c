/* test_hostname - domain names to A-labels */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/hostname.h>

static void domains_become_lower_case_a_labels(void **state)
{
	static const char *const pairs[][2] = {
		{ "example.it", "example.it" },
		{ "EXAMPLE.It", "example.it" },
		{ "bücher.example", "xn--bcher-kva.example" },
		{ "BÜCHER.example", "xn--bcher-kva.example" },
		{ "straße.de", "xn--strae-oqa.de" }, /* IDNA 2008, not 2003 */
		{ "παράδειγμα.ελ", "xn--hxajbheg2az3al.xn--qxam" },
		{ "xn--bcher-kva.example", "xn--bcher-kva.example" },
		{ "a-b.c3.eu", "a-b.c3.eu" },
	};
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char *name = NULL;

	(void)state;
	error_reset(&err);
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		assert_int_equal(
		    hostname_to_ascii(arena, pairs[i][0], "email", &name, &err),
		    OK);
		assert_string_equal(name, pairs[i][1]);
	}
	assert_int_equal(err.count, 0);
}

static void what_is_no_domain_is_refused_with_a_reason(void **state)
{
	static const char *const bad[] = {
		"",	    ".",	   "a..b",    "a.b.",
		"-a.it",    "a-.it",	   "a b.it",  "a_b.it",
		"a\xFF.it", "xn--\x80.it", "a\tb.it", "xn--zzzzzzzz99999.it",
	};
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char *name = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		error_reset(&err);
		if (hostname_to_ascii(arena, bad[i], "email", &name, &err) !=
		    DATA)
			fail_msg("taken for a domain: \"%s\"", bad[i]);
		assert_null(name);
		assert_true(error_has(&err, "domain_invalid"));
		assert_string_equal(err.mistakes[0].field, "email");
	}
}

static void lengths_are_bounded(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct error err;
	char name[300], *ret = NULL;
	size_t n;

	(void)state;
	error_reset(&err);
	memset(name, 'a', sizeof name);
	strcpy(name + 63, ".it");
	assert_int_equal(hostname_to_ascii(arena, name, NULL, &ret, &err), OK);
	memset(name, 'a', 64);
	strcpy(name + 64, ".it");
	assert_int_equal(hostname_to_ascii(arena, name, NULL, &ret, &err),
			 DATA);
	for (n = 0; n < 254; n++)
		name[n] = n % 2 ? '.' : 'a';
	name[253] = '\0'; /* a.a. ... a: 253 */
	error_reset(&err);
	assert_int_equal(hostname_to_ascii(arena, name, NULL, &ret, &err), OK);
	strcpy(name + 252, "aa");
	assert_int_equal(hostname_to_ascii(arena, name, NULL, &ret, &err),
			 DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(domains_become_lower_case_a_labels),
		cmocka_unit_test(what_is_no_domain_is_refused_with_a_reason),
		cmocka_unit_test(lengths_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
