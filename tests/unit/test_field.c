/* test_field - every kind of member: absent, read, written, refused */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/field.h>
#include <ipp/model/records.h>
#include <ipp/port/json.h>

struct part {
	const char *name;
};

struct thing {
	const char *text, *lines, *unbounded, *date, *secret, *hidden;
	int64_t integer, boolean, instant, word, id, needed, secret_word;
	struct texts texts;
	struct records parts;
	const struct json *json;
};

static const struct word words[] = { { "red", NULL },
				     { "green", NULL },
				     { 0 } };

static const struct field part_fields[] = {
	{ FIELD(struct part, name), FIELD_TEXT, .flags = FIELD_BOTH }, { 0 }
};
static const struct record part_record = { .name = "part",
					   .size = sizeof(struct part),
					   .fields = part_fields };

static const struct field fields[] = {
	{ FIELD(struct thing, text), FIELD_TEXT, .flags = FIELD_BOTH, .max = 5,
	  .alias = "testo" },
	{ FIELD(struct thing, lines), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_LINES },
	{ FIELD(struct thing, unbounded), FIELD_TEXT, .flags = FIELD_BOTH },
	{ FIELD(struct thing, date), FIELD_DATE, .flags = FIELD_BOTH },
	{ FIELD(struct thing, secret), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_SECRET, .max = 8 },
	{ FIELD(struct thing, secret_word), FIELD_WORD,
	  .flags = FIELD_BOTH | FIELD_SECRET, .words = words },
	{ FIELD(struct thing, hidden), FIELD_TEXT, .flags = FIELD_IN },
	{ FIELD(struct thing, integer), FIELD_INTEGER, .flags = FIELD_BOTH },
	{ FIELD(struct thing, boolean), FIELD_BOOLEAN, .flags = FIELD_BOTH },
	{ FIELD(struct thing, instant), FIELD_INSTANT, .flags = FIELD_BOTH },
	{ FIELD(struct thing, word), FIELD_WORD, .flags = FIELD_BOTH,
	  .words = words },
	{ FIELD(struct thing, id), FIELD_ID, .flags = FIELD_BOTH,
	  .prefix = "USR" },
	{ FIELD(struct thing, needed), FIELD_INTEGER,
	  .flags = FIELD_BOTH | FIELD_REQUIRED },
	{ FIELD(struct thing, texts), FIELD_TEXTS, .flags = FIELD_BOTH },
	{ FIELD(struct thing, parts), FIELD_RECORDS, .flags = FIELD_OUT,
	  .record = &part_record },
	{ FIELD(struct thing, json), FIELD_JSON, .flags = FIELD_OUT },
	{ 0 }
};
static const struct record thing_record = { .name = "thing",
					    .size = sizeof(struct thing),
					    .fields = fields };

static struct thing thing;
static struct arena *arena;
static struct error err;

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	record_clear(&thing_record, &thing);
	error_reset(&err);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct field *field(const char *name)
{
	const struct field *ret = record_field(&thing_record, name);

	assert_non_null(ret);
	return ret;
}

static enum status decode(const char *text)
{
	OWN(json) struct json *json = NULL;

	error_reset(&err);
	record_clear(&thing_record, &thing);
	assert_int_equal(json_parse(text, strlen(text), &json, &err), OK);
	return record_decode(&thing_record, json, &thing, arena, &err);
}

/* Decoded again and again into a cleared thing; the code of the mistake. */
static void assert_refused(const char *text, const char *code, const char *name)
{
	if (decode(text) != DATA)
		fail_msg("taken: %s", text);
	assert_int_equal(err.status, DATA);
	assert_int_equal(err.count, 1);
	if (strcmp(err.mistakes[0].code, code) != 0)
		fail_msg("%s: %s", text, err.mistakes[0].code);
	assert_string_equal(err.mistakes[0].field, name);
}

static const char *written(void)
{
	OWN(json) struct json *json = json_object_new();

	record_encode(&thing_record, &thing, json, arena);
	return json_write(arena, json);
}

static void test_a_cleared_record_is_absent_and_writes_nothing(void **state)
{
	(void)state;
	memset(&thing, 0x5A, sizeof thing);
	record_clear(&thing_record, &thing);
	for (const struct field *f = fields; f->name; f++) {
		assert_true(field_is_absent(f, &thing));
		assert_string_equal(field_format(f, &thing, arena), "");
	}
	assert_string_equal(written(), "{}");
}

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

static void test_other_records_members_are_left_alone(void **state)
{
	(void)state;
	assert_true(records_know("external_code"));
	assert_int_equal(decode("{\"external_code\":[1],\"reject\":[]}"), OK);
	/* a member of ours that no document may set is passed over too */
	assert_int_equal(decode("{\"parts\":[],\"json\":{}}"), OK);
	assert_string_equal(written(), "{}");
}

static void test_all_mistakes_are_told_at_once(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"date\":\"x\",\"id\":\"x\",\"x\":1,"
				"\"text\":\"abcdef\",\"integer\":7}"),
			 DATA);
	assert_int_equal(err.count, 4);
	assert_true(thing.integer == 7);
}

static void test_what_is_no_object_is_no_document(void **state)
{
	static const char *const bad[] = { "[]", "1", "\"a\"", "null", "true" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_refused(bad[i], "not_an_object", "");
}

static void test_a_needed_member_is_missed_once(void **state)
{
	(void)state;
	assert_int_equal(decode("{}"), OK);
	assert_int_equal(record_check_required(&thing_record, &thing, &err),
			 DATA);
	assert_int_equal(err.count, 1);
	assert_string_equal(err.mistakes[0].code, "missing");
	assert_string_equal(err.mistakes[0].field, "needed");
	assert_int_equal(decode("{\"needed\":\"x\"}"), DATA);
	(void)record_check_required(&thing_record, &thing, &err);
	assert_int_equal(err.count, 1);
	assert_string_equal(err.mistakes[0].code, "wrong_type");
	assert_int_equal(decode("{\"needed\":0}"), OK);
	assert_int_equal(record_check_required(&thing_record, &thing, &err),
			 OK);
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

static void test_a_member_for_input_only_is_not_written(void **state)
{
	(void)state;
	assert_int_equal(decode("{\"hidden\":\"x\"}"), OK);
	assert_string_equal(thing.hidden, "x");
	assert_string_equal(written(), "{}");
}

static void test_a_novel_is_not_echoed(void **state)
{
	char text[600];

	(void)state;
	(void)snprintf(text, sizeof text, "{\"word\":\"%0500d\"}", 0);
	assert_refused(text, "not_a_word", "word");
	assert_null(strstr(err.mistakes[0].text, "0000"));
}

static void test_records_within_records_are_written(void **state)
{
	static const struct part parts[] = { { "a" }, { NULL }, { "c" } };
	OWN(json) struct json *json = json_object_new();

	(void)state;
	thing.parts = (struct records){ parts, 3 };
	thing.json = json;
	assert_string_equal(
	    written(),
	    "{\"parts\":[{\"name\":\"a\"},{},{\"name\":\"c\"}],\"json\":{}}");
}

static void test_a_value_is_copied_between_records(void **state)
{
	struct thing other;

	(void)state;
	record_clear(&thing_record, &other);
	assert_int_equal(decode("{\"text\":\"a\",\"integer\":3,\"needed\":1,"
				"\"texts\":[\"x\",\"y\"]}"),
			 OK);
	for (const struct field *f = fields; f->name; f++)
		field_copy(f, &other, f, &thing);
	assert_memory_equal(&thing, &other, sizeof thing);
}

static void test_fields_are_found_by_name_and_alias(void **state)
{
	(void)state;
	assert_null(record_field(&thing_record, "testo"));
	assert_ptr_equal(record_field_alias(&thing_record, "testo"), fields);
	assert_ptr_equal(record_field_alias(&thing_record, "text"), fields);
	assert_null(record_field_alias(&thing_record, "Text"));
	assert_true(word_find(words, "blue") == ABSENT);
}

/* What the tables of the house must satisfy for all this to hold. */
static void test_every_record_of_the_house_is_sound(void **state)
{
	(void)state;
	for (size_t i = 0; records[i]; i++) {
		assert_non_null(records[i]->name);
		for (const struct field *f = records[i]->fields; f->name; f++) {
			if (f->offset + sizeof(int64_t) > records[i]->size ||
			    (f->type == FIELD_WORD) != (f->words != NULL) ||
			    (f->type == FIELD_ID) != (f->prefix != NULL) ||
			    (f->type == FIELD_RECORDS) != (f->record != NULL) ||
			    record_field(records[i], f->name) != f)
				fail_msg("%s.%s", records[i]->name, f->name);
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_cleared_record_is_absent_and_writes_nothing),
		TEST(test_every_kind_is_decoded_and_encoded_the_same),
		TEST(test_values_given_as_text_are_the_same),
		TEST(test_an_empty_text_is_absent),
		TEST(test_null_is_absent),
		TEST(test_what_does_not_fit_is_named),
		TEST(test_bytes_that_are_no_utf8_are_refused_from_arguments),
		TEST(test_other_records_members_are_left_alone),
		TEST(test_all_mistakes_are_told_at_once),
		TEST(test_what_is_no_object_is_no_document),
		TEST(test_a_needed_member_is_missed_once),
		TEST(test_texts_are_measured_in_characters),
		TEST(test_texts_are_kept_in_one_form),
		TEST(test_lists_are_taken_up_to_their_limit),
		TEST(test_a_secret_is_decoded_and_never_shown),
		TEST(test_a_member_for_input_only_is_not_written),
		TEST(test_a_novel_is_not_echoed),
		TEST(test_records_within_records_are_written),
		TEST(test_a_value_is_copied_between_records),
		TEST(test_fields_are_found_by_name_and_alias),
		TEST(test_every_record_of_the_house_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
