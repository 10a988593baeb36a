/* row - a record's stored fields as the columns of a table */
#ifndef IPP_STORE_ROW_H
#define IPP_STORE_ROW_H

#include <stdbool.h>

#include <ipp/base/certificate.h>
#include <ipp/model/field.h>

struct arena;
struct sql;
struct sql_statement;

/* "a.x, a.y, ..." of the FIELD_STORED fields in order; `alias` is put before
 * each, or NULL. In the arena. */
const char *row_columns(const struct record *record, const char *alias,
			struct arena *arena);

/* Binds the stored fields to $first, $first + 1, ...; returns the number
 * after the last. */
int row_bind(struct sql_statement *st, int first, const struct record *record,
	     const void *base);

/* Fetches them from the columns `first`, ...; returns the column after. */
int row_fetch(struct sql_statement *st, int first, const struct record *record,
	      void *base, struct arena *arena);

/* The bytes of a column, in the arena; none for NULL. */
struct octets row_octets(struct sql_statement *st, int column,
			 struct arena *arena);

/* A table that keeps records; static where it is used. `key` is the number
 * field that is its rowid. */
typedef char *_Atomic row_text;
struct row_table {
	const char *name;
	const struct record *record;
	const char *key;
	/* made when first needed */
	row_text insert_text, update_text, select_text;
};

/* Further columns, the same for a table each time; a NULL column ends. */
struct row_extra {
	const char *column;
	const char *text;
	const void *bytes; /* instead of a text */
	size_t size;
};

/* INSERTs the stored fields and sets the key to what the store gave. */
enum status row_insert(struct sql *sql, struct row_table *table, void *base,
		       const struct row_extra *extra, struct error *err);

/* UPDATEs all stored fields of the row that the key tells. */
enum status row_update(struct sql *sql, struct row_table *table,
		       const void *base, const struct row_extra *extra,
		       struct error *err);

/* Fetches all stored fields of the row of that key, if there is one. */
enum status row_load(struct sql *sql, struct row_table *table, int64_t id,
		     void *base, struct arena *arena, bool *found,
		     struct error *err);

#endif
