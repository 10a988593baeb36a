/* test_field - every kind of member: absent, read, written, refused */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/limits.h>

#include "field_aid.h"

static void test_every_kind_is_decoded_and_encoded_the_same(void **state)
{
	static const char text[] =
	    "{\"text\":\"abcde\",\"lines\":\"a\\nb\",\"date\":\"2024-02-29\","
	    "\"integer\":-7,\"boolean\":false,\"instant\":"
	    "\"2026-11-22T08:15:00Z\",\"word\":\"green\",\"id\":"
	    "\"USR000000042\",\"needed\":0,\"texts\":[\"a b\",\"c\"]}";

	(void)state;
	assert_int_equal(decode(text), OK);
	assert_int_equal(err.count, 0);
	assert_true(thing.word == 1 && thing.id == 42 && thing.boolean == 0);
	assert_string_equal(written(), text);
}

static void test_values_given_as_text_are_the_same(void **state)
{
	static const struct {
		const char *name, *text, *wanted;
	} rows[] = {
		{ "text", "  abc\t", "abc" },
		{ "date", "2024-02-29", "2024-02-29" },
		{ "integer", "-12", "-12" },
		{ "boolean", "yes", "true" },
		{ "boolean", "si", "true" },
		{ "boolean", "1", "true" },
		{ "boolean", "no", "false" },
		{ "boolean", "n", "false" },
		{ "instant", "2026-11-22", "2026-11-22T00:00:00Z" },
		{ "instant", "2026-11-22T09:15:00+01:00",
		  "2026-11-22T08:15:00Z" },
		{ "word", "red", "red" },
		{ "id", "USR1", "USR000000001" },
		{ "id", "USR999999999999999999", "USR999999999999999999" },
		{ "texts", " a  b c ", "a b c" },
		{ "lines", "a\tb\nc", "a\tb\nc" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct field *f = field(rows[i].name);

		assert_int_equal(
		    field_parse(f, &thing, rows[i].text, arena, &err), OK);
		assert_string_equal(field_format(f, &thing, arena),
				    rows[i].wanted);
	}
}

static void test_an_empty_text_is_absent(void **state)
{
	(void)state;
	for (const struct field *f = fields; f->name; f++) {
		if (f->type == FIELD_RECORDS || f->type == FIELD_JSON)
			continue;
		assert_int_equal(field_parse(f, &thing, "", arena, &err), OK);
		assert_true(field_is_absent(f, &thing));
	}
	assert_int_equal(
	    decode("{\"text\":\" \\t\",\"word\":\"\",\"id\":\"\"}"), OK);
	assert_string_equal(written(), "{}");
}

static void test_null_is_absent(void **state)
{
	(void)state;
	assert_int_equal(
	    decode("{\"text\":null,\"integer\":null,\"texts\":null,"
		   "\"word\":null,\"boolean\":null,\"date\":null}"),
	    OK);
	assert_string_equal(written(), "{}");
}

static void test_what_does_not_fit_is_named(void **state)
{
	static const struct {
		const char *text, *code, *name;
	} rows[] = {
		{ "{\"text\":1}", "wrong_type", "text" },
		{ "{\"text\":[]}", "wrong_type", "text" },
		{ "{\"text\":\"a\\u001bb\"}", "not_text", "text" },
		{ "{\"text\":\"a\\nb\"}", "not_text", "text" },
		{ "{\"lines\":\"a\\u0001b\"}", "not_text", "lines" },
		{ "{\"text\":\"abcdef\"}", "too_long", "text" },
		{ "{\"date\":\"2026-02-29\"}", "not_date", "date" },
		{ "{\"date\":20260101}", "wrong_type", "date" },
		{ "{\"integer\":\"1\"}", "wrong_type", "integer" },
		{ "{\"integer\":1.0}", "wrong_type", "integer" },
		{ "{\"integer\":-9223372036854775808}", "not_number",
		  "integer" },
		{ "{\"boolean\":1}", "wrong_type", "boolean" },
		{ "{\"boolean\":\"true\"}", "wrong_type", "boolean" },
		{ "{\"instant\":\"soon\"}", "not_instant", "instant" },
		{ "{\"word\":\"blue\"}", "not_a_word", "word" },
		{ "{\"word\":\"Red\"}", "not_a_word", "word" },
		{ "{\"id\":\"ORD000000001\"}", "not_an_id", "id" },
		{ "{\"id\":\"USR0\"}", "not_an_id", "id" },
		{ "{\"id\":\"USR-1\"}", "not_an_id", "id" },
		{ "{\"id\":\"USR+1\"}", "not_an_id", "id" },
		{ "{\"id\":\"USR 1\"}", "not_an_id", "id" },
		{ "{\"id\":\"USR\"}", "not_an_id", "id" },
		{ "{\"id\":\"USR1x\"}", "not_an_id", "id" },
		{ "{\"id\":\"USR9999999999999999999\"}", "not_an_id", "id" },
		{ "{\"id\":1}", "wrong_type", "id" },
		{ "{\"texts\":[1]}", "not_text", "texts" },
		{ "{\"texts\":[\"\"]}", "not_text", "texts" },
		{ "{\"texts\":[\"a\\u0007\"]}", "not_text", "texts" },
		{ "{\"texts\":{}}", "wrong_type", "texts" },
		{ "{\"colour\":1}", "unknown_member", "colour" },
		{ "{\"\":1}", "unknown_member", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_refused(rows[i].text, rows[i].code, rows[i].name);
		assert_string_equal(written(), "{}");
	}
}

static void test_bytes_that_are_no_utf8_are_refused_from_arguments(void **state)
{
	(void)state;
	assert_int_equal(
	    field_parse(field("text"), &thing, "a\xff", arena, &err), DATA);
	assert_int_equal(
	    field_parse(field("texts"), &thing, "a \xff", arena, &err), DATA);
	assert_true(error_has(&err, "not_text"));
	assert_string_equal(written(), "{}");
}

static void text_of(char *text, size_t count, const char *character)
{
	*text = '\0';
	for (size_t i = 0; i < count; i++)
		text += sprintf(text, "%s", character);
}

static void test_texts_are_measured_in_characters(void **state)
{
	static char text[4 * LIMIT_TEXT_BYTES + 8];

	(void)state;
	text_of(text, 5, "\xc3\xa9");
	assert_int_equal(field_parse(field("text"), &thing, text, arena, &err),
			 OK);
	text_of(text, 6, "\xc3\xa9");
	assert_int_equal(field_parse(field("text"), &thing, text, arena, &err),
			 DATA);
	text_of(text, LIMIT_TEXT_BYTES, "x");
	assert_int_equal(
	    field_parse(field("unbounded"), &thing, text, arena, &err), OK);
	text_of(text, LIMIT_TEXT_BYTES + 1, "x");
	assert_int_equal(
	    field_parse(field("unbounded"), &thing, text, arena, &err), DATA);
	assert_true(error_has(&err, "too_long"));
}

static void test_texts_are_kept_in_one_form(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"text\":\"e\\u0301\","
				"\"texts\":[\"e\\u0301\"]}"),
			 OK);
	assert_string_equal(thing.text, "\xc3\xa9");
	assert_string_equal(thing.texts.items[0], "\xc3\xa9");
}

static void list_of(char *text, size_t count, const char *separator)
{
	*text = '\0';
	for (size_t i = 0; i < count; i++)
		text += sprintf(text, "%sx", i ? separator : "");
}

static void test_lists_are_taken_up_to_their_limit(void **state)
{
	char list[8 * LIMIT_LIST_ITEMS], text[sizeof list + 32];

	(void)state;
	for (size_t more = 0; more < 2; more++) {
		enum status wanted = more ? DATA : OK;

		list_of(list, LIMIT_LIST_ITEMS + more, "\",\"");
		(void)snprintf(text, sizeof text, "{\"texts\":[\"%s\"]}", list);
		assert_int_equal(decode(text), wanted);
		assert_true(!more || error_has(&err, "too_many"));
		list_of(list, LIMIT_LIST_ITEMS + more, " ");
		record_clear(&thing_record, &thing);
		assert_int_equal(
		    field_parse(field("texts"), &thing, list, arena, &err),
		    wanted);
		assert_true(more ||
			    thing.texts.count == (size_t)LIMIT_LIST_ITEMS);
	}
}

static void test_a_secret_is_decoded_and_never_shown(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"secret\":\"48151623\","
				"\"secret_word\":\"red\"}"),
			 OK);
	assert_string_equal(thing.secret, "48151623");
	assert_string_equal(written(), "{}");
	assert_string_equal(field_format(field("secret"), &thing, arena), "");
	assert_refused("{\"secret\":\"4815162342\"}", "too_long", "secret");
	assert_null(strstr(err.mistakes[0].text, "4815"));
	assert_refused("{\"secret_word\":\"48151623\"}", "not_a_word",
		       "secret_word");
	assert_null(strstr(err.mistakes[0].text, "4815"));
}

static void test_a_novel_is_not_echoed(void **state)
{
	char text[600];

	(void)state;
	(void)snprintf(text, sizeof text, "{\"word\":\"%0500d\"}", 0);
	assert_refused(text, "not_a_word", "word");
	assert_null(strstr(err.mistakes[0].text, "0000"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_kind_is_decoded_and_encoded_the_same),
		TEST(test_values_given_as_text_are_the_same),
		TEST(test_an_empty_text_is_absent),
		TEST(test_null_is_absent),
		TEST(test_what_does_not_fit_is_named),
		TEST(test_bytes_that_are_no_utf8_are_refused_from_arguments),
		TEST(test_texts_are_measured_in_characters),
		TEST(test_texts_are_kept_in_one_form),
		TEST(test_lists_are_taken_up_to_their_limit),
		TEST(test_a_secret_is_decoded_and_never_shown),
		TEST(test_a_novel_is_not_echoed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
