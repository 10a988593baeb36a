/* certificate_request_write - a request that a key on a device signs */
#include <ipp/port/certificate.h>

#include <string.h>

#include <openssl/x509.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/port/key.h>

#include "certificate_part.h"
#include "crypto.h"

DEFINE_OWN(x509_req, X509_REQ, X509_REQ_free)
DEFINE_OWN(x509_name, X509_NAME, X509_NAME_free)
DEFINE_OWN(evp_pkey, EVP_PKEY, EVP_PKEY_free)
DEFINE_OWN(asn1_bit_string, ASN1_BIT_STRING, ASN1_BIT_STRING_free)

static X509_REQ *unsigned_new(const struct public_key *public,
			      struct octets subject, const char *challenge)
{
	const unsigned char *at = public->spki.bytes, *name_at = subject.bytes;
	OWN(evp_pkey)
	EVP_PKEY *pair = d2i_PUBKEY(NULL, &at, (long)public->spki.size);
	OWN(x509_name)
	X509_NAME *name = d2i_X509_NAME(NULL, &name_at, (long)subject.size);
	OWN(x509_req) X509_REQ *ret = X509_REQ_new();

	if (!pair || !name || !ret || X509_REQ_set_version(ret, 0) != 1 ||
	    X509_REQ_set_subject_name(ret, name) != 1 ||
	    X509_REQ_set_pubkey(ret, pair) != 1 ||
	    X509_REQ_add1_attr_by_NID(ret, NID_pkcs9_challengePassword,
				      MBSTRING_ASC,
				      (const unsigned char *)challenge,
				      (int)strlen(challenge)) != 1)
		return NULL;
	return TAKE(ret);
}

/* Keys that are made on devices only sign as those of 3072 bits do. */
static bool algorithm_choose(X509_REQ *request, enum key_kind kind)
{
	X509_ALGOR *algorithm = X509_ALGOR_new();
	bool ret = algorithm &&
		   algorithm_set(algorithm,
				 kind == KEY_RSA2048 ? KEY_RSA3072 : kind) &&
		   X509_REQ_set1_signature_algo(request, algorithm) == 1;

	X509_ALGOR_free(algorithm);
	return ret;
}

static bool signature_set(X509_REQ *request, struct octets signature)
{
	OWN(asn1_bit_string) ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new();

	if (!bits || ASN1_BIT_STRING_set(bits, (unsigned char *)(uintptr_t)
						       signature.bytes,
					 (int)signature.size) != 1)
		return false;
	bits->flags &= ~(ASN1_STRING_FLAG_BITS_LEFT | 0x07);
	bits->flags |= ASN1_STRING_FLAG_BITS_LEFT;
	X509_REQ_set0_signature(request, TAKE(bits));
	return true;
}

enum status request_write(struct arena *arena, const struct key *key,
			  struct octets subject, const char *challenge,
			  struct octets *ret, struct error *err)
{
	OWN(x509_req) X509_REQ *request = NULL;
	struct public_key public;
	struct octets signature;
	unsigned char *der = NULL;
	enum status rc;
	int n;

	if ((rc = key_public(arena, key, &public, err)) != OK)
		return rc;
	request = unsigned_new(&public, subject, challenge);
	if (!request || !algorithm_choose(request, key_kind(key)) ||
	    (n = i2d_re_X509_REQ_tbs(request, &der)) <= 0)
		return crypto_failed("writing a certification request", err);
	rc = key_sign(arena, key, der, (size_t)n, &signature, err);
	OPENSSL_free(der);
	if (rc != OK)
		return rc;
	der = NULL;
	if (!signature_set(request, signature) ||
	    (n = i2d_X509_REQ(request, &der)) <= 0)
		return crypto_failed("writing a certification request", err);
	*ret = octets_copy(arena, der, (size_t)n);
	OPENSSL_free(der);
	return OK;
}
