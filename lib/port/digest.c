/* digest - SHA-256 and HMAC by OpenSSL */
#include <ipp/port/digest.h>

#include <pthread.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <ipp/base/memory.h>

#include "crypto.h"

struct digest {
	EVP_MD_CTX *context;
};

/* Looking an algorithm up costs several times a short digest, so it is done
 * once. The handles are never changed afterwards. */
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;
static pthread_once_t hmac_once = PTHREAD_ONCE_INIT;
static EVP_MD *sha256;
static EVP_MAC_CTX *hmac_model;

static void evp_md_ctx_free(EVP_MD_CTX *context)
{
	EVP_MD_CTX_free(context);
}
DEFINE_OWN(evp_md_ctx, EVP_MD_CTX, evp_md_ctx_free)

static void evp_mac_ctx_free(EVP_MAC_CTX *context)
{
	EVP_MAC_CTX_free(context);
}
DEFINE_OWN(evp_mac_ctx, EVP_MAC_CTX, evp_mac_ctx_free)

/* The model has some key, because OpenSSL copies no context without one. */
static EVP_MAC_CTX *hmac_model_new(void)
{
	static const unsigned char key[DIGEST_SIZE] = { 0 };
	char name[] = "SHA256";
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name,
						 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *ret = mac ? EVP_MAC_CTX_new(mac) : NULL;

	EVP_MAC_free(mac);
	if (ret && EVP_MAC_init(ret, key, sizeof key, params) != 1) {
		EVP_MAC_CTX_free(ret);
		return NULL;
	}
	return ret;
}

/* The process ends soon after; nothing of OpenSSL's needs to be undone. */
static void sha256_fetch(void)
{
	(void)OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL);
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static bool sha256_ready(void)
{
	return pthread_once(&sha256_once, sha256_fetch) == 0 && sha256;
}

static void hmac_fetch(void)
{
	hmac_model = hmac_model_new();
}

static bool hmac_ready(void)
{
	return pthread_once(&hmac_once, hmac_fetch) == 0 && hmac_model;
}

enum status digest_sha256(const void *bytes, size_t n,
			  unsigned char ret[DIGEST_SIZE], struct error *err)
{
	if (!sha256_ready() ||
	    EVP_Digest(bytes, n, ret, NULL, sha256, NULL) != 1)
		return crypto_failed("SHA-256", err);
	return OK;
}

enum status digest_hmac(const void *key, size_t key_n, const void *bytes,
			size_t n, unsigned char ret[DIGEST_SIZE],
			struct error *err)
{
	/* OpenSSL takes a NULL key as "the key of before". */
	static const unsigned char nothing[1] = { 0 };
	OWN(evp_mac_ctx) EVP_MAC_CTX *context = NULL;

	if (!hmac_ready() || !(context = EVP_MAC_CTX_dup(hmac_model)) ||
	    EVP_MAC_init(context, key_n ? key : nothing, key_n, NULL) != 1 ||
	    EVP_MAC_update(context, bytes, n) != 1 ||
	    EVP_MAC_final(context, ret, NULL, DIGEST_SIZE) != 1)
		return crypto_failed("HMAC-SHA-256", err);
	return OK;
}

enum status digest_new(struct digest **ret, struct error *err)
{
	OWN(evp_md_ctx) EVP_MD_CTX *context = NULL;

	if (!sha256_ready() || !(context = EVP_MD_CTX_new()) ||
	    EVP_DigestInit_ex2(context, sha256, NULL) != 1)
		return crypto_failed("SHA-256", err);
	*ret = memory_new(sizeof **ret);
	(*ret)->context = TAKE(context);
	return OK;
}

enum status digest_update(struct digest *digest, const void *bytes, size_t n,
			  struct error *err)
{
	if (EVP_DigestUpdate(digest->context, bytes, n) != 1)
		return crypto_failed("SHA-256", err);
	return OK;
}

enum status digest_finish(struct digest *digest, unsigned char ret[DIGEST_SIZE],
			  struct error *err)
{
	if (EVP_DigestFinal_ex(digest->context, ret, NULL) != 1)
		return crypto_failed("SHA-256", err);
	return OK;
}

void digest_free(struct digest *digest)
{
	if (!digest)
		return;
	EVP_MD_CTX_free(digest->context);
	free(digest);
}

bool digest_equal(const void *a, const void *b, size_t n)
{
	return n == 0 || CRYPTO_memcmp(a, b, n) == 0;
}
