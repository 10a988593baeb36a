/* field_aid - a record with a member of every kind */
#ifndef IPP_TESTS_UNIT_FIELD_AID_H
#define IPP_TESTS_UNIT_FIELD_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/model/field.h>
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

__attribute__((unused)) static const struct field *field(const char *name)
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
__attribute__((unused)) static void
assert_refused(const char *text, const char *code, const char *name)
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
