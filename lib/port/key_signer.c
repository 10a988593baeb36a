/* key_signer - signatures made and checked, the next ones cheaper */
#include "key_part.h"

#include <pthread.h>
#include <stdint.h>

#include <openssl/rsa.h>

#include <ipp/base/memory.h>

#include "crypto.h"

#define SIGNATURE_MAX 1024

/* What one signature leaves for the next one with the same key. OpenSSL looks
 * up its algorithms for each new context, which takes longer than signing. */
struct key_signer {
	struct key_signer *next; /* of those that wait at their key */
	const struct key *key;
	EVP_PKEY_CTX *sign, *verify; /* NULL until one is wanted */
	EVP_MD_CTX *md;
	EVP_MD *digest;
};

typedef int context_init(EVP_PKEY_CTX *context);

/* For the list of any key: it is held for the time of two assignments. */
static pthread_mutex_t idle_lock = PTHREAD_MUTEX_INITIALIZER;

void key_signer_free(struct key_signer *signer)
{
	if (!signer)
		return;
	EVP_PKEY_CTX_free(signer->sign);
	EVP_PKEY_CTX_free(signer->verify);
	EVP_MD_CTX_free(signer->md);
	EVP_MD_free(signer->digest);
	free(signer);
}

void key_signers_free(struct key_signer *list)
{
	while (list) {
		struct key_signer *next = list->next;

		key_signer_free(list);
		list = next;
	}
}

static enum status signer_new(const struct key *key, struct key_signer **ret,
			      struct error *err)
{
	OWN(key_signer) struct key_signer *it = memory_new(sizeof *it);
	const char *name = EVP_MD_get0_name(key_digest(key->kind));

	it->key = key;
	it->md = EVP_MD_CTX_new();
	it->digest = EVP_MD_fetch(NULL, name, NULL);
	if (!it->md || !it->digest)
		return crypto_failed("hashing", err);
	*ret = TAKE(it);
	return OK;
}

static bool is_ready(const struct key_signer *it, EVP_PKEY_CTX **context,
		     context_init *init)
{
	const struct key *key = it->key;

	if (*context)
		return true;
	*context = EVP_PKEY_CTX_new(key->pair, NULL);
	if (*context && init(*context) == 1 &&
	    (EVP_PKEY_is_a(key->pair, "RSA") != 1 ||
	     EVP_PKEY_CTX_set_rsa_padding(*context, RSA_PKCS1_PADDING) == 1) &&
	    EVP_PKEY_CTX_set_signature_md(*context, it->digest) == 1)
		return true;
	EVP_PKEY_CTX_free(*context);
	*context = NULL;
	return false;
}

static bool hash(struct key_signer *it, const void *bytes, size_t n,
		 unsigned char ret[EVP_MAX_MD_SIZE], unsigned *size)
{
	return EVP_DigestInit_ex2(it->md, it->digest, NULL) == 1 &&
	       EVP_DigestUpdate(it->md, bytes, n) == 1 &&
	       EVP_DigestFinal_ex(it->md, ret, size) == 1;
}

enum status key_signer_new(const struct key *key, struct key_signer **ret,
			   struct error *err)
{
	OWN(key_signer) struct key_signer *it = NULL;
	enum status rc;

	if (key->on_token)
		return error_set(err, INTERNAL, "key_on_token", NULL,
				 "a key on a token signs one at a time; please "
				 "report this");
	if ((rc = signer_new(key, &it, err)) != OK)
		return rc;
	if (!is_ready(it, &it->sign, EVP_PKEY_sign_init))
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

	if (!is_ready(signer, &signer->sign, EVP_PKEY_sign_init) ||
	    !hash(signer, bytes, n, digest, &digest_n) ||
	    EVP_PKEY_sign(signer->sign, signature, &size, digest, digest_n) !=
		    1)
		return crypto_failed("signing", err);
	ret->bytes = arena_bytes(arena, signature, size);
	ret->size = size;
	return OK;
}

static enum status signer_verify(struct key_signer *it, const void *bytes,
				 size_t n, struct octets signature,
				 struct error *err)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned digest_n;

	if (!is_ready(it, &it->verify, EVP_PKEY_verify_init) ||
	    !hash(it, bytes, n, digest, &digest_n))
		return crypto_failed("verifying a signature", err);
	return EVP_PKEY_verify(it->verify, signature.bytes, signature.size,
			       digest, digest_n) == 1 ?
		       OK :
		       signature_wrong(err);
}

/* One that waits, or a new one. */
static enum status idle_take(const struct key *key, struct key_signer **ret,
			     struct error *err)
{
	struct key *owner = (struct key *)(uintptr_t)key;
	struct key_signer *it;

	(void)pthread_mutex_lock(&idle_lock); /* ours, not held */
	it = owner->idle;
	if (it)
		owner->idle = it->next;
	(void)pthread_mutex_unlock(&idle_lock); /* held */
	if (!it)
		return signer_new(key, ret, err);
	*ret = it;
	return OK;
}

static void idle_put(const struct key *key, struct key_signer *it)
{
	struct key *owner = (struct key *)(uintptr_t)key;

	(void)pthread_mutex_lock(&idle_lock); /* ours, not held */
	it->next = owner->idle;
	owner->idle = it;
	(void)pthread_mutex_unlock(&idle_lock); /* held */
}

/* A token is given the digest. */
static enum status any_sign(struct key_signer *it, struct arena *arena,
			    const void *bytes, size_t n, struct octets *ret,
			    struct error *err)
{
	const struct key *key = it->key;
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned digest_n;

	if (!key->on_token)
		return key_signer_sign(it, arena, bytes, n, ret, err);
	if (!hash(it, bytes, n, digest, &digest_n))
		return crypto_failed("signing", err);
	return token_key_sign(key->on_token, key->kind, digest, arena, ret,
			      err);
}

enum status key_sign(struct arena *arena, const struct key *key,
		     const void *bytes, size_t n, struct octets *ret,
		     struct error *err)
{
	OWN(key_signer) struct key_signer *it = NULL;
	enum status rc;

	if ((rc = idle_take(key, &it, err)) != OK ||
	    (rc = any_sign(it, arena, bytes, n, ret, err)) != OK)
		return rc;
	idle_put(key, TAKE(it));
	return OK;
}

enum status key_verify(const struct key *key, const void *bytes, size_t n,
		       struct octets signature, struct error *err)
{
	OWN(key_signer) struct key_signer *it = NULL;
	enum status rc;

	if ((rc = idle_take(key, &it, err)) != OK ||
	    (rc = signer_verify(it, bytes, n, signature, err)) != OK)
		return rc;
	idle_put(key, TAKE(it));
	return OK;
}
