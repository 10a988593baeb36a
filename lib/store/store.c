/* store - opens and makes the store */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/random.h>
#include <ipp/port/key.h>
#include <ipp/port/sql.h>

/* Who opens the store next reads what waits in the log: what these leave there
 * is read in no time. */
#define FEW_PRODUCTS 2048

static struct store *store_new(const char *directory, const char *key_path)
{
	OWN(arena) struct arena *arena = arena_new();
	struct store *ret = memory_new(sizeof *ret);

	ret->directory = memory_text(directory);
	ret->key_path = memory_text(
	    key_path ? key_path : path_join(arena, directory, STORE_KEY));
	ret->master = secret_alloc(STORE_KEY_SIZE);
	ret->subkeys = secret_alloc(STORE_PURPOSES_MAX * sizeof *ret->subkeys);
	return ret;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	sql_close(store->sql);
	arena_free(store->facts_arena);
	store_authorities_free(store->authorities);
	key_pool_free(store->key_pool);
	secret_free(store->master);
	secret_free(store->subkeys);
	memory_free(store->directory);
	memory_free(store->key_path);
	memory_free(store);
}

void store_remove(struct store *store)
{
	static const char *const names[] = { STORE_DATABASE,
					     STORE_DATABASE "-wal",
					     STORE_DATABASE "-shm" };
	OWN(arena) struct arena *arena = arena_new();

	sql_close(TAKE(store->sql));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		(void)unlink(path_join(arena, store->directory, names[i]));
	(void)unlink(store->key_path);
	folder_remove(path_join(arena, store->directory, STORE_OBJECTS));
	(void)rmdir(store->directory); /* it may hold other things */
	store_close(store);
}

enum status store_keep_pages(struct store *store, struct error *err)
{
	return sql_keep_pages(store->sql, err);
}

enum status store_scatter(struct store *store, size_t products,
			  struct error *err)
{
	if (products <= FEW_PRODUCTS)
		sql_leave_log(store->sql);
	return sql_keep_pages(store->sql, err);
}

static enum status sql_number(struct sql *sql, const char *text, int64_t *ret,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;
	bool row = false;

	if ((rc = sql_prepare(sql, text, &st, err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	*ret = row ? sql_integer(st, 0) : 0;
	return OK;
}

static enum status identity_check(struct store *store, enum store_mode mode,
				  struct error *err)
{
	int64_t id = 0, version = 0, demo = 0;
	int known = store_version_known();
	enum status rc;

	if ((rc = sql_number(store->sql, "PRAGMA application_id", &id, err)) !=
		    OK ||
	    (rc = sql_number(store->sql, "PRAGMA user_version", &version,
			     err)) != OK)
		return rc;
	if (id != STORE_APPLICATION_ID)
		return error_set(err, CONFIG, "store_foreign", NULL,
				 "\"%s/%s\" belongs to another "
				 "program; name our store with --store",
				 store->directory, STORE_DATABASE);
	if (version > known)
		return error_set(err, CONFIG, "store_newer", NULL,
				 "the store has schema %d, this program knows "
				 "%d; install the newer program",
				 (int)version, known);
	if (version < known && mode == STORE_MIGRATE) {
		if ((rc = migrate(store->sql, (int)version, err)) != OK)
			return rc;
		version = known;
	} else if (version < known) {
		return error_set(err, CONFIG, "store_outdated", NULL,
				 "the store has schema %d, this program needs "
				 "%d; run: ipp-store migrate",
				 (int)version, known);
	}
	store->version = (int)version;
	if ((rc = sql_number(store->sql, "SELECT demo FROM store", &demo,
			     err)) != OK)
		return rc;
	store->demo = demo == 1;
	return OK;
}

enum status store_open(const char *directory, const char *key_path,
		       enum store_mode mode, struct store **ret,
		       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const char *path = path_join(arena, directory, STORE_DATABASE);
	OWN(store) struct store *store = store_new(directory, key_path);
	enum status rc;

	if ((rc = sql_open(path, mode == STORE_READ ? SQL_READ : SQL_OPEN,
			   &store->sql, err)) != OK ||
	    (rc = identity_check(store, mode, err)) != OK)
		return rc;
	*ret = TAKE(store);
	return OK;
}

static enum status key_make(struct store *store, struct error *err)
{
	char text[2 * STORE_KEY_SIZE + 2];
	enum status rc;

	if ((rc = random_bytes(store->master, STORE_KEY_SIZE, err)) != OK)
		return rc;
	store->has_master = true;
	hex_encode(store->master, STORE_KEY_SIZE, text);
	strcat(text, "\n");
	rc = file_write(store->key_path, text, strlen(text), 0600, err);
	memory_wipe(text, sizeof text);
	return rc;
}

static enum status rows_make(struct store *store, bool demo, int64_t now,
			     struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	unsigned char check[DIGEST_SIZE];
	char pragma[64];
	enum status rc;

	(void)snprintf(pragma, sizeof pragma, "PRAGMA application_id = %d",
		       STORE_APPLICATION_ID);
	if ((rc = migrate(store->sql, 0, err)) != OK ||
	    (rc = key_check(store->master, check, err)) != OK ||
	    (rc = sql_prepare(store->sql,
			      "INSERT INTO store (store_id, created_at, demo, "
			      "key_check) VALUES (1, $1, $2, $3)",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, now);
	sql_bind_integer(st, 2, demo);
	sql_bind_bytes(st, 3, check, sizeof check);
	if ((rc = sql_execute(st, err)) != OK)
		return rc;
	store->demo = demo;
	store->version = store_version_known();
	return sql_run(store->sql, pragma, err);
}

enum status store_is_absent(const char *directory, const char *key_path,
			    struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const char *path = path_join(arena, directory, STORE_DATABASE);
	const char *key = key_path ? key_path
				   : path_join(arena, directory, STORE_KEY);

	if (access(path, F_OK) == 0)
		return error_set(err, CANTCREAT, "store_exists", NULL,
				 "there is a store in \"%s\" already; choose "
				 "another folder",
				 directory);
	if (access(key, F_OK) == 0)
		return error_set(err, CANTCREAT, "key_exists", NULL,
				 "there is a key at \"%s\" already; move it "
				 "away",
				 key);
	return OK;
}

enum status store_create(const char *directory, const char *key_path,
			 bool demo, int64_t now, struct store **ret,
			 struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const char *path = path_join(arena, directory, STORE_DATABASE);
	const char *objects = path_join(arena, directory, STORE_OBJECTS);
	OWN(store) struct store *store = store_new(directory, key_path);
	enum status rc;

	if ((rc = store_is_absent(directory, key_path, err)) != OK ||
	    (rc = folder_make(objects, err)) != OK ||
	    (rc = key_make(store, err)) != OK)
		return rc;
	if ((rc = sql_open(path, SQL_CREATE, &store->sql, err)) != OK ||
	    (rc = rows_make(store, demo, now, err)) != OK) {
		sql_close(TAKE(store->sql));
		(void)unlink(path); /* half made; the error says why */
		(void)unlink(store->key_path);
		return rc;
	}
	*ret = TAKE(store);
	return OK;
}

void store_attend(struct store *store, const struct keypad *keypad)
{
	store->keypad = keypad;
}

const struct keypad *store_attendant(const struct store *store)
{
	return store->keypad;
}

const char *store_directory(const struct store *store)
{
	return store->directory;
}

const char *store_key_path(const struct store *store)
{
	return store->key_path;
}

bool store_is_demo(const struct store *store)
{
	return store->demo;
}

int store_version(const struct store *store)
{
	return store->version;
}

struct sql *store_sql(struct store *store)
{
	return store->sql;
}

int64_t store_changes(struct store *store)
{
	return sql_total_changes(store->sql);
}

enum status store_identity(struct store *store, char ret[STORE_IDENTITY_SIZE],
			   struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(sql_statement) struct sql_statement *st = NULL;
	const void *bytes;
	enum status rc;
	size_t size;
	bool row;

	if ((rc = sql_prepare(store->sql, "SELECT key_check FROM store", &st,
			      err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	bytes = row ? sql_bytes(st, 0, arena, &size) : NULL;
	if (!bytes || size < (STORE_IDENTITY_SIZE / 2))
		return error_set(err, CONFIG, "store_damaged", NULL,
				 "the store does not say whose it is; restore "
				 "it from a backup");
	hex_encode(bytes, (STORE_IDENTITY_SIZE / 2), ret);
	return OK;
}
