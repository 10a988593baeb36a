/* cms_signatory - whose signature it will be, and by which algorithms */
#include <ipp/port/cms_sign.h>

#include <limits.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/objects.h>

#include <ipp/base/memory.h>

#include "cms_part.h"
#include "crypto.h"
#include "signer_part.h"

/* a time-stamp with the certificates of its authority */
#define ROOM_OF_A_STAMP ((size_t)14 * 1024)
#define OID_MAX		64

static const char *const digests[] = {
	[SIGNER_SHA256] = "SHA256",
	[SIGNER_SHA384] = "SHA384",
	[SIGNER_SHA512] = "SHA512",
};

static X509 *certificate_parse(struct octets der)
{
	const unsigned char *at = der.bytes;

	return der.size <= LONG_MAX ? d2i_X509(NULL, &at, (long)der.size)
				    : NULL;
}

void cms_signatory_close(struct cms_signatory *it)
{
	if (!it)
		return;
	X509_free(it->certificate);
	sk_X509_pop_free(it->chain, X509_free);
	EVP_MD_free(it->md);
	arena_free(it->arena);
	memory_free(it);
}

/* RFC 5753, 7: a digest about as strong as the key. */
static enum signer_digest digest_choose(const EVP_PKEY *key)
{
	int bits = EVP_PKEY_get_bits(key);

	if (!EVP_PKEY_is_a(key, "EC") || bits <= 256)
		return SIGNER_SHA256;
	return bits <= 384 ? SIGNER_SHA384 : SIGNER_SHA512;
}

static enum status unreadable(struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "certificate_unreadable", NULL,
			 "the signer's certificate is not readable; use "
			 "another");
}

static enum status chain_take(struct cms_signatory *it,
			      const struct cms_identity *who, struct error *err)
{
	it->chain = sk_X509_new_null();
	if (!it->chain)
		memory_exhausted();
	for (size_t i = 0; i < who->chain_count; i++) {
		X509 *issuer = certificate_parse(who->chain[i]);

		if (!issuer)
			return crypto_failed("making a signature", err);
		if (sk_X509_push(it->chain, issuer) <= 0)
			memory_exhausted();
		it->room += who->chain[i].size;
	}
	return OK;
}

static enum status key_check(const struct cms_signatory *it, struct error *err)
{
	/* RSA that is for RSASSA-PSS only (RFC 4055, 1.2) */
	return EVP_PKEY_is_a(it->key, "RSA-PSS") &&
		       EVP_PKEY_get_bits(it->key) >= 2048
		   ? OK
		   : signer_key_check(it->key, err);
}

enum status cms_signatory_open(const struct cms_identity *who,
			       struct cms_signatory **ret, struct error *err)
{
	OWN(cms_signatory) struct cms_signatory *it = memory_new(sizeof *it);
	enum status rc;

	it->arena = arena_new();
	it->certificate = certificate_parse(who->certificate);
	it->key = it->certificate ? X509_get0_pubkey(it->certificate) : NULL;
	if (!it->key)
		return unreadable(err);
	it->room = who->certificate.size + CMS_ROOM_BESIDE_CERTIFICATES;
	if ((rc = key_check(it, err)) != OK ||
	    (rc = chain_take(it, who, err)) != OK)
		return rc;
	it->digest = who->digest ? *who->digest : digest_choose(it->key);
	it->md = EVP_MD_fetch(NULL, digests[it->digest], NULL);
	if (!it->md)
		return crypto_failed("making a signature", err);
	it->is_pss = EVP_PKEY_is_a(it->key, "RSA-PSS") ||
		     (who->pss && EVP_PKEY_is_a(it->key, "RSA"));
	if ((rc = cms_model_make(it, err)) != OK)
		return rc;
	*ret = TAKE(it);
	return OK;
}

size_t cms_signatory_room(const struct cms_signatory *it, bool is_stamped)
{
	return it->room + (is_stamped ? ROOM_OF_A_STAMP : 0);
}

enum signer_digest cms_signatory_digest(const struct cms_signatory *it)
{
	return it->digest;
}

static const char *oid_text(struct arena *arena, int nid)
{
	char text[OID_MAX];

	return OBJ_obj2txt(text, sizeof text, OBJ_nid2obj(nid), 1) > 0
		   ? arena_text(arena, text)
		   : NULL;
}

static enum status parameters_tell(const struct cms_signatory *it,
				   struct arena *arena, struct octets *ret,
				   struct error *err)
{
	ASN1_STRING *parameters = cms_pss_parameters(it->md);

	if (!parameters)
		return crypto_failed("choosing an algorithm", err);
	ret->size = (size_t)ASN1_STRING_length(parameters);
	ret->bytes =
	    arena_bytes(arena, ASN1_STRING_get0_data(parameters), ret->size);
	ASN1_STRING_free(parameters);
	return OK;
}

enum status cms_signatory_algorithm(const struct cms_signatory *it,
				    struct arena *arena,
				    struct cms_algorithm *ret,
				    struct error *err)
{
	bool is_ec = EVP_PKEY_is_a(it->key, "EC");
	int key = is_ec	       ? NID_X9_62_id_ecPublicKey
		  : it->is_pss ? NID_rsassaPss
			       : NID_rsaEncryption;
	int signature = NID_rsassaPss;

	*ret = (struct cms_algorithm){ .parameters = { NULL, 0 } };
	if (!it->is_pss && OBJ_find_sigid_by_algs(
			       &signature, EVP_MD_get_type(it->md), key) != 1)
		return crypto_failed("choosing an algorithm", err);
	ret->signature = oid_text(arena, signature);
	ret->key = oid_text(arena, key);
	ret->digest = oid_text(arena, EVP_MD_get_type(it->md));
	return it->is_pss ? parameters_tell(it, arena, &ret->parameters, err)
			  : OK;
}
