/* token - a PKCS #11 token as the files that use it see it */
#ifndef IPP_LIB_PORT_TOKEN_H
#define IPP_LIB_PORT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include <p11-kit/pkcs11.h>

#include <ipp/base/certificate.h>
#include <ipp/port/keypad.h>
#include <ipp/port/signer.h>

#define TOKEN_SIGNATURE_MAX 1024
#define TOKEN_PIN_MAX	    256 /* bytes */

struct arena;

struct token {
	CK_FUNCTION_LIST *call;
	bool initialized;
	CK_SLOT_ID slot;
	CK_SESSION_HANDLE session; /* 0: none */
	CK_FLAGS flags;
	char label[33], serial[17], manufacturer[33], model[17];
	size_t pin_least, pin_most;
	char *pin; /* kept for keys that want it each time; secret memory */
	const struct keypad *keypad; /* who is told; NULL: nobody is there */
};

/* Keeps a copy of the PIN that opened it. */
void token_pin_keep(struct token *token, const char *pin);

/* UNAVAILABLE `token_failed`. */
enum status token_failed(const char *what, CK_RV code, struct error *err);

/* Loads the library; nothing is known of a token yet. CONFIG
 * `module_unusable`. */
enum status token_library(const char *module, struct token **ret,
			  struct error *err);

#define TOKEN_SLOTS_MAX 64

/* The slots that hold a token. */
enum status token_slots(const struct token *library,
			CK_SLOT_ID ret[TOKEN_SLOTS_MAX], CK_ULONG *count,
			struct error *err);

/* Takes what a slot's token says of itself; false if there is none. */
bool token_look(struct token *token, CK_SLOT_ID slot);

/* A session, in place of the one before. UNAVAILABLE `token_failed`. */
enum status token_session(struct token *token, bool writes, struct error *err);

/* Where the token has a keypad, and is not open to its user yet or asks him
 * again: tells whoever is there to type the PIN. USAGE `keypad_unattended`. */
enum status token_keypad_say(const struct token *token, bool again,
			     struct error *err);

/* As CK_RV, for those who tell wrong PINs apart; NULL: a keypad asks. */
CK_RV token_login(const struct token *token, CK_USER_TYPE who, const char *pin);
/* What a login as user says to people. DATA `pin_wrong`, REFUSED
 * `pin_locked`, UNAVAILABLE `token_failed`. */
enum status token_login_judge(const struct token *token, CK_RV rv,
			      struct error *err);

/* One object of these attributes; CK_INVALID_HANDLE if there is none. */
CK_OBJECT_HANDLE token_object(const struct token *token,
			      CK_ATTRIBUTE *attributes, CK_ULONG count);

/* How a private key signs. */
struct token_signing {
	CK_OBJECT_HANDLE key;
	bool is_ec;
	bool asks_always; /* for the PIN, at each signature */
	const char *pin;
};

/* Learns whether the key asks for the PIN at each signature. */
void token_signing_look(const struct token *token, struct token_signing *it);

/* Signs a digest: ECDSA-Sig-Value (RFC 3279, 2.2.3) or RSASSA-PKCS1-v1_5 (RFC
 * 8017, 8.2). One at a time. UNAVAILABLE `token_failed`. */
enum status token_sign_digest(const struct token *token,
			      const struct token_signing *how,
			      enum signer_digest digest,
			      const unsigned char *hash, struct arena *arena,
			      struct octets *ret, struct error *err);

#endif
