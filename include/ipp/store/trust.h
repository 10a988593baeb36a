/* trust - anchors, and answers about revocation, in the store */
#ifndef IPP_STORE_TRUST_H
#define IPP_STORE_TRUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/trust.h>

struct arena;
struct store;

/* The anchors whose subject (Name, DER) has this SHA-256, or whose
 * subjectKeyIdentifier is `key_id` (empty: not asked): those that could have
 * signed a certificate with this issuer and authority key identifier, or with
 * a certificate's own subject the anchor that it is itself. Our authorities
 * are among them. What they were worth is for rule/trust_service.h to say. In
 * the arena. */
enum status trust_anchors_find(struct store *store,
			       const unsigned char name_sha256[32],
			       struct octets key_id, struct arena *arena,
			       struct trust_anchor **ret, size_t *count,
			       struct error *err);

/* What becomes of the certificates that our own authorities issued: the
 * product status (enum product_status) and since when; *ours is false if we
 * never issued this serial number (upper-case hexadecimal). The caller has
 * checked that the issuer is one of ours. */
enum status own_certificate_status(struct store *store, const char *serial,
				   bool *ours, int64_t *status, int64_t *since,
				   struct error *err);

enum revocation_kind { REVOCATION_CRL, REVOCATION_OCSP };

/* An answer as it came. Whoever uses it checks its signature each time: the
 * store believes nobody. */
struct revocation_datum {
	unsigned char key[32]; /* SHA-256 of URL and request */
	int64_t kind;	       /* enum revocation_kind */
	const char *url;
	struct octets bytes;
	int64_t this_update, next_update; /* INT64_MIN: not told */
	int64_t fetched_at;
};

enum status revocation_find(struct store *store, const unsigned char key[32],
			    struct arena *arena, struct revocation_datum *ret,
			    bool *found, struct error *err);
/* Replaces the one of the same key, unless that is newer by this_update, and
 * drops what has been out of date for long. */
enum status revocation_put(struct store *store,
			   const struct revocation_datum *it,
			   struct error *err);

#endif
