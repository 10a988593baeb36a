/* test_unicode - valid text, names, normal forms and search keys */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <time.h>

#include <ipp/base/memory.h>
#include <ipp/port/unicode.h>

struct sample {
	const char *text, *key;
};

static const struct sample keys[] = {
	{ "", "" },
	{ "Rossi", "rossi" },
	{ "  D'Angelo -- De  Rossi ", "d angelo de rossi" },
	{ "D’Angelo", "d angelo" },
	{ "NICCOLO'", "niccolo" },
	{ "Nicol\xC3\xB2", "nicolo" },
	{ "Nicolo\xCC\x80", "nicolo" },
	{ "\xC5\x81ukasz Wa\xC5\x82\xC4\x99sa", "lukasz walesa" },
	{ "S\xC3\xB8ren \xC3\x86gir", "soren aegir" },
	{ "\xC4\x90\xC4\x91 \xC4\xB1\xC4\xB0", "dd ii" },
	{ "Straße", "strasse" },
	{ "\xC3\x9E\xC3\xB3r \xC3\x90", "thor d" },
	{ "\xC5\x93uvre", "oeuvre" },
	{ "\xEF\xBC\xB2oss", "ross" }, /* full width R */
	{ "\xC2\xA0Jean\xE2\x80\x91Luc\xC2\xA0", "jean luc" },
	{ "\xCE\x93\xCE\xB9\xCF\x8E\xCF\x81\xCE\xB3\xCE\xBF\xCF\x82",
	  "\xCE\xB3\xCE\xB9\xCF\x89\xCF\x81\xCE\xB3\xCE\xBF\xCF\x83" },
	{ "\xD0\x9C\xD0\x98\xD0\xA0", "\xD0\xBC\xD0\xB8\xD1\x80" },
	{ "\xD9\x85\xD9\x8F\xD8\xAD\xD9\x80\xD8\xAF",
	  "\xD9\x85\xD8\xAD\xD8\xAF" }, /* damma and tatweel go */
	{ "G\xC2\xB7L", "gl" },
};

static void search_key_folds_what_people_do_not_type(void **state)
{
	OWN(arena) struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		char *key = unicode_search_key(arena, keys[i].text);

		assert_string_equal(key, keys[i].key);
		assert_string_equal(unicode_search_key(arena, key), key);
	}
	assert_null(unicode_search_key(arena, "Ros\xFFsi"));
}

static void search_key_of_ascii_is_fast(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct timespec from, to;
	double spent;

	(void)state;
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
	for (int i = 0; i < 20000; i++) {
		(void)unicode_search_key(arena, "Maria Antonietta D'Angelo");
		if (i % 500 == 0)
			arena_reset(arena);
	}
	(void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
	spent = (double)(to.tv_sec - from.tv_sec) +
		(double)(to.tv_nsec - from.tv_nsec) / 1e9;
	print_message("# %.0f ns a key\n", spent / 20000 * 1e9);
	assert_true(spent / 20000 < 10e-6); /* 10 x the aim: sanitizers */
}

static void valid_text_has_no_controls_unless_asked_for(void **state)
{
	(void)state;
	assert_true(unicode_is_valid("", NULL));
	assert_true(unicode_is_valid("citt\xC3\xA0 \xF0\x9F\x98\x80", NULL));
	assert_false(unicode_is_valid("a\nb", NULL));
	assert_true(unicode_is_valid("a\nb", "\n\t"));
	assert_false(unicode_is_valid("a\rb", "\n\t"));
	assert_false(unicode_is_valid("a\x7F", "\n"));
	assert_false(unicode_is_valid("a\xC2\x85", "\n"));
	assert_false(unicode_is_valid("a\xE2\x80\xA8", NULL));
	assert_false(unicode_is_valid("a\xEF\xBF\xBF", NULL));
	assert_false(unicode_is_valid("\xC0\x80", NULL));
	assert_false(unicode_is_valid("\xED\xA0\x80", NULL));
	assert_false(unicode_is_valid("\xC3", NULL));
}

static void names_of_every_script_are_names(void **state)
{
	static const char *const good[] = {
		"Rossi",
		"D'Angelo",
		"'t Hooft",
		"Jean-Luc",
		"J. R. R.",
		"Nicol\xC3\xB2",
		"Nicolo\xCC\x80",
		"\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD",
		"\xCE\x93\xCE\xB9\xCF\x8E\xCF\x81\xCE\xB3\xCE\xBF\xCF\x82",
		"\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF",
		"\xE5\xB1\xB1\xE7\x94\xB0\xE3\x81\x82",
		"D’Angelo",
		"Gall\xC3\xAC Curci",
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(unicode_is_name(good[i]));
}

static void what_is_no_name_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"'",
		"-Rossi",
		" Rossi",
		"Rossi ",
		"De  Rossi",
		"Rossi1",
		"Rossi<",
		"Ros\tsi",
		"Rossi\xE2\x80\xAE", /* right-to-left override */
		"\xE2\x81\xA6Rossi", /* isolate */
		"R\xD0\xBEssi",	     /* Cyrillic o */
		"\xCC\x80Rossi",     /* begins with a mark */
		"o\xCC\x80\xCC\x81\xCC\x82\xCC\x83\xCC\x84",
		"Rossi\xE2\x80\x8B", /* zero width space */
		"Rossi, Mario",
		"Ros\xFF",
		"\xF0\x9F\x98\x80",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (unicode_is_name(bad[i]))
			fail_msg("taken for a name: \"%s\"", bad[i]);
}

static void nfc_composes(void **state)
{
	OWN(arena) struct arena *arena = arena_new();

	(void)state;
	assert_string_equal(unicode_nfc(arena, "Rossi"), "Rossi");
	assert_string_equal(unicode_nfc(arena, "Nicolo\xCC\x80"),
			    "Nicol\xC3\xB2");
	assert_null(unicode_nfc(arena, "\xC3"));
}

static void upper_gives_code_points(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	size_t n = 0;
	uint32_t *points = unicode_upper(arena, "\xC3\x9Fo\xCC\x80", &n);

	(void)state;
	assert_int_equal(n, 3);
	assert_int_equal(points[0], 'S');
	assert_int_equal(points[1], 'S');
	assert_int_equal(points[2], 0xD2);
	assert_int_equal(unicode_base(0xD2), 'O');
	assert_int_equal(unicode_base(0x1EC6), 'E'); /* two marks */
	assert_int_equal(unicode_base(0x141), 0x141);
	assert_null(unicode_upper(arena, "\xC3", &n));
}

static void length_counts_characters_and_width_columns(void **state)
{
	(void)state;
	assert_int_equal(unicode_length(""), 0);
	assert_int_equal(unicode_length("Nicol\xC3\xB2"), 6);
	assert_int_equal(unicode_length("\xC3"), 0);
	assert_int_equal(unicode_width("Nicolo\xCC\x80"), 6);
	assert_int_equal(unicode_width("\xE5\xB1\xB1"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(search_key_folds_what_people_do_not_type),
		cmocka_unit_test(search_key_of_ascii_is_fast),
		cmocka_unit_test(valid_text_has_no_controls_unless_asked_for),
		cmocka_unit_test(names_of_every_script_are_names),
		cmocka_unit_test(what_is_no_name_is_refused),
		cmocka_unit_test(nfc_composes),
		cmocka_unit_test(upper_gives_code_points),
		cmocka_unit_test(length_counts_characters_and_width_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
