/* signer_pkcs12 - a signer whose key lies in a PKCS #12 file */
#include <ipp/port/signer.h>

#include <limits.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>
#include <ipp/base/secret.h>

#include "crypto.h"
#include "signer_part.h"

struct file_signer {
	struct signer signer;
	struct arena *arena;
	unsigned char *key; /* PrivateKeyInfo (RFC 5208), in secret memory */
	size_t size;
};

/* What a file holds. */
struct bag {
	PKCS12 *file;
	EVP_PKEY *key;
	X509 *own; /* the certificate of the key, if it is there */
	STACK_OF(X509) * others;
};

DEFINE_OWN(evp_pkey, EVP_PKEY, EVP_PKEY_free)
DEFINE_OWN(evp_md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)
DEFINE_OWN(pkcs8, PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)

static void bag_clear(struct bag *bag)
{
	PKCS12_free(bag->file);
	EVP_PKEY_free(bag->key);
	X509_free(bag->own);
	sk_X509_pop_free(bag->others, X509_free);
}
#define OWN_BAG __attribute__((cleanup(bag_clear)))

static const EVP_MD *digest_of(enum signer_digest digest)
{
	return digest == SIGNER_SHA512	 ? EVP_sha512()
	       : digest == SIGNER_SHA384 ? EVP_sha384()
					 : EVP_sha256();
}

/* The key is made anew for each signature, so that it lies about for as short
 * as can be; that takes a tenth of a signature. */
static enum status file_sign(struct signer *signer, enum signer_digest digest,
			     struct octets bytes, struct arena *arena,
			     struct octets *ret, struct error *err)
{
	struct file_signer *it = (struct file_signer *)signer;
	const unsigned char *at = it->key;
	OWN(evp_pkey)
	EVP_PKEY *key = d2i_AutoPrivateKey(NULL, &at, (long)it->size);
	OWN(evp_md_ctx) EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char *signature;
	size_t size = 0;

	if (!key || !context ||
	    EVP_DigestSignInit(context, NULL, digest_of(digest), NULL, key) !=
		1 ||
	    EVP_DigestSign(context, NULL, &size, bytes.bytes, bytes.size) != 1)
		return crypto_failed("signing", err);
	signature = arena_alloc(arena, size);
	if (EVP_DigestSign(context, signature, &size, bytes.bytes,
			   bytes.size) != 1)
		return crypto_failed("signing", err);
	*ret = (struct octets){ signature, size };
	return OK;
}

static void file_close(struct signer *signer)
{
	struct file_signer *it = (struct file_signer *)signer;

	secret_free(it->key);
	arena_free(it->arena);
	free(it);
}

static enum status unreadable(struct error *err)
{
	bool old = ERR_GET_REASON(ERR_peek_error()) == ERR_R_UNSUPPORTED ||
		   ERR_GET_REASON(ERR_peek_last_error()) ==
		       PKCS12_R_PKCS12_CIPHERFINAL_ERROR;

	ERR_clear_error();
	if (old)
		return error_set(err, DATA, "pkcs12_unsupported", "pkcs12",
				 "the PKCS #12 file is encrypted in a way that "
				 "is not safe any more; write it anew with: "
				 "openssl pkcs12 -legacy");
	return error_set(err, DATA, "pkcs12_unreadable", "pkcs12",
			 "the file does not hold a key as PKCS #12; name a "
			 ".p12 or .pfx file");
}

/* Without a passphrase writers differ: none, or an empty one. */
static const char *passphrase_find(PKCS12 *file, const char *passphrase,
				   bool *found)
{
	*found = true;
	if (!PKCS12_mac_present(file) ||
	    PKCS12_verify_mac(file, passphrase, -1) == 1)
		return passphrase;
	*found = !*passphrase && PKCS12_verify_mac(file, NULL, 0) == 1;
	return NULL;
}

static enum status bag_open(struct octets file, const char *passphrase,
			    struct bag *ret, struct error *err)
{
	const unsigned char *at = file.bytes;
	bool found;

	if (file.size > LONG_MAX)
		return unreadable(err);
	ret->file = d2i_PKCS12(NULL, &at, (long)file.size);
	if (!ret->file)
		return unreadable(err);
	passphrase = passphrase_find(ret->file, passphrase, &found);
	if (!found) {
		ERR_clear_error();
		return error_set(err, DATA, "passphrase_wrong", "secret_file",
				 "the passphrase does not open the PKCS #12 "
				 "file; check it and try again");
	}
	if (PKCS12_parse(ret->file, passphrase, &ret->key, &ret->own,
			 &ret->others) != 1)
		return unreadable(err);
	if (!ret->key)
		return error_set(err, DATA, "key_missing", "pkcs12",
				 "the PKCS #12 file holds no private key; name "
				 "the one that was made with the certificate");
	return OK;
}

static bool is_held(const struct bag *bag, struct octets certificate)
{
	for (int i = 0; i < sk_X509_num(bag->others); i++)
		if (certificate_is(sk_X509_value(bag->others, i), certificate))
			return true;
	return false;
}

static enum status certificate_choose(const struct bag *bag,
				      const struct signer_choice *choice,
				      struct octets *ret, struct error *err)
{
	bool held = false;

	for (size_t i = 0; i < choice->count; i++) {
		if (certificate_has_key(choice->certificates[i], bag->key)) {
			*ret = choice->certificates[i];
			return OK;
		}
		held |= is_held(bag, choice->certificates[i]);
	}
	return held ? signer_mismatch(err) : signer_unregistered(err);
}

static enum status key_keep(struct file_signer *it, EVP_PKEY *key,
			    struct error *err)
{
	OWN(pkcs8) PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
	int n = info ? i2d_PKCS8_PRIV_KEY_INFO(info, NULL) : 0;
	unsigned char *at;

	if (n <= 0)
		return crypto_failed("keeping a key", err);
	it->size = (size_t)n;
	at = it->key = secret_alloc(it->size);
	return i2d_PKCS8_PRIV_KEY_INFO(info, &at) == n
		   ? OK
		   : crypto_failed("keeping a key", err);
}

/* The issuers in the file, for who verifies. */
static void chain_keep(struct file_signer *it, const struct bag *bag)
{
	int count = sk_X509_num(bag->others);
	struct octets *chain =
	    arena_alloc(it->arena, (size_t)(count > 0 ? count : 1) *
				       sizeof *chain);

	for (int i = 0; i < count; i++)
		if (certificate_keep_issuer(it->arena,
					    sk_X509_value(bag->others, i),
					    &chain[it->signer.chain_count]))
			it->signer.chain_count++;
	it->signer.chain = chain;
}

enum status signer_pkcs12_open(struct octets file, const char *passphrase,
			       const struct signer_choice *choice,
			       struct signer **ret, struct error *err)
{
	OWN(signer) struct signer *made = NULL;
	OWN_BAG struct bag bag = { 0 };
	struct octets certificate = { 0 };
	struct file_signer *it;
	enum status rc;

	if ((rc = bag_open(file, passphrase, &bag, err)) != OK ||
	    (rc = signer_key_check(bag.key, err)) != OK ||
	    (rc = certificate_choose(&bag, choice, &certificate, err)) != OK)
		return rc;
	it = memory_new(sizeof *it);
	it->signer.sign = file_sign;
	it->signer.close = file_close;
	it->arena = arena_new();
	made = &it->signer;
	made->certificate.bytes = arena_bytes(it->arena, certificate.bytes,
					      certificate.size);
	made->certificate.size = certificate.size;
	chain_keep(it, &bag);
	if ((rc = key_keep(it, bag.key, err)) != OK)
		return rc;
	*ret = TAKE(made);
	return OK;
}
