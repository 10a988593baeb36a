/* operator_certificate - the certificates officers sign with, in the store */
#ifndef IPP_STORE_OPERATOR_CERTIFICATE_H
#define IPP_STORE_OPERATOR_CERTIFICATE_H

#include <stddef.h>
#include <stdint.h>

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
};

/* REFUSED `duplicate` if somebody has this certificate already. */
enum status
operator_certificate_insert(struct store *store,
			    const struct operator_certificate_row *it,
			    struct error *err);

/* Calls `each` for every certificate of an organization, or of one operator
 * (ABSENT: all), in the order of logins, the newest first. */
enum status operator_certificate_each(
    struct store *store, int64_t client_id, int64_t operator_id,
    struct arena *arena,
    enum status (*each)(void *context,
			const struct operator_certificate_row *it,
			struct error *err),
    void *context, struct error *err);

#endif
