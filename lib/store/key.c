/* key - the master key and what is derived from it */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/base/text.h>
#include <ipp/port/derive.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>

enum status key_check(const unsigned char master[STORE_KEY_SIZE],
		      unsigned char ret[DIGEST_SIZE], struct error *err)
{
	static const char text[] = "ipp-tools master key";

	return digest_hmac(master, STORE_KEY_SIZE, text, sizeof text - 1, ret,
			   err);
}

static enum status key_compare(struct store *store, struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	unsigned char check[DIGEST_SIZE];
	const void *stored;
	size_t size;
	enum status rc;
	bool row;

	if ((rc = key_check(store->master, check, err)) != OK ||
	    (rc = sql_prepare(store->sql, "SELECT key_check FROM store", &st,
			      err)) != OK ||
	    (rc = sql_step(st, &row, err)) != OK)
		return rc;
	stored = row ? sql_bytes(st, 0, arena, &size) : NULL;
	if (!stored || size != sizeof check ||
	    !digest_equal(stored, check, sizeof check))
		return error_set(err, CONFIG, "key_wrong", NULL,
				 "\"%s\" is not the key of this store; name "
				 "the right one with: key = FILE",
				 store->key_path);
	return OK;
}

static enum status key_load(struct store *store, struct error *err)
{
	OWN(descriptor) int fd = -1;
	char text[2 * STORE_KEY_SIZE + 2] = "";
	struct stat st;
	ssize_t n;

	fd = open(store->key_path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return error_system(err, CONFIG, "key_missing", errno,
				    "cannot read the master key \"%s\"",
				    store->key_path);
	if (st.st_mode & 077)
		return error_set(err, NOPERM, "secret_exposed", NULL,
				 "others may read \"%s\"; run: chmod 600 %s",
				 store->key_path, store->key_path);
	n = read(fd, text, sizeof text - 1);
	if (n > 0 && text[n - 1] == '\n')
		text[n - 1] = '\0';
	if (n < 0 || !hex_decode(text, STORE_KEY_SIZE, store->master)) {
		memory_wipe(text, sizeof text);
		return error_set(err, CONFIG, "key_wrong", NULL,
				 "\"%s\" holds no master key; restore it from "
				 "its copy",
				 store->key_path);
	}
	memory_wipe(text, sizeof text);
	return key_compare(store, err);
}

static struct store_subkey *subkey_find(struct store *store,
					const char *purpose)
{
	for (size_t i = 0; i < store->subkey_count; i++)
		if (!strcmp(store->subkeys[i].purpose, purpose))
			return &store->subkeys[i];
	return NULL;
}

enum status store_key(struct store *store, const char *purpose,
		      const unsigned char **ret, struct error *err)
{
	struct store_subkey *subkey = subkey_find(store, purpose);
	enum status rc;

	if (!store->has_master) {
		if ((rc = key_load(store, err)) != OK)
			return rc;
		store->has_master = true;
	}
	if (!subkey) {
		if (store->subkey_count == STORE_PURPOSES_MAX)
			return error_set(err, INTERNAL, "key_purposes", NULL,
					 "too many purposes of keys; please "
					 "report this");
		subkey = &store->subkeys[store->subkey_count];
		if ((rc = derive_subkey(store->master, purpose, subkey->key,
					err)) != OK)
			return rc;
		subkey->purpose = purpose;
		store->subkey_count++;
	}
	*ret = subkey->key;
	return OK;
}
