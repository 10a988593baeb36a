/* row - a record's stored fields as the columns of a table */
#include "row.h"

#include <stdatomic.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/sql.h>

#define SQL_TEXT_SIZE 4096

/* SQL is put together from field tables only, never from input. */
struct builder {
	char text[SQL_TEXT_SIZE];
	size_t n;
};

static void put(struct builder *b, const char *text)
{
	/* prepare refuses what is cut */
	size_t n = strnlen(text, sizeof b->text - 1 - b->n);

	memcpy(b->text + b->n, text, n);
	b->n += n;
	b->text[b->n] = '\0';
}

static void put_parameter(struct builder *b, int number)
{
	char text[1 + DIGITS_MAX + 1] = "$";

	text[1 + digits_put(text + 1, (uint64_t)number, 1)] = '\0';
	put(b, text);
}

static void put_setting(struct builder *b, const char *before,
			const char *name, int *count)
{
	put(b, before);
	put(b, name);
	put(b, " = ");
	put_parameter(b, ++*count);
}

static void start(struct builder *b, const char *text)
{
	b->n = 0;
	put(b, text);
}

static bool is_stored(const struct field *field)
{
	return field->flags & FIELD_STORED;
}

static void put_columns(struct builder *b, const struct record *record,
			const char *alias)
{
	const char *comma = "";

	for (const struct field *f = record->fields; f->name; f++)
		if (is_stored(f)) {
			put(b, comma);
			put(b, alias ? alias : "");
			put(b, alias ? "." : "");
			put(b, f->name);
			comma = ", ";
		}
}

const char *row_columns(const struct record *record, const char *alias,
			struct arena *arena)
{
	struct builder b;

	start(&b, "");
	put_columns(&b, record, alias);
	return arena_text(arena, b.text);
}

static void field_bind(struct sql_statement *st, int n,
		       const struct field *field, const void *base)
{
	const void *at = (const char *)base + field->offset;
	int64_t number;

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_DATE:
		sql_bind_text(st, n, *(const char *const *)at);
		return;
	case FIELD_WORD:
		number = *(const int64_t *)at;
		sql_bind_text(st, n,
			      number == ABSENT ? NULL :
						 field->words[number].name);
		return;
	default:
		sql_bind_integer(st, n, *(const int64_t *)at);
	}
}

int row_bind(struct sql_statement *st, int first, const struct record *record,
	     const void *base)
{
	for (const struct field *f = record->fields; f->name; f++)
		if (is_stored(f))
			field_bind(st, first++, f, base);
	return first;
}

static void field_fetch(struct sql_statement *st, int column,
			const struct field *field, void *base,
			struct arena *arena)
{
	void *at = (char *)base + field->offset;
	const char *text;

	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_DATE:
		*(const char **)at = sql_text(st, column, arena);
		return;
	case FIELD_WORD:
		text = sql_text_view(st, column);
		*(int64_t *)at = text ? word_find(field->words, text) : ABSENT;
		return;
	default:
		*(int64_t *)at = sql_integer(st, column);
	}
}

int row_fetch(struct sql_statement *st, int first, const struct record *record,
	      void *base, struct arena *arena)
{
	for (const struct field *f = record->fields; f->name; f++)
		if (is_stored(f))
			field_fetch(st, first++, f, base, arena);
	return first;
}

static int extra_bind(struct sql_statement *st, int n,
		      const struct row_extra *extra)
{
	for (; extra && extra->column; extra++)
		if (extra->bytes)
			sql_bind_bytes(st, n++, extra->bytes, extra->size);
		else
			sql_bind_text(st, n++, extra->text);
	return n;
}

static char *insert_text(const struct row_table *table,
			 const struct row_extra *extra)
{
	struct builder b;
	int count = 0;

	start(&b, "INSERT INTO ");
	put(&b, table->name);
	for (const struct field *f = table->record->fields; f->name; f++)
		if (is_stored(f)) {
			put(&b, count++ ? ", " : " (");
			put(&b, f->name);
		}
	for (const struct row_extra *e = extra; e && e->column; e++, count++) {
		put(&b, ", ");
		put(&b, e->column);
	}
	for (int n = 1; n <= count; n++) {
		put(&b, n > 1 ? ", " : ") VALUES (");
		put_parameter(&b, n);
	}
	put(&b, ")");
	return memory_text(b.text);
}

static char *update_text(const struct row_table *table,
			 const struct row_extra *extra)
{
	struct builder b;
	int count = 0;

	start(&b, "UPDATE ");
	put(&b, table->name);
	for (const struct field *f = table->record->fields; f->name; f++)
		if (is_stored(f))
			put_setting(&b, count ? ", " : " SET ", f->name,
				    &count);
	for (const struct row_extra *e = extra; e && e->column; e++)
		put_setting(&b, ", ", e->column, &count);
	put_setting(&b, " WHERE ", table->key, &count);
	return memory_text(b.text);
}

static char *select_text(const struct row_table *table,
			 const struct row_extra *extra)
{
	struct builder b;

	(void)extra; /* what is read has none */
	start(&b, "SELECT ");
	put_columns(&b, table->record, NULL);
	put(&b, " FROM ");
	put(&b, table->name);
	put(&b, " WHERE ");
	put(&b, table->key);
	put(&b, " = $1");
	return memory_text(b.text);
}

/* The first who needs a statement puts it together for all. */
static const char *text_of(struct row_table *table, row_text *kept,
			   const struct row_extra *extra,
			   char *(*make)(const struct row_table *table,
					 const struct row_extra *extra))
{
	char *before = atomic_load(kept), *made;

	if (before)
		return before;
	made = make(table, extra);
	if (atomic_compare_exchange_strong(kept, &before, made))
		return made;
	memory_free(made);
	return before;
}

enum status row_insert(struct sql *sql, struct row_table *table, void *base,
		       const struct row_extra *extra, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const struct field *id = record_field(table->record, table->key);
	const char *text =
		text_of(table, &table->insert_text, extra, insert_text);
	enum status rc;

	if ((rc = sql_prepare(sql, text, &st, err)) != OK)
		return rc;
	(void)extra_bind(st, row_bind(st, 1, table->record, base), extra);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	*(int64_t *)(void *)((char *)base + id->offset) = sql_inserted(sql);
	return OK;
}

enum status row_update(struct sql *sql, struct row_table *table,
		       const void *base, const struct row_extra *extra,
		       struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const struct field *id = record_field(table->record, table->key);
	const char *text =
		text_of(table, &table->update_text, extra, update_text);
	enum status rc;
	int n;

	if ((rc = sql_prepare(sql, text, &st, err)) != OK)
		return rc;
	n = extra_bind(st, row_bind(st, 1, table->record, base), extra);
	field_bind(st, n, id, base);
	return sql_execute(st, err);
}

enum status row_load(struct sql *sql, struct row_table *table, int64_t id,
		     void *base, struct arena *arena, bool *found,
		     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *text =
		text_of(table, &table->select_text, NULL, select_text);
	enum status rc;

	if ((rc = sql_prepare(sql, text, &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, id);
	if ((rc = sql_step(st, found, err)) != OK || !*found)
		return rc;
	record_clear(table->record, base);
	(void)row_fetch(st, 0, table->record, base, arena);
	return OK;
}

struct octets row_octets(struct sql_statement *st, int column,
			 struct arena *arena)
{
	struct octets ret;

	ret.bytes = sql_bytes(st, column, arena, &ret.size);
	return ret;
}
