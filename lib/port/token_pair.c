/* token_pair - key pairs are made and judged on a token */
#include "token_pair.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>

#include "crypto.h"

#define COUNT(list_) (sizeof(list_) / sizeof *(list_))
#define PART_MAX     1024
#define MECHANISMS_MAX 1024

DEFINE_OWN(evp_pkey, EVP_PKEY, EVP_PKEY_free)
DEFINE_OWN(evp_pkey_ctx, EVP_PKEY_CTX, EVP_PKEY_CTX_free)
DEFINE_OWN(param_bld, OSSL_PARAM_BLD, OSSL_PARAM_BLD_free)
DEFINE_OWN(param, OSSL_PARAM, OSSL_PARAM_free)
DEFINE_OWN(bignum, BIGNUM, BN_free)
DEFINE_OWN(octet_string, ASN1_OCTET_STRING, ASN1_OCTET_STRING_free)

/* What a token needs to know of a kind of key: the curve as ECParameters
 * (RFC 5480, 2.1.1), or the bits of the modulus. */
static const struct kind_row {
	CK_MECHANISM_TYPE make, sign;
	const char *group;
	unsigned char curve[10];
	CK_ULONG curve_size, bits;
} kinds[] = {
	[KEY_P256] = { CKM_EC_KEY_PAIR_GEN, CKM_ECDSA, "prime256v1",
		       { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01,
			 0x07 }, 10, 256 },
	[KEY_P384] = { CKM_EC_KEY_PAIR_GEN, CKM_ECDSA, "secp384r1",
		       { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22 }, 7, 384 },
	[KEY_RSA3072] = { .make = CKM_RSA_PKCS_KEY_PAIR_GEN,
			  .sign = CKM_RSA_PKCS, .bits = 3072 },
	[KEY_RSA4096] = { .make = CKM_RSA_PKCS_KEY_PAIR_GEN,
			  .sign = CKM_RSA_PKCS, .bits = 4096 },
	[KEY_RSA2048] = { .make = CKM_RSA_PKCS_KEY_PAIR_GEN,
			  .sign = CKM_RSA_PKCS, .bits = 2048 },
};

static CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, const void *value,
			      size_t size)
{
	/* tokens read what they are given, whatever its type says */
	return (CK_ATTRIBUTE){ type, (void *)(uintptr_t)value, size };
}

/* The only object of a class with a CKA_ID; *count says how many there are. */
static CK_OBJECT_HANDLE half_find(const struct token *token,
				  CK_OBJECT_CLASS class,
				  const unsigned char *id, CK_ULONG *count)
{
	CK_ATTRIBUTE wanted[] = {
		attribute(CKA_CLASS, &class, sizeof class),
		attribute(CKA_ID, id, KEY_ID_SIZE),
	};
	CK_OBJECT_HANDLE found[2];

	*count = 0;
	if (token->call->C_FindObjectsInit(token->session, wanted, 2) != CKR_OK)
		return CK_INVALID_HANDLE;
	if (token->call->C_FindObjects(token->session, found, 2, count) !=
	    CKR_OK)
		*count = 0;
	(void)token->call->C_FindObjectsFinal(token->session); /* found it */
	return *count > 0 ? found[0] : CK_INVALID_HANDLE;
}

enum status token_pair_drop(const struct token *token, const unsigned char *id,
			    struct error *err)
{
	static const CK_OBJECT_CLASS classes[] = { CKO_PRIVATE_KEY,
						   CKO_PUBLIC_KEY };
	CK_OBJECT_HANDLE object;
	CK_ULONG count;
	CK_RV rv;

	for (size_t i = 0; i < COUNT(classes); i++)
		while ((object = half_find(token, classes[i], id, &count)) !=
		       CK_INVALID_HANDLE)
			if ((rv = token->call->C_DestroyObject(
				     token->session, object)) != CKR_OK)
				return token_failed("removing half a key", rv,
						    err);
	return OK;
}

static enum status mechanism_missing(const struct token *token,
				     enum key_kind kind, struct error *err)
{
	return error_set(err, REFUSED, "mechanism_missing", "device_key",
			 "token \"%s\" does not make keys of kind %s, or does "
			 "not sign with them; ask for another kind, or use "
			 "another token",
			 token->label, key_kind_name(kind));
}

/* Some tokens describe mechanisms that they do not list, and then refuse. */
static bool mechanism_listed(const struct token *token, CK_MECHANISM_TYPE type)
{
	CK_MECHANISM_TYPE list[MECHANISMS_MAX];
	CK_ULONG count = MECHANISMS_MAX;

	if (token->call->C_GetMechanismList(token->slot, list, &count) !=
	    CKR_OK)
		return false;
	for (CK_ULONG i = 0; i < count; i++)
		if (list[i] == type)
			return true;
	return false;
}

static bool mechanism_is(const struct token *token, CK_MECHANISM_TYPE type,
			 CK_FLAGS does, CK_ULONG bits)
{
	CK_MECHANISM_INFO info;

	return mechanism_listed(token, type) &&
	       token->call->C_GetMechanismInfo(token->slot, type, &info) ==
		       CKR_OK &&
	       (info.flags & does) && bits >= info.ulMinKeySize &&
	       (info.ulMaxKeySize == 0 || bits <= info.ulMaxKeySize);
}

enum status key_token_makes(const struct token *token, enum key_kind kind,
			    struct error *err)
{
	const struct kind_row *row = &kinds[kind];

	return mechanism_is(token, row->make, CKF_GENERATE_KEY_PAIR,
			    row->bits) &&
			       mechanism_is(token, row->sign, CKF_SIGN,
					    row->bits) ?
		       OK :
		       mechanism_missing(token, kind, err);
}

static enum status pair_make(const struct token *token,
			     const struct token_pair *pair, struct error *err)
{
	static const CK_BYTE exponent[] = { 1, 0, 1 };
	const struct kind_row *row = &kinds[pair->kind];
	const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
	CK_MECHANISM mechanism = { row->make, NULL, 0 };
	CK_ATTRIBUTE public[] = {
		attribute(CKA_TOKEN, &yes, sizeof yes),
		attribute(CKA_VERIFY, &yes, sizeof yes),
		attribute(CKA_ID, pair->id, KEY_ID_SIZE),
		attribute(CKA_LABEL, pair->label, strlen(pair->label)),
		row->group ? attribute(CKA_EC_PARAMS, row->curve,
				       row->curve_size) :
			     attribute(CKA_MODULUS_BITS, &row->bits,
				       sizeof row->bits),
		attribute(CKA_PUBLIC_EXPONENT, exponent, sizeof exponent),
	};
	CK_ATTRIBUTE private[] = {
		attribute(CKA_TOKEN, &yes, sizeof yes),
		attribute(CKA_PRIVATE, &yes, sizeof yes),
		attribute(CKA_SENSITIVE, &yes, sizeof yes),
		attribute(CKA_EXTRACTABLE, &no, sizeof no),
		attribute(CKA_SIGN, &yes, sizeof yes),
		attribute(CKA_ID, pair->id, KEY_ID_SIZE),
		attribute(CKA_LABEL, pair->label, strlen(pair->label)),
	};
	CK_OBJECT_HANDLE ignored[2];
	CK_RV rv;

	enum status rc = key_token_makes(token, pair->kind, err);

	if (rc != OK)
		return rc;
	rv = token->call->C_GenerateKeyPair(
		token->session, &mechanism, public,
		COUNT(public) - (row->group != NULL), private, COUNT(private),
		&ignored[0], &ignored[1]);
	if (rv == CKR_MECHANISM_INVALID)
		return mechanism_missing(token, pair->kind, err);
	return rv == CKR_OK ? OK :
			      token_failed("making a key on the token", rv, err);
}

/* What the token says of the private key, one question at a time: a token
 * that does not know one of them has not proved it. */
static enum status private_judge(const struct token *token,
				 CK_OBJECT_HANDLE key, struct error *err)
{
	static const struct {
		CK_ATTRIBUTE_TYPE type;
		CK_BBOOL wanted;
		const char *name;
	} rows[] = {
		{ CKA_TOKEN, CK_TRUE, "CKA_TOKEN" },
		{ CKA_PRIVATE, CK_TRUE, "CKA_PRIVATE" },
		{ CKA_SENSITIVE, CK_TRUE, "CKA_SENSITIVE" },
		{ CKA_ALWAYS_SENSITIVE, CK_TRUE, "CKA_ALWAYS_SENSITIVE" },
		{ CKA_EXTRACTABLE, CK_FALSE, "CKA_EXTRACTABLE" },
		{ CKA_NEVER_EXTRACTABLE, CK_TRUE, "CKA_NEVER_EXTRACTABLE" },
		{ CKA_LOCAL, CK_TRUE, "CKA_LOCAL" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		CK_BBOOL value = 0xee;
		CK_ATTRIBUTE ask = { rows[i].type, &value, sizeof value };
		CK_RV rv = token->call->C_GetAttributeValue(token->session, key,
							    &ask, 1);

		if (rv == CKR_DEVICE_REMOVED || rv == CKR_TOKEN_NOT_PRESENT)
			return token_failed("reading a key", rv, err);
		if (rv != CKR_OK || value != rows[i].wanted)
			return error_set(err, REFUSED, "key_not_proved", NULL,
					 "token \"%s\" does not say that the "
					 "key was made on it and cannot leave "
					 "it (%s); use another token",
					 token->label, rows[i].name);
	}
	return OK;
}

static bool part_read(const struct token *token, CK_OBJECT_HANDLE key,
		      CK_ATTRIBUTE_TYPE type, unsigned char ret[PART_MAX],
		      size_t *size)
{
	CK_ATTRIBUTE ask = { type, ret, PART_MAX };

	if (token->call->C_GetAttributeValue(token->session, key, &ask, 1) !=
		    CKR_OK ||
	    ask.ulValueLen == 0 || ask.ulValueLen > PART_MAX)
		return false;
	*size = ask.ulValueLen;
	return true;
}

/* The point is an OCTET STRING around the point (PKCS #11, 2.3.3); some tokens
 * give it bare. */
static bool ec_push(const struct token *token, CK_OBJECT_HANDLE key,
		    const struct kind_row *row, OSSL_PARAM_BLD *build,
		    unsigned char point[PART_MAX])
{
	OWN(octet_string) ASN1_OCTET_STRING *string = NULL;
	const unsigned char *at = point;
	size_t size;

	if (!part_read(token, key, CKA_EC_POINT, point, &size))
		return false;
	if (size != 2 * ((row->bits + 7) / 8) + 1) {
		string = d2i_ASN1_OCTET_STRING(NULL, &at, (long)size);
		if (!string)
			return false;
		size = (size_t)ASN1_STRING_length(string);
		memmove(point, ASN1_STRING_get0_data(string), size);
	}
	return OSSL_PARAM_BLD_push_utf8_string(build,
					       OSSL_PKEY_PARAM_GROUP_NAME,
					       row->group, 0) == 1 &&
	       OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY,
						point, size) == 1;
}

struct rsa_parts {
	BIGNUM *n, *e;
};

static void rsa_parts_free(struct rsa_parts *parts)
{
	BN_free(parts->n);
	BN_free(parts->e);
}
static inline void own_rsa_parts(struct rsa_parts *parts)
{
	rsa_parts_free(parts);
}

static bool rsa_push(const struct token *token, CK_OBJECT_HANDLE key,
		     OSSL_PARAM_BLD *build, struct rsa_parts *parts)
{
	unsigned char bytes[PART_MAX];
	size_t size;

	return part_read(token, key, CKA_MODULUS, bytes, &size) &&
	       (parts->n = BN_bin2bn(bytes, (int)size, NULL)) &&
	       part_read(token, key, CKA_PUBLIC_EXPONENT, bytes, &size) &&
	       (parts->e = BN_bin2bn(bytes, (int)size, NULL)) &&
	       OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, parts->n) ==
		       1 &&
	       OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, parts->e) ==
		       1;
}

/* The public half, sound and of the kind that was asked for. */
static enum status public_read(const struct token *token, CK_OBJECT_HANDLE key,
			       enum key_kind kind, EVP_PKEY **ret,
			       struct error *err)
{
	const struct kind_row *row = &kinds[kind];
	OWN(param_bld) OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OWN(evp_pkey_ctx)
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(
		NULL, row->group ? "EC" : "RSA", NULL);
	OWN(evp_pkey_ctx) EVP_PKEY_CTX *checking = NULL;
	OWN(param) OSSL_PARAM *params = NULL;
	OWN(evp_pkey) EVP_PKEY *pair = NULL;
	OWN(rsa_parts) struct rsa_parts parts = { NULL, NULL };
	unsigned char point[PART_MAX];

	if (!build || !context)
		return crypto_failed("reading a public key", err);
	if (!(row->group ? ec_push(token, key, row, build, point) :
			   rsa_push(token, key, build, &parts)) ||
	    !(params = OSSL_PARAM_BLD_to_param(build)) ||
	    EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &pair, EVP_PKEY_PUBLIC_KEY, params) !=
		    1 ||
	    !(checking = EVP_PKEY_CTX_new(pair, NULL)) ||
	    EVP_PKEY_public_check(checking) != 1 ||
	    (CK_ULONG)EVP_PKEY_get_bits(pair) != row->bits) {
		ERR_clear_error();
		return error_set(err, REFUSED, "key_not_proved", NULL,
				 "token \"%s\" shows no sound public key of "
				 "kind %s; use another token",
				 token->label, key_kind_name(kind));
	}
	*ret = TAKE(pair);
	return OK;
}

static enum status halves_find(const struct token *token,
			       const struct token_pair *pair,
			       CK_OBJECT_HANDLE *private,
			       CK_OBJECT_HANDLE *public, struct error *err)
{
	CK_ULONG privates, publics;

	*private = half_find(token, CKO_PRIVATE_KEY, pair->id, &privates);
	*public = half_find(token, CKO_PUBLIC_KEY, pair->id, &publics);
	if (privates == 1 && publics == 1)
		return OK;
	return error_set(err, DATA, "token_key_missing", "token",
			 "the key \"%s\" is not on token \"%s\"; put in the "
			 "one that it was made on",
			 pair->label, token->label);
}

enum status token_pair_get(const struct token *token,
			   const struct token_pair *pair, bool must_be,
			   CK_OBJECT_HANDLE *private, EVP_PKEY **public,
			   struct error *err)
{
	CK_OBJECT_HANDLE other;
	struct error missing;
	enum status rc;

	error_reset(&missing);
	rc = halves_find(token, pair, private, &other, &missing);
	if (rc != OK && must_be)
		return error_merge(err, &missing);
	/* half a pair is what a run left that ended in the midst of it */
	if (rc != OK &&
	    ((rc = token_pair_drop(token, pair->id, err)) != OK ||
	     (rc = pair_make(token, pair, err)) != OK ||
	     (rc = halves_find(token, pair, private, &other, err)) != OK))
		return rc;
	rc = private_judge(token, *private, err);
	return rc == OK ? public_read(token, other, pair->kind, public, err) :
			  rc;
}
