/* migrate - brings the schema up to date */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/embedded.h>
#include <ipp/base/text.h>
#include <ipp/port/sql.h>

#define FOLDER "migrations/"

static int migration_number(const struct embedded *file)
{
	return text_starts(file->name, FOLDER) ?
		       atoi(file->name + sizeof FOLDER - 1) :
		       0;
}

int store_version_known(void)
{
	int ret = 0;

	for (const struct embedded *file = embedded_files; file->name; file++)
		if (migration_number(file) > ret)
			ret = migration_number(file);
	return ret;
}

static enum status migrate_one(struct sql *sql, const struct embedded *file,
			       struct error *err)
{
	char pragma[64];
	enum status rc;

	(void)snprintf(pragma, sizeof pragma, "PRAGMA user_version = %d",
		       migration_number(file));
	if ((rc = sql_begin(sql, err)) != OK)
		return rc;
	if ((rc = sql_run(sql, file->text, err)) != OK ||
	    (rc = sql_run(sql, pragma, err)) != OK) {
		sql_rollback(sql);
		return rc;
	}
	return sql_commit(sql, err);
}

enum status migrate(struct sql *sql, int from, struct error *err)
{
	enum status rc;

	for (const struct embedded *file = embedded_files; file->name; file++)
		if (migration_number(file) > from &&
		    (rc = migrate_one(sql, file, err)) != OK)
			return rc;
	return OK;
}
