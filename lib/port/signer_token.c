/* signer_token - a signer whose key never leaves its PKCS #11 token */
#include "token.h"

#include <pthread.h>
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>
#include <ipp/base/secret.h>

#include "crypto.h"
#include "signer_part.h"

#define ID_MAX	      256
#define SIGNATURE_MAX 1024

DEFINE_OWN(x509, X509, X509_free)
DEFINE_OWN(bignum, BIGNUM, BN_free)
DEFINE_OWN(ecdsa_sig, ECDSA_SIG, ECDSA_SIG_free)

struct token_signer {
	struct signer signer;
	struct arena *arena;
	struct token *token;
	CK_OBJECT_HANDLE key;
	bool is_ec, asks_always;
	char *pin; /* in secret memory; NULL: the token has a keypad */
	pthread_mutex_t mutex; /* a session does one thing at a time */
};

/* RFC 8017, 9.2, note 1: a DigestInfo up to the digest. */
static const struct digest_row {
	size_t size;
	unsigned char prefix[19];
} digests[] = {
	[SIGNER_SHA256] = { 32, { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
				  0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
				  0x01, 0x05, 0x00, 0x04, 0x20 } },
	[SIGNER_SHA384] = { 48, { 0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60,
				  0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
				  0x02, 0x05, 0x00, 0x04, 0x30 } },
	[SIGNER_SHA512] = { 64, { 0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60,
				  0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
				  0x03, 0x05, 0x00, 0x04, 0x40 } },
};

static const EVP_MD *digest_md(enum signer_digest digest)
{
	return digest == SIGNER_SHA512	 ? EVP_sha512()
	       : digest == SIGNER_SHA384 ? EVP_sha384()
					 : EVP_sha256();
}

/* One object of these attributes; CK_INVALID_HANDLE if there is none. */
static CK_OBJECT_HANDLE object_find(const struct token *token,
				    CK_ATTRIBUTE *attributes, CK_ULONG count)
{
	CK_OBJECT_HANDLE ret = CK_INVALID_HANDLE;
	CK_ULONG found = 0;

	if (token->call->C_FindObjectsInit(token->session, attributes, count) !=
	    CKR_OK)
		return CK_INVALID_HANDLE;
	if (token->call->C_FindObjects(token->session, &ret, 1, &found) !=
		CKR_OK ||
	    found != 1)
		ret = CK_INVALID_HANDLE;
	(void)token->call->C_FindObjectsFinal(token->session); /* found it */
	return ret;
}

static CK_OBJECT_HANDLE key_of_id(const struct token *token, void *id,
				  CK_ULONG size)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE wanted[] = {
		{ CKA_CLASS, &class, sizeof class },
		{ CKA_ID, id, size },
	};

	return object_find(token, wanted, 2);
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
	return object_find(token, wanted, 2);
}

/* A private RSA key shows its modulus. */
static CK_OBJECT_HANDLE rsa_find(const struct token *token, EVP_PKEY *key)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	unsigned char modulus[SIGNATURE_MAX];
	OWN(bignum) BIGNUM *n = NULL;
	CK_ATTRIBUTE wanted[] = {
		{ CKA_CLASS, &class, sizeof class },
		{ CKA_MODULUS, modulus, 0 },
	};

	if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) != 1 ||
	    BN_num_bytes(n) > (int)sizeof modulus)
		return CK_INVALID_HANDLE;
	wanted[1].ulValueLen = (CK_ULONG)BN_bn2bin(n, modulus);
	return object_find(token, wanted, 2);
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
	return key_beside(token, object_find(token, wanted, 2));
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
	it->is_ec = EVP_PKEY_is_a(key, "EC");
	it->key = key_beside(it->token,
			     certificate_find(it->token, certificate));
	if (it->key == CK_INVALID_HANDLE)
		it->key = it->is_ec ? ec_find(it->token, key)
				    : rsa_find(it->token, key);
	ERR_clear_error();
	if (it->key == CK_INVALID_HANDLE)
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

	if (object_find(it->token, &wanted, 1) != CK_INVALID_HANDLE)
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
	CK_BBOOL always = CK_FALSE;
	CK_ATTRIBUTE ask = { CKA_ALWAYS_AUTHENTICATE, &always, sizeof always };
	enum status rc = OK;

	for (size_t i = 0;
	     i < choice->count && it->key == CK_INVALID_HANDLE && rc == OK; i++)
		rc = key_find(it, choice->certificates[i], err);
	if (rc != OK)
		return rc;
	if (it->key == CK_INVALID_HANDLE)
		return none_fits(it, err);
	/* older tokens do not know the attribute */
	if (it->token->call->C_GetAttributeValue(it->token->session, it->key,
						 &ask, 1) == CKR_OK)
		it->asks_always = always == CK_TRUE;
	return OK;
}

static enum status login_judge(const struct token *token, CK_RV rv,
			       struct error *err)
{
	switch (rv) {
	case CKR_OK:
	case CKR_USER_ALREADY_LOGGED_IN:
		return OK;
	case CKR_PIN_INCORRECT:
	case CKR_PIN_INVALID:
	case CKR_PIN_LEN_RANGE:
		return error_set(err, DATA, "pin_wrong", "secret_file",
				 "the PIN does not open token \"%s\"; a few "
				 "wrong ones lock it, so check before you try "
				 "again",
				 token->label);
	case CKR_PIN_LOCKED:
	case CKR_PIN_EXPIRED:
	case CKR_USER_PIN_NOT_INITIALIZED:
		return error_set(err, REFUSED, "pin_locked", "token",
				 "the PIN of token \"%s\" is locked or not "
				 "set; set a new one with its PUK",
				 token->label);
	default:
		return token_failed("opening the token", rv, err);
	}
}

static CK_RV login(const struct token_signer *it, CK_USER_TYPE who)
{
	return it->token->call->C_Login(it->token->session, who,
					(CK_UTF8CHAR *)it->pin,
					it->pin ? strlen(it->pin) : 0);
}

static enum status token_open(struct token_signer *it, struct error *err)
{
	struct token *token = it->token;
	CK_RV rv = token->call->C_OpenSession(token->slot, CKF_SERIAL_SESSION,
					      NULL, NULL, &token->session);

	if (rv != CKR_OK)
		return token_failed("talking to the token", rv, err);
	return login_judge(token, login(it, CKU_USER), err);
}

/* r and s side by side become ECDSA-Sig-Value (RFC 3279, 2.2.3). */
static enum status ec_encode(const unsigned char *raw, size_t n,
			     struct arena *arena, struct octets *ret,
			     struct error *err)
{
	OWN(ecdsa_sig) ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(raw, (int)(n / 2), NULL);
	BIGNUM *s = BN_bin2bn(raw + n / 2, (int)(n / 2), NULL);
	unsigned char *der = NULL;
	int size;

	if (!sig || !r || !s || ECDSA_SIG_set0(sig, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		return crypto_failed("signing", err);
	}
	size = i2d_ECDSA_SIG(sig, &der);
	if (size <= 0)
		return crypto_failed("signing", err);
	ret->bytes = arena_bytes(arena, der, (size_t)size);
	ret->size = (size_t)size;
	OPENSSL_free(der);
	return OK;
}

static CK_RV raw_sign(struct token_signer *it, unsigned char *what, size_t n,
		      unsigned char *ret, CK_ULONG *size)
{
	CK_FUNCTION_LIST *call = it->token->call;
	CK_MECHANISM how = { it->is_ec ? CKM_ECDSA : CKM_RSA_PKCS, NULL, 0 };
	CK_RV rv = call->C_SignInit(it->token->session, &how, it->key);

	if (rv == CKR_OK && it->asks_always)
		rv = login(it, CKU_CONTEXT_SPECIFIC);
	return rv == CKR_OK ? call->C_Sign(it->token->session, what, n, ret,
					   size)
			    : rv;
}

static enum status token_sign(struct signer *signer, enum signer_digest digest,
			      struct octets bytes, struct arena *arena,
			      struct octets *ret, struct error *err)
{
	struct token_signer *it = (struct token_signer *)signer;
	const struct digest_row *row = &digests[digest];
	unsigned char what[sizeof row->prefix + EVP_MAX_MD_SIZE];
	unsigned char raw[SIGNATURE_MAX];
	size_t head = it->is_ec ? 0 : sizeof row->prefix;
	CK_ULONG size = sizeof raw;
	CK_RV rv;

	memcpy(what, row->prefix, head);
	if (EVP_Digest(bytes.bytes, bytes.size, what + head, NULL,
		       digest_md(digest), NULL) != 1)
		return crypto_failed("signing", err);
	(void)pthread_mutex_lock(&it->mutex);
	rv = raw_sign(it, what, head + row->size, raw, &size);
	(void)pthread_mutex_unlock(&it->mutex);
	if (rv != CKR_OK)
		return token_failed("signing by the token", rv, err);
	if (it->is_ec)
		return ec_encode(raw, size, arena, ret, err);
	*ret = (struct octets){ arena_bytes(arena, raw, size), size };
	return OK;
}

static void token_signer_close(struct signer *signer)
{
	struct token_signer *it = (struct token_signer *)signer;

	token_close(it->token);
	secret_free(it->pin);
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
	it->key = CK_INVALID_HANDLE;
	it->token = TAKE(*token);
	(void)pthread_mutex_init(&it->mutex, NULL); /* cannot fail here */
	if (!token_has_keypad(it->token)) {
		it->pin = secret_alloc(strlen(pin) + 1);
		memcpy(it->pin, pin, strlen(pin) + 1);
	}
	if ((rc = token_open(it, err)) != OK ||
	    (rc = key_choose(it, choice, err)) != OK)
		return rc;
	*ret = TAKE(made);
	return OK;
}
