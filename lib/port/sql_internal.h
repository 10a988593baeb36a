/* sql_internal - what the files of the SQL port share */
#ifndef SQL_INTERNAL_H
#define SQL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include <ipp/port/sql.h>

#define STATEMENTS_MAX 128
#define PARAMETERS_MAX 96

struct sql_statement {
	struct sql *sql;
	sqlite3_stmt *stmt;
	char *text;
	uintptr_t source; /* where it stood when it was asked for last */
	bool busy, transient;
	int wrong_parameter;
	int index[PARAMETERS_MAX + 1]; /* $n is a name to SQLite */
};

/* Who gets the rows that are gathered. */
struct sql_gathering {
	sql_gather_run *each;
	void *context;
	struct error *err;
	enum status status;
};

struct sql {
	sqlite3 *db;
	struct sql_gathering gathering;
	struct sql_statement *statements[STATEMENTS_MAX];
	size_t count;
	unsigned depth;
	bool is_writing; /* has begun a transaction before */
};

/* What SQLite's result `rc` means to the desk; see sql.h. */
enum status sql_error(struct sql *sql, int rc, struct error *err);

/* Makes gather(...) known to a database. */
void sql_gather_allow(struct sql *sql);

void sql_statement_free(struct sql_statement *statement);

#endif
