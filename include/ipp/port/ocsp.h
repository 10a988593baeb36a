/* ocsp - requests for the status of certificates, and the answers (RFC 6960) */
#ifndef IPP_PORT_OCSP_H
#define IPP_PORT_OCSP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;
struct key;

#define OCSP_NO_TIME INT64_MIN /* of an instant: it says none */

enum ocsp_hash {
	OCSP_SHA1,
	OCSP_SHA224,
	OCSP_SHA256,
	OCSP_SHA384,
	OCSP_SHA512,
	OCSP_HASHES, /* any other */
};

/* One certificate that a request asks for (CertID). */
struct ocsp_question {
	struct octets id; /* the whole CertID, DER */
	enum ocsp_hash hash;
	struct octets name, key; /* hashes, of the issuer */
	struct octets serial;	 /* unsigned, big endian; empty: negative */
};

struct ocsp_request {
	struct ocsp_question *items;
	size_t count;
	struct octets nonce; /* the whole extension, DER, to be echoed; or
				empty */
};

/* The first element of `n` bytes: its whole size, 0 if its header is not
 * there yet. DATA `ocsp_malformed` if it is no SEQUENCE of a definite length,
 * or larger than LIMIT_OCSP_BYTES. */
enum status ocsp_request_size(const void *bytes, size_t n, size_t *ret,
			      struct error *err);

/* Reads an OCSPRequest in DER; a signature on it is not looked at (RFC 6960,
 * 4.1.2). DATA `ocsp_malformed` for anything else, bytes behind it, a nonce
 * that is not of 1 to 128 bytes (RFC 9654, 2.1), an extension that is critical
 * and not known here; DATA `ocsp_too_large` above LIMIT_OCSP_BYTES, or
 * LIMIT_OCSP_QUESTIONS, or if it asks for nothing. */
enum status ocsp_request_read(struct arena *arena, struct octets der,
			      struct ocsp_request *ret, struct error *err);

/* The same for one after the other: what a request has in common with the last
 * that was read whole is not read again. What is read may lie in `der`, or in
 * the arena. */
struct ocsp_pattern;

struct ocsp_pattern *ocsp_pattern_new(void);
void ocsp_pattern_free(struct ocsp_pattern *pattern); /* NULL is fine */
enum status ocsp_request_read_next(struct ocsp_pattern *pattern,
				   struct arena *arena, struct octets der,
				   struct ocsp_request *ret, struct error *err);

/* A request in an address (RFC 6960, A.1), percent signs gone: base64, also of
 * the alphabet that is made for addresses, with or without padding. False if
 * it is none, or too large. */
bool ocsp_text_read(struct arena *arena, const char *text,
		    struct octets *ret);
/* The same as clients write it: the alphabet of RFC 4648, 4, padded. */
char *ocsp_text_write(struct arena *arena, struct octets der);

/* An authority as requests name it. */
struct ocsp_issuer;

enum status ocsp_issuer_new(struct octets certificate,
			    struct ocsp_issuer **ret, struct error *err);
void ocsp_issuer_free(struct ocsp_issuer *issuer); /* NULL is fine */
DEFINE_OWN(ocsp_issuer, struct ocsp_issuer, ocsp_issuer_free)
bool ocsp_is_about(const struct ocsp_question *question,
		   const struct ocsp_issuer *issuer);

/* The request that RFC 5019, 2.1.1 wants of clients: one certificate, SHA-1, no
 * extension; and its CertID. `serial` is unsigned, big endian. */
enum status ocsp_request_make(struct arena *arena,
			      const struct ocsp_issuer *issuer,
			      struct octets serial, struct octets *ret,
			      struct octets *id, struct error *err);

enum ocsp_status { OCSP_GOOD, OCSP_REVOKED, OCSP_UNKNOWN };

/* What is said of one certificate. */
struct ocsp_single {
	struct octets id;
	enum ocsp_status status;
	int64_t revoked_at, reason; /* if revoked; CRLReason, 0 is left out */
	int64_t invalidity_at;	    /* or OCSP_NO_TIME */
};

/* What an answer says of all. */
struct ocsp_plan {
	int64_t this_update, next_update; /* it is produced at this_update */
	int64_t archive_cutoff; /* RFC 6960, 4.4.4; or OCSP_NO_TIME */
	struct octets nonce;	/* as in the request */
	const struct ocsp_single *items;
	size_t count;
};

/* Writes answers; for one thread. The key must outlive it. `certificate` goes
 * along with each answer. */
struct ocsp_writer;

enum status ocsp_writer_new(const struct key *key, struct octets certificate,
			    struct ocsp_writer **ret, struct error *err);
void ocsp_writer_free(struct ocsp_writer *writer); /* NULL is fine */
DEFINE_OWN(ocsp_writer, struct ocsp_writer, ocsp_writer_free)

/* A successful OCSPResponse, signed as by key_sign. */
enum status ocsp_response_write(struct ocsp_writer *writer,
				const struct ocsp_plan *plan,
				struct arena *arena, struct octets *ret,
				struct error *err);

/* RFC 6960, 4.2.1: why there is no answer. */
enum ocsp_refusal {
	OCSP_MALFORMED = 1,
	OCSP_INTERNAL = 2,
	OCSP_TRY_LATER = 3,
	OCSP_UNAUTHORIZED = 6,
};
/* An OCSPResponse that says so; needs no key. Never freed. */
struct octets ocsp_refusal_of(enum ocsp_refusal why);

#endif
