/* cms_sign - signs bytes as CMS, whoever holds the key */
#include <ipp/port/cms_sign.h>

#include <limits.h>
#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/port/signer.h>

#include "crypto.h"
#include "signer_part.h"

#define ROOM_BESIDE_CERTIFICATES ((size_t)6 * 1024)

/* RFC 5652, 5.4: what is signed is the SET OF in DER, by its own tag. */
typedef STACK_OF(X509_ATTRIBUTE) SIGNED_ATTRS;

ASN1_ITEM_TEMPLATE(SIGNED_ATTRS) =
	ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SET_ORDER, 0, SIGNED_ATTRS,
			      X509_ATTRIBUTE)
static_ASN1_ITEM_TEMPLATE_END(SIGNED_ATTRS)

static void attributes_free(SIGNED_ATTRS *list)
{
	sk_X509_ATTRIBUTE_free(list); /* its items are borrowed */
}
DEFINE_OWN(attributes, SIGNED_ATTRS, attributes_free)
DEFINE_OWN(cms, CMS_ContentInfo, CMS_ContentInfo_free)
DEFINE_OWN(x509, X509, X509_free)
DEFINE_OWN(asn1_time, ASN1_TIME, ASN1_TIME_free)
DEFINE_OWN(evp_md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)

struct signing {
	struct arena *arena;
	struct signer *signer;
	X509 *certificate;
	EVP_PKEY *key; /* the public half */
	enum signer_digest digest;
	const EVP_MD *md;
	CMS_ContentInfo *cms;
	CMS_SignerInfo *info;
};

static enum status failed(struct error *err)
{
	return crypto_failed("making a signature", err);
}

/* RFC 5753, 7: a digest about as strong as the key. */
static void digest_choose(struct signing *it)
{
	int bits = EVP_PKEY_get_bits(it->key);

	it->digest = SIGNER_SHA256;
	it->md = EVP_sha256();
	if (!EVP_PKEY_is_a(it->key, "EC") || bits <= 256)
		return;
	it->digest = bits <= 384 ? SIGNER_SHA384 : SIGNER_SHA512;
	it->md = bits <= 384 ? EVP_sha384() : EVP_sha512();
}

static X509 *certificate_parse(struct octets der)
{
	const unsigned char *at = der.bytes;

	return der.size <= LONG_MAX ? d2i_X509(NULL, &at, (long)der.size)
				    : NULL;
}

static enum status certificate_open(struct signing *it, struct error *err)
{
	it->certificate = certificate_parse(it->signer->certificate);
	it->key = it->certificate ? X509_get0_pubkey(it->certificate) : NULL;
	if (!it->key) {
		ERR_clear_error();
		return error_set(err, DATA, "certificate_unreadable", NULL,
				 "the signer's certificate is not readable; "
				 "use another");
	}
	digest_choose(it);
	return signer_key_check(it->key, err);
}

/* OpenSSL believes that the public half can sign; it is never asked to. */
static enum status signer_add(struct signing *it, struct error *err)
{
	it->cms = CMS_ContentInfo_new();
	if (!it->cms || CMS_SignedData_init(it->cms) != 1)
		return failed(err);
	it->info = CMS_add1_signer(it->cms, it->certificate, it->key, it->md,
				   CMS_PARTIAL | CMS_CADES | CMS_BINARY |
				       CMS_NOSMIMECAP);
	if (!it->info)
		return failed(err);
	for (size_t i = 0; i < it->signer->chain_count; i++) {
		OWN(x509)
		X509 *issuer = certificate_parse(it->signer->chain[i]);

		if (!issuer || CMS_add1_cert(it->cms, issuer) != 1)
			return failed(err);
	}
	return OK;
}

static bool content_digest(const struct signing *it,
			   const struct cms_content *content,
			   unsigned char ret[EVP_MAX_MD_SIZE], unsigned *size)
{
	OWN(evp_md_ctx) EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (!context || EVP_DigestInit_ex(context, it->md, NULL) != 1)
		return false;
	for (size_t i = 0; i < content->count; i++)
		if (EVP_DigestUpdate(context, content->parts[i].bytes,
				     content->parts[i].size) != 1)
			return false;
	return EVP_DigestFinal_ex(context, ret, size) == 1;
}

static bool content_put(const struct signing *it,
			const struct cms_content *content)
{
	ASN1_OCTET_STRING **at = CMS_get0_content(it->cms);
	unsigned char *bytes, *to;
	size_t size = 0;

	for (size_t i = 0; i < content->count; i++)
		size += content->parts[i].size;
	if (!at || size > INT_MAX || (!*at && !(*at = ASN1_OCTET_STRING_new())))
		return false;
	to = bytes = OPENSSL_malloc(size ? size : 1);
	if (!bytes)
		memory_exhausted();
	for (size_t i = 0; i < content->count; i++) {
		memcpy(to, content->parts[i].bytes, content->parts[i].size);
		to += content->parts[i].size;
	}
	ASN1_STRING_set0(*at, bytes, (int)size);
	return true;
}

static bool time_add(const struct signing *it, int64_t at)
{
	OWN(asn1_time) ASN1_TIME *time = NULL;

	if (at == INT64_MIN)
		return true;
	time = ASN1_TIME_set(NULL, (time_t)at);
	return time && CMS_signed_add1_attr_by_NID(it->info,
						   NID_pkcs9_signingTime,
						   time->type, time, -1) == 1;
}

static enum status attributes_add(const struct signing *it,
				  const struct cms_content *content,
				  int64_t time, struct error *err)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned size = 0;

	if (!content_digest(it, content, digest, &size) ||
	    CMS_signed_add1_attr_by_NID(it->info, NID_pkcs9_contentType,
					V_ASN1_OBJECT,
					OBJ_nid2obj(NID_pkcs7_data), -1) != 1 ||
	    CMS_signed_add1_attr_by_NID(it->info, NID_pkcs9_messageDigest,
					V_ASN1_OCTET_STRING, digest,
					(int)size) != 1 ||
	    !time_add(it, time))
		return failed(err);
	return OK;
}

static enum status attributes_encode(const struct signing *it,
				     struct octets *ret, struct error *err)
{
	OWN(attributes) SIGNED_ATTRS *list = sk_X509_ATTRIBUTE_new_null();
	int count = CMS_signed_get_attr_count(it->info), n;
	unsigned char *der = NULL;

	if (!list)
		memory_exhausted();
	for (int i = 0; i < count; i++)
		if (sk_X509_ATTRIBUTE_push(
			list, CMS_signed_get_attr(it->info, i)) <= 0)
			memory_exhausted();
	n = ASN1_item_i2d((ASN1_VALUE *)list, &der, ASN1_ITEM_rptr(SIGNED_ATTRS));
	if (n <= 0)
		return failed(err);
	ret->bytes = arena_bytes(it->arena, der, (size_t)n);
	ret->size = (size_t)n;
	OPENSSL_free(der);
	return OK;
}

static bool is_good(const struct signing *it, struct octets what,
		    struct octets signature)
{
	OWN(evp_md_ctx) EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool ret = context &&
		   EVP_DigestVerifyInit(context, NULL, it->md, NULL,
					it->key) == 1 &&
		   EVP_DigestVerify(context, signature.bytes, signature.size,
				    what.bytes, what.size) == 1;

	ERR_clear_error();
	return ret;
}

static enum status signature_put(const struct signing *it, struct error *err)
{
	struct octets what, signature;
	enum status rc;

	if ((rc = attributes_encode(it, &what, err)) != OK ||
	    (rc = it->signer->sign(it->signer, it->digest, what, it->arena,
				   &signature, err)) != OK)
		return rc;
	if (!is_good(it, what, signature))
		return signer_mismatch(err);
	return ASN1_STRING_set(CMS_SignerInfo_get0_signature(it->info),
			       signature.bytes, (int)signature.size) == 1
		   ? OK
		   : failed(err);
}

static enum status encode(const struct signing *it, struct octets *ret,
			  struct error *err)
{
	unsigned char *der = NULL;
	int n = i2d_CMS_ContentInfo(it->cms, &der);

	if (n <= 0)
		return failed(err);
	ret->bytes = arena_bytes(it->arena, der, (size_t)n);
	ret->size = (size_t)n;
	OPENSSL_free(der);
	return OK;
}

enum status cms_sign(struct arena *arena, struct signer *signer,
		     const struct cms_content *content,
		     const struct cms_style *style, struct octets *ret,
		     struct error *err)
{
	struct signing it = { .arena = arena, .signer = signer };
	OWN(x509) X509 *certificate = NULL;
	OWN(cms) CMS_ContentInfo *cms = NULL;
	enum status rc = certificate_open(&it, err);

	certificate = it.certificate;
	if (rc != OK)
		return rc;
	rc = signer_add(&it, err);
	cms = it.cms;
	if (rc != OK || (rc = attributes_add(&it, content, style->signing_time,
					     err)) != OK ||
	    (rc = signature_put(&it, err)) != OK)
		return rc;
	if (style->detached ? CMS_set_detached(cms, 1) != 1
			    : !content_put(&it, content))
		return failed(err);
	return encode(&it, ret, err);
}

size_t cms_sign_room(const struct signer *signer)
{
	size_t ret = ROOM_BESIDE_CERTIFICATES + signer->certificate.size;

	for (size_t i = 0; i < signer->chain_count; i++)
		ret += signer->chain[i].size;
	return ret;
}
