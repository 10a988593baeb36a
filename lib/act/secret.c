/* secret - passwords as acts keep and try them */
#include "secret.h"

#include <ipp/base/memory.h>
#include <ipp/port/password.h>
#include <ipp/port/unicode.h>
#include <ipp/store/store.h>

static enum password_cost cost_of(const struct store *store)
{
	return store_is_demo(store) ? PASSWORD_COST_DEMO
				    : PASSWORD_COST_INTERACTIVE;
}

enum status secret_hash_password(struct store *store, const char *password,
				 struct arena *arena, const char **ret,
				 struct error *err)
{
	char *text = unicode_nfc(arena, password);
	char *hash = arena_alloc(arena, PASSWORD_HASH_SIZE);
	enum status rc;

	if (!text)
		return error_set(err, DATA, "password_not_text", "password",
				 "the password is no UTF-8 text; type it anew");
	if ((rc = password_hash(text, cost_of(store), hash, err)) == OK)
		*ret = hash;
	return rc;
}

enum status secret_try_password(struct store *store, const char *hash,
				const char *password, struct arena *arena,
				struct error *err)
{
	char *text = unicode_nfc(arena, password);
	unsigned char salt[PASSWORD_SALT_SIZE] = { 0 };
	unsigned char key[PASSWORD_KEY_SIZE];
	enum status rc;

	if (!text)
		text = arena_text(arena, "");
	if (hash)
		return password_verify(hash, text, err);
	if ((rc = password_derive(text, salt, cost_of(store), key, err)) != OK)
		return rc;
	memory_wipe(key, sizeof key);
	return error_set(err, REFUSED, "password_wrong", "password",
			 "the password is wrong");
}
