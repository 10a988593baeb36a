/* sql - one connection to the database; everything above speaks SQL text */
#ifndef IPP_PORT_SQL_H
#define IPP_PORT_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;
struct sql;
struct sql_statement;

/* The value of an integer column or parameter that is NULL. */
#define SQL_NULL INT64_MIN

enum sql_mode {
	SQL_CREATE, /* must not exist yet */
	SQL_OPEN,
	SQL_READ, /* nothing may be written */
};

/* Opens `path` with foreign keys, WAL, synchronous=FULL and a busy time-out.
 * CONFIG `store_missing`, `store_unusable`; CANTCREAT. */
enum status sql_open(const char *path, enum sql_mode mode, struct sql **ret,
		     struct error *err);
void sql_close(struct sql *sql); /* rolls back; NULL is fine */
DEFINE_OWN(sql, struct sql, sql_close)

/* Runs a script of statements without parameters. */
enum status sql_run(struct sql *sql, const char *script, struct error *err);

/* Keeps up to 64 MiB of pages in memory from now on, for work that is all over
 * the file. */
enum status sql_keep_pages(struct sql *sql, struct error *err);
/* What was written stays in the log when this connection is closed, where it
 * lasts as well; the next that closes brings it into the file. Who opens it
 * before reads the log. */
void sql_leave_log(struct sql *sql);

/* Hands out the statement for `text`, compiled once a connection. Parameters
 * are $1 .. $n. Give it back with sql_done (or OWN(sql_statement)), which
 * also forgets what was bound. */
enum status sql_prepare(struct sql *sql, const char *text,
			struct sql_statement **ret, struct error *err);
void sql_done(struct sql_statement *statement); /* NULL is fine */
DEFINE_OWN(sql_statement, struct sql_statement, sql_done)

/* SQL_NULL and NULL bind NULL. Text and bytes must live until sql_done. A
 * parameter that the text does not have is reported by the next step. */
void sql_bind_integer(struct sql_statement *statement, int n, int64_t value);
void sql_bind_text(struct sql_statement *statement, int n, const char *text);
void sql_bind_bytes(struct sql_statement *statement, int n, const void *bytes,
		    size_t size);

/* Steps to the next row; *row is false when there is none. Errors:
 *   BUSY `store_busy`; IOERR `store_full`, `store_io`, and `store_lost` for
 *   what follows in a transaction that a full disk has ended; CONFIG
 *   `store_damaged`, `store_unusable`, `store_read_only`; REFUSED with the
 *   code before the colon when a trigger refuses ("transition_refused: ...");
 *   REFUSED `duplicate` with the column as field when a UNIQUE index refuses;
 *   INTERNAL `constraint` otherwise. */
enum status sql_step(struct sql_statement *statement, bool *row,
		     struct error *err);
/* Steps to the end, discarding rows. */
enum status sql_execute(struct sql_statement *statement, struct error *err);

/* Columns count from 0. NULL gives SQL_NULL or NULL (size 0). */
int64_t sql_integer(struct sql_statement *statement, int column);
char *sql_text(struct sql_statement *statement, int column,
	       struct arena *arena);
void *sql_bytes(struct sql_statement *statement, int column,
		struct arena *arena, size_t *size);
/* Borrowed until the next step. */
const char *sql_text_view(struct sql_statement *statement, int column);
const void *sql_bytes_view(struct sql_statement *statement, int column,
			   size_t *size);

/* What a row of sql_gather holds, borrowed until `each` returns; columns count
 * from 0. */
struct sql_row;
int64_t sql_row_integer(const struct sql_row *row, int column);
const void *sql_row_bytes(const struct sql_row *row, int column, size_t *size);

typedef enum status sql_gather_run(void *context, const struct sql_row *row,
				   struct error *err);

/* Runs a statement that selects gather(...) and nothing else: `each` gets the
 * arguments for every row, in the order in which they are read; the first
 * status but OK ends it. Stepping from row to row takes twice as long, which
 * tells where there are a million. `each` must not gather itself. */
enum status sql_gather(struct sql_statement *statement, sql_gather_run *each,
		       void *context, struct error *err);

/* The number that the last INSERT got for its key. (RETURNING says it too,
 * but SQLite makes a table and a copy of each page for that.) */
int64_t sql_inserted(struct sql *sql);

/* Rows that the last execute changed. */
int64_t sql_changes(struct sql *sql);
/* Rows that anything changed since the connection was opened. */
int64_t sql_total_changes(struct sql *sql);

/* Transactions nest: the outermost is one, inner ones are savepoints. A
 * commit of the outermost may fail with BUSY or IOERR and has then rolled
 * back. sql_rollback ends the innermost level and cannot fail. */
enum status sql_begin(struct sql *sql, struct error *err);
/* An outermost one that takes no lock to write. */
enum status sql_begin_reading(struct sql *sql, struct error *err);
enum status sql_commit(struct sql *sql, struct error *err);
void sql_rollback(struct sql *sql);
unsigned sql_depth(const struct sql *sql);

/* Copies the whole database, consistent while others write. What is begun and
 * fails leaves no file. IOERR `file_unwritable` where there is no room. */
enum status sql_backup(struct sql *sql, const char *path, struct error *err);

/* Removes a database that is not in use. */
void sql_discard(const char *path);

#endif
