/* sink_table - records out as tables for people */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>
#include <ipp/port/table.h>
#include <ipp/port/unicode.h>

#include "sink.h"

#define TABLE_ROWS_MAX 10000 /* then a table is drawn in parts */
#define CUT_MIN	       8     /* a text cut shorter than this tells nothing */

/* Half a name is of use, half a code is not: what has no blank in any cell is
 * shown whole or not at all. The first column says what the line is about. */
static bool column_is_truncable(const struct sink *sink, size_t i)
{
	bool ret = false;

	for (size_t at = i; at < sink->cell_count && i > 0 && !ret;
	     at += sink->column_count)
		ret = sink->cells[at] && strchr(sink->cells[at], ' ');
	return ret;
}

/* The least width that column `i` is of use at. */
static size_t column_least(const struct sink *sink, size_t i,
			   const struct table_column *column)
{
	size_t least = unicode_width(column->title);

	for (size_t at = i; at < sink->cell_count; at += sink->column_count) {
		const char *cell = sink->cells[at];
		size_t width = cell ? unicode_width(cell) : 0;

		if (column->is_truncable && width > CUT_MIN)
			width = CUT_MIN;
		if (width > least)
			least = width;
	}
	return least;
}

static void column_drop(struct sink *sink, size_t gone,
			struct table_column *columns)
{
	size_t n = 0;

	for (size_t at = 0; at < sink->cell_count; at++)
		if (at % sink->column_count != gone)
			sink->cells[n++] = sink->cells[at];
	sink->cell_count = n;
	sink->column_count--;
	for (size_t i = gone; i < sink->column_count; i++) {
		columns[i] = columns[i + 1];
		sink->columns[i] = sink->columns[i + 1];
	}
}

/* Where a terminal is too narrow for all columns, texts are left out from the
 * last one on, rather than lines broken in two. Whoever names columns gets
 * them. */
static void columns_fit(struct sink *sink, size_t width,
			struct table_column *columns)
{
	size_t total = 0, least[COLUMNS_MAX];

	for (size_t i = 0; i < sink->column_count; i++) {
		least[i] = column_least(sink, i, &columns[i]);
		total += least[i] + (i > 0);
	}
	for (size_t i = sink->column_count; i-- > 1 && total > width;)
		if (sink->columns[i]->type == FIELD_TEXT) {
			total -= least[i] + 1;
			column_drop(sink, i, columns);
		}
}

enum status sink_table_flush(struct sink *sink, struct error *err)
{
	struct table_column columns[COLUMNS_MAX] = { 0 };
	struct table_style style = { .is_terminal = sink->is_terminal };
	struct winsize size;
	enum status rc;
	char *text;

	if (sink->cell_count == 0)
		return OK;
	if (sink->is_terminal && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		style.width = size.ws_col;
	for (size_t i = 0; i < sink->column_count; i++) {
		const struct field *field = sink->columns[i];

		columns[i].title = field->title ? _(field->title) : field->name;
		columns[i].is_right = field->flags & FIELD_RIGHT;
		columns[i].is_truncable = field->type == FIELD_TEXT &&
					  column_is_truncable(sink, i);
	}
	if (style.width > 0 && !sink->run->common.columns)
		columns_fit(sink, style.width, columns);
	if ((rc = table_draw(sink->cells_arena, &style, columns,
			     sink->column_count, sink->cells,
			     sink->cell_count / sink->column_count, &text,
			     err)) != OK ||
	    (rc = sink_put_text(sink, text, err)) != OK)
		return rc;
	sink->cell_count = 0;
	arena_reset(sink->cells_arena);
	return OK;
}

enum status sink_put_cells(struct sink *sink, const void *record,
			     struct error *err)
{
	if (sink->cell_count + sink->column_count > sink->cell_room) {
		sink->cell_room = sink->cell_room * 2 + 64 * COLUMNS_MAX;
		sink->cells = memory_grow(sink->cells, sink->cell_room *
							   sizeof *sink->cells);
	}
	for (size_t i = 0; i < sink->column_count; i++)
		sink->cells[sink->cell_count++] =
		    cell_label(sink->columns[i], record, sink->cells_arena);
	if (sink->cell_count >= TABLE_ROWS_MAX * sink->column_count)
		return sink_table_flush(sink, err);
	return OK;
}

/* A list inside a record: a table of its own below it. */
static enum status put_list(struct sink *sink, const struct field *field,
			    const void *record, struct arena *arena,
			    struct error *err)
{
	const struct records *list =
	    (const void *)((const char *)record + field->offset);
	struct table_column columns[COLUMNS_MAX] = { 0 };
	struct table_style style = { .is_terminal = sink->is_terminal };
	const char **cells;
	size_t count = 0, n = 0;
	char *text;
	enum status rc;

	if (field->flags & FIELD_SHEETS)
		return sink_put_text(sink, sheets_text(field, list, arena),
				     err);
	cells = arena_alloc(arena, (list->count * COLUMNS_MAX + 1) *
				       sizeof *cells);
	for (const struct field *f = field->record->fields; f->name; f++)
		if (f->flags & FIELD_COLUMN && count < COLUMNS_MAX)
			columns[count++].title = f->title ? _(f->title) :
							    f->name;
	for (size_t i = 0; i < list->count; i++)
		for (const struct field *f = field->record->fields; f->name;
		     f++)
			if (f->flags & FIELD_COLUMN)
				cells[n++] = cell_label(
				    f,
				    (const char *)list->items +
					i * field->record->size,
				    arena);
	if (n == 0)
		return OK;
	if ((rc = table_draw(arena, &style, columns, count, cells, list->count,
			     &text, err)) != OK)
		return rc;
	return sink_put_text(sink, arena_printf(arena, "\n%s\n%s", field->name, text),
			err);
}

enum status sink_put_members(struct sink *sink, const void *record,
			       const struct json *pass, struct arena *arena,
			       struct error *err)
{
	OWN(json) struct json *json = sink_json(sink, record, pass, arena);
	enum status rc;

	if (sink->rows > 0 && (rc = sink_put_text(sink, "\n", err)) != OK)
		return rc;
	for (void *it = json_first(json); it; it = json_next(json, it)) {
		const struct field *field =
		    record_field(sink->record, json_it_name(it));
		const struct json *value = json_it_value(it);
		const char *text = json_kind(value) == JSON_IS_TEXT
				       ? json_as_text(value)
				       : json_write(arena, value);

		if (field && field->type == FIELD_RECORDS) {
			if ((rc = put_list(sink, field, record, arena, err)) !=
			    OK)
				return rc;
			continue;
		}
		if (field && field->type == FIELD_TEXTS)
			text = sheet_texts(field, record, arena);
		else if (field && field->type != FIELD_JSON)
			text = cell_label(field, record, arena);
		if ((rc = sink_put_text(sink,
				   arena_printf(arena, "%-22s %s\n",
						json_it_name(it), text),
				   err)) != OK)
			return rc;
	}
	return OK;
}
