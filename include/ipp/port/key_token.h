/* key_token - key pairs that live on a PKCS #11 token and never leave it */
#ifndef IPP_PORT_KEY_TOKEN_H
#define IPP_PORT_KEY_TOKEN_H

#include <stdbool.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct key;
struct keypad;
struct token;

/* A pair is known by its CKA_ID, which private key, public key and
 * certificate share. */
struct token_pair {
	enum key_kind kind;
	unsigned char id[KEY_ID_SIZE];
	const char *label;
};

/* Whether the token makes keys of this kind and signs with them. REFUSED
 * `mechanism_missing`. */
enum status key_token_makes(const struct token *token, enum key_kind kind,
			    struct error *err);

/* The pair with this CKA_ID on a token that is open for writing and for its
 * user; made there if it is not there whole, unless `must_be` is true. What is
 * returned was proved: the private key is on the token, was made there, was
 * never outside and cannot leave it (CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE,
 * CKA_ALWAYS_SENSITIVE, CKA_LOCAL, CKA_NEVER_EXTRACTABLE true,
 * CKA_EXTRACTABLE false), and it signed a fresh random challenge that the
 * public key verifies. Every key function but key_export takes it; it borrows
 * the token. REFUSED `mechanism_missing`, `key_not_proved`; DATA
 * `token_key_missing`; UNAVAILABLE `token_failed`, `token_full`,
 * `token_removed`. */
enum status key_token_pair(struct token *token, const struct token_pair *pair,
			   bool must_be, struct key **ret, struct error *err);

/* Where a key of our own is, for years. */
struct key_site {
	const char *module; /* PKCS #11 library */
	const char *token;  /* label or serial number; NULL: the only one */
	const char *pin;    /* kept with the key, or */
	const char *pin_file; /* read whenever it is needed */
	/* of a token that takes it on a keypad; NULL: nobody is there */
	const struct keypad *keypad;
};

/* Opens the token and makes the pair there, or takes what a run that ended
 * too early has made. The key owns what it opened. key_export tells where it
 * is, with a PIN that is kept, and key_import opens it there again: both are
 * as secret as a key. Errors of token_find, key_token_pair and secret_read;
 * CONFIG `key_pin_wrong`, REFUSED `pin_locked`, `keypad_cancelled`, USAGE
 * `keypad_unattended`, as key_import says always where there is a keypad. */
enum status key_token_make(const struct key_site *place,
			   const struct token_pair *pair, struct key **ret,
			   struct error *err);

/* Opens the key that key_export told of through another library, or with
 * another PIN: what is not NULL in `changes` counts, and its token never does.
 * DATA `key_unreadable`, and errors of key_import. */
enum status key_token_move(struct octets exported,
			   const struct key_site *changes, struct key **ret,
			   struct error *err);

/* What key_export told of a key on a token, without opening it; false if it
 * is a key itself. In the arena. */
bool key_site_read(struct arena *arena, struct octets exported,
		    struct key_site *ret);

#endif
