/* sheet - records as people read them, a line a member */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "internal.h"

const char *cell_label(const struct field *field, const void *record,
		       struct arena *arena)
{
	const int64_t *number =
	    (const void *)((const char *)record + field->offset);

	if (field->type == FIELD_WORD && *number != ABSENT &&
	    field->words[*number].label)
		return arena_text(arena, _(field->words[*number].label));
	if (field->type == FIELD_BOOLEAN && *number != ABSENT)
		return *number ? _("yes") : _("no");
	return arena_text(arena, field_format(field, record, arena));
}

const char *sheet_texts(const struct field *field, const void *record,
			struct arena *arena)
{
	const struct texts *texts =
	    (const void *)((const char *)record + field->offset);
	const char *ret = "";
	bool has_sentences = false;

	for (size_t i = 0; i < texts->count; i++)
		has_sentences |= strchr(texts->items[i], ' ') != NULL;
	if (!has_sentences)
		return cell_label(field, record, arena);
	for (size_t i = 0; i < texts->count; i++)
		ret = i == 0 ? texts->items[i] :
			       arena_printf(arena, "%s\n%-22s %s", ret, "",
					    texts->items[i]);
	return ret;
}

/* What is made of lines, like a certificate, is left to programs. */
static const char *item_text(const struct record *record, const void *item,
			     struct arena *arena)
{
	const char *ret = "";

	for (const struct field *f = record->fields; f->name; f++) {
		const char *text;

		if (field_is_absent(f, item) || !(f->flags & FIELD_OUT) ||
		    f->flags & (FIELD_SECRET | FIELD_LINES))
			continue;
		text = cell_label(f, item, arena);
		if (*text)
			ret = arena_printf(arena, "%s  %-22s %s\n", ret,
					   f->name, text);
	}
	return ret;
}

const char *sheets_text(const struct field *field, const struct records *list,
			struct arena *arena)
{
	const char *ret = "";

	for (size_t i = 0; i < list->count; i++) {
		const char *item =
		    (const char *)list->items + i * field->record->size;

		ret = arena_printf(arena, "%s\n%s\n%s", ret, field->name,
				   item_text(field->record, item, arena));
	}
	return ret;
}
