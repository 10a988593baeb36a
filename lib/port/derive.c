/* derive - HKDF by OpenSSL */
#include <ipp/port/derive.h>

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <ipp/base/own.h>

#include "crypto.h"

static void evp_kdf_ctx_free(EVP_KDF_CTX *context)
{
	EVP_KDF_CTX_free(context); /* wipes the key */
}
DEFINE_OWN(evp_kdf_ctx, EVP_KDF_CTX, evp_kdf_ctx_free)

static EVP_KDF_CTX *hkdf_new(void)
{
	EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	EVP_KDF_CTX *ret = kdf ? EVP_KDF_CTX_new(kdf) : NULL;

	EVP_KDF_free(kdf); /* the context keeps its own reference */
	return ret;
}

/* OSSL_PARAM has no const; what it points to is only read. */
static OSSL_PARAM octets(const char *name, const void *bytes, size_t n)
{
	union {
		const void *in;
		void *out;
	} loose = { .in = bytes };

	return OSSL_PARAM_construct_octet_string(name, loose.out, n);
}

enum status derive_subkey(const unsigned char master[DERIVE_KEY_SIZE],
			  const char *label, unsigned char ret[DERIVE_KEY_SIZE],
			  struct error *err)
{
	static const char prefix[] = "ipp-tools/";
	OWN(evp_kdf_ctx) EVP_KDF_CTX *context = hkdf_new();
	char digest[] = "SHA256";
	/* HKDF joins the info parameters in their order. */
	const OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest,
						 0),
		octets(OSSL_KDF_PARAM_KEY, master, DERIVE_KEY_SIZE),
		octets(OSSL_KDF_PARAM_INFO, prefix, sizeof prefix - 1),
		octets(OSSL_KDF_PARAM_INFO, label, strlen(label)),
		OSSL_PARAM_construct_end(),
	};

	if (!context ||
	    EVP_KDF_derive(context, ret, DERIVE_KEY_SIZE, params) != 1)
		return crypto_failed("HKDF-SHA-256", err);
	return OK;
}
