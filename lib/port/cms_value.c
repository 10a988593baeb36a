/* cms_value - values of signatures, whoever made them, against a certificate */
#include "cms_part.h"

#include <openssl/asn1.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>

DEFINE_OWN(ecdsa, ECDSA_SIG, ECDSA_SIG_free)
DEFINE_OWN(number, BIGNUM, BN_free)
DEFINE_OWN(pkey_ctx, EVP_PKEY_CTX, EVP_PKEY_CTX_free)
DEFINE_OWN(pss, RSA_PSS_PARAMS, RSA_PSS_PARAMS_free)

static bool padding_set(EVP_PKEY_CTX *context, const EVP_MD *md)
{
	return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) ==
		   1 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(context,
						RSA_PSS_SALTLEN_DIGEST) == 1 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md(context, md) == 1;
}

static bool is_value(const struct cms_signatory *who, const unsigned char *hash,
		     struct octets value)
{
	OWN(pkey_ctx) EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(who->key, NULL);
	bool ret = context && EVP_PKEY_verify_init(context) == 1 &&
		   (!who->is_pss || padding_set(context, who->md)) &&
		   EVP_PKEY_CTX_set_signature_md(context, who->md) == 1 &&
		   EVP_PKEY_verify(context, value.bytes, value.size, hash,
				   (size_t)EVP_MD_get_size(who->md)) == 1;

	ERR_clear_error();
	return ret;
}

/* From r and s, each as long as the order of the curve. */
static bool value_encode(struct arena *arena, const EVP_PKEY *key,
			 struct octets value, struct octets *ret)
{
	int n = (EVP_PKEY_get_bits(key) + 7) / 8, size;
	OWN(ecdsa) ECDSA_SIG *pair = ECDSA_SIG_new();
	OWN(number) BIGNUM *r = NULL;
	OWN(number) BIGNUM *s = NULL;
	unsigned char *der = NULL;

	if (value.size != 2 * (size_t)n)
		return false;
	r = BN_bin2bn(value.bytes, n, NULL);
	s = BN_bin2bn(value.bytes + n, n, NULL);
	if (!pair || !r || !s || ECDSA_SIG_set0(pair, r, s) != 1)
		memory_exhausted();
	(void)TAKE(r); /* the pair has them now */
	(void)TAKE(s);
	size = i2d_ECDSA_SIG(pair, &der);
	if (size <= 0)
		memory_exhausted();
	*ret = (struct octets){ arena_bytes(arena, der, (size_t)size),
				(size_t)size };
	OPENSSL_free(der);
	return true;
}

bool cms_value_check(struct arena *arena, const struct cms_signatory *who,
		     const unsigned char *hash, struct octets value,
		     struct octets *ret)
{
	*ret = value;
	return is_value(who, hash, value) ||
	       (EVP_PKEY_is_a(who->key, "EC") &&
		value_encode(arena, who->key, value, ret) &&
		is_value(who, hash, *ret));
}

static X509_ALGOR *digest_algorithm(const EVP_MD *md)
{
	X509_ALGOR *ret = X509_ALGOR_new();

	if (!ret || X509_ALGOR_set0(ret, OBJ_nid2obj(EVP_MD_get_type(md)),
				    V_ASN1_NULL, NULL) != 1)
		memory_exhausted();
	return ret;
}

/* MGF1 (RFC 8017, B.2.1) and its digest. */
static X509_ALGOR *mask_algorithm(const EVP_MD *md)
{
	X509_ALGOR *ret = X509_ALGOR_new(), *digest = digest_algorithm(md);
	ASN1_STRING *packed =
	    ASN1_item_pack(digest, ASN1_ITEM_rptr(X509_ALGOR), NULL);

	X509_ALGOR_free(digest);
	if (!ret || !packed ||
	    X509_ALGOR_set0(ret, OBJ_nid2obj(NID_mgf1), V_ASN1_SEQUENCE,
			    packed) != 1)
		memory_exhausted();
	return ret;
}

ASN1_STRING *cms_pss_parameters(const EVP_MD *md)
{
	OWN(pss) RSA_PSS_PARAMS *pss = RSA_PSS_PARAMS_new();

	if (!pss)
		return NULL;
	pss->hashAlgorithm = digest_algorithm(md);
	pss->maskGenAlgorithm = mask_algorithm(md);
	pss->saltLength = ASN1_INTEGER_new();
	if (!pss->saltLength ||
	    ASN1_INTEGER_set(pss->saltLength, EVP_MD_get_size(md)) != 1)
		return NULL;
	return ASN1_item_pack(pss, ASN1_ITEM_rptr(RSA_PSS_PARAMS), NULL);
}
