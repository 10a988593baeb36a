/* certificate - X.509 certificates written, finished and read */
#ifndef IPP_PORT_CERTIFICATE_H
#define IPP_PORT_CERTIFICATE_H

#include <stddef.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct key;

/* What is returned lies in the arena. INTERNAL `crypto_failed` if the library
 * fails. */

/* A Name (X.501) in DER: one RDN an attribute, in the order given. Country,
 * serialNumber and dnQualifier become PrintableString, the rest UTF8String
 * (RFC 5280, 4.1.2.4). DATA `subject_value_too_long` beyond the upper bounds
 * of RFC 5280, A.1, and X.520, `subject_value_invalid` for an empty value,
 * malformed UTF-8 or a character the string type lacks. `text`, if it is not
 * NULL, becomes what certificate_name_text tells of it. */
enum status certificate_name(struct arena *arena,
			     const struct name_attribute *attributes,
			     size_t count, struct octets *ret, char **text,
			     struct error *err);

/* A name for people (RFC 4514, so the last RDN comes first; UTF-8 is kept);
 * NULL if it is not a Name in DER. */
char *certificate_name_text(struct arena *arena, struct octets name);

/* The TBSCertificate (RFC 5280, 4.1) of a plan: the same plan gives the same
 * bytes. Errors of certificate_name, and DATA `certificate_value_invalid` for
 * a serial of 0 or more than 20 bytes, instants out of range, bad OIDs, or
 * URIs and mail addresses that are not ASCII. It checks what can be encoded;
 * what may be issued is the business of rule/certificate_profile.h. */
enum status certificate_tbs(struct arena *arena,
			    const struct certificate_plan *plan,
			    struct octets *ret, struct error *err);
/* The same, and the subject in it for people. */
enum status certificate_tbs_named(struct arena *arena,
				  const struct certificate_plan *plan,
				  struct octets *ret, char **subject,
				  struct error *err);

/* Signs these very bytes and makes the certificate of them; then reads it
 * again and refuses it unless the bytes inside are the same and the signature
 * verifies. DATA `certificate_unreadable` if they are no TBSCertificate;
 * CONFIG `issuer_key_mismatch` if they name another signature algorithm than
 * that of the key. */
enum status certificate_finish(struct arena *arena, struct octets tbs,
			       const struct key *issuer, struct octets *ret,
			       struct error *err);

/* Checks the signature of a certificate, and that both its algorithm
 * identifiers are that of the key. DATA `certificate_unreadable`; REFUSED
 * `signature_wrong`; CONFIG `issuer_key_mismatch`. */
enum status certificate_verify(struct octets certificate,
			       const struct key *issuer, struct error *err);

/* Reads a certificate in DER. DATA `certificate_unreadable` for anything
 * else, bytes behind it, an extension twice or one that does not parse;
 * DATA `certificate_too_large` above LIMIT_CERTIFICATE_BYTES. */
enum status certificate_read(struct arena *arena, const void *der, size_t n,
			     struct certificate_facts *ret, struct error *err);

/* RFC 7468. `label` is "CERTIFICATE", "CERTIFICATE REQUEST", ... */
enum status pem_encode(struct arena *arena, const char *label,
		       struct octets der, char **ret, struct error *err);
/* The first block of this label in a text; or the bytes themselves if they
 * are DER already. DATA `pem_unreadable`. */
enum status pem_decode(struct arena *arena, const char *label,
		       const void *bytes, size_t n, struct octets *ret,
		       struct error *err);

/* A certification request (RFC 2986), DER or PEM, whose signature proves the
 * possession of the key. */
struct request_facts {
	struct public_key key;
	struct octets subject; /* Name, DER */
	const char *subject_text;
};

/* Makes one, signed with the key, wherever that is; `challenge` becomes its
 * challengePassword (RFC 2985, 5.4.1), ASCII. `subject` is a Name in DER. */
enum status request_write(struct arena *arena, const struct key *key,
			  struct octets subject, const char *challenge,
			  struct octets *ret, struct error *err);

/* DATA `request_unreadable`, `key_weak`; REFUSED `possession_not_proved`. */
enum status request_read(struct arena *arena, const void *bytes, size_t n,
			 struct request_facts *ret, struct error *err);

#endif
