/* sql - one connection to the database (SQLite) */
#include <ipp/port/sql.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/memory.h>

#include "sql_internal.h"

#define DEPTH_MAX 6
#define BUSY_MILLISECONDS 30000

/* Who reads looks at most pages once: a few buffers that are used again cost
 * less than memory that was never touched. Who writes keeps what he wrote. */
#define CACHE_READING "PRAGMA cache_size = 32;"
#define CACHE_WRITING "PRAGMA cache_size = -16384;"
#define CACHE_LARGE   "PRAGMA cache_size = -65536;"

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

static enum status file_prepare(const char *path, enum sql_mode mode,
				struct error *err)
{
	int fd;

	if (mode != SQL_CREATE) {
		if (access(path, F_OK) && errno == EACCES)
			return error_system(err, CONFIG, "store_unusable",
					    errno,
					    "only its owner reaches the store "
					    "\"%s\"",
					    path);
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
	/* Counting what it allocates takes a lock each time; once SQLite is
	 * at work this is refused and changes nothing. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
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
	sql_gather_allow(sql);
	/* Pages come back to the database once 128 MiB wait in the log: a batch
	 * touches most of those that the batch before it did. */
	if ((mode == SQL_CREATE &&
	     (rc = sql_run(sql, "PRAGMA journal_mode = WAL", err)) != OK) ||
	    (rc = sql_run(sql,
			  "PRAGMA synchronous = FULL;"
			  "PRAGMA foreign_keys = ON;"
			  CACHE_READING
			  "PRAGMA temp_store = MEMORY;"
			  "PRAGMA wal_autocheckpoint = 32768;",
			  err)) != OK)
		return rc;
	*ret = TAKE(sql);
	return OK;
}

void sql_close(struct sql *sql)
{
	if (!sql)
		return;
	for (size_t i = 0; i < sql->count; i++)
		sql_statement_free(sql->statements[i]);
	(void)sqlite3_close_v2(sql->db); /* rolls back what is open */
	memory_free(sql);
}

enum status sql_run(struct sql *sql, const char *script, struct error *err)
{
	int rc = sqlite3_exec(sql->db, script, NULL, NULL, NULL);

	return rc == SQLITE_OK ? OK : sql_error(sql, rc, err);
}

int64_t sql_changes(struct sql *sql)
{
	return sqlite3_changes64(sql->db);
}

int64_t sql_inserted(struct sql *sql)
{
	return sqlite3_last_insert_rowid(sql->db);
}

int64_t sql_total_changes(struct sql *sql)
{
	return sqlite3_total_changes64(sql->db);
}

static enum status sql_do(struct sql *sql, const char *text, struct error *err)
{
	OWN(sql_statement) struct sql_statement *statement = NULL;
	enum status rc;

	if ((rc = sql_prepare(sql, text, &statement, err)) != OK)
		return rc;
	return sql_execute(statement, err);
}

/* Who begins a transaction may begin many, and look at pages again. */
static enum status cache_enlarge(struct sql *sql, struct error *err)
{
	enum status rc;

	if (sql->is_writing)
		return OK;
	if ((rc = sql_run(sql, CACHE_WRITING, err)) == OK)
		sql->is_writing = true;
	return rc;
}

enum status sql_keep_pages(struct sql *sql, struct error *err)
{
	enum status rc;

	if ((rc = sql_run(sql, CACHE_LARGE, err)) == OK)
		sql->is_writing = true; /* and so it stays */
	return rc;
}

void sql_leave_log(struct sql *sql)
{
	(void)sqlite3_db_config(sql->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				NULL);
}

enum status sql_begin(struct sql *sql, struct error *err)
{
	enum status rc;

	if (sql->depth > DEPTH_MAX)
		return error_set(err, INTERNAL, "store_nesting", NULL,
				 "transactions nest too deep; please report "
				 "this");
	if ((rc = cache_enlarge(sql, err)) != OK)
		return rc;
	rc = sql_do(sql,
		    sql->depth ? savepoint[sql->depth] : "BEGIN IMMEDIATE",
		    err);
	if (rc == OK)
		sql->depth++;
	return rc;
}

enum status sql_begin_reading(struct sql *sql, struct error *err)
{
	enum status rc;

	if (sql->depth)
		return error_set(err, INTERNAL, "store_nesting", NULL,
				 "a view of the store lies in no transaction; "
				 "please report this");
	if ((rc = cache_enlarge(sql, err)) == OK &&
	    (rc = sql_do(sql, "BEGIN", err)) == OK)
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

static enum status pages_copy(struct sql *from, struct sql *to,
			      const char *path, struct error *err)
{
	sqlite3_backup *backup =
	    sqlite3_backup_init(to->db, "main", from->db, "main");
	int e;

	if (!backup)
		return sql_error(to, sqlite3_extended_errcode(to->db), err);
	e = sqlite3_backup_step(backup, -1);
	(void)sqlite3_backup_finish(backup); /* the step's result tells */
	if ((e & 0xFF) == SQLITE_FULL) /* there, and not in the store */
		return error_system(err, IOERR, "file_unwritable", ENOSPC,
				    "cannot write \"%s\"", path);
	if (e != SQLITE_DONE)
		return sql_error(to, e, err);
	return sql_run(to, "PRAGMA wal_checkpoint(TRUNCATE)", err);
}

enum status sql_backup(struct sql *sql, const char *path, struct error *err)
{
	OWN(sql) struct sql *copy = NULL;
	enum status rc;

	if ((rc = sql_open(path, SQL_CREATE, &copy, err)) != OK)
		return rc;
	if ((rc = pages_copy(sql, copy, path, err)) != OK)
		sql_discard(path);
	return rc;
}

void sql_discard(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	OWN(arena) struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		(void)unlink(arena_printf(arena, "%s%s", path,
					  ends[i])); /* may not be there */
}
