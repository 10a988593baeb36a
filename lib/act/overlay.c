/* overlay - members of one record laid over those of another */
#include "overlay.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define FIRST "surname"
#define LAST  "mrz"

/* The rows of PERSON_FIELDS and DOCUMENT_FIELDS stand in the same order in
 * every record that has them, so two tables are walked side by side. */
struct pair {
	const struct field *a, *b;
};

static struct pair pair_first(const struct record *a, const struct record *b)
{
	return (struct pair){ record_field(a, FIRST), record_field(b, FIRST) };
}

static bool pair_next(struct pair *pair)
{
	bool more = strcmp(pair->a->name, LAST) != 0;

	pair->a++;
	pair->b++;
	return more;
}

void overlay(const struct record *record, void *to, const void *from)
{
	for (const struct field *f = record->fields; f->name; f++)
		if (f->flags & FIELD_IN && !field_is_absent(f, from))
			field_copy(f, to, f, from);
}

void overlay_person(const struct record *to_record, void *to,
		    const struct record *from_record, const void *from)
{
	struct pair pair = pair_first(to_record, from_record);

	do
		if (!field_is_absent(pair.b, from))
			field_copy(pair.a, to, pair.b, from);
	while (pair_next(&pair));
}

void overlay_missing(const struct record *to_record, void *to,
		     const struct record *from_record, const void *from)
{
	struct pair pair = pair_first(to_record, from_record);

	do
		if (field_is_absent(pair.a, to) &&
		    !field_is_absent(pair.b, from))
			field_copy(pair.a, to, pair.b, from);
	while (pair_next(&pair));
}

enum status overlay_clear(const struct record *record, void *base,
			  const struct texts *names, struct error *err)
{
	enum status rc = OK;
	void *blank;

	if (!names || names->count == 0)
		return OK;
	blank = memory_new(record->size);
	record_clear(record, blank);
	for (size_t i = 0; i < names->count; i++) {
		const struct field *f = record_field(record, names->items[i]);

		if (f && f->flags & FIELD_IN && f->flags & FIELD_STORED &&
		    f->type != FIELD_ID)
			field_copy(f, base, f, blank);
		else
			rc = error_add(err, DATA, "unknown_member",
				       names->items[i],
				       "\"%.40s\" is no member that can be "
				       "cleared",
				       names->items[i]);
	}
	memory_free(blank);
	return rc;
}

static bool is_same(const struct pair *pair, const void *a, const void *b,
		    struct arena *arena)
{
	const char *left = field_format(pair->a, a, arena);
	const char *right = field_format(pair->b, b, arena);

	if (!strcmp(pair->a->name, "email"))
		return !strcasecmp(left, right);
	return !strcmp(left, right);
}

const char *overlay_differences(const struct record *a_record, const void *a,
				const struct record *b_record, const void *b,
				struct arena *arena)
{
	struct pair pair = pair_first(a_record, b_record);
	const char *ret = NULL;

	do {
		if (field_is_absent(pair.a, a) || field_is_absent(pair.b, b) ||
		    is_same(&pair, a, b, arena))
			continue;
		ret = ret ? arena_printf(arena, "%s, %s", ret, pair.a->name) :
			    pair.a->name;
	} while (pair_next(&pair));
	return ret;
}
