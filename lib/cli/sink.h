/* sink - records on their way out */
#ifndef IPP_CLI_SINK_H
#define IPP_CLI_SINK_H

#include "internal.h"

#define COLUMNS_MAX 64

struct sink {
	const struct run *run;
	const struct record *record;
	FILE *out; /* stdout, or with --atomic a temporary file before it */
	enum format format;
	bool is_terminal, is_single;
	const struct field *columns[COLUMNS_MAX];
	size_t column_count;
	size_t rows;
	struct arena *cells_arena; /* of table rows not drawn yet */
	const char **cells;
	size_t cell_count, cell_room;
};

enum status sink_put_text(struct sink *sink, const char *text,
			  struct error *err);
/* The record, then what the document brought along for other tools. */
struct json *sink_json(const struct sink *sink, const void *record,
		       const struct json *pass, struct arena *arena);

/* A row of the table at hand, which is drawn when it is flushed. */
enum status sink_put_cells(struct sink *sink, const void *record,
			   struct error *err);
enum status sink_table_flush(struct sink *sink, struct error *err);
/* One record by itself: a line a member. */
enum status sink_put_members(struct sink *sink, const void *record,
			     const struct json *pass, struct arena *arena,
			     struct error *err);

#endif
