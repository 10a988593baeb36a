/* password - what is kept of a password, and keys made from one */
#ifndef IPP_PORT_PASSWORD_H
#define IPP_PORT_PASSWORD_H

#include <ipp/base/error.h>

/* Argon2id (RFC 9106), one lane. A guess costs an attacker as much as a try
 * costs us. */
enum password_cost {
	PASSWORD_COST_DEMO,	   /* 8 MiB, 1 pass: demo stores and tests */
	PASSWORD_COST_INTERACTIVE, /* 64 MiB, 2 passes: signing in */
	PASSWORD_COST_SENSITIVE,   /* 256 MiB, 3 passes: what opens a store */
};

#define PASSWORD_HASH_SIZE 128
#define PASSWORD_SALT_SIZE 16
#define PASSWORD_KEY_SIZE  32

/*
 * All three are slow by intent, safe from several threads at once, and fail
 * with SYSTEM `password_memory` if the memory cannot be had. Passwords are
 * bytes here: bring them to NFC first.
 */

/* Text in PHC form with a fresh salt, `$argon2id$v=19$m=65536,t=2,p=1$...`. */
enum status password_hash(const char *password, enum password_cost cost,
			  char ret[PASSWORD_HASH_SIZE], struct error *err);

/* OK if `hash` was made of this password. REFUSED `password_wrong`; CONFIG
 * `password_hash_unusable` if it is no hash at all. */
enum status password_verify(const char *hash, const char *password,
			    struct error *err);

/* A key from a password. The same salt and cost give the same key. */
enum status password_derive(const char *password,
			    const unsigned char salt[PASSWORD_SALT_SIZE],
			    enum password_cost cost,
			    unsigned char ret[PASSWORD_KEY_SIZE],
			    struct error *err);

#endif
