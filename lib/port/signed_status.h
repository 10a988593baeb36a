/* signed_status - what the files about revocation share */
#ifndef IPP_LIB_PORT_SIGNED_STATUS_H
#define IPP_LIB_PORT_SIGNED_STATUS_H

#include "signed_part.h"

#include <openssl/ocsp.h>

#define STATUS_SKEW    ((int64_t)300) /* clocks differ by so much */
#define STATUS_ON_HOLD "certificateHold"

struct addresses {
	const char *items[4];
	size_t count;
};

bool status_has_extension(X509 *x509, const char *dotted);
int64_t status_not_after(X509 *x509);

/* Takes an address that begins so, if it is one that can be asked. */
void status_address_add(struct arena *arena, struct addresses *to,
			const struct GENERAL_NAME_st *name, const char *scheme);

/* Made by then, and not out of date at the instant that counts. */
bool status_is_current(const struct revocation_facts *it,
		       const struct path_wish *wish);
/* Keeps the newest answer; but a revocation is for ever. */
void status_take(const struct revocation_facts *it,
		 struct revocation_facts *ret);
bool status_key(const char *url, struct octets request, unsigned char ret[32]);

/* What a CRL (RFC 5280, 6.3.3) or an OCSPResponse (RFC 6960, 3.2) says of
 * `subject`. False if it is not about it, not by its issuer, not current, or
 * in any way not to be relied on. */
bool status_of_crl(X509_CRL *crl, X509 *subject, X509 *issuer,
		   const struct path_wish *wish, const struct addresses *points,
		   struct revocation_facts *ret);
bool status_of_ocsp(struct octets bytes, X509 *subject, X509 *issuer,
		    const struct path_wish *wish, struct revocation_facts *ret);

#endif
