/* remote_part - what the tables of remote certificates share */
#include "remote_part.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/seal.h>
#include <ipp/port/unicode.h>
#include <ipp/store/store.h>

#define PURPOSE "remote"

enum status remote_key(const char *name, const char *field, struct arena *arena,
		       const char **ret, struct error *err)
{
	const char *key = unicode_search_key(arena, name);

	if (!key || !*key)
		return error_set(err, DATA, "name_invalid", field,
				 "\"%.64s\" cannot be a name; take letters and "
				 "digits",
				 name);
	*ret = key;
	return OK;
}

enum status remote_seal(struct store *store, const char *label,
			const char *secret, struct arena *arena,
			struct octets *ret, struct error *err)
{
	size_t size = strlen(secret);
	const unsigned char *key;
	unsigned char *blob;
	enum status rc;

	if ((rc = store_key(store, PURPOSE, &key, err)) != OK)
		return rc;
	blob = arena_alloc(arena, seal_size(size));
	if ((rc = seal_close(key, label, strlen(label), secret, size, blob,
			     err)) == OK)
		*ret = (struct octets){ blob, seal_size(size) };
	return rc;
}

enum status remote_open(struct store *store, const char *label,
			struct octets blob, struct arena *arena,
			const char **ret, struct error *err)
{
	const unsigned char *key;
	struct error why;
	char *plain;
	enum status rc;

	if (!blob.bytes) {
		*ret = NULL;
		return OK;
	}
	if ((rc = store_key(store, PURPOSE, &key, err)) != OK)
		return rc;
	error_reset(&why);
	plain = arena_alloc(arena, blob.size + 1);
	if (blob.size < SEAL_OVERHEAD ||
	    seal_open(key, label, strlen(label), blob.bytes, blob.size,
		      (unsigned char *)plain, &why) != OK)
		return error_set(err, CONFIG, "store_damaged", NULL,
				 "a secret of a remote certificate cannot be "
				 "read; run: ipp-store check");
	*ret = plain;
	return OK;
}
