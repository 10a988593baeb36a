/* operator_certificate - the certificates officers sign with, in the store */
#ifndef IPP_STORE_OPERATOR_CERTIFICATE_H
#define IPP_STORE_OPERATOR_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct store;

struct operator_certificate_row {
	int64_t operator_id;
	const char *login;
	unsigned char fingerprint[32]; /* SHA-256 of the DER */
	const unsigned char *der;
	size_t size;
	int64_t not_before, not_after, added_at;
	int64_t withdrawn_at; /* ABSENT: it was not */
};

/* REFUSED `duplicate` if somebody has this certificate already. */
enum status
operator_certificate_insert(struct store *store,
			    const struct operator_certificate_row *it,
			    struct error *err);

/* The certificate of an officer of the organization by its fingerprint. DATA
 * `certificate_unknown`. */
enum status operator_certificate_find(struct store *store, int64_t client_id,
				      const unsigned char fingerprint[32],
				      struct arena *arena,
				      struct operator_certificate_row *ret,
				      struct error *err);

/* Marks it as withdrawn, for good. */
enum status
operator_certificate_mark_withdrawn(struct store *store,
				    const unsigned char fingerprint[32],
				    int64_t now, struct error *err);

/* Calls `each` for every certificate of an organization, or of one operator
 * (ABSENT: all), in the order of logins, the newest first. */
enum status operator_certificate_each(
    struct store *store, int64_t client_id, int64_t operator_id,
    struct arena *arena,
    enum status (*each)(void *context,
			const struct operator_certificate_row *it,
			struct error *err),
    void *context, struct error *err);

/* The status (enum product_status) of a certificate that this desk issued,
 * found by all its bytes, and since when; ABSENT for any other. */
enum status operator_certificate_status(struct store *store,
					struct octets certificate,
					const char *serial, int64_t *status,
					int64_t *since, struct error *err);

#endif
