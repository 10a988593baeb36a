/* object - files kept by what they are: encrypted, named by their SHA-256 */
#ifndef IPP_STORE_OBJECT_H
#define IPP_STORE_OBJECT_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct desk;
struct store;

#define OBJECT_HASH_SIZE 32

/* Keeps `size` bytes (at most LIMIT_FILE_BYTES). The file is on disk when
 * this returns; the row that names it is in the open transaction. The same
 * bytes again are the same object. `pages` may be ABSENT. */
enum status object_put(struct desk *desk, const void *bytes, size_t size,
		       const char *mime, int64_t pages,
		       unsigned char ret[OBJECT_HASH_SIZE], struct error *err);

/* Where the files lie, for threads that may not touch the store: they write
 * them before the transaction that names them by object_put begins. Lives in
 * the arena of the desk, as long as its store. */
struct object_place;
enum status object_place_open(struct desk *desk, struct object_place **ret,
			      struct error *err);
/* The file is on disk when this returns. `sha256` is that of the bytes. What
 * no transaction names afterwards is of no harm. */
enum status object_place_put(const struct object_place *place,
			     struct arena *arena, const void *bytes,
			     size_t size,
			     const unsigned char sha256[OBJECT_HASH_SIZE],
			     struct error *err);

/* Fetches and proves an object: IOERR `object_missing`, DATA
 * `object_broken`. */
enum status object_get(struct store *store, struct arena *arena,
		       const unsigned char sha256[OBJECT_HASH_SIZE],
		       unsigned char **ret, size_t *size, struct error *err);

#endif
