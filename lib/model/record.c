/* record - whole records in and out of JSON */
#include <ipp/model/field.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/model/records.h>
#include <ipp/port/json.h>
#include <ipp/port/json_text.h>

#include "field_item.h"

static enum status decode_texts(const struct field *field, void *base,
				const struct json *json, struct arena *arena,
				struct error *err)
{
	struct texts *ret = (void *)((char *)base + field->offset);
	size_t count = json_count(json);
	const char **items;
	enum status rc;

	if (count > LIMIT_LIST_ITEMS)
		return error_add(err, DATA, "too_many", field->name,
				 "%s has more than %zu items; shorten it",
				 field->name, LIMIT_LIST_ITEMS);
	items = arena_alloc(arena, (count + 1) * sizeof *items);
	for (size_t i = 0; i < count; i++)
		if ((rc = field_item(field, json_as_text(json_item(json, i)),
				     arena, &items[i], err)) != OK)
			return rc;
	ret->items = items;
	ret->count = count;
	return OK;
}

static enum status wrong_kind(const struct field *field, const char *wanted,
			      const struct json *json, struct error *err)
{
	return error_add(err, DATA, "wrong_type", field->name,
			 "%s is %s; give %s", field->name, json_kind_name(json),
			 wanted);
}

static enum status decode_field(const struct field *field, void *base,
				const struct json *json, struct arena *arena,
				struct error *err)
{
	enum json_kind kind = json_kind(json);
	int64_t *number = (void *)((char *)base + field->offset);

	if (kind == JSON_IS_NULL)
		return OK;
	switch (field->type) {
	case FIELD_INTEGER:
		if (kind != JSON_IS_INTEGER)
			return wrong_kind(field, _("a whole number"), json,
					  err);
		if (json_as_integer(json) == ABSENT)
			return error_add(err, DATA, "not_number", field->name,
					 "%s is too small a number; give a "
					 "larger one",
					 field->name);
		*number = json_as_integer(json);
		return OK;
	case FIELD_BOOLEAN:
		if (kind != JSON_IS_BOOLEAN)
			return wrong_kind(field, _("true or false"), json, err);
		*number = json_is_yes(json);
		return OK;
	case FIELD_TEXTS:
		if (kind == JSON_IS_TEXT)
			return field_parse(field, base, json_as_text(json),
					   arena, err);
		if (kind != JSON_IS_ARRAY)
			return wrong_kind(field, _("an array of texts"), json,
					  err);
		return decode_texts(field, base, json, arena, err);
	case FIELD_RECORDS:
	case FIELD_JSON:
		return OK;
	default:
		if (kind != JSON_IS_TEXT)
			return wrong_kind(field, _("a text"), json, err);
		return field_parse(field, base, json_as_text(json), arena, err);
	}
}

enum status record_decode(const struct record *record, const struct json *json,
			  void *base, struct arena *arena, struct error *err)
{
	enum status rc = OK;

	if (json_kind(json) != JSON_IS_OBJECT)
		return error_set(err, DATA, "not_an_object", NULL,
				 "a document is %s; give a JSON object",
				 json_kind_name(json));
	for (void *it = json_first(json); it; it = json_next(json, it)) {
		const char *name = json_it_name(it);
		const struct field *field = record_field(record, name);

		if (field && field->flags & FIELD_IN) {
			enum status e = decode_field(
			    field, base, json_it_value(it), arena, err);
			rc = status_worse(rc, e);
		} else if (!field && !records_know(name)) {
			rc = error_add(err, DATA, "unknown_member", name,
				       "member \"%.40s\" is not known; check "
				       "its spelling",
				       name);
		}
	}
	return rc;
}

static enum status restore_records(const struct field *field, void *base,
				   const struct json *json, struct arena *arena,
				   struct error *err)
{
	struct records *ret = (void *)((char *)base + field->offset);
	size_t count = json_count(json), size = field->record->size;
	char *items;
	enum status rc;

	if (json_kind(json) != JSON_IS_ARRAY || count > LIMIT_LIST_ITEMS)
		return wrong_kind(field, _("an array of records"), json, err);
	items = arena_alloc(arena, (count + 1) * size);
	for (size_t i = 0; i < count; i++)
		if ((rc = record_restore(field->record, json_item(json, i),
					 items + i * size, arena, err)) != OK)
			return rc;
	ret->items = items;
	ret->count = count;
	return OK;
}

enum status record_restore(const struct record *record, const struct json *json,
			   void *base, struct arena *arena, struct error *err)
{
	enum status rc;

	record_clear(record, base);
	if (json_kind(json) != JSON_IS_OBJECT)
		return error_set(err, DATA, "not_an_object", NULL,
				 "a document is %s; give a JSON object",
				 json_kind_name(json));
	for (void *it = json_first(json); it; it = json_next(json, it)) {
		const struct field *field =
		    record_field(record, json_it_name(it));

		if (!field || !(field->flags & FIELD_OUT) ||
		    field->type == FIELD_JSON)
			return error_set(err, DATA, "unknown_member",
					 json_it_name(it),
					 "member \"%.40s\" is not known; check "
					 "its spelling",
					 json_it_name(it));
		rc = field->type == FIELD_RECORDS
			 ? restore_records(field, base, json_it_value(it),
					   arena, err)
			 : decode_field(field, base, json_it_value(it), arena,
					err);
		if (rc != OK)
			return rc;
	}
	return OK;
}

enum status record_check_required(const struct record *record, const void *base,
				  struct error *err)
{
	enum status rc = OK;

	for (const struct field *field = record->fields; field->name; field++)
		if (field->flags & FIELD_REQUIRED &&
		    field_is_absent(field, base) &&
		    !error_is_on(err, field->name))
			rc = error_add(err, DATA, "missing", field->name,
				       "%s is missing; give it", field->name);
	return rc;
}

bool record_excuses(const struct error *flaws, const char *name)
{
	return flaws && (error_is_on(flaws, name) ||
			 error_has(flaws, "unknown_member"));
}

static void encode_texts(struct json *object, const char *name,
			 const struct texts *texts)
{
	struct json *array = json_array_new();

	for (size_t i = 0; i < texts->count; i++)
		json_append_text(array, texts->items[i]);
	json_set(object, name, array);
}

static void encode_records(struct json *object, const struct field *field,
			   const struct records *list, struct arena *arena)
{
	struct json *array = json_array_new();

	for (size_t i = 0; i < list->count; i++) {
		struct json *item = json_object_new();

		record_encode(field->record,
			      (const char *)list->items +
				  i * field->record->size,
			      item, arena);
		json_append(array, item);
	}
	json_set(object, field->name, array);
}

static bool is_told(const struct field *field, const void *base)
{
	return field->flags & FIELD_OUT && !(field->flags & FIELD_SECRET) &&
	       !field_is_absent(field, base);
}

void record_encode(const struct record *record, const void *base,
		   struct json *object, struct arena *arena)
{
	for (const struct field *field = record->fields; field->name; field++) {
		const void *at = (const char *)base + field->offset;

		if (!is_told(field, base))
			continue;
		switch (field->type) {
		case FIELD_INTEGER:
			json_set_integer(object, field->name,
					 *(const int64_t *)at);
			break;
		case FIELD_BOOLEAN:
			json_set_boolean(object, field->name,
					 *(const int64_t *)at == 1);
			break;
		case FIELD_TEXTS:
			encode_texts(object, field->name, at);
			break;
		case FIELD_RECORDS:
			encode_records(object, field, at, arena);
			break;
		case FIELD_JSON:
			json_set_shared(object, field->name,
					*(const struct json *const *)at);
			break;
		default:
			json_set_text(object, field->name,
				      field_format(field, base, arena));
		}
	}
}

static void write_records(struct json_text *to, const struct field *field,
			  const struct records *list, struct arena *arena)
{
	OWN(json) struct json *object = json_object_new();

	encode_records(object, field, list, arena);
	json_text_json(to, field->name, json_member(object, field->name));
}

char *record_write(const struct record *record, const void *base,
		   struct arena *arena)
{
	struct json_text to;

	json_text_begin(&to, arena);
	for (const struct field *field = record->fields; field->name; field++) {
		const void *at = (const char *)base + field->offset;
		const struct texts *texts = at;

		if (!is_told(field, base))
			continue;
		switch (field->type) {
		case FIELD_INTEGER:
			json_text_integer(&to, field->name,
					  *(const int64_t *)at);
			break;
		case FIELD_BOOLEAN:
			json_text_boolean(&to, field->name,
					  *(const int64_t *)at == 1);
			break;
		case FIELD_TEXTS:
			json_text_texts(&to, field->name, texts->items,
					texts->count);
			break;
		case FIELD_RECORDS:
			write_records(&to, field, at, arena);
			break;
		case FIELD_JSON:
			json_text_json(&to, field->name,
				       *(const struct json *const *)at);
			break;
		default:
			json_text_text(&to, field->name,
				       field_format(field, base, arena));
		}
	}
	return json_text_end(&to);
}
