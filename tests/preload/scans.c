/* scans - tells which statements read a table or an index from end to end
 *
 *	LD_PRELOAD=scans.so SCANS=FILE COMMAND...
 *
 * Adds a line to FILE for each run of a statement that went over rows which
 * nothing led to: how many, and the statement (SQLITE_STMTSTATUS_FULLSCAN_STEP;
 * an index that was made for the one run counts, too). */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

typedef int end_fn(sqlite3_stmt *);

static void look(sqlite3_stmt *st)
{
	const char *path = getenv("SCANS");
	int rows;
	FILE *f;

	if (!st || !path)
		return;
	rows = sqlite3_stmt_status(st, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1) +
	       sqlite3_stmt_status(st, SQLITE_STMTSTATUS_AUTOINDEX, 1);
	if (!rows || !(f = fopen(path, "a")))
		return;
	(void)fprintf(f, "%d\t%s\n", rows, sqlite3_sql(st));
	(void)fclose(f);
}

static int end(sqlite3_stmt *st, const char *name)
{
	end_fn *real = (end_fn *)dlsym(RTLD_NEXT, name);

	look(st);
	return real ? real(st) : SQLITE_MISUSE;
}

int sqlite3_finalize(sqlite3_stmt *st)
{
	return end(st, __func__);
}

int sqlite3_reset(sqlite3_stmt *st)
{
	return end(st, __func__);
}
