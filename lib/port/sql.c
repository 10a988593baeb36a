/* sql - one connection to the database (SQLite) */
#include <ipp/port/sql.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include <ipp/base/memory.h>

#define STATEMENTS_MAX 128
#define PARAMETERS_MAX 96
#define DEPTH_MAX 6
#define BUSY_MILLISECONDS 30000

struct sql_statement {
	struct sql *sql;
	sqlite3_stmt *stmt;
	char *text;
	bool busy, transient;
	int wrong_parameter;
	int index[PARAMETERS_MAX + 1]; /* $n is a name to SQLite */
};

struct sql {
	sqlite3 *db;
	struct sql_statement *statements[STATEMENTS_MAX];
	size_t count;
	unsigned depth;
};

static const char *const savepoint[DEPTH_MAX + 1] = {
	NULL,		"SAVEPOINT s1", "SAVEPOINT s2", "SAVEPOINT s3",
	"SAVEPOINT s4", "SAVEPOINT s5", "SAVEPOINT s6",
};
static const char *const release[DEPTH_MAX + 1] = {
	NULL,	      "RELEASE s1", "RELEASE s2", "RELEASE s3",
	"RELEASE s4", "RELEASE s5", "RELEASE s6",
};
static const char *const rollback_to[DEPTH_MAX + 1] = {
	NULL,		  "ROLLBACK TO s1", "ROLLBACK TO s2", "ROLLBACK TO s3",
	"ROLLBACK TO s4", "ROLLBACK TO s5", "ROLLBACK TO s6",
};

/* "UNIQUE constraint failed: holders.client_id, holders.email": the last
 * column tells what is taken; the ones before it are scope. */
static enum status error_unique(const char *message, struct error *err)
{
	const char *dot = strrchr(message, '.');
	char field[48];

	(void)snprintf(field, sizeof field, "%s", dot ? dot + 1 : "");
	return error_set(err, REFUSED, "duplicate", field,
			 "%s is in use already; give another",
			 *field ? field : "a value");
}

static enum status error_trigger(const char *message, struct error *err)
{
	const char *colon = strchr(message, ':');
	char code[40];

	if (!colon || colon == message)
		return error_set(err, REFUSED, "store_refused", NULL,
				 "the store refuses: %s", message);
	(void)snprintf(code, sizeof code, "%.*s", (int)(colon - message),
		       message);
	return error_set(err, REFUSED, code, NULL, "%s",
			 colon + 1 + strspn(colon + 1, " "));
}

static enum status error_sqlite(struct sql *sql, int rc, struct error *err)
{
	const char *message = sqlite3_errmsg(sql->db);

	switch (rc & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_set(err, BUSY, "store_busy", NULL,
				 "the store is locked by another command; "
				 "try again");
	case SQLITE_FULL:
		return error_set(err, IOERR, "store_full", NULL,
				 "no room left for the store; free some disk "
				 "and run again");
	case SQLITE_IOERR:
		return error_set(err, IOERR, "store_io", NULL,
				 "the store cannot be read or written: %s; "
				 "check the disk and run again",
				 message);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return error_set(err, CONFIG, "store_read_only", NULL,
				 "the store may not be written: %s; check the "
				 "owner and mode of its folder",
				 message);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return error_set(err, CONFIG, "store_damaged", NULL,
				 "the store is not a sound database: %s; "
				 "restore a backup",
				 message);
	case SQLITE_CONSTRAINT:
		if (rc == SQLITE_CONSTRAINT_UNIQUE ||
		    rc == SQLITE_CONSTRAINT_PRIMARYKEY)
			return error_unique(message, err);
		if (rc == SQLITE_CONSTRAINT_TRIGGER)
			return error_trigger(message, err);
		return error_set(err, INTERNAL, "constraint", NULL,
				 "the store refuses: %s; please report this",
				 message);
	case SQLITE_NOMEM:
		memory_exhausted();
	default:
		return error_set(err, INTERNAL, "store_error", NULL,
				 "the store failed (%d): %s; please report "
				 "this",
				 rc, message);
	}
}

static enum status file_prepare(const char *path, enum sql_mode mode,
				struct error *err)
{
	int fd;

	if (mode != SQL_CREATE) {
		if (access(path, F_OK))
			return error_set(err, CONFIG, "store_missing", NULL,
					 "there is no store at \"%s\"; make one "
					 "with: ipp-store init",
					 path);
		return OK;
	}
	/* SQLite would make it 0644; -wal and -shm inherit its mode. */
	fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_system(err, CANTCREAT, "store_uncreatable", errno,
				    "cannot create \"%s\"", path);
	(void)close(fd); /* empty */
	return OK;
}

enum status sql_open(const char *path, enum sql_mode mode, struct sql **ret,
		     struct error *err)
{
	int flags = mode == SQL_READ ? SQLITE_OPEN_READONLY :
				       SQLITE_OPEN_READWRITE;
	OWN(sql) struct sql *sql = NULL;
	enum status rc;
	int e;

	if ((rc = file_prepare(path, mode, err)) != OK)
		return rc;
	sql = memory_new(sizeof *sql);
	e = sqlite3_open_v2(path, &sql->db,
			    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL);
	if (e != SQLITE_OK)
		return error_set(err, CONFIG, "store_unusable", NULL,
				 "cannot open the store \"%s\": %s; check its "
				 "owner and mode",
				 path, sqlite3_errmsg(sql->db));
	(void)sqlite3_busy_timeout(sql->db, BUSY_MILLISECONDS);
	(void)sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	(void)sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	(void)sqlite3_db_config(sql->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if ((mode == SQL_CREATE &&
	     (rc = sql_run(sql, "PRAGMA journal_mode = WAL", err)) != OK) ||
	    (rc = sql_run(sql,
			  "PRAGMA synchronous = FULL;"
			  "PRAGMA foreign_keys = ON;"
			  "PRAGMA cache_size = -16384;"
			  "PRAGMA temp_store = MEMORY;",
			  err)) != OK)
		return rc;
	*ret = TAKE(sql);
	return OK;
}

static void statement_free(struct sql_statement *statement)
{
	(void)sqlite3_finalize(statement->stmt); /* repeats an old error */
	memory_free(statement->text);
	memory_free(statement);
}

void sql_close(struct sql *sql)
{
	if (!sql)
		return;
	for (size_t i = 0; i < sql->count; i++)
		statement_free(sql->statements[i]);
	(void)sqlite3_close_v2(sql->db); /* rolls back what is open */
	memory_free(sql);
}

enum status sql_run(struct sql *sql, const char *script, struct error *err)
{
	int rc = sqlite3_exec(sql->db, script, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : error_sqlite(sql, rc, err);
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
		return error_sqlite(sql, rc, err);
	}
	statement->text = memory_text(text);
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

enum status sql_prepare(struct sql *sql, const char *text,
			struct sql_statement **ret, struct error *err)
{
	enum status rc;

	for (size_t i = 0; i < sql->count; i++) {
		struct sql_statement *old = sql->statements[i];

		if (old->busy || strcmp(old->text, text) != 0)
			continue;
		old->busy = true;
		*ret = old;
		if (i > 0) { /* the hot ones move to the front */
			sql->statements[i] = sql->statements[i - 1];
			sql->statements[i - 1] = old;
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
		statement_free(statement);
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
		statement->wrong_parameter = n;
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
		bind_result(statement, n,
			    value == SQL_NULL ?
				    sqlite3_bind_null(statement->stmt, i) :
				    sqlite3_bind_int64(statement->stmt, i,
						       value));
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

enum status sql_step(struct sql_statement *statement, bool *row,
		     struct error *err)
{
	int rc;

	if (statement->wrong_parameter)
		return error_set(err, INTERNAL, "store_parameter", NULL,
				 "parameter $%d does not fit \"%.200s\"; "
				 "please report this",
				 statement->wrong_parameter, statement->text);
	rc = sqlite3_step(statement->stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return error_sqlite(statement->sql, rc, err);
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
	return sqlite3_column_type(statement->stmt, column) == SQLITE_NULL ?
		       SQL_NULL :
		       sqlite3_column_int64(statement->stmt, column);
}

const char *sql_text_view(struct sql_statement *statement, int column)
{
	return (const char *)sqlite3_column_text(statement->stmt, column);
}

char *sql_text(struct sql_statement *statement, int column,
	       struct arena *arena)
{
	return arena_text(arena, sql_text_view(statement, column));
}

void *sql_bytes(struct sql_statement *statement, int column,
		struct arena *arena, size_t *size)
{
	const void *bytes = sqlite3_column_blob(statement->stmt, column);

	*size = (size_t)sqlite3_column_bytes(statement->stmt, column);
	if (sqlite3_column_type(statement->stmt, column) == SQLITE_NULL)
		return NULL;
	return arena_bytes(arena, bytes, *size);
}

int64_t sql_changes(struct sql *sql)
{
	return sqlite3_changes64(sql->db);
}

static enum status sql_do(struct sql *sql, const char *text, struct error *err)
{
	OWN(sql_statement) struct sql_statement *statement = NULL;
	enum status rc;

	if ((rc = sql_prepare(sql, text, &statement, err)) != OK)
		return rc;
	return sql_execute(statement, err);
}

enum status sql_begin(struct sql *sql, struct error *err)
{
	enum status rc;

	if (sql->depth > DEPTH_MAX)
		return error_set(err, INTERNAL, "store_nesting", NULL,
				 "transactions nest too deep; please report "
				 "this");
	rc = sql_do(sql,
		    sql->depth ? savepoint[sql->depth] : "BEGIN IMMEDIATE",
		    err);
	if (rc == OK)
		sql->depth++;
	return rc;
}

enum status sql_commit(struct sql *sql, struct error *err)
{
	enum status rc;

	rc = sql_do(sql, sql->depth > 1 ? release[sql->depth - 1] : "COMMIT",
		    err);
	if (rc != OK)
		sql_rollback(sql);
	else
		sql->depth--;
	return rc;
}

void sql_rollback(struct sql *sql)
{
	struct error ignored; /* SQLite may have rolled back by itself */

	error_reset(&ignored);
	if (sql->depth == 0)
		return;
	sql->depth--;
	if (sql->depth == 0) {
		(void)sql_do(sql, "ROLLBACK", &ignored);
		return;
	}
	(void)sql_do(sql, rollback_to[sql->depth], &ignored);
	(void)sql_do(sql, release[sql->depth], &ignored);
}

unsigned sql_depth(const struct sql *sql)
{
	return sql->depth;
}

enum status sql_backup(struct sql *sql, const char *path, struct error *err)
{
	OWN(sql) struct sql *copy = NULL;
	sqlite3_backup *backup;
	enum status rc;
	int e;

	if ((rc = sql_open(path, SQL_CREATE, &copy, err)) != OK)
		return rc;
	backup = sqlite3_backup_init(copy->db, "main", sql->db, "main");
	if (!backup)
		return error_sqlite(copy, sqlite3_extended_errcode(copy->db),
				    err);
	e = sqlite3_backup_step(backup, -1);
	(void)sqlite3_backup_finish(backup); /* the step's result tells */
	if (e != SQLITE_DONE)
		return error_sqlite(copy, e, err);
	return sql_run(copy, "PRAGMA wal_checkpoint(TRUNCATE)", err);
}
