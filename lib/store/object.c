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

static const char *object_folder(struct store *store, struct arena *arena,
				 const unsigned char sha256[OBJECT_HASH_SIZE])
{
	return arena_printf(arena, "%s/" STORE_OBJECTS "/%02x",
			    store->directory, sha256[0]);
}

static const char *object_path(struct store *store, struct arena *arena,
			       const unsigned char sha256[OBJECT_HASH_SIZE])
{
	char hex[2 * OBJECT_HASH_SIZE + 1];

	hex_encode(sha256, OBJECT_HASH_SIZE, hex);
	return arena_printf(arena, "%s/%s",
			    object_folder(store, arena, sha256), hex + 2);
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
	unsigned char sha256[OBJECT_HASH_SIZE], *blob;
	const unsigned char *key;
	const char *path;
	enum status rc;

	if ((rc = digest_sha256(bytes, size, sha256, err)) != OK ||
	    (rc = store_key(desk->store, "objects", &key, err)) != OK)
		return rc;
	path = object_path(desk->store, desk->arena, sha256);
	if (!desk->dry_run && access(path, F_OK) != 0) {
		blob = arena_alloc(desk->arena, seal_size(size));
		if ((rc = seal_close(key, sha256, sizeof sha256, bytes, size,
				     blob, err)) != OK ||
		    (rc = folder_make(object_folder(desk->store, desk->arena,
						    sha256),
				      err)) != OK ||
		    (rc = file_write(path, blob, seal_size(size), 0600, err)) !=
			    OK)
			return rc;
	}
	if ((rc = object_insert(desk, size, mime, pages, sha256, err)) != OK)
		return rc;
	memcpy(ret, sha256, sizeof sha256);
	return OK;
}

enum status object_get(struct store *store, struct arena *arena,
		       const unsigned char sha256[OBJECT_HASH_SIZE],
		       unsigned char **ret, size_t *size, struct error *err)
{
	const char *path = object_path(store, arena, sha256);
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
