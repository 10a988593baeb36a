/* table - rows drawn as a table for people, in a terminal or a file */
#ifndef IPP_PORT_TABLE_H
#define IPP_PORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct arena;

struct table_column {
	const char *title;
	bool is_right;	   /* numbers: align to the right */
	bool is_truncable; /* may be cut when the width is short */
	double weight;	   /* share of the width to begin with, 0 to 1, or a
			      number of characters from 1; 0 is none */
};

struct table_style {
	size_t width;	  /* of the terminal, in characters; 0 is unbounded */
	bool is_terminal; /* print the titles bold and underlined */
	bool hides_titles;
};

/*
 * Draws `row_count` rows of `column_count` UTF-8 cells each, row after row in
 * `cells` (NULL is an empty cell), into text of the arena that ends with a
 * line end; no rows give no text, not even titles. Characters that
 * take two places or none are counted so, whatever the locale; control
 * characters are shown as \xNN, so that a name cannot steer the terminal. If
 * the width is short the truncable columns are cut; a table may still be
 * wider when they do not suffice. INTERNAL `table` if libsmartcols fails.
 */
enum status table_draw(struct arena *arena, const struct table_style *style,
		       const struct table_column *columns, size_t column_count,
		       const char *const *cells, size_t row_count, char **ret,
		       struct error *err);

#endif
