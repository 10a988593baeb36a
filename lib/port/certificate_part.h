/* certificate_part - what the certificate files of this folder share */
#ifndef IPP_LIB_PORT_CERTIFICATE_PART_H
#define IPP_LIB_PORT_CERTIFICATE_PART_H

#include <stdbool.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

#define VALIDITY_ASSURED "0.4.0.194121.2.1" /* EN 319 412-1, 5.2 */

struct arena;
struct asn1_string_st;
struct asn1_object_st;
struct asn1_type_st;
struct stack_st_X509_EXTENSION;
struct X509_algor_st;
struct X509_name_st;

/* What ASN1_mbstring_copy makes of UTF-8; NULL with OpenSSL's reason queued.
 * `mask` is one of B_ASN1_; sizes in characters, 0: no bound. */
struct asn1_string_st *string_new(const char *value, unsigned long mask,
				  long min, long max);
/* Any string type as UTF-8; NULL if it has none or holds a NUL. */
const char *string_text(struct arena *arena, const struct asn1_string_st *s);
/* Dotted. */
const char *object_text(struct arena *arena, const struct asn1_object_st *o);
struct octets octets_copy(struct arena *arena, const void *bytes, size_t n);

/* DATA `certificate_value_invalid` or `certificate_unreadable`, about `what`,
 * with OpenSSL's reason. */
enum status value_invalid(const char *what, struct error *err);
enum status certificate_unreadable(const char *what, struct error *err);

/* The signature algorithm of key_sign for a kind of key (RFC 5758, 3.2; RFC
 * 4055, 5). False for a kind that does not sign, or with OpenSSL's reason
 * queued. */
bool algorithm_set(struct X509_algor_st *algorithm, enum key_kind kind);

/* A SEQUENCE as it is, header and all; false if the bytes are none. */
bool sequence_set(struct asn1_type_st *to, struct octets der);

/* Name. */
enum status name_read(struct arena *arena, struct X509_name_st *name,
		      const struct name_attribute **ret, size_t *count,
		      struct error *err);

/* The extensions of a plan; the caller frees the stack. */
enum status extensions_new(const struct certificate_plan *plan,
			   struct stack_st_X509_EXTENSION **ret,
			   struct error *err);
/* Fills in the members of the plan that extensions tell. */
enum status extensions_read(struct arena *arena,
			    const struct stack_st_X509_EXTENSION *list,
			    struct certificate_plan *ret, struct error *err);

/* The value of qcStatements, packed in a new OCTET STRING; NULL on failure.
 * The second makes it anew, the first copies what was made for others. */
struct asn1_string_st *qc_pack(const struct qc_statements *qc);
struct asn1_string_st *qc_pack_new(const struct qc_statements *qc);
bool qc_unpack(struct arena *arena, const struct asn1_string_st *value,
	       struct qc_statements *ret);

#endif
