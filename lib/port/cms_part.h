/* cms_part - what the steps of making a signature share */
#ifndef IPP_LIB_PORT_CMS_PART_H
#define IPP_LIB_PORT_CMS_PART_H

#include <stdbool.h>

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/port/signer.h>

struct arena;

#define CMS_ROOM_BESIDE_CERTIFICATES ((size_t)6 * 1024)

struct cms_signatory {
	X509 *certificate;
	STACK_OF(X509) * chain;
	EVP_PKEY *key; /* the public half, the certificate's */
	enum signer_digest digest;
	const EVP_MD *md;
	bool is_pss;
	size_t room;
};

/* SignedData (RFC 5652, 5); NULL where it is none. */
CMS_ContentInfo *cms_message_parse(struct octets message);
/* Its only signer, or NULL. */
CMS_SignerInfo *cms_message_signer(CMS_ContentInfo *cms);
/* DER in the arena. `what` is for the message. */
enum status cms_message_encode(struct arena *arena, const CMS_ContentInfo *cms,
			       const char *what, struct octets *ret,
			       struct error *err);

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
