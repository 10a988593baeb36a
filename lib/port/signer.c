/* signer - what every kind of signer asks of keys and certificates */
#include "signer_part.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <ipp/base/memory.h>

#define RSA_BITS_MIN 2048

DEFINE_OWN(x509, X509, X509_free)

bool certificate_is(const X509 *x509, struct octets certificate)
{
	unsigned char *der = NULL;
	int n = i2d_X509(x509, &der);
	bool ret = n > 0 && (size_t)n == certificate.size &&
		   memcmp(der, certificate.bytes, certificate.size) == 0;

	OPENSSL_free(der);
	return ret;
}

bool certificate_has_key(struct octets certificate, const EVP_PKEY *pair)
{
	const unsigned char *at = certificate.bytes;
	OWN(x509) X509 *x509 = d2i_X509(NULL, &at, (long)certificate.size);
	EVP_PKEY *own = x509 ? X509_get0_pubkey(x509) : NULL;
	bool ret = own && EVP_PKEY_eq(own, pair) == 1;

	ERR_clear_error();
	return ret;
}

bool certificate_keep_issuer(struct arena *arena, X509 *x509,
			     struct octets *ret)
{
	unsigned char *der = NULL;
	int n;

	if (!X509_check_ca(x509) ||
	    X509_NAME_cmp(X509_get_subject_name(x509),
			  X509_get_issuer_name(x509)) == 0 ||
	    (n = i2d_X509(x509, &der)) <= 0)
		return false;
	ret->bytes = arena_bytes(arena, der, (size_t)n);
	ret->size = (size_t)n;
	OPENSSL_free(der);
	return true;
}

enum status signer_key_check(const EVP_PKEY *pair, struct error *err)
{
	int bits = EVP_PKEY_get_bits(pair);

	if ((EVP_PKEY_is_a(pair, "RSA") && bits >= RSA_BITS_MIN) ||
	    (EVP_PKEY_is_a(pair, "EC") &&
	     (bits == 256 || bits == 384 || bits == 521)))
		return OK;
	return error_set(err, DATA, "key_unsupported", NULL,
			 "a key of %d bits and this algorithm does not sign "
			 "here; use RSA of 2048 bits or more, or P-256, P-384 "
			 "or P-521",
			 bits);
}

enum status signer_mismatch(struct error *err)
{
	return error_set(err, REFUSED, "key_mismatch", NULL,
			 "the private key does not belong to the certificate "
			 "beside it; use the pair that was made together");
}

enum status signer_unregistered(struct error *err)
{
	return error_set(err, REFUSED, "certificate_not_registered", NULL,
			 "the certificate of this key is not registered for "
			 "you; have it registered with: ipp-operator "
			 "certificate-add");
}
