/* signer_part - what the kinds of signers share */
#ifndef IPP_LIB_PORT_SIGNER_PART_H
#define IPP_LIB_PORT_SIGNER_PART_H

#include <stdbool.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/port/signer.h>

struct arena;

/* True if it is the certificate of these bytes. */
bool certificate_is(const X509 *x509, struct octets certificate);

/* True if the public key in the certificate (DER) is that of `pair`. */
bool certificate_has_key(struct octets certificate, const EVP_PKEY *pair);

/* Copies an issuer's certificate; false for a root and for what is none. */
bool certificate_keep_issuer(struct arena *arena, X509 *x509,
			     struct octets *ret);

/* RSA of 2048 bits and more, EC on P-256, P-384 or P-521; DATA
 * `key_unsupported`. */
enum status signer_key_check(const EVP_PKEY *pair, struct error *err);

/* REFUSED `certificate_not_registered`. */
enum status signer_unregistered(struct error *err);

#endif
