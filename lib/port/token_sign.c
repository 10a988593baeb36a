/* token_sign - a private key on a PKCS #11 token signs a digest */
#include "token.h"

#include <string.h>

#include <openssl/ec.h>
#include <openssl/evp.h>

#include <ipp/base/memory.h>

#include "crypto.h"

DEFINE_OWN(ecdsa_sig, ECDSA_SIG, ECDSA_SIG_free)

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

void token_signing_look(const struct token *token, struct token_signing *it)
{
	CK_BBOOL always = CK_FALSE;
	CK_ATTRIBUTE ask = { CKA_ALWAYS_AUTHENTICATE, &always, sizeof always };

	/* older tokens do not know the attribute */
	it->asks_always = token->call->C_GetAttributeValue(token->session,
							   it->key, &ask,
							   1) == CKR_OK &&
			  always == CK_TRUE;
}

static CK_RV raw_sign(const struct token *token,
		      const struct token_signing *how, unsigned char *what,
		      size_t n, unsigned char *ret, CK_ULONG *size)
{
	CK_FUNCTION_LIST *call = token->call;
	CK_MECHANISM mechanism = { how->is_ec ? CKM_ECDSA : CKM_RSA_PKCS, NULL, 0 };
	CK_RV rv = call->C_SignInit(token->session, &mechanism, how->key);

	if (rv == CKR_OK && how->asks_always)
		rv = token_login(token, CKU_CONTEXT_SPECIFIC,
				 token_has_keypad(token) ? NULL : how->pin);
	return rv == CKR_OK ? call->C_Sign(token->session, what, n, ret,
					   size)
			    : rv;
}

enum status token_sign_digest(const struct token *token,
			      const struct token_signing *how,
			      enum signer_digest digest,
			      const unsigned char *hash, struct arena *arena,
			      struct octets *ret, struct error *err)
{
	const struct digest_row *row = &digests[digest];
	unsigned char what[sizeof row->prefix + EVP_MAX_MD_SIZE];
	unsigned char raw[TOKEN_SIGNATURE_MAX];
	size_t head = how->is_ec ? 0 : sizeof row->prefix;
	CK_ULONG size = sizeof raw;
	enum status rc;
	CK_RV rv;

	if (how->asks_always &&
	    (rc = token_keypad_say(token, true, err)) != OK)
		return rc;
	memcpy(what, row->prefix, head);
	memcpy(what + head, hash, row->size);
	rv = raw_sign(token, how, what, head + row->size, raw, &size);
	if (rv == CKR_FUNCTION_CANCELED || rv == CKR_FUNCTION_REJECTED)
		return token_login_judge(token, rv, err);
	if (rv != CKR_OK)
		return token_failed("signing by the token", rv, err);
	if (how->is_ec)
		return ec_encode(raw, size, arena, ret, err);
	*ret = (struct octets){ arena_bytes(arena, raw, size), size };
	return OK;
}
