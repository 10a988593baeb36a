/* signer - somebody's key and certificate, wherever they are kept */
#ifndef IPP_PORT_SIGNER_H
#define IPP_PORT_SIGNER_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;

enum signer_digest { SIGNER_SHA256, SIGNER_SHA384, SIGNER_SHA512 };

/* Who signs: a file, a token, or a service far away makes one of these. */
struct signer {
	struct octets certificate; /* DER */
	/* of its issuers, as far as they are at hand, without a root */
	const struct octets *chain;
	size_t chain_count;
	/* Signs `bytes` under that digest: ECDSA-Sig-Value (RFC 3279, 2.2.3)
	 * or RSASSA-PKCS1-v1_5 (RFC 8017, 8.2), in the arena. Several threads
	 * may call it. */
	enum status (*sign)(struct signer *signer, enum signer_digest digest,
			    struct octets bytes, struct arena *arena,
			    struct octets *ret, struct error *err);
	void (*close)(struct signer *signer);
};

/* Wipes what is secret. NULL is fine. */
static inline void signer_close(struct signer *signer)
{
	if (signer)
		signer->close(signer);
}
DEFINE_OWN(signer, struct signer, signer_close)

/* REFUSED `key_mismatch`: what it signed is not by the certificate's key. */
enum status signer_mismatch(struct error *err);

/* The certificates that may be used, DER, the best first. A key is looked for
 * that belongs to one of them. */
struct signer_choice {
	const struct octets *certificates;
	size_t count;
};

/* A key in a PKCS #12 file (RFC 7292). It stays decrypted in memory that no
 * child inherits until the signer is closed. DATA `pkcs12_unreadable`,
 * `pkcs12_unsupported` (older ciphers than AES and 3DES), `passphrase_wrong`,
 * `key_missing`, `key_unsupported`; REFUSED `key_mismatch` where the file
 * holds one of the certificates but another key, else
 * `certificate_not_registered`. */
enum status signer_pkcs12_open(struct octets file, const char *passphrase,
			       const struct signer_choice *choice,
			       struct signer **ret, struct error *err);

/* A key of our own, P-256, with the certificate that was made for it; what is
 * given is borrowed as long as the signer lives, the key is not. Closing it
 * wipes the key. */
struct key;
struct signer *signer_key_open(struct key **key, struct octets certificate,
			       const struct octets *chain, size_t chain_count);

/* A token that a PKCS #11 library (v2.40) reaches, not yet open. */
struct token;

void token_close(struct token *token); /* NULL is fine */
DEFINE_OWN(token, struct token, token_close)

/* Loads the library, once a process, and finds the token of this label or
 * serial number, or the only one (NULL). CONFIG `module_unusable`; DATA
 * `token_missing`, `token_ambiguous`. */
enum status token_find(const char *module, const char *wanted,
		       struct token **ret, struct error *err);

const char *token_label(const struct token *token);
/* It asks for its PIN itself, on a keypad. */
bool token_has_keypad(const struct token *token);
/* Who is told then; borrowed. Without, USAGE `keypad_unattended`. */
struct keypad;
void token_attend(struct token *token, const struct keypad *keypad);

/* Opens the token with its PIN, kept for keys that want it anew each time,
 * and finds the private key of one of the certificates: by a certificate on
 * the token, or by the public key. The signer owns the token then, and leaves
 * NULL in its place. DATA `pin_wrong`, `key_missing`, `key_unsupported`;
 * REFUSED `pin_locked`, `keypad_cancelled`, `certificate_not_registered`; USAGE
 * `keypad_unattended`; UNAVAILABLE `token_failed`. */
enum status signer_token_open(struct token **token, const char *pin,
			      const struct signer_choice *choice,
			      struct signer **ret, struct error *err);

#endif
