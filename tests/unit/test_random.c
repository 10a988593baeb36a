/* test_random - words are of the alphabet, whole, and fair */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/port/random.h>

static struct error err;

static void bytes_differ_from_call_to_call(void **state)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 }, none[32] = { 0 };

	(void)state;
	assert_int_equal(random_bytes(a, sizeof a, &err), OK);
	assert_int_equal(random_bytes(b, sizeof b, &err), OK);
	assert_memory_not_equal(a, b, sizeof a);
	assert_memory_not_equal(a, none, sizeof a);
	assert_int_equal(random_bytes(a, 0, &err), OK);
}

static void only_the_bytes_asked_for_are_written(void **state)
{
	char word[12];

	(void)state;
	memset(word, '#', sizeof word);
	assert_int_equal(random_word(word, 8, "ab", &err), OK);
	assert_int_equal(strspn(word, "ab"), 8);
	assert_int_equal(word[8], '\0');
	assert_int_equal(word[9], '#');
	assert_int_equal(random_digits(word, 0, &err), OK);
	assert_int_equal(word[0], '\0');
}

/* Chi-square over 300 000 draws: chance exceeds the bounds below once in
 * 10^9. A modulo without rejection would give about 120 with 10 letters and
 * 55 000 with 200. */
static double chi_square(const char *word, size_t n, const char *alphabet)
{
	size_t counts[256] = { 0 }, letters = strlen(alphabet);
	double expected = (double)n / (double)letters, ret = 0;

	for (size_t i = 0; i < n; i++)
		counts[(unsigned char)word[i]]++;
	for (size_t i = 0; i < letters; i++) {
		double off =
		    (double)counts[(unsigned char)alphabet[i]] - expected;

		ret += off * off / expected;
	}
	return ret;
}

static void letters_are_equally_likely(void **state)
{
	enum { DRAWS = 300000 };
	OWN(text) char *word = memory_new(DRAWS + 1);
	char wide[201] = { 0 };

	(void)state;
	for (size_t i = 0; i < 200; i++)
		wide[i] = (char)(i + 1);
	assert_int_equal(random_digits(word, DRAWS, &err), OK);
	assert_int_equal(strspn(word, "0123456789"), DRAWS);
	assert_true(chi_square(word, DRAWS, "0123456789") < 61);
	assert_int_equal(random_word(word, DRAWS, wide, &err), OK);
	assert_int_equal(strlen(word), DRAWS);
	assert_true(chi_square(word, DRAWS, wide) < 345);
}

static void an_empty_alphabet_is_refused(void **state)
{
	char word[2] = "#";

	(void)state;
	assert_int_equal(random_word(word, 1, "", &err), INTERNAL);
	assert_true(error_has(&err, "alphabet_unusable"));
	assert_string_equal(word, "#");
	assert_int_equal(random_word(word, 1, "x", &err), OK);
	assert_string_equal(word, "x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_differ_from_call_to_call),
		cmocka_unit_test(only_the_bytes_asked_for_are_written),
		cmocka_unit_test(letters_are_equally_likely),
		cmocka_unit_test(an_empty_alphabet_is_refused),
	};

	return cmocka_run_group_tests_name("random", tests, NULL, NULL);
}
