/* fuzz_json - any bytes at all as a document, and as every record of ours */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include <ipp/base/memory.h>
#include <ipp/model/records.h>
#include <ipp/port/json.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_error(const struct error *err)
{
	if (err->status == OK || err->count == 0)
		abort();
	for (size_t i = 0; i < err->count; i++)
		if (!*err->mistakes[i].code || !*err->mistakes[i].text)
			abort();
}

/* What is written is JSON again, and the same. */
static void check_written(const struct json *json, struct arena *arena)
{
	OWN(json) struct json *again = NULL;
	const char *text = json_write(arena, json);
	struct error err;

	error_reset(&err);
	if (json_parse(text, strlen(text), &again, &err) != OK ||
	    strcmp(json_write(arena, again), text) != 0 ||
	    u8_check((const uint8_t *)text, strlen(text)))
		abort();
}

/* What is decoded is encoded, and decoded again to the same. */
static void check_record(const struct record *record, const struct json *json,
			 struct arena *arena)
{
	OWN(json) struct json *first = json_object_new();
	OWN(json) struct json *second = json_object_new();
	void *base = arena_alloc(arena, record->size);
	struct error err;

	error_reset(&err);
	record_clear(record, base);
	if (record_decode(record, json, base, arena, &err) != OK)
		check_error(&err);
	for (const struct field *f = record->fields; f->name; f++)
		if (!field_format(f, base, arena))
			abort();
	record_encode(record, base, first, arena);
	check_written(first, arena);
	error_reset(&err);
	record_clear(record, base);
	if (record_decode(record, first, base, arena, &err) != OK)
		abort();
	record_encode(record, base, second, arena);
	if (strcmp(json_write(arena, first), json_write(arena, second)) != 0)
		abort();
}

/* The same bytes as the text of an option or a cell. */
static void check_texts(const struct record *record, const char *text,
			struct arena *arena)
{
	void *base = arena_alloc(arena, record->size);
	struct error err;

	record_clear(record, base);
	for (const struct field *f = record->fields; f->name; f++) {
		error_reset(&err);
		if (field_parse(f, base, text, arena, &err) != OK)
			check_error(&err);
		else if (!field_format(f, base, arena))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *json = NULL;
	const char *text = arena_text_n(arena, (const char *)data, size);
	struct error err;

	error_reset(&err);
	for (size_t i = 0; records[i] && size < 200; i++)
		check_texts(records[i], text, arena);
	if (json_parse((const char *)data, size, &json, &err) != OK) {
		check_error(&err);
		return 0;
	}
	if (json_kind(json) == JSON_IS_OBJECT ||
	    json_kind(json) == JSON_IS_ARRAY)
		check_written(json, arena);
	for (size_t i = 0; records[i]; i++)
		check_record(records[i], json, arena);
	return 0;
}
