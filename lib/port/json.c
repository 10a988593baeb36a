/* json - strict JSON values (jansson) */
#include <ipp/port/json.h>

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

/* struct json is a name for json_t that keeps jansson.h out of other files */
static json_t *inner(const struct json *json)
{
	return (json_t *)(uintptr_t)json;
}

static struct json *outer(json_t *json)
{
	return (struct json *)json;
}

/* jansson allows 2048 levels; an object that deep would only hurt us. */
static bool is_too_deep(const char *bytes, size_t n)
{
	size_t depth = 0;
	bool text = false;

	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];

		if (text) {
			if (c == '\\')
				i++;
			else if (c == '"')
				text = false;
		} else if (c == '"') {
			text = true;
		} else if (c == '{' || c == '[') {
			if (++depth > LIMIT_DOCUMENT_DEPTH)
				return true;
		} else if ((c == '}' || c == ']') && depth > 0) {
			depth--;
		}
	}
	return false;
}

/* jansson quotes the input after " near "; that may be a secret. */
static void quotation_cut(json_error_t *e)
{
	char *near = strstr(e->text, " near ");

	if (near)
		*near = '\0';
}

enum status json_parse(const char *bytes, size_t n, struct json **ret,
		       struct error *err)
{
	json_error_t e;
	json_t *json;

	if (is_too_deep(bytes, n))
		return error_set(err, DATA, "json_too_deep", NULL,
				 "document nests deeper than %d levels; "
				 "flatten it",
				 LIMIT_DOCUMENT_DEPTH);
	json =
	    json_loadb(bytes, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!json && json_error_code(&e) == json_error_duplicate_key)
		return error_set(err, DATA, "json_duplicate_member", NULL,
				 "a member stands twice: %s; keep one", e.text);
	quotation_cut(&e);
	if (!json)
		return error_set(err, DATA, "json_malformed", NULL,
				 "document is not strict JSON: %s (line %d, "
				 "column %d); mend it",
				 e.text, e.line, e.column);
	*ret = outer(json);
	return OK;
}

/* jansson fails on our own, well-formed values only without memory. */
static json_t *must(json_t *json)
{
	if (!json)
		memory_exhausted();
	return json;
}

static void must_do(int rc)
{
	if (rc)
		memory_exhausted();
}

/* A path or an argument in a message need not be UTF-8; JSON must be. */
struct json *json_text_new(const char *text)
{
	OWN(text) char *copy = NULL;
	json_t *ret = json_string(text);

	if (ret)
		return outer(ret);
	copy = memory_text(text);
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	return outer(must(json_string_nocheck(copy)));
}

struct json *json_object_new(void)
{
	return outer(must(json_object()));
}

struct json *json_array_new(void)
{
	return outer(must(json_array()));
}

struct json *json_clone(const struct json *json)
{
	return outer(must(json_deep_copy(inner(json))));
}

void json_free(struct json *json)
{
	json_decref(inner(json));
}

enum json_kind json_kind(const struct json *json)
{
	switch (json_typeof(inner(json))) {
	case JSON_OBJECT:
		return JSON_IS_OBJECT;
	case JSON_ARRAY:
		return JSON_IS_ARRAY;
	case JSON_STRING:
		return JSON_IS_TEXT;
	case JSON_INTEGER:
		return JSON_IS_INTEGER;
	case JSON_REAL:
		return JSON_IS_REAL;
	case JSON_TRUE:
	case JSON_FALSE:
		return JSON_IS_BOOLEAN;
	default:
		return JSON_IS_NULL;
	}
}

const char *json_kind_name(const struct json *json)
{
	static const char *const names[] = {
		[JSON_IS_OBJECT] = N_("an object"),
		[JSON_IS_ARRAY] = N_("an array"),
		[JSON_IS_TEXT] = N_("a text"),
		[JSON_IS_INTEGER] = N_("a number"),
		[JSON_IS_REAL] = N_("a fraction"),
		[JSON_IS_BOOLEAN] = N_("a boolean"),
		[JSON_IS_NULL] = N_("null"),
	};
	return _(names[json_kind(json)]);
}

const char *json_as_text(const struct json *json)
{
	return json_string_value(inner(json));
}

int64_t json_as_integer(const struct json *json)
{
	return json_integer_value(inner(json));
}

bool json_is_yes(const struct json *json)
{
	return json_boolean_value(inner(json));
}

const struct json *json_member(const struct json *object, const char *name)
{
	return outer(json_object_get(inner(object), name));
}

size_t json_count(const struct json *json)
{
	return json_is_object(inner(json)) ? json_object_size(inner(json))
					   : json_array_size(inner(json));
}

const struct json *json_item(const struct json *array, size_t index)
{
	return outer(json_array_get(inner(array), index));
}

void *json_first(const struct json *object)
{
	return json_object_iter(inner(object));
}

void *json_next(const struct json *object, void *it)
{
	return json_object_iter_next(inner(object), it);
}

const char *json_it_name(void *it)
{
	return json_object_iter_key(it);
}

const struct json *json_it_value(void *it)
{
	return outer(json_object_iter_value(it));
}

void json_set(struct json *object, const char *name, struct json *value)
{
	must_do(json_object_set_new_nocheck(inner(object), name, inner(value)));
}

void json_set_shared(struct json *object, const char *name,
		     const struct json *value)
{
	must_do(json_object_set_nocheck(inner(object), name, inner(value)));
}

void json_set_text(struct json *object, const char *name, const char *text)
{
	json_set(object, name, json_text_new(text));
}

void json_set_integer(struct json *object, const char *name, int64_t value)
{
	json_set(object, name, outer(must(json_integer(value))));
}

void json_set_boolean(struct json *object, const char *name, bool value)
{
	json_set(object, name, outer(json_boolean(value)));
}

void json_set_null(struct json *object, const char *name)
{
	json_set(object, name, outer(json_null()));
}

void json_remove(struct json *object, const char *name)
{
	(void)json_object_del(inner(object), name); /* absent is fine */
}

void json_append(struct json *array, struct json *value)
{
	must_do(json_array_append_new(inner(array), inner(value)));
}

void json_append_text(struct json *array, const char *text)
{
	json_append(array, json_text_new(text));
}

static char *json_dump(struct arena *arena, const struct json *json,
		       size_t flags)
{
	char small[2048], *ret;
	size_t n;

	flags |= JSON_COMPACT | JSON_ENCODE_ANY;
	n = json_dumpb(inner(json), small, sizeof small, flags);
	if (n < sizeof small) {
		ret = arena_text_n(arena, small, n);
	} else {
		ret = arena_alloc(arena, n + 1);
		(void)json_dumpb(inner(json), ret, n, flags);
	}
	memory_wipe(small, sizeof small);
	return ret;
}

char *json_write(struct arena *arena, const struct json *json)
{
	return json_dump(arena, json, 0);
}

char *json_write_canonical(struct arena *arena, const struct json *json)
{
	return json_dump(arena, json, JSON_SORT_KEYS);
}
