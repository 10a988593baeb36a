/* cms_part - what the steps of making a signature share */
#ifndef IPP_LIB_PORT_CMS_PART_H
#define IPP_LIB_PORT_CMS_PART_H

#include <stdbool.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/port/signer.h>

struct arena;

#define CMS_ROOM_BESIDE_CERTIFICATES ((size_t)6 * 1024)

/* What all signatures of a signatory have in common is DER already, which
 * OpenSSL has made of the certificate: parsing it anew for each message takes
 * ten times as long as the rest. */
struct cms_signatory {
	struct arena *arena;
	X509 *certificate;
	STACK_OF(X509) * chain;
	EVP_PKEY *key; /* the public half, the certificate's */
	enum signer_digest digest;
	EVP_MD *md;
	bool is_pss;
	size_t room;
	struct octets certificates; /* in the order of a SET OF */
	struct octets digest_algorithm;
	struct octets signature_algorithm;
	struct octets issuer_serial;	   /* IssuerAndSerialNumber */
	struct octets signing_certificate; /* an Attribute (RFC 5035) */
};

/* Sorts the elements of a SET OF (X.690, 11.6). */
void cms_set_sort(struct octets *list, size_t count);

/* Fills in what is DER, from `certificate`, `chain`, `md` and `is_pss`. */
enum status cms_model_make(struct cms_signatory *who, struct error *err);

/* Whether `value` is this signatory's signature of a hash under its digest;
 * *ret is the value as CMS wants it, in the arena: ECDSA-Sig-Value (RFC 3279,
 * 2.2.3) where it came as r and s of equal length (IEEE P1363). */
bool cms_value_check(struct arena *arena, const struct cms_signatory *who,
		     const unsigned char *hash, struct octets value,
		     struct octets *ret);

/* RSASSA-PSS-params (RFC 4055, 3.1): the digest for the hash and for MGF1, and
 * a salt as long as it. NULL if memory is short. */
ASN1_STRING *cms_pss_parameters(const EVP_MD *md);

#endif
