/* object - encrypted files named by their SHA-256 */
#include <ipp/store/object.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/seal.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>

#include "internal.h"

struct object_place {
	const char *directory;
	const unsigned char *key;
	bool is_rehearsal; /* then nothing is written */
};

static const char *object_folder(const char *directory, struct arena *arena,
				 const unsigned char sha256[OBJECT_HASH_SIZE])
{
	return arena_printf(arena, "%s/" STORE_OBJECTS "/%02x", directory,
			    sha256[0]);
}

static const char *object_path(const char *directory, struct arena *arena,
			       const unsigned char sha256[OBJECT_HASH_SIZE])
{
	char hex[2 * OBJECT_HASH_SIZE + 1];

	hex_encode(sha256, OBJECT_HASH_SIZE, hex);
	return arena_printf(arena, "%s/%s",
			    object_folder(directory, arena, sha256), hex + 2);
}

static enum status place_find(struct desk *desk, struct object_place *ret,
			      struct error *err)
{
	ret->directory = desk->store->directory;
	ret->is_rehearsal = desk->dry_run;
	return store_key(desk->store, "objects", &ret->key, err);
}

enum status object_place_open(struct desk *desk, struct object_place **ret,
			      struct error *err)
{
	struct object_place *place = arena_alloc(desk->arena, sizeof *place);
	enum status rc = place_find(desk, place, err);

	if (rc == OK)
		*ret = place;
	return rc;
}

enum status object_place_put(const struct object_place *place,
			     struct arena *arena, const void *bytes,
			     size_t size,
			     const unsigned char sha256[OBJECT_HASH_SIZE],
			     struct error *err)
{
	const char *path = object_path(place->directory, arena, sha256);
	unsigned char *blob;
	enum status rc;

	if (place->is_rehearsal || access(path, F_OK) == 0)
		return OK;
	blob = arena_alloc(arena, seal_size(size));
	if ((rc = seal_close(place->key, sha256, OBJECT_HASH_SIZE, bytes, size,
			     blob, err)) != OK ||
	    (rc = folder_make(object_folder(place->directory, arena, sha256),
			      err)) != OK)
		return rc;
	return file_write(path, blob, seal_size(size), 0600, err);
}

static enum status object_insert(struct desk *desk, size_t size,
				 const char *mime, int64_t pages,
				 const unsigned char sha256[OBJECT_HASH_SIZE],
				 struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(desk->store->sql,
			      "INSERT INTO objects (sha256, size, mime, pages,"
			      " created_at) VALUES ($1, $2, $3, $4, $5)"
			      " ON CONFLICT DO NOTHING",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, sha256, OBJECT_HASH_SIZE);
	sql_bind_integer(st, 2, (int64_t)size);
	sql_bind_text(st, 3, mime);
	sql_bind_integer(st, 4, pages);
	sql_bind_integer(st, 5, desk->now);
	return sql_execute(st, err);
}

enum status object_put(struct desk *desk, const void *bytes, size_t size,
		       const char *mime, int64_t pages,
		       unsigned char ret[OBJECT_HASH_SIZE], struct error *err)
{
	unsigned char sha256[OBJECT_HASH_SIZE];
	struct object_place place;
	enum status rc;

	if ((rc = digest_sha256(bytes, size, sha256, err)) != OK ||
	    (rc = place_find(desk, &place, err)) != OK ||
	    (rc = object_place_put(&place, desk->arena, bytes, size, sha256,
				   err)) != OK ||
	    (rc = object_insert(desk, size, mime, pages, sha256, err)) != OK)
		return rc;
	memcpy(ret, sha256, sizeof sha256);
	return OK;
}

enum status object_get(struct store *store, struct arena *arena,
		       const unsigned char sha256[OBJECT_HASH_SIZE],
		       unsigned char **ret, size_t *size, struct error *err)
{
	const char *path = object_path(store->directory, arena, sha256);
	unsigned char check[OBJECT_HASH_SIZE], *blob, *bytes;
	const unsigned char *key;
	size_t n;
	enum status rc;

	if (access(path, F_OK) != 0)
		return error_set(err, IOERR, "object_missing", NULL,
				 "object file \"%s\" is gone; restore it from "
				 "a backup",
				 path);
	if ((rc = file_read(arena, path, seal_size(LIMIT_FILE_BYTES), &blob, &n,
			    err)) != OK ||
	    (rc = store_key(store, "objects", &key, err)) != OK)
		return rc;
	bytes = arena_alloc(arena, n + 1);
	if (n < SEAL_OVERHEAD ||
	    seal_open(key, sha256, OBJECT_HASH_SIZE, blob, n, bytes, err) !=
		    OK ||
	    digest_sha256(bytes, n - SEAL_OVERHEAD, check, err) != OK ||
	    !digest_equal(check, sha256, sizeof check))
		return error_set(err, DATA, "object_broken", NULL,
				 "object file \"%s\" was changed; restore it "
				 "from a backup",
				 path);
	*ret = bytes;
	*size = n - SEAL_OVERHEAD;
	return OK;
}
