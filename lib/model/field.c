/* field - one value of a record: absent, parsed, formatted, copied */
#include <ipp/model/field.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/json.h>
#include <ipp/port/unicode.h>

#include "field_item.h"

static bool is_number(enum field_type type)
{
	return type == FIELD_INTEGER || type == FIELD_BOOLEAN ||
	       type == FIELD_INSTANT || type == FIELD_WORD || type == FIELD_ID;
}

static const void *at(const struct field *field, const void *base)
{
	return (const char *)base + field->offset;
}

static int64_t number_get(const struct field *field, const void *base)
{
	return *(const int64_t *)at(field, base);
}

static void number_set(const struct field *field, void *base, int64_t value)
{
	*(int64_t *)(void *)((char *)base + field->offset) = value;
}

static const char *text_get(const struct field *field, const void *base)
{
	return *(const char *const *)at(field, base);
}

static void text_set(const struct field *field, void *base, const char *text)
{
	*(const char **)(void *)((char *)base + field->offset) = text;
}

const struct field *record_field(const struct record *record, const char *name)
{
	for (const struct field *field = record->fields; field->name; field++)
		if (*field->name == *name && !strcmp(field->name, name))
			return field;
	return NULL;
}

const struct field *record_field_alias(const struct record *record,
				       const char *name)
{
	const struct field *ret = record_field(record, name);

	for (const struct field *field = record->fields; !ret && field->name;
	     field++)
		if (field->alias && !strcmp(field->alias, name))
			ret = field;
	return ret;
}

void record_clear(const struct record *record, void *base)
{
	memset(base, 0, record->size);
	for (const struct field *field = record->fields; field->name; field++)
		if (is_number(field->type))
			number_set(field, base, ABSENT);
}

bool field_is_absent(const struct field *field, const void *base)
{
	if (is_number(field->type))
		return number_get(field, base) == ABSENT;
	switch (field->type) {
	case FIELD_TEXTS:
		return ((const struct texts *)at(field, base))->count == 0;
	case FIELD_RECORDS:
		return !((const struct records *)at(field, base))->items;
	default:
		return !text_get(field, base);
	}
}

void field_copy(const struct field *to, void *to_base, const struct field *from,
		const void *from_base)
{
	size_t size = sizeof(int64_t);

	if (to->type == FIELD_TEXTS)
		size = sizeof(struct texts);
	else if (to->type == FIELD_RECORDS)
		size = sizeof(struct records);
	memcpy((char *)to_base + to->offset, at(from, from_base), size);
}

int64_t word_find(const struct word *words, const char *name)
{
	for (int64_t i = 0; words[i].name; i++)
		if (!strcmp(words[i].name, name))
			return i;
	return ABSENT;
}

/* A secret or a novel must not be echoed in a message. */
static const char *quoted(const struct field *field, const char *text)
{
	return field->flags & FIELD_SECRET || strlen(text) > 80 ? "..." : text;
}

static enum status parse_text(const struct field *field, void *base,
			      const char *text, struct arena *arena,
			      struct error *err)
{
	size_t max = field->max ? field->max : LIMIT_TEXT_BYTES;
	size_t n;

	text += strspn(text, " \t\r\n");
	n = strlen(text);
	while (n > 0 && strchr(" \t\r\n", text[n - 1]))
		n--;
	text = arena_text_n(arena, text, n);
	if (n == 0) {
		text_set(field, base, NULL);
		return OK;
	}
	if (!unicode_is_valid(text, field->flags & FIELD_LINES ? "\t\r\n" : ""))
		return error_add(err, DATA, "not_text", field->name,
				 "%s holds control characters or bytes that "
				 "are no UTF-8; remove them",
				 field->name);
	text = unicode_nfc(arena, text);
	if (n > max && max == 2 && unicode_length(text) > max)
		return error_add(err, DATA, "too_long", field->name,
				 "%s is a code of two letters, not \"%.40s\"",
				 field->name,
				 field->flags & FIELD_SECRET ? "" : text);
	if (n > max && unicode_length(text) > max)
		return error_add(err, DATA, "too_long", field->name,
				 "%s has more than %zu characters; shorten it",
				 field->name, max);
	text_set(field, base, text);
	return OK;
}

static enum status parse_date(const struct field *field, void *base,
			      const char *text, struct arena *arena,
			      struct error *err)
{
	if (!date_is_valid(text))
		return error_add(err, DATA, "not_date", field->name,
				 "%s \"%s\" is no day of the calendar; write "
				 "YYYY-MM-DD",
				 field->name, quoted(field, text));
	text_set(field, base, arena_text(arena, text));
	return OK;
}

static enum status parse_boolean(const struct field *field, void *base,
				 const char *text, struct error *err)
{
	static const struct word words[] = {
		{ "false", NULL }, { "true", NULL }, { "no", NULL },
		{ "yes", NULL },   { "0", NULL },    { "1", NULL },
		{ "n", NULL },	   { "s", NULL },    { "no", NULL },
		{ "si", NULL },	   { "n", NULL },     { "y", NULL },
		{ "no", NULL },	   { "s\xc3\xac", NULL }, { NULL, NULL },
	};
	int64_t i = word_find(words, text);

	if (i == ABSENT)
		return error_add(err, DATA, "not_boolean", field->name,
				 "%s \"%s\" is neither yes nor no; write true "
				 "or false",
				 field->name, quoted(field, text));
	number_set(field, base, i % 2);
	return OK;
}

static enum status parse_word(const struct field *field, void *base,
			      const char *text, struct error *err)
{
	int64_t i = word_find(field->words, text);
	char all[200] = "";

	if (i != ABSENT) {
		number_set(field, base, i);
		return OK;
	}
	for (const struct word *word = field->words; word->name; word++)
		if (strlen(all) + strlen(word->name) + 3 < sizeof all) {
			strcat(all, *all ? ", " : "");
			strcat(all, word->name);
		}
	return error_add(err, DATA, "not_a_word", field->name,
			 "%s \"%s\" is not known; use one of: %s", field->name,
			 quoted(field, text), all);
}

static enum status parse_id(const struct field *field, void *base,
			    const char *text, struct error *err)
{
	size_t n = strlen(field->prefix);
	int64_t value;

	if (strncmp(text, field->prefix, n) != 0 || strlen(text) > n + 18 ||
	    text[n] == '-' || !integer_parse(text + n, 1, INT64_MAX, &value))
		return error_add(err, DATA, "not_an_id", field->name,
				 "%s \"%s\" is no identifier; it looks like "
				 "%s000000001",
				 field->name, quoted(field, text),
				 field->prefix);
	number_set(field, base, value);
	return OK;
}

enum status field_item(const struct field *field, const char *text,
		       struct arena *arena, const char **ret, struct error *err)
{
	if (!text || !*text || strlen(text) > LIMIT_TEXT_BYTES ||
	    !unicode_is_valid(text, NULL))
		return error_add(err, DATA, "not_text", field->name,
				 "%s holds something that is no text; list "
				 "texts only",
				 field->name);
	*ret = unicode_nfc(arena, text);
	return OK;
}

/* Words apart from blanks, as CSV cells and options hold lists; a path is
 * one word. */
static enum status parse_texts(const struct field *field, void *base,
			       const char *text, struct arena *arena,
			       struct error *err)
{
	struct texts *ret = (void *)((char *)base + field->offset);
	const char **items =
	    arena_alloc(arena, LIMIT_LIST_ITEMS * sizeof *items);
	size_t count = 0, n;
	enum status rc;

	for (text += strspn(text, " "); *text;
	     text += n + strspn(text + n, " ")) {
		n = field->flags & FIELD_FILE ? strlen(text)
					      : strcspn(text, " ");
		if (count == LIMIT_LIST_ITEMS)
			return error_add(err, DATA, "too_many", field->name,
					 "%s has more than %zu items; shorten "
					 "it",
					 field->name, LIMIT_LIST_ITEMS);
		if ((rc = field_item(field, arena_text_n(arena, text, n), arena,
				     &items[count++], err)) != OK)
			return rc;
	}
	ret->items = items;
	ret->count = count;
	return OK;
}

enum status field_parse(const struct field *field, void *base, const char *text,
			struct arena *arena, struct error *err)
{
	int64_t value;

	if (field->type == FIELD_TEXT)
		return parse_text(field, base, text, arena, err);
	if (field->type == FIELD_TEXTS)
		return parse_texts(field, base, text, arena, err);
	if (!*text) {
		if (is_number(field->type))
			number_set(field, base, ABSENT);
		else
			text_set(field, base, NULL);
		return OK;
	}
	switch (field->type) {
	case FIELD_DATE:
		return parse_date(field, base, text, arena, err);
	case FIELD_BOOLEAN:
		return parse_boolean(field, base, text, err);
	case FIELD_WORD:
		return parse_word(field, base, text, err);
	case FIELD_ID:
		return parse_id(field, base, text, err);
	case FIELD_INTEGER:
		if (!integer_parse(text, INT64_MIN + 1, INT64_MAX, &value))
			return error_add(err, DATA, "not_number", field->name,
					 "%s \"%s\" is no whole number; write "
					 "digits",
					 field->name, quoted(field, text));
		number_set(field, base, value);
		return OK;
	case FIELD_INSTANT:
		if (field->flags & FIELD_DAYS && !strcmp(text, "today"))
			value = TODAY;
		else if (field->flags & FIELD_DAYS && !strcmp(text, "yesterday"))
			value = YESTERDAY;
		else if (!instant_parse(text, &value))
			return error_add(err, DATA, "not_instant", field->name,
					 "%s \"%s\" is no point in time; write "
					 "YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ",
					 field->name, quoted(field, text));
		number_set(field, base, value);
		return OK;
	default:
		return error_add(err, DATA, "not_settable", field->name,
				 "%s cannot be set", field->name);
	}
}

static const char *format_texts(const struct field *field, const void *base,
				struct arena *arena)
{
	const struct texts *texts = at(field, base);
	const char *ret = "";

	for (size_t i = 0; i < texts->count; i++)
		ret = arena_printf(arena, "%s%s%s", ret, i ? " " : "",
				   texts->items[i]);
	return ret;
}

const char *id_text(struct arena *arena, const char *prefix, int64_t number)
{
	size_t n = strlen(prefix);
	char *ret = arena_alloc(arena, n + DIGITS_MAX + 1);

	memcpy(ret, prefix, n);
	(void)digits_put(ret + n, (uint64_t)number, 9); /* zeros follow */
	return ret;
}

const char *field_format(const struct field *field, const void *base,
			 struct arena *arena)
{
	char instant[INSTANT_SIZE];

	if (field_is_absent(field, base) || field->flags & FIELD_SECRET)
		return "";
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_DATE:
		return text_get(field, base);
	case FIELD_INTEGER:
		return arena_printf(arena, "%" PRId64, number_get(field, base));
	case FIELD_BOOLEAN:
		return number_get(field, base) ? "true" : "false";
	case FIELD_INSTANT:
		instant_format(number_get(field, base), instant);
		return arena_text(arena, instant);
	case FIELD_WORD:
		return field->words[number_get(field, base)].name;
	case FIELD_ID:
		return id_text(arena, field->prefix, number_get(field, base));
	case FIELD_TEXTS:
		return format_texts(field, base, arena);
	default:
		return "";
	}
}

int64_t field_instant(int64_t value, int64_t now)
{
	char today[DATE_SIZE];

	if (value != TODAY && value != YESTERDAY)
		return value;
	date_of(now, today);
	return date_instant(today) - (value == YESTERDAY ? DAY_SECONDS : 0);
}
