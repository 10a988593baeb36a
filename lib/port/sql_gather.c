/* sql_gather - rows by the million, handed over where they are read */
#include "sql_internal.h"

struct sql_row {
	sqlite3_value **values;
};

static void row_take(sqlite3_context *context, int count,
		     sqlite3_value **values)
{
	struct sql *sql = sqlite3_user_data(context);
	struct sql_gathering *it = &sql->gathering;
	const struct sql_row row = { values };

	(void)count;
	if (!it->each)
		return;
	it->status = it->each(it->context, &row, it->err);
	if (it->status != OK)
		sqlite3_result_error(context, "gathering ended", -1);
}

static void rows_end(sqlite3_context *context)
{
	sqlite3_result_null(context);
}

void sql_gather_allow(struct sql *sql)
{
	/* without it such a statement cannot be prepared, which is told */
	(void)sqlite3_create_function_v2(sql->db, "gather", -1,
					 SQLITE_UTF8 | SQLITE_DIRECTONLY, sql,
					 NULL, row_take, rows_end, NULL);
}

int64_t sql_row_integer(const struct sql_row *row, int column)
{
	sqlite3_value *value = row->values[column];

	return sqlite3_value_type(value) == SQLITE_NULL
		   ? SQL_NULL
		   : sqlite3_value_int64(value);
}

const void *sql_row_bytes(const struct sql_row *row, int column, size_t *size)
{
	const void *bytes = sqlite3_value_blob(row->values[column]);

	*size = (size_t)sqlite3_value_bytes(row->values[column]);
	return bytes;
}

enum status sql_gather(struct sql_statement *statement, sql_gather_run *each,
		       void *context, struct error *err)
{
	struct sql_gathering *it = &statement->sql->gathering;
	struct error why;
	enum status rc;

	error_reset(&why);
	*it = (struct sql_gathering){ each, context, err, OK };
	rc = sql_execute(statement, &why);
	it->each = NULL;
	if (it->status != OK)
		return it->status;
	return rc == OK ? OK : error_merge(err, &why);
}
