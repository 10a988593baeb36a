/* test_json - documents are strict JSON or refused with a reason */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/port/json.h>
#include <ipp/port/json_text.h>

#define BYTES(text) (text), sizeof(text) - 1

static struct error err;

static struct json *parsed(const char *bytes, size_t n)
{
	struct json *ret = NULL;

	error_reset(&err);
	if (json_parse(bytes, n, &ret, &err) != OK)
		fail_msg("%.*s: %s", (int)n, bytes, err.mistakes[0].text);
	assert_int_equal(err.count, 0);
	return ret;
}

static void assert_refused(const char *bytes, size_t n, const char *code)
{
	struct json *ret = NULL;

	error_reset(&err);
	if (json_parse(bytes, n, &ret, &err) != DATA)
		fail_msg("taken: %.*s", (int)n, bytes);
	assert_null(ret);
	assert_int_equal(err.count, 1);
	assert_string_equal(err.mistakes[0].code, code);
}

static void test_every_kind_of_value_is_told_apart(void **state)
{
	static const struct {
		const char *text;
		enum json_kind kind;
	} rows[] = {
		{ "{}", JSON_IS_OBJECT },    { "[]", JSON_IS_ARRAY },
		{ "\"\"", JSON_IS_TEXT },    { "-7", JSON_IS_INTEGER },
		{ "0.5", JSON_IS_REAL },     { "1e3", JSON_IS_REAL },
		{ "true", JSON_IS_BOOLEAN }, { "false", JSON_IS_BOOLEAN },
		{ " null\n", JSON_IS_NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		OWN(json) struct json *json = NULL;

		json = parsed(rows[i].text, strlen(rows[i].text));
		assert_int_equal(json_kind(json), rows[i].kind);
		assert_non_null(json_kind_name(json));
	}
}

static void test_what_is_not_strict_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		" ",
		"{",
		"}",
		"[1,]",
		"{\"a\":1,}",
		"{a:1}",
		"{'a':1}",
		"{\"a\" 1}",
		"{\"a\":1 \"b\":2}",
		"{1:2}",
		"01",
		"+1",
		".5",
		"1.",
		"1e",
		"-",
		"NaN",
		"Infinity",
		"-Infinity",
		"nul",
		"True",
		"\"a",
		"\"\t\"",
		"\"a\nb\"",
		"\"\\x\"",
		"\"\\u12\"",
		"// c\n1",
		"/* c */1",
		"9223372036854775808",
		"-9223372036854775809",
		"1e400",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(bad[i], strlen(bad[i]), "json_malformed");
}

static void test_bytes_after_the_value_are_refused(void **state)
{
	(void)state;
	assert_refused(BYTES("{} {}"), "json_malformed");
	assert_refused(BYTES("{}x"), "json_malformed");
	assert_refused(BYTES("{}\0"), "json_malformed");
	json_free(parsed(BYTES("{} \r\n\t")));
}

static void test_a_member_twice_is_refused_at_any_level(void **state)
{
	static const char *const bad[] = {
		"{\"a\":1,\"a\":1}",
		"{\"a\":1,\"b\":2,\"a\":null}",
		"[{\"x\":{\"a\":1,\"a\":2}}]",
		"{\"a\":1,\"\\u0061\":2}",
		"{\"\":1,\"\":2}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(bad[i], strlen(bad[i]), "json_duplicate_member");
	json_free(parsed(BYTES("{\"a\":{\"a\":1},\"A\":2}")));
}

static void test_nul_characters_are_refused(void **state)
{
	(void)state;
	assert_refused(BYTES("\"a\\u0000b\""), "json_malformed");
	assert_refused(BYTES("{\"a\\u0000\":1}"), "json_malformed");
	assert_refused(BYTES("\"a\0b\""), "json_malformed");
	assert_refused(BYTES("\0"), "json_malformed");
}

static void test_ill_formed_utf8_is_refused(void **state)
{
	static const char *const bad[] = {
		"\"\xff\"",
		"\"\x80\"",
		"\"\xc3\"",
		"\"\xc0\xaf\"", /* overlong */
		"\"\xe0\x80\xaf\"",
		"\"\xed\xa0\x80\"", /* surrogate */
		"\"\xf4\x90\x80\x80\"",
		"{\"\xe9\":1}",
		"\"\\ud800\"",
		"\"\\ude00\\ud83d\"", /* alone */
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(bad[i], strlen(bad[i]), "json_malformed");
}

static void test_escapes_become_their_characters(void **state)
{
	OWN(json) struct json *json = NULL;

	(void)state;
	json = parsed(BYTES("\"\\ud83d\\ude00 \\u00e9\\/\\n\""));
	assert_string_equal(json_as_text(json), "\xf0\x9f\x98\x80 \xc3\xa9/\n");
}

static size_t nested(char *text, size_t depth, char open, char close)
{
	memset(text, open, depth);
	memset(text + depth, close, depth);
	return 2 * depth;
}

static void test_depth_is_taken_up_to_its_limit(void **state)
{
	static char text[4 * LIMIT_DOCUMENT_DEPTH + 200000];
	size_t n;

	(void)state;
	n = nested(text, LIMIT_DOCUMENT_DEPTH, '[', ']');
	json_free(parsed(text, n));
	n = nested(text, LIMIT_DOCUMENT_DEPTH + 1, '[', ']');
	assert_refused(text, n, "json_too_deep");
	n = nested(text, 100000, '[', ']');
	assert_refused(text, n, "json_too_deep");
	memset(text, '{', 100000);
	assert_refused(text, 100000, "json_too_deep");
}

static void test_brackets_in_texts_are_no_depth(void **state)
{
	(void)state;
	json_free(parsed(BYTES("\"[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"")));
	assert_refused(BYTES("\"\\\\\"[[[[[[[[[[[[[[[[["), "json_too_deep");
}

static void test_numbers_keep_their_value_to_the_ends(void **state)
{
	OWN(json) struct json *largest = parsed(BYTES("9223372036854775807"));
	OWN(json) struct json *least = parsed(BYTES("-9223372036854775808"));

	(void)state;
	assert_true(json_as_integer(largest) == INT64_MAX);
	assert_true(json_as_integer(least) == INT64_MIN);
}

static void test_a_refusal_quotes_nothing_of_the_document(void **state)
{
	static const char *const bad[] = {
		"{\"pin\":\"48151623\"",	"{\"pin\":\"48151623\" 1}",
		"{\"pin\":48151623x}",		"{\"pin\":\"48151623",
		"{\"pin\":\"48151623\",\"b\"}", "{\"pin\":\"48151623\xff\"}",
		"{\"p\":1,\"p\":\"48151623\"}", "{\"pin\":48151623.}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct json *ret = NULL;

		error_reset(&err);
		assert_int_equal(json_parse(bad[i], strlen(bad[i]), &ret, &err),
				 DATA);
		if (strstr(err.mistakes[0].text, "4815"))
			fail_msg("%s", err.mistakes[0].text);
	}
}

static void test_members_are_written_in_order_or_sorted(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *json = json_object_new();
	struct json *list = json_array_new();

	(void)state;
	json_set_text(json, "z", "\xc3\xa9\"\\\n\x01");
	json_set_integer(json, "m", -5);
	json_append_text(list, "a");
	json_append(list, json_object_new());
	json_set(json, "l", list);
	json_set_boolean(json, "b", true);
	json_set_null(json, "n");
	assert_string_equal(json_write(arena, json),
			    "{\"z\":\"\xc3\xa9\\\"\\\\\\n\\u0001\",\"m\":-5,"
			    "\"l\":[\"a\",{}],\"b\":true,\"n\":null}");
	assert_string_equal(json_write_canonical(arena, json),
			    "{\"b\":true,\"l\":[\"a\",{}],\"m\":-5,\"n\":null,"
			    "\"z\":\"\xc3\xa9\\\"\\\\\\n\\u0001\"}");
	json_set_integer(json, "z", 1);
	json_remove(json, "m");
	json_remove(json, "not there");
	assert_int_equal(json_count(json), 4);
}

static void test_what_is_written_straight_is_what_a_tree_would_say(void **state)
{
	static const char *const texts[] = {
		"",	      "plain ~", "\"",		   "\\\\\"",
		"a\"b\\c",    "\x7f",	 "\xc3\xa9",	   "e \"\xc3\xa9\"",
		"\t\n\x01\x1f", "/",	 "ill-formed \xff",
	};
	static const int64_t numbers[] = { 0, -1, 1203, INT64_MAX, INT64_MIN };
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *json = json_object_new();
	struct json *list = json_array_new();
	struct json_text straight;

	(void)state;
	json_text_begin(&straight, arena);
	assert_string_equal(json_text_end(&straight), "{}");
	json_text_begin(&straight, arena);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *name = arena_printf(arena, "t%zu", i);

		json_set_text(json, name, texts[i]);
		json_text_text(&straight, name, texts[i]);
		json_append_text(list, texts[i]);
	}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		const char *name = arena_printf(arena, "n%zu", i);

		json_set_integer(json, name, numbers[i]);
		json_text_integer(&straight, name, numbers[i]);
	}
	json_set(json, "list", list);
	json_text_texts(&straight, "list", texts, sizeof texts / sizeof *texts);
	json_set(json, "none", json_array_new());
	json_text_texts(&straight, "none", NULL, 0);
	json_set_boolean(json, "yes", true);
	json_text_boolean(&straight, "yes", true);
	json_set_shared(json, "again", list);
	json_text_json(&straight, "again", list);
	assert_string_equal(json_text_end(&straight), json_write(arena, json));
}

static void test_long_values_are_written_whole(void **state)
{
	static char text[100001];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	for (size_t n = 2030; n < 2060; n++) {
		OWN(arena) struct arena *arena = arena_new();
		OWN(json) struct json *json = json_array_new();
		OWN(text) char *part = memory_text(text);

		part[n] = '\0';
		json_append_text(json, part);
		assert_int_equal(strlen(json_write(arena, json)), n + 4);
	}
}

static void test_texts_that_are_no_utf8_are_written_all_the_same(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *json = json_object_new();

	(void)state;
	json_set_text(json, "path", "caf\xe9.csv");
	assert_string_equal(json_write(arena, json), "{\"path\":\"caf?.csv\"}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_kind_of_value_is_told_apart),
		cmocka_unit_test(test_what_is_not_strict_is_refused),
		cmocka_unit_test(test_bytes_after_the_value_are_refused),
		cmocka_unit_test(test_a_member_twice_is_refused_at_any_level),
		cmocka_unit_test(test_nul_characters_are_refused),
		cmocka_unit_test(test_ill_formed_utf8_is_refused),
		cmocka_unit_test(test_escapes_become_their_characters),
		cmocka_unit_test(test_depth_is_taken_up_to_its_limit),
		cmocka_unit_test(test_brackets_in_texts_are_no_depth),
		cmocka_unit_test(test_numbers_keep_their_value_to_the_ends),
		cmocka_unit_test(test_a_refusal_quotes_nothing_of_the_document),
		cmocka_unit_test(test_members_are_written_in_order_or_sorted),
		cmocka_unit_test(
			test_what_is_written_straight_is_what_a_tree_would_say),
		cmocka_unit_test(test_long_values_are_written_whole),
		cmocka_unit_test(
		    test_texts_that_are_no_utf8_are_written_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
