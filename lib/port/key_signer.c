/* key_signer - many signatures with one key */
#include "key_part.h"

#include <openssl/rsa.h>

#include <ipp/base/memory.h>

#include "crypto.h"

#define SIGNATURE_MAX 1024

struct key_signer {
	EVP_PKEY_CTX *context;
	EVP_MD_CTX *md;
	EVP_MD *digest;
};

void key_signer_free(struct key_signer *signer)
{
	if (!signer)
		return;
	EVP_PKEY_CTX_free(signer->context);
	EVP_MD_CTX_free(signer->md);
	EVP_MD_free(signer->digest);
	free(signer);
}

static bool is_ready(struct key_signer *it, const EVP_MD *digest, bool is_rsa)
{
	return it->context && it->md && it->digest &&
	       EVP_PKEY_sign_init(it->context) == 1 &&
	       (!is_rsa || EVP_PKEY_CTX_set_rsa_padding(
			       it->context, RSA_PKCS1_PADDING) == 1) &&
	       EVP_PKEY_CTX_set_signature_md(it->context, digest) == 1;
}

enum status key_signer_new(const struct key *key, struct key_signer **ret,
			   struct error *err)
{
	OWN(key_signer) struct key_signer *it = memory_new(sizeof *it);
	const EVP_MD *digest = key_digest(key->kind);

	if (key->on_token)
		return error_set(err, INTERNAL, "key_on_token", NULL,
				 "a key on a token signs one at a time; please "
				 "report this");
	it->context = EVP_PKEY_CTX_new(key->pair, NULL);
	it->md = EVP_MD_CTX_new();
	it->digest = EVP_MD_fetch(NULL, EVP_MD_get0_name(digest), NULL);
	if (!is_ready(it, digest, EVP_PKEY_is_a(key->pair, "RSA") == 1))
		return crypto_failed("signing", err);
	*ret = TAKE(it);
	return OK;
}

enum status key_signer_sign(struct key_signer *signer, struct arena *arena,
			    const void *bytes, size_t n, struct octets *ret,
			    struct error *err)
{
	unsigned char digest[EVP_MAX_MD_SIZE], signature[SIGNATURE_MAX];
	size_t size = sizeof signature;
	unsigned digest_n;

	if (EVP_DigestInit_ex2(signer->md, signer->digest, NULL) != 1 ||
	    EVP_DigestUpdate(signer->md, bytes, n) != 1 ||
	    EVP_DigestFinal_ex(signer->md, digest, &digest_n) != 1 ||
	    EVP_PKEY_sign(signer->context, signature, &size, digest,
			  digest_n) != 1)
		return crypto_failed("signing", err);
	ret->bytes = arena_bytes(arena, signature, size);
	ret->size = size;
	return OK;
}
