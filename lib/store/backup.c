/* backup - the store copied while it is in use, and put back */
#include <ipp/store/backup.h>

#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/seal.h>
#include <ipp/port/sql.h>
#include <ipp/store/lock.h>
#include <ipp/store/object.h>

#include "internal.h"

#define COMPLETE "complete"

static enum status file_copy(const char *from, const char *to,
			     struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	unsigned char *bytes;
	size_t size;
	enum status rc;

	if ((rc = file_read(arena, from, seal_size(LIMIT_FILE_BYTES), &bytes,
			    &size, err)) != OK)
		return rc;
	return file_write(to, bytes, size, 0600, err);
}

static enum status object_copy(const char *from, const char *to,
			       const unsigned char sha256[OBJECT_HASH_SIZE],
			       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	char hex[2 * OBJECT_HASH_SIZE + 1];
	const char *name, *folder;
	enum status rc;

	hex_encode(sha256, OBJECT_HASH_SIZE, hex);
	folder = arena_printf(arena, "%s/" STORE_OBJECTS "/%.2s", to, hex);
	if ((rc = folder_make(folder, err)) != OK)
		return rc;
	name = arena_printf(arena, "%s/%s", folder, hex + 2);
	if (access(name, F_OK) == 0)
		return OK; /* named by its content */
	return file_copy(arena_printf(arena, "%s/" STORE_OBJECTS "/%.2s/%s",
				      from, hex, hex + 2),
			 name, err);
}

/* Copies every object that the database in `sql` names. */
static enum status objects_copy(struct sql *sql, const char *from,
				const char *to, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	enum status rc;
	bool row;

	if ((rc = sql_prepare(sql, "SELECT sha256 FROM objects", &st, err)) !=
	    OK)
		return rc;
	while ((rc = sql_step(st, &row, err)) == OK && row) {
		size_t n;
		unsigned char *sha256 = sql_bytes(st, 0, arena, &n);

		if (n == OBJECT_HASH_SIZE &&
		    (rc = object_copy(from, to, sha256, err)) != OK)
			return rc;
		arena_reset(arena);
	}
	return rc;
}

/* Everything beside the database, as the copied one wants it. */
static enum status rest_copy(struct store *store, const char *database,
			     const char *target, bool with_key,
			     struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(sql) struct sql *copy = NULL;
	enum status rc;

	if ((rc = sql_open(database, SQL_OPEN, &copy, err)) != OK ||
	    (rc = objects_copy(copy, store->directory, target, err)) != OK ||
	    (with_key &&
	     (rc = file_copy(store->key_path,
			     arena_printf(arena, "%s/" STORE_KEY, target),
			     err)) != OK))
		return rc;
	return file_write(arena_printf(arena, "%s/" COMPLETE, target), "", 0,
			  0600, err);
}

/* Its database gets its name last, so that the next run goes on with what one
 * that was killed left. */
enum status store_backup(struct store *store, const char *target,
			 bool with_key, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const char *path = arena_printf(arena, "%s/" STORE_DATABASE, target);
	const char *unnamed = arena_printf(arena, "%s.new", path);
	OWN(descriptor) int turn = -1;
	enum status rc = store_lock(store, "backup.lock", 0, 0, &turn, err);

	if (rc != OK)
		return rc;
	if (turn < 0) /* who would take away what it has written */
		return error_set(err, BUSY, "backup_under_way", NULL,
				 "somebody else makes a backup at the moment; "
				 "try again later");
	if (access(path, F_OK) == 0)
		return error_set(err, CANTCREAT, "backup_exists", NULL,
				 "there is a backup in \"%s\" already; choose "
				 "another folder",
				 target);
	sql_discard(unnamed);
	if ((rc = folder_make(arena_printf(arena, "%s/" STORE_OBJECTS, target),
			      err)) != OK ||
	    (rc = sql_backup(store->sql, unnamed, err)) != OK)
		return rc;
	if ((rc = rest_copy(store, unnamed, target, with_key, err)) != OK ||
	    (rc = file_rename(unnamed, path, err)) != OK)
		sql_discard(unnamed); /* the next run goes on */
	return rc;
}

static enum status database_copy(const char *from, const char *to,
				 struct error *err)
{
	OWN(sql) struct sql *sql = NULL;
	enum status rc;

	if ((rc = sql_open(from, SQL_READ, &sql, err)) != OK)
		return rc;
	return sql_backup(sql, to, err);
}

static enum status restore_files(const char *source, const char *key_path,
				 const char *directory, struct arena *arena,
				 struct error *err)
{
	OWN(sql) struct sql *sql = NULL;
	const char *database = arena_printf(arena, "%s/" STORE_DATABASE,
					    directory);
	enum status rc;

	if ((rc = folder_make(arena_printf(arena, "%s/" STORE_OBJECTS,
					   directory),
			      err)) != OK ||
	    (rc = database_copy(arena_printf(arena, "%s/" STORE_DATABASE,
					     source),
				database, err)) != OK ||
	    (rc = sql_open(database, SQL_READ, &sql, err)) != OK ||
	    (rc = objects_copy(sql, source, directory, err)) != OK)
		return rc;
	return file_copy(key_path,
			 arena_printf(arena, "%s/" STORE_KEY, directory), err);
}

void store_discard(const char *directory)
{
	OWN(arena) struct arena *arena = arena_new();

	sql_discard(arena_printf(arena, "%s/" STORE_DATABASE, directory));
	(void)unlink(arena_printf(arena, "%s/" STORE_KEY,
				  directory)); /* may not be there */
}

enum status store_restore(const char *source, const char *key_path,
			  const char *directory, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(store) struct store *store = NULL;
	const char *database = arena_printf(arena, "%s/" STORE_DATABASE,
					    directory);
	const char *key = arena_printf(arena, "%s/" STORE_KEY, directory);
	const unsigned char *ignored;
	enum status rc;

	if (access(database, F_OK) == 0 || access(key, F_OK) == 0)
		return error_set(err, CANTCREAT, "store_exists", NULL,
				 "there is a store in \"%s\" already; choose "
				 "another folder",
				 directory);
	if (access(arena_printf(arena, "%s/" COMPLETE, source), F_OK) != 0 ||
	    access(arena_printf(arena, "%s/" STORE_DATABASE, source), F_OK) !=
		0)
		return error_set(err, DATA, "backup_incomplete", NULL,
				 "\"%s\" is no finished backup; name another",
				 source);
	if (!key_path)
		key_path = arena_printf(arena, "%s/" STORE_KEY, source);
	if (access(key_path, R_OK) != 0)
		return error_set(err, CONFIG, "key_missing", NULL,
				 "the backup comes without the master key; "
				 "name its copy with --key-file");
	if ((rc = restore_files(source, key_path, directory, arena, err)) !=
		    OK ||
	    (rc = store_open(directory, NULL, STORE_MIGRATE, &store, err)) !=
		    OK ||
	    (rc = store_key(store, "journal", &ignored, err)) != OK) {
		store_discard(directory);
		return rc;
	}
	return OK;
}
