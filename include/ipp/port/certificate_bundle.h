/* certificate_bundle - the certificates of a file, as the store finds them */
#ifndef IPP_PORT_CERTIFICATE_BUNDLE_H
#define IPP_PORT_CERTIFICATE_BUNDLE_H

#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/base/trust.h>

struct arena;

/* One certificate in DER, with what it is found by. Errors of
 * certificate_read. In the arena; `der` is borrowed. */
enum status trust_certificate_make(struct arena *arena, struct octets der,
				   struct trust_certificate *ret,
				   struct error *err);

/* All certificates of a PEM file (RFC 7468; what stands between them is
 * skipped), or the one of a DER file; one that comes twice is taken once.
 * DATA `pem_unreadable` for a file without any and for a broken block,
 * `too_many_certificates` beyond `max`; errors of certificate_read. */
enum status certificate_bundle_read(struct arena *arena, const void *bytes,
				    size_t n, size_t max,
				    struct trust_certificate **ret,
				    size_t *count, struct error *err);

#endif
