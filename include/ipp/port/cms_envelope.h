/* cms_envelope - bytes that only a passphrase opens, as standard CMS */
#ifndef IPP_PORT_CMS_ENVELOPE_H
#define IPP_PORT_CMS_ENVELOPE_H

#include <stddef.h>

#include <ipp/base/error.h>

struct arena;

/* PBKDF2 with HMAC-SHA1 and 8 bytes of salt is all that OpenSSL 3.0 offers
 * here; the count makes up for it (half a second and more a try). */
#define CMS_ENVELOPE_ITERATIONS 1300000

/* Seals into AuthEnvelopedData (RFC 5083) with AES-256-GCM (RFC 5084) and
 * one password recipient (RFC 3211), DER. Anybody opens it with
 * `openssl cms -decrypt -inform DER -pwri_password ...`. The passphrase is
 * UTF-8, already normalized, of 1 to LIMIT_PASSPHRASE_BYTES bytes; else DATA
 * `passphrase_size`. */
enum status cms_envelope_seal(struct arena *arena, const char *passphrase,
			      const void *bytes, size_t n, unsigned char **ret,
			      size_t *size, struct error *err);

/* Opens one of the above. DATA `envelope_broken` if it is none, DATA
 * `passphrase_wrong` if the passphrase does not fit or a bit was changed:
 * the two cannot be told apart. The cost of trying is in the file: one that
 * is not ours may keep the processor busy for long. */
enum status cms_envelope_open(struct arena *arena, const char *passphrase,
			      const void *envelope, size_t n,
			      unsigned char **ret, size_t *size,
			      struct error *err);

#endif
