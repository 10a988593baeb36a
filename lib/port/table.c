/* table - rows drawn as a table for people, in a terminal or a file */
#include <ipp/port/table.h>

#include <errno.h>
#include <locale.h>

#include <libsmartcols.h>

#include <ipp/base/memory.h>

static const char title_mark[] = "\033[1;4m";

DEFINE_OWN(smart, struct libscols_table, scols_unref_table)

static enum status fails(int rc, struct error *err)
{
	return error_system(err, INTERNAL, "table", -rc, "cannot draw a table");
}

/* libsmartcols takes an absolute width for one from 1 on, a share below. */
static int add_columns(struct libscols_table *table,
		       const struct table_style *style,
		       const struct table_column *columns, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int flags = (columns[i].is_right ? SCOLS_FL_RIGHT : 0) |
			    (columns[i].is_truncable ? SCOLS_FL_TRUNC : 0);
		struct libscols_column *column = scols_table_new_column(
		    table, columns[i].title, columns[i].weight, flags);
		int rc;

		if (!column)
			return -ENOMEM;
		if (style->is_terminal &&
		    (rc = scols_cell_set_color(scols_column_get_header(column),
					       title_mark)) != 0)
			return rc;
	}
	return 0;
}

static int add_rows(struct libscols_table *table, const char *const *cells,
		    size_t rows, size_t columns)
{
	for (size_t row = 0; row < rows; row++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);
		int rc;

		if (!line)
			return -ENOMEM;
		for (size_t i = 0; i < columns; i++, cells++)
			if (*cells &&
			    (rc = scols_line_set_data(line, i, *cells)) != 0)
				return rc;
	}
	return 0;
}

static int set_width(struct libscols_table *table, size_t width)
{
	int rc;

	if (width == 0)
		return scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	if ((rc = scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS)))
		return rc;
	return scols_table_set_termwidth(table, width);
}

static int draw(const struct table_style *style,
		const struct table_column *columns, size_t column_count,
		const char *const *cells, size_t row_count, char **ret)
{
	OWN(smart) struct libscols_table *table = scols_new_table();
	int rc;

	if (!table)
		return -ENOMEM;
	if ((rc = scols_table_enable_colors(table, style->is_terminal)) ||
	    (rc = scols_table_enable_noheadings(table, style->hides_titles)) ||
	    (rc = set_width(table, style->width)) ||
	    (rc = add_columns(table, style, columns, column_count)) ||
	    (rc = add_rows(table, cells, row_count, column_count)))
		return rc;
	return scols_print_table_to_string(table, ret);
}

/* The library measures and escapes by the locale of the thread; our text is
 * UTF-8 even where the user has none set. */
enum status table_draw(struct arena *arena, const struct table_style *style,
		       const struct table_column *columns, size_t column_count,
		       const char *const *cells, size_t row_count, char **ret,
		       struct error *err)
{
	locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL), before;
	OWN(text) char *text = NULL;
	int rc;

	if (!unicode)
		return fails(-errno, err);
	before = uselocale(unicode);
	rc = draw(style, columns, column_count, cells, row_count, &text);
	(void)uselocale(before);
	freelocale(unicode);
	if (rc)
		return fails(rc, err);
	*ret = arena_printf(arena, text && *text ? "%s\n" : "%s",
			    text ? text : "");
	return OK;
}
