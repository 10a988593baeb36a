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

/* Fetches and proves an object: IOERR `object_missing`, DATA
 * `object_broken`. */
enum status object_get(struct store *store, struct arena *arena,
		       const unsigned char sha256[OBJECT_HASH_SIZE],
		       unsigned char **ret, size_t *size, struct error *err);

#endif
