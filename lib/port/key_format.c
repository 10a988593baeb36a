/* key_format - keys as SubjectPublicKeyInfo and PKCS #8, by OpenSSL */
#include "key_format.h"

#include <stdint.h>
#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>

/* RFC 5915, 3. PrivateKeyInfo names the curve, so parameters are left out. */
typedef struct {
	int32_t version;
	ASN1_OCTET_STRING *key;
	ASN1_BIT_STRING *point;
} EC_PRIVATE;

ASN1_SEQUENCE(EC_PRIVATE) = {
	ASN1_EMBED(EC_PRIVATE, version, INT32),
	ASN1_SIMPLE(EC_PRIVATE, key, ASN1_OCTET_STRING),
	ASN1_EXP(EC_PRIVATE, point, ASN1_BIT_STRING, 1),
} static_ASN1_SEQUENCE_END(EC_PRIVATE)

typedef struct {
	X509_ALGOR *algorithm;
	ASN1_BIT_STRING *key;
} SPKI;

ASN1_SEQUENCE(SPKI) = {
	ASN1_SIMPLE(SPKI, algorithm, X509_ALGOR),
	ASN1_SIMPLE(SPKI, key, ASN1_BIT_STRING),
} static_ASN1_SEQUENCE_END(SPKI)

static void spki_free(SPKI *spki)
{
	ASN1_item_free((ASN1_VALUE *)spki, ASN1_ITEM_rptr(SPKI));
}
DEFINE_OWN(spki, SPKI, spki_free)

static void ec_private_free(EC_PRIVATE *key)
{
	if (key && key->key)
		OPENSSL_cleanse(key->key->data, (size_t)key->key->length);
	ASN1_item_free((ASN1_VALUE *)key, ASN1_ITEM_rptr(EC_PRIVATE));
}
DEFINE_OWN(ec_private, EC_PRIVATE, ec_private_free)
DEFINE_OWN(pkcs8, PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)
DEFINE_OWN(bignum, BIGNUM, BN_clear_free)

size_t ec_point(EVP_PKEY *pair, unsigned char ret[EC_POINT_MAX])
{
	size_t n = 0;

	return EVP_PKEY_get_octet_string_param(pair, OSSL_PKEY_PARAM_PUB_KEY,
					       ret, EC_POINT_MAX, &n) == 1
		   ? n
		   : 0;
}

/* All eight bits of the last octet count. */
static bool bits_set(ASN1_BIT_STRING *to, const unsigned char *bytes, size_t n)
{
	to->flags &= ~(ASN1_STRING_FLAG_BITS_LEFT | 0x07);
	to->flags |= ASN1_STRING_FLAG_BITS_LEFT;
	return ASN1_BIT_STRING_set(to, (unsigned char *)(uintptr_t)bytes,
				   (int)n) == 1;
}

int ec_public_encode(int curve, const unsigned char *point, size_t n,
		     unsigned char **ret)
{
	OWN(spki) SPKI *spki = (SPKI *)ASN1_item_new(ASN1_ITEM_rptr(SPKI));

	if (!spki ||
	    X509_ALGOR_set0(spki->algorithm,
			    OBJ_nid2obj(NID_X9_62_id_ecPublicKey),
			    V_ASN1_OBJECT, OBJ_nid2obj(curve)) != 1 ||
	    !bits_set(spki->key, point, n))
		return 0;
	return ASN1_item_i2d((ASN1_VALUE *)spki, ret, ASN1_ITEM_rptr(SPKI));
}

static int ec_private_key_encode(EVP_PKEY *pair, const unsigned char *point,
				 size_t n, unsigned char **ret)
{
	unsigned char scalar[66];
	int size = (EVP_PKEY_get_bits(pair) + 7) / 8, made = 0;
	OWN(bignum) BIGNUM *number = NULL;
	OWN(ec_private)
	EC_PRIVATE *key =
	    (EC_PRIVATE *)ASN1_item_new(ASN1_ITEM_rptr(EC_PRIVATE));

	if (!key || size > (int)sizeof scalar ||
	    EVP_PKEY_get_bn_param(pair, OSSL_PKEY_PARAM_PRIV_KEY, &number) != 1)
		return 0;
	key->version = 1;
	if (BN_bn2binpad(number, scalar, size) == size &&
	    ASN1_OCTET_STRING_set(key->key, scalar, size) == 1 &&
	    bits_set(key->point, point, n))
		made = ASN1_item_i2d((ASN1_VALUE *)key, ret,
				     ASN1_ITEM_rptr(EC_PRIVATE));
	OPENSSL_cleanse(scalar, sizeof scalar);
	return made;
}

int ec_private_encode(EVP_PKEY *pair, int curve, const unsigned char *point,
		      size_t point_n, unsigned char **ret)
{
	unsigned char *der = NULL;
	int n = ec_private_key_encode(pair, point, point_n, &der);
	OWN(pkcs8) PKCS8_PRIV_KEY_INFO *info = PKCS8_PRIV_KEY_INFO_new();

	if (n <= 0)
		return 0;
	if (!info ||
	    PKCS8_pkey_set0(info, OBJ_nid2obj(NID_X9_62_id_ecPublicKey), 0,
			    V_ASN1_OBJECT, OBJ_nid2obj(curve), der, n) != 1) {
		OPENSSL_clear_free(der, (size_t)n);
		return 0;
	}
	return i2d_PKCS8_PRIV_KEY_INFO(info, ret);
}

int rsa_private_encode(EVP_PKEY *pair, unsigned char **ret)
{
	OWN(pkcs8) PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(pair);

	return info ? i2d_PKCS8_PRIV_KEY_INFO(info, ret) : 0;
}

static bool spki_identifier(const unsigned char *spki, size_t n,
			    unsigned char ret[KEY_ID_SIZE])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	const unsigned char *at = spki;
	OWN(spki)
	SPKI *parsed =
	    (SPKI *)ASN1_item_d2i(NULL, &at, (long)n, ASN1_ITEM_rptr(SPKI));

	if (!parsed || at != spki + n ||
	    EVP_Digest(parsed->key->data, (size_t)parsed->key->length, digest,
		       NULL, EVP_sha256(), NULL) != 1)
		return false;
	memcpy(ret, digest, KEY_ID_SIZE);
	return true;
}

enum key_kind pair_kind(const EVP_PKEY *pair)
{
	char group[32] = "";

	if (EVP_PKEY_is_a(pair, "RSA"))
		return EVP_PKEY_get_bits(pair) == 3072	 ? KEY_RSA3072
		       : EVP_PKEY_get_bits(pair) == 4096 ? KEY_RSA4096
							 : KEY_OTHER;
	if (!EVP_PKEY_is_a(pair, "EC") ||
	    EVP_PKEY_get_group_name(pair, group, sizeof group, NULL) != 1)
		return KEY_OTHER;
	return strcmp(group, SN_X9_62_prime256v1) == 0 ? KEY_P256
	       : strcmp(group, SN_secp384r1) == 0      ? KEY_P384
						       : KEY_OTHER;
}

bool pair_facts(struct arena *arena, const EVP_PKEY *pair,
		const unsigned char *spki, size_t n, struct public_key *ret)
{
	struct public_key key = { .kind = KEY_OTHER };

	if (!spki_identifier(spki, n, key.id))
		return false;
	key.spki.bytes = arena_bytes(arena, spki, n);
	key.spki.size = n;
	if (pair) {
		key.kind = pair_kind(pair);
		key.bits = EVP_PKEY_get_bits(pair);
		key.family = EVP_PKEY_is_a(pair, "EC")	  ? KEY_FAMILY_EC
			     : EVP_PKEY_is_a(pair, "RSA") ? KEY_FAMILY_RSA
							  : KEY_FAMILY_OTHER;
	}
	*ret = key;
	return true;
}
