/* signed_strength - algorithms and keys of signatures that are good enough */
#include "signed_part.h"

#include <time.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <ipp/base/text.h>

#define RSA_BITS_MIN 2048 /* TS 119 312, 8.3 */
#define EC_BITS_MIN  256

DEFINE_OWN(pss, RSA_PSS_PARAMS, RSA_PSS_PARAMS_free)

bool signed_time_read(const ASN1_TIME *time, int64_t *ret)
{
	struct tm parts;

	if (ASN1_TIME_to_tm(time, &parts) != 1)
		return false;
	*ret = timegm(&parts);
	return true;
}

const char *signed_digest_weakness(int nid)
{
	static const int good[] = { NID_sha256,	  NID_sha384,	NID_sha512,
				    NID_sha3_256, NID_sha3_384, NID_sha3_512 };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (good[i] == nid)
			return NULL;
	return _("it rests on a digest that is too weak or not known");
}

const char *signed_key_weakness(const EVP_PKEY *key)
{
	int bits = EVP_PKEY_get_bits(key);

	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
		return bits >= RSA_BITS_MIN
			   ? NULL
			   : _("the signer's RSA key is too short");
	case EVP_PKEY_EC:
		return bits >= EC_BITS_MIN
			   ? NULL
			   : _("the signer's elliptic curve is too small");
	case EVP_PKEY_ED25519:
	case EVP_PKEY_ED448:
		return NULL;
	default:
		return _("the kind of the signer's key is not accepted");
	}
}

/* RFC 4055, 3.1: what is absent is SHA-1. */
static int pss_digest(const X509_ALGOR *algorithm)
{
	OWN(pss) RSA_PSS_PARAMS *params = NULL;
	const void *value = NULL;
	int type = V_ASN1_UNDEF;

	X509_ALGOR_get0(NULL, &type, &value, algorithm);
	if (type == V_ASN1_SEQUENCE)
		params =
		    ASN1_item_unpack(value, ASN1_ITEM_rptr(RSA_PSS_PARAMS));
	if (!params || !params->hashAlgorithm)
		return NID_sha1;
	return OBJ_obj2nid(params->hashAlgorithm->algorithm);
}

const char *signed_algorithm_read(const X509_ALGOR *algorithm,
				  const X509_ALGOR *digest,
				  struct signature_fault *fault)
{
	int nid = OBJ_obj2nid(algorithm->algorithm);
	int md = OBJ_obj2nid(digest->algorithm), inner = NID_undef;
	const char *weakness = NULL;

	if (nid == NID_rsassaPss)
		inner = pss_digest(algorithm);
	else
		(void)OBJ_find_sigid_algs(nid, &inner, NULL); /* or none */
	if (inner != NID_undef)
		weakness = signed_digest_weakness(inner);
	if (weakness)
		SET_FAULT(fault, CRYPTO_CONSTRAINTS_FAILURE, weakness);
	/* Ed448 has a digest of its own; else both are one */
	if (inner != NID_undef && inner != md)
		SET_FAULT(fault, CRYPTO_CONSTRAINTS_FAILURE,
			  _("the signature names another digest than the "
			    "signer"));
	return nid == NID_undef ? _("unknown") : OBJ_nid2ln(nid);
}
