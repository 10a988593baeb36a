/* crl - certificate revocation lists, written entry by entry */
#ifndef IPP_PORT_CRL_H
#define IPP_PORT_CRL_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>
#include <ipp/port/digest.h>

struct arena;
struct key;

#define CRL_NO_TIME INT64_MIN /* of an instant: it says none */

/* What an entry says (RFC 5280, 5.3). Times are seconds since 1970. */
struct crl_entry {
	struct octets serial; /* unsigned, big endian, 1 to 20 bytes */
	int64_t revoked_at;
	int64_t reason;	       /* CRLReason; 0, unspecified, is left out */
	int64_t invalidity_at; /* or CRL_NO_TIME */
};

/* What the list says of itself (RFC 5280, 5.1 and 5.2). */
struct crl_plan {
	struct octets issuer; /* Name, DER */
	struct octets key_id; /* of the issuer's key */
	int64_t this_update, next_update;
	int64_t number;	      /* greater than 0 */
	int64_t base_number;  /* of a list of changes: the complete list that it
				 adds to, for a critical deltaCRLIndicator; 0 */
	const char *point;    /* URI of its distribution point, for a critical
				 issuingDistributionPoint; or NULL */
	const char *freshest; /* URI of the list of changes since, or NULL */
	int64_t expired_from; /* ExpiredCertsOnCRL (X.509, 9.5.2.8): entries of
				 certificates that expired since then stay;
				 or CRL_NO_TIME */
};

/* Entries wait in a file, so that a list of millions needs no memory. */
struct crl_writer;

/* CANTCREAT if there is no place for the entries. */
enum status crl_writer_new(struct crl_writer **ret, struct error *err);
void crl_writer_free(struct crl_writer *writer); /* NULL is fine */
DEFINE_OWN(crl_writer, struct crl_writer, crl_writer_free)

/* Adds an entry. DATA `crl_entry_invalid` for a serial of 0 or of more than
 * 20 bytes, an instant before 1950 or after 9999, or a reason that there is
 * not; `crl_too_large` above 1 GiB; IOERR. */
enum status crl_add(struct crl_writer *writer, const struct crl_entry *entry,
		    struct error *err);

/* Signs the list of all entries that were added, and writes it to `fd` in
 * DER, from its beginning on. The signature algorithm is that of key_sign.
 * DATA `crl_value_invalid`, `crl_too_large`; INTERNAL `crypto_failed`; IOERR.
 * `name` is for messages. */
enum status crl_finish(struct crl_writer *writer, const struct crl_plan *plan,
		       const struct key *key, int fd, const char *name,
		       struct error *err);

/* How many entries were added. */
int64_t crl_count(const struct crl_writer *writer);

/* What a list says of itself, and what its file is. */
struct crl_seen {
	int64_t this_update, next_update;
	int64_t number, base_number; /* 0: it has none */
	int64_t size;
	unsigned char sha256[DIGEST_SIZE];
};

/* Looks at a list of any size in DER, from the beginning of `fd` on: whether it
 * is one, whole, and signed with `key`; with NULL the bytes are neither verified
 * nor hashed. Its entries are not looked at. DATA
 * `crl_unreadable`; REFUSED `signature_wrong`; IOERR. */
enum status crl_look(int fd, const char *name, const struct key *key,
		     struct crl_seen *ret, struct error *err);

#endif
