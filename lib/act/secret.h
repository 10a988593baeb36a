/* secret - passwords as acts keep and try them */
#ifndef IPP_ACT_SECRET_H
#define IPP_ACT_SECRET_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct store;

/* Hashes a password in NFC, slow by intent: before the transaction that keeps
 * it. In the arena. DATA `password_not_text`. */
enum status secret_hash_password(struct store *store, const char *password,
				 struct arena *arena, const char **ret,
				 struct error *err);

/* OK if the password is the one of `hash`; REFUSED `password_wrong`. Without
 * a hash it takes as long and refuses too. */
enum status secret_try_password(struct store *store, const char *hash,
				const char *password, struct arena *arena,
				struct error *err);

#endif
