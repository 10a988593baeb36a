/* certificate_chain - whether certificates hang together */
#ifndef IPP_PORT_CERTIFICATE_CHAIN_H
#define IPP_PORT_CERTIFICATE_CHAIN_H

#include <stddef.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

#define CERTIFICATE_CHAIN_MAX ((size_t)16)

/* Puts certificates (DER) in order, each issued by the next, from the first on,
 * which stays where it is: by names, key identifiers, the right to issue, and
 * the signature (RFC 5280, 6.1.3), whatever algorithm it is made with. One
 * alone is in order. Neither time nor revocation nor trust is looked at. DATA
 * `certificate_unreadable`; REFUSED `chain_broken`: one has no place in it. */
enum status certificate_chain_order(struct octets *chain, size_t count,
				    struct error *err);

#endif
