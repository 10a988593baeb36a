/* overlay - members of one record laid over those of another */
#include "overlay.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>

/* Those of PERSON_FIELDS and DOCUMENT_FIELDS, as the holder record has them
 * all and no other record has them otherwise. */
static bool is_personal(const struct field *field)
{
	const struct field *first = record_field(&holder_record, "surname");
	const struct field *last = record_field(&holder_record, "mrz");

	return field >= first && field <= last;
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
	for (const struct field *p = holder_record.fields; p->name; p++) {
		const struct field *t, *f;

		if (!is_personal(p))
			continue;
		t = record_field(to_record, p->name);
		f = record_field(from_record, p->name);
		if (!field_is_absent(f, from))
			field_copy(t, to, f, from);
	}
}

void overlay_missing(const struct record *to_record, void *to,
		     const struct record *from_record, const void *from)
{
	for (const struct field *p = holder_record.fields; p->name; p++) {
		const struct field *t, *f;

		if (!is_personal(p))
			continue;
		t = record_field(to_record, p->name);
		f = record_field(from_record, p->name);
		if (field_is_absent(t, to) && !field_is_absent(f, from))
			field_copy(t, to, f, from);
	}
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

static bool is_same(const struct field *a, const void *a_base,
		    const struct field *b, const void *b_base,
		    struct arena *arena)
{
	const char *left = field_format(a, a_base, arena);
	const char *right = field_format(b, b_base, arena);

	if (!strcmp(a->name, "email"))
		return !strcasecmp(left, right);
	return !strcmp(left, right);
}

const char *overlay_differences(const struct record *a_record, const void *a,
				const struct record *b_record, const void *b,
				struct arena *arena)
{
	const char *ret = NULL;

	for (const struct field *p = holder_record.fields; p->name; p++) {
		const struct field *f, *g;

		if (!is_personal(p))
			continue;
		f = record_field(a_record, p->name);
		g = record_field(b_record, p->name);
		if (field_is_absent(f, a) || field_is_absent(g, b) ||
		    is_same(f, a, g, b, arena))
			continue;
		ret = ret ? arena_printf(arena, "%s, %s", ret, p->name) :
			    p->name;
	}
	return ret;
}
