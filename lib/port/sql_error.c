/* sql_error - results of SQLite in the words of the desk */
#include <stdio.h>
#include <string.h>

#include <ipp/base/memory.h>

#include "sql_internal.h"

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

enum status sql_error(struct sql *sql, int rc, struct error *err)
{
	const char *message = sqlite3_errmsg(sql->db);

	switch (rc & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL: /* many at once begin to read */
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
	case SQLITE_CANTOPEN:
		return error_set(err, CONFIG, "store_unusable", NULL,
				 "the store cannot be opened: %s; its folder "
				 "must be there and may be written",
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
