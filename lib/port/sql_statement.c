/* sql_statement - prepared statements, kept for the next time */
#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>

#include "sql_internal.h"

void sql_statement_free(struct sql_statement *statement)
{
	(void)sqlite3_finalize(statement->stmt); /* repeats an old error */
	memory_free(statement->text);
	memory_free(statement);
}

static enum status statement_new(struct sql *sql, const char *text,
				 struct sql_statement **ret, struct error *err)
{
	struct sql_statement *statement = memory_new(sizeof *statement);
	char name[8];
	int rc;

	statement->sql = sql;
	rc = sqlite3_prepare_v3(sql->db, text, -1, SQLITE_PREPARE_PERSISTENT,
				&statement->stmt, NULL);
	if (rc != SQLITE_OK) {
		memory_free(statement);
		return sql_error(sql, rc, err);
	}
	statement->text = memory_text(text);
	statement->source = (uintptr_t)text;
	for (int n = 1; n <= PARAMETERS_MAX; n++) {
		(void)snprintf(name, sizeof name, "$%d", n);
		statement->index[n] =
		    sqlite3_bind_parameter_index(statement->stmt, name);
		if (!statement->index[n] &&
		    n > sqlite3_bind_parameter_count(statement->stmt))
			break;
	}
	*ret = statement;
	return OK;
}

/* Most texts are constants: where one stood before it stands again, and few
 * need be compared. */
static size_t statement_find(const struct sql *sql, const char *text)
{
	size_t i = 0;

	while (i < sql->count && (sql->statements[i]->busy ||
				  sql->statements[i]->source != (uintptr_t)text ||
				  strcmp(sql->statements[i]->text, text) != 0))
		i++;
	if (i < sql->count)
		return i;
	i = 0;
	while (i < sql->count && (sql->statements[i]->busy ||
				  strcmp(sql->statements[i]->text, text) != 0))
		i++;
	return i;
}

enum status sql_prepare(struct sql *sql, const char *text,
			struct sql_statement **ret, struct error *err)
{
	size_t i = statement_find(sql, text);
	enum status rc;

	if (i < sql->count) {
		*ret = sql->statements[i];
		(*ret)->busy = true;
		(*ret)->source = (uintptr_t)text;
		if (i > 0) { /* the hot ones move to the front */
			sql->statements[i] = sql->statements[i - 1];
			sql->statements[i - 1] = *ret;
		}
		return OK;
	}
	if ((rc = statement_new(sql, text, ret, err)) != OK)
		return rc;
	(*ret)->busy = true;
	if (sql->count < STATEMENTS_MAX)
		sql->statements[sql->count++] = *ret;
	else
		(*ret)->transient = true;
	return OK;
}

void sql_done(struct sql_statement *statement)
{
	if (!statement)
		return;
	if (statement->transient) {
		sql_statement_free(statement);
		return;
	}
	(void)sqlite3_reset(statement->stmt); /* repeats an old error */
	(void)sqlite3_clear_bindings(statement->stmt);
	statement->busy = false;
	statement->wrong_parameter = 0;
}

static int statement_index(struct sql_statement *statement, int n)
{
	int ret = n >= 1 && n <= PARAMETERS_MAX ? statement->index[n] : 0;

	if (!ret)
		statement->wrong_parameter = n ? n : -1;
	return ret;
}

static void bind_result(struct sql_statement *statement, int n, int rc)
{
	if (rc != SQLITE_OK)
		statement->wrong_parameter = n;
}

void sql_bind_integer(struct sql_statement *statement, int n, int64_t value)
{
	int i = statement_index(statement, n);

	if (i)
		bind_result(
		    statement, n,
		    value == SQL_NULL
			? sqlite3_bind_null(statement->stmt, i)
			: sqlite3_bind_int64(statement->stmt, i, value));
}

void sql_bind_text(struct sql_statement *statement, int n, const char *text)
{
	int i = statement_index(statement, n);

	if (i)
		bind_result(statement, n,
			    sqlite3_bind_text(statement->stmt, i, text, -1,
					      SQLITE_STATIC));
}

void sql_bind_bytes(struct sql_statement *statement, int n, const void *bytes,
		    size_t size)
{
	int i = statement_index(statement, n);

	if (i)
		bind_result(statement, n,
			    sqlite3_bind_blob64(statement->stmt, i, bytes, size,
						SQLITE_STATIC));
}

/* On a full disk SQLite rolls back by itself; what follows would each be a
 * transaction of its own. */
static bool sql_is_lost(const struct sql *sql)
{
	return sql->depth > 0 && sqlite3_get_autocommit(sql->db);
}

enum status sql_step(struct sql_statement *statement, bool *row,
		     struct error *err)
{
	int rc;

	if (statement->wrong_parameter)
		return error_set(err, INTERNAL, "store_parameter", NULL,
				 "parameter $%d does not fit \"%.200s\"; "
				 "please report this",
				 statement->wrong_parameter, statement->text);
	if (sql_is_lost(statement->sql))
		return error_set(err, IOERR, "store_lost", NULL,
				 "the store gave a transaction up; nothing of "
				 "it was kept, see the error before and run "
				 "again");
	rc = sqlite3_step(statement->stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return sql_error(statement->sql, rc, err);
	*row = rc == SQLITE_ROW;
	return OK;
}

enum status sql_execute(struct sql_statement *statement, struct error *err)
{
	bool row = true;
	enum status rc = OK;

	while (row && rc == OK)
		rc = sql_step(statement, &row, err);
	return rc;
}

int64_t sql_integer(struct sql_statement *statement, int column)
{
	return sqlite3_column_type(statement->stmt, column) == SQLITE_NULL
		   ? SQL_NULL
		   : sqlite3_column_int64(statement->stmt, column);
}

const char *sql_text_view(struct sql_statement *statement, int column)
{
	return (const char *)sqlite3_column_text(statement->stmt, column);
}

char *sql_text(struct sql_statement *statement, int column, struct arena *arena)
{
	return arena_text(arena, sql_text_view(statement, column));
}

const void *sql_bytes_view(struct sql_statement *statement, int column,
			   size_t *size)
{
	const void *bytes = sqlite3_column_blob(statement->stmt, column);

	*size = (size_t)sqlite3_column_bytes(statement->stmt, column);
	return bytes;
}

void *sql_bytes(struct sql_statement *statement, int column,
		struct arena *arena, size_t *size)
{
	const void *bytes = sql_bytes_view(statement, column, size);

	if (sqlite3_column_type(statement->stmt, column) == SQLITE_NULL)
		return NULL;
	return arena_bytes(arena, bytes, *size);
}
