/* csc_decode - answers of signing services, read as they are meant */
#include "csc_part.h"

#include <string.h>
#include <strings.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>

const struct json *csc_find(const struct json *object, const char *name)
{
	const struct json *ret = NULL;

	if (!object || json_kind(object) != JSON_IS_OBJECT)
		return NULL;
	ret = json_member(object, name);
	for (void *it = json_first(object); !ret && it;
	     it = json_next(object, it))
		if (!strcasecmp(json_it_name(it), name))
			ret = json_it_value(it);
	return ret && json_kind(ret) != JSON_IS_NULL ? ret : NULL;
}

/* NULL if it is nothing that a text may be meant by. */
static const char *text_of(const struct json *json, struct arena *arena)
{
	if (json_kind(json) == JSON_IS_INTEGER)
		return arena_printf(arena, "%lld",
				    (long long)json_as_integer(json));
	return json_as_text(json);
}

static bool text_read(const struct json *json, const struct csc_member *row,
		      struct arena *arena, const char **ret)
{
	const char *text = text_of(json, arena);

	if (!text || strlen(text) > row->max)
		return false;
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p < ' ' || *p == 0x7f)
			return false;
	*ret = arena_text(arena, text);
	return true;
}

static bool shown_read(const struct json *json, const struct csc_member *row,
		       struct arena *arena, const char **ret)
{
	const char *text = text_of(json, arena);
	char *clean;

	if (!text)
		return false;
	clean = arena_alloc(arena, row->max + 1);
	csc_text_clean(text, NULL, 0, row->max, clean);
	*ret = clean;
	return true;
}

/* 3600.0 is a whole number, too. */
static bool integer_read(const struct json *json, struct arena *arena,
			 int64_t *ret)
{
	const char *text = json_as_text(json);

	if (json_kind(json) == JSON_IS_INTEGER) {
		*ret = json_as_integer(json);
		return true;
	}
	if (json_kind(json) == JSON_IS_REAL)
		text = json_write(arena, json);
	if (!text)
		return false;
	text = arena_text_n(arena, text, strcspn(text, "."));
	return integer_parse(text, INT64_MIN + 1, INT64_MAX, ret);
}

static bool boolean_read(const struct json *json, bool *ret)
{
	const char *text = json_as_text(json);

	if (json_kind(json) == JSON_IS_BOOLEAN)
		*ret = json_is_yes(json);
	else if (text && (!strcasecmp(text, "true") || !strcmp(text, "1")))
		*ret = true;
	else if (text && (!strcasecmp(text, "false") || !strcmp(text, "0")))
		*ret = false;
	else
		return false;
	return true;
}

static bool letters_read(const struct json *json, struct arena *arena,
			 const char **ret)
{
	const char *text = json_as_text(json);
	char *to;

	if (!text || strlen(text) > CSC_LETTERS_MAX)
		return false;
	*ret = to = arena_alloc(arena, strlen(text) + 1);
	for (; *text; text++)
		if (!strchr(" \t\r\n", *text))
			*to++ = *text;
	return true;
}

static bool texts_read(const struct json *json, const struct csc_member *row,
		       struct arena *arena, struct texts *ret)
{
	const struct csc_member item = { .max = CSC_TOKEN_MAX };
	bool is_list = json_kind(json) == JSON_IS_ARRAY;
	size_t count = is_list ? json_count(json) : 1, n = 0;
	const char **items;

	if (count > row->max)
		return false;
	items = arena_alloc(arena, (count + 1) * sizeof *items);
	for (size_t i = 0; i < count; i++) {
		const struct json *it = is_list ? json_item(json, i) : json;

		if (json_kind(it) == JSON_IS_NULL)
			continue;
		if (row->type == CSC_LETTERS
			? !letters_read(it, arena, &items[n])
			: !text_read(it, &item, arena, &items[n]))
			return false;
		n++;
	}
	*ret = (struct texts){ items, n };
	return true;
}

static bool member_read(const struct json *json, const struct csc_member *row,
			void *base, struct arena *arena)
{
	void *at = (char *)base + row->offset;

	switch (row->type) {
	case CSC_TEXT:
		return text_read(json, row, arena, at);
	case CSC_SHOWN:
		return shown_read(json, row, arena, at);
	case CSC_INTEGER:
		return integer_read(json, arena, at);
	case CSC_BOOLEAN:
		return boolean_read(json, at);
	case CSC_TEXTS:
	case CSC_LETTERS:
		return texts_read(json, row, arena, at);
	}
	return false;
}

/* What stands there where no member says anything. */
static void member_clear(const struct csc_member *row, void *base)
{
	void *at = (char *)base + row->offset;

	switch (row->type) {
	case CSC_TEXT:
	case CSC_SHOWN:
		*(const char **)at = "";
		break;
	case CSC_INTEGER:
		*(int64_t *)at = ABSENT;
		break;
	case CSC_BOOLEAN:
		*(bool *)at = false;
		break;
	case CSC_TEXTS:
	case CSC_LETTERS:
		*(struct texts *)at = (struct texts){ NULL, 0 };
		break;
	}
}

enum status csc_decode(struct csc *csc, const char *name,
		       const struct csc_member *members,
		       const struct json *json, void *base, struct arena *arena,
		       struct error *err)
{
	for (const struct csc_member *row = members; row->name; row++) {
		const struct json *value = csc_find(json, row->name);

		member_clear(row, base);
		if (!value && row->is_required)
			return csc_garbled(csc, name, row->name,
					   N_("is not there"), err);
		if (value && !member_read(value, row, base, arena))
			return csc_garbled(csc, name, row->name,
					   N_("is not what it should be"), err);
	}
	return OK;
}
