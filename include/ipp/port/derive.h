/* derive - many keys from one */
#ifndef IPP_PORT_DERIVE_H
#define IPP_PORT_DERIVE_H

#include <ipp/base/error.h>

#define DERIVE_KEY_SIZE 32

/* HKDF-SHA-256 (RFC 5869) without salt, info = "ipp-tools/" label. `label`
 * says what the key is for; different labels give unrelated keys. INTERNAL
 * `crypto_failed` if the library fails. */
enum status derive_subkey(const unsigned char master[DERIVE_KEY_SIZE],
			  const char *label, unsigned char ret[DERIVE_KEY_SIZE],
			  struct error *err);

#endif
