/* signer_token - a signer whose key never leaves its PKCS #11 token */
#include "token.h"

#include <pthread.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>

#include "crypto.h"
#include "signer_part.h"

#define ID_MAX 256

DEFINE_OWN(x509, X509, X509_free)
DEFINE_OWN(bignum, BIGNUM, BN_free)

struct token_signer {
	struct signer signer;
	struct arena *arena;
	struct token *token;
	struct token_signing how;
	pthread_mutex_t mutex; /* a session does one thing at a time */
};

static const EVP_MD *digest_md(enum signer_digest digest)
{
	return digest == SIGNER_SHA512	 ? EVP_sha512()
	       : digest == SIGNER_SHA384 ? EVP_sha384()
					 : EVP_sha256();
}

static CK_OBJECT_HANDLE key_of_id(const struct token *token, void *id,
				  CK_ULONG size)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE wanted[] = {
		{ CKA_CLASS, &class, sizeof class },
		{ CKA_ID, id, size },
	};

	return token_object(token, wanted, 2);
}

/* The private key with the CKA_ID of another object. */
static CK_OBJECT_HANDLE key_beside(const struct token *token,
				   CK_OBJECT_HANDLE object)
{
	unsigned char id[ID_MAX];
	CK_ATTRIBUTE ask = { CKA_ID, id, sizeof id };

	if (object == CK_INVALID_HANDLE ||
	    token->call->C_GetAttributeValue(token->session, object, &ask, 1) !=
		CKR_OK ||
	    ask.ulValueLen == 0 || ask.ulValueLen > sizeof id)
		return CK_INVALID_HANDLE;
	return key_of_id(token, id, ask.ulValueLen);
}

static CK_OBJECT_HANDLE certificate_find(const struct token *token,
					 struct octets der)
{
	CK_OBJECT_CLASS class = CKO_CERTIFICATE;
	OWN(bytes) unsigned char *copy = memory_new(der.size + 1);
	CK_ATTRIBUTE wanted[] = {
		{ CKA_CLASS, &class, sizeof class },
		{ CKA_VALUE, copy, der.size },
	};

	memcpy(copy, der.bytes, der.size);
	return token_object(token, wanted, 2);
}

/* A private RSA key shows its modulus. */
static CK_OBJECT_HANDLE rsa_find(const struct token *token, EVP_PKEY *key)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	unsigned char modulus[TOKEN_SIGNATURE_MAX];
	OWN(bignum) BIGNUM *n = NULL;
	CK_ATTRIBUTE wanted[] = {
		{ CKA_CLASS, &class, sizeof class },
		{ CKA_MODULUS, modulus, 0 },
	};

	if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) != 1 ||
	    BN_num_bytes(n) > (int)sizeof modulus)
		return CK_INVALID_HANDLE;
	wanted[1].ulValueLen = (CK_ULONG)BN_bn2bin(n, modulus);
	return token_object(token, wanted, 2);
}

/* A private EC key shows nothing; the public one beside it has the point, as
 * an OCTET STRING (PKCS #11, 2.3.3). */
static CK_OBJECT_HANDLE ec_find(const struct token *token, EVP_PKEY *key)
{
	CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
	unsigned char point[2 + 1 + 2 * 66 + 1];
	size_t size = 0, head;
	CK_ATTRIBUTE wanted[] = {
		{ CKA_CLASS, &class, sizeof class },
		{ CKA_EC_POINT, point, 0 },
	};

	if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, NULL,
					    0, &size) != 1)
		return CK_INVALID_HANDLE;
	head = size > 127 ? 3 : 2;
	if (head + size > sizeof point ||
	    EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
					    point + head, size, &size) != 1)
		return CK_INVALID_HANDLE;
	point[0] = 0x04;
	point[1] = size > 127 ? 0x81 : (unsigned char)size;
	if (size > 127)
		point[2] = (unsigned char)size;
	wanted[1].ulValueLen = head + size;
	return key_beside(token, token_object(token, wanted, 2));
}

/* The key of one certificate. */
static enum status key_find(struct token_signer *it, struct octets certificate,
			    struct error *err)
{
	const unsigned char *at = certificate.bytes;
	OWN(x509) X509 *x509 = d2i_X509(NULL, &at, (long)certificate.size);
	EVP_PKEY *key = x509 ? X509_get0_pubkey(x509) : NULL;
	enum status rc;

	ERR_clear_error();
	if (!key)
		return OK; /* another may do */
	it->how.is_ec = EVP_PKEY_is_a(key, "EC");
	it->how.key = key_beside(it->token,
			     certificate_find(it->token, certificate));
	if (it->how.key == CK_INVALID_HANDLE)
		it->how.key = it->how.is_ec ? ec_find(it->token, key)
				    : rsa_find(it->token, key);
	ERR_clear_error();
	if (it->how.key == CK_INVALID_HANDLE)
		return OK;
	if ((rc = signer_key_check(key, err)) != OK)
		return rc;
	it->signer.certificate.bytes = arena_bytes(
	    it->arena, certificate.bytes, certificate.size);
	it->signer.certificate.size = certificate.size;
	return OK;
}

static enum status none_fits(const struct token_signer *it, struct error *err)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof class };

	if (token_object(it->token, &wanted, 1) != CK_INVALID_HANDLE)
		return signer_unregistered(err);
	return error_set(err, DATA, "key_missing", "token",
			 "token \"%s\" holds no private key; use the one with "
			 "your key",
			 it->token->label);
}

static enum status key_choose(struct token_signer *it,
			      const struct signer_choice *choice,
			      struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0;
	     i < choice->count && it->how.key == CK_INVALID_HANDLE && rc == OK; i++)
		rc = key_find(it, choice->certificates[i], err);
	if (rc != OK)
		return rc;
	if (it->how.key == CK_INVALID_HANDLE)
		return none_fits(it, err);
	token_signing_look(it->token, &it->how);
	return OK;
}

static enum status token_open(struct token_signer *it, struct error *err)
{
	enum status rc;

	if ((rc = token_session(it->token, false, err)) != OK ||
	    (rc = token_keypad_say(it->token, false, err)) != OK)
		return rc;
	return token_login_judge(it->token,
				 token_login(it->token, CKU_USER, it->how.pin),
				 err);
}

static enum status token_sign(struct signer *signer, enum signer_digest digest,
			      struct octets bytes, struct arena *arena,
			      struct octets *ret, struct error *err)
{
	struct token_signer *it = (struct token_signer *)signer;
	unsigned char hash[EVP_MAX_MD_SIZE];
	enum status rc;

	if (EVP_Digest(bytes.bytes, bytes.size, hash, NULL, digest_md(digest),
		       NULL) != 1)
		return crypto_failed("signing", err);
	(void)pthread_mutex_lock(&it->mutex);
	rc = token_sign_digest(it->token, &it->how, digest, hash, arena, ret,
			       err);
	(void)pthread_mutex_unlock(&it->mutex);
	return rc;
}

static void token_signer_close(struct signer *signer)
{
	struct token_signer *it = (struct token_signer *)signer;

	token_close(it->token);
	arena_free(it->arena);
	(void)pthread_mutex_destroy(&it->mutex); /* nobody holds it */
	memory_free(it);
}

enum status signer_token_open(struct token **token, const char *pin,
			      const struct signer_choice *choice,
			      struct signer **ret, struct error *err)
{
	struct token_signer *it = memory_new(sizeof *it);
	OWN(signer) struct signer *made = &it->signer;
	enum status rc;

	it->signer.sign = token_sign;
	it->signer.close = token_signer_close;
	it->arena = arena_new();
	it->how.key = CK_INVALID_HANDLE;
	it->token = TAKE(*token);
	(void)pthread_mutex_init(&it->mutex, NULL); /* cannot fail here */
	if (!token_has_keypad(it->token))
		token_pin_keep(it->token, pin);
	it->how.pin = it->token->pin;
	if ((rc = token_open(it, err)) != OK ||
	    (rc = key_choose(it, choice, err)) != OK)
		return rc;
	*ret = TAKE(made);
	return OK;
}
