/* json_text - a JSON object written straight, member by member, where a tree
 * of values would only be built to be thrown away */
#ifndef IPP_PORT_JSON_TEXT_H
#define IPP_PORT_JSON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct json;

/* Grows in the arena. To be begun before anything else. */
struct json_text {
	struct arena *arena;
	char *bytes;
	size_t n, room;
};

/* The bytes are those of json_write for the same members in the same order;
 * in the order of their names, those of json_write_canonical. A name comes
 * from a table of ours and stands once. */
void json_text_begin(struct json_text *ret, struct arena *arena);
void json_text_text(struct json_text *to, const char *name, const char *text);
void json_text_texts(struct json_text *to, const char *name,
		     const char *const *texts, size_t count);
void json_text_integer(struct json_text *to, const char *name, int64_t value);
void json_text_boolean(struct json_text *to, const char *name, bool value);
void json_text_json(struct json_text *to, const char *name,
		    const struct json *value);
/* The object is whole; in the arena. */
char *json_text_end(struct json_text *to);

#endif
