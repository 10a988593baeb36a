/* json - strict JSON values (jansson) */
#ifndef IPP_PORT_JSON_H
#define IPP_PORT_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;
struct json; /* any JSON value */

enum json_kind {
	JSON_IS_OBJECT,
	JSON_IS_ARRAY,
	JSON_IS_TEXT,
	JSON_IS_INTEGER,
	JSON_IS_REAL,
	JSON_IS_BOOLEAN,
	JSON_IS_NULL,
};

/* Parses exactly one value. Refused with DATA: bytes after it, duplicate
 * members, NUL characters, ill-formed UTF-8, numbers out of range, nesting
 * beyond LIMIT_DOCUMENT_DEPTH (RFC 8259, RFC 7493). Codes `json_malformed`,
 * `json_duplicate_member`, `json_too_deep`. */
enum status json_parse(const char *bytes, size_t n, struct json **ret,
		       struct error *err);

struct json *json_object_new(void);
struct json *json_array_new(void);
/* What is no UTF-8 in it becomes `?`. */
struct json *json_text_new(const char *text);
struct json *json_clone(const struct json *json); /* deep */
void json_free(struct json *json);		  /* NULL is fine */
DEFINE_OWN(json, struct json, json_free)

enum json_kind json_kind(const struct json *json);
const char *json_kind_name(const struct json *json); /* "a number" */
const char *json_as_text(const struct json *json);   /* NULL if no text */
int64_t json_as_integer(const struct json *json);    /* 0 if none */
bool json_is_yes(const struct json *json);	     /* the value true */

/* Borrowed from the object or array; NULL if there is no such member. */
const struct json *json_member(const struct json *object, const char *name);
size_t json_count(const struct json *array_or_object);
const struct json *json_item(const struct json *array, size_t index);

/* for (it = json_first(o); it; it = json_next(o, it)) */
void *json_first(const struct json *object);
void *json_next(const struct json *object, void *it);
const char *json_it_name(void *it);
const struct json *json_it_value(void *it);

/* Setters replace a member of the same name. `json_set` takes `value` over;
 * `json_set_shared` only refers to it: values that are members of something
 * are never changed. */
void json_set(struct json *object, const char *name, struct json *value);
void json_set_shared(struct json *object, const char *name,
		     const struct json *value);
void json_set_text(struct json *object, const char *name, const char *text);
void json_set_integer(struct json *object, const char *name, int64_t value);
void json_set_boolean(struct json *object, const char *name, bool value);
void json_set_null(struct json *object, const char *name);
void json_remove(struct json *object, const char *name);
void json_append(struct json *array, struct json *value);
void json_append_text(struct json *array, const char *text);

/* Compact, members in order of insertion; canonical: members sorted by name
 * (for integers and text the same bytes as RFC 8785). In the arena. */
char *json_write(struct arena *arena, const struct json *json);
char *json_write_canonical(struct arena *arena, const struct json *json);

#endif
