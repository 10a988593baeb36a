/* cms_prepare - signatures before they have a value, and with it */
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

#include "cms_part.h"
#include "crypto.h"

/* RFC 5652, 5.4: what is signed is the SET OF in DER, by its own tag. */
typedef STACK_OF(X509_ATTRIBUTE) SIGNED_ATTRS;

ASN1_ITEM_TEMPLATE(SIGNED_ATTRS) = ASN1_EX_TEMPLATE_TYPE(ASN1_TFLG_SET_ORDER, 0,
							 SIGNED_ATTRS,
							 X509_ATTRIBUTE)
    static_ASN1_ITEM_TEMPLATE_END(SIGNED_ATTRS)

	static void attributes_free(SIGNED_ATTRS * list)
{
	sk_X509_ATTRIBUTE_free(list); /* its items are borrowed */
}
DEFINE_OWN(attributes, SIGNED_ATTRS, attributes_free)
DEFINE_OWN(cms, CMS_ContentInfo, CMS_ContentInfo_free)
DEFINE_OWN(asn1_time, ASN1_TIME, ASN1_TIME_free)
DEFINE_OWN(evp_md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)

static enum status failed(struct error *err)
{
	return crypto_failed("making a signature", err);
}

CMS_ContentInfo *cms_message_parse(struct octets message)
{
	const unsigned char *at = message.bytes;

	return message.size <= LONG_MAX
		   ? d2i_CMS_ContentInfo(NULL, &at, (long)message.size)
		   : NULL;
}

CMS_SignerInfo *cms_message_signer(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) *all = cms ? CMS_get0_SignerInfos(cms) : NULL;

	return sk_CMS_SignerInfo_num(all) == 1 ? sk_CMS_SignerInfo_value(all, 0)
					       : NULL;
}

enum status cms_message_encode(struct arena *arena, const CMS_ContentInfo *cms,
			       const char *what, struct octets *ret,
			       struct error *err)
{
	int n = i2d_CMS_ContentInfo(cms, NULL);
	unsigned char *der = n > 0 ? arena_alloc(arena, (size_t)n) : NULL;

	*ret = (struct octets){ der, n > 0 ? (size_t)n : 0 };
	return der && i2d_CMS_ContentInfo(cms, &der) == n
		   ? OK
		   : crypto_failed(what, err);
}

/* OpenSSL believes that the public half can sign; it is never asked to. */
static enum status message_begin(const struct cms_signatory *who,
				 CMS_ContentInfo **ret, CMS_SignerInfo **info,
				 struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = CMS_ContentInfo_new();

	if (!cms || CMS_SignedData_init(cms) != 1)
		return failed(err);
	*info = CMS_add1_signer(cms, who->certificate, who->key, who->md,
				CMS_PARTIAL | CMS_CADES | CMS_BINARY |
				    CMS_NOSMIMECAP);
	if (!*info)
		return failed(err);
	for (int i = 0; i < sk_X509_num(who->chain); i++)
		if (CMS_add1_cert(cms, sk_X509_value(who->chain, i)) != 1)
			return failed(err);
	if (CMS_set_detached(cms, 1) != 1)
		return failed(err);
	*ret = TAKE(cms);
	return OK;
}

static bool content_digest(const EVP_MD *md, const struct cms_content *content,
			   unsigned char *ret)
{
	OWN(evp_md_ctx) EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (!context || EVP_DigestInit_ex(context, md, NULL) != 1)
		return false;
	for (size_t i = 0; i < content->count; i++)
		if (EVP_DigestUpdate(context, content->parts[i].bytes,
				     content->parts[i].size) != 1)
			return false;
	return EVP_DigestFinal_ex(context, ret, NULL) == 1;
}

static bool time_add(CMS_SignerInfo *info, int64_t at)
{
	OWN(asn1_time) ASN1_TIME *time = NULL;

	if (at == INT64_MIN)
		return true;
	time = ASN1_TIME_set(NULL, (time_t)at);
	return time && CMS_signed_add1_attr_by_NID(info, NID_pkcs9_signingTime,
						   time->type, time, -1) == 1;
}

static enum status attributes_add(CMS_SignerInfo *info,
				  const struct cms_draft *draft, int64_t time,
				  struct error *err)
{
	if (CMS_signed_add1_attr_by_NID(info, NID_pkcs9_contentType,
					V_ASN1_OBJECT,
					OBJ_nid2obj(NID_pkcs7_data), -1) != 1 ||
	    CMS_signed_add1_attr_by_NID(
		info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING,
		draft->content_hash, (int)draft->hash_size) != 1 ||
	    !time_add(info, time))
		return failed(err);
	return OK;
}

static enum status attributes_encode(struct arena *arena,
				     const CMS_SignerInfo *info,
				     struct octets *ret, struct error *err)
{
	OWN(attributes) SIGNED_ATTRS *list = sk_X509_ATTRIBUTE_new_null();
	int count = CMS_signed_get_attr_count(info), n;
	unsigned char *der = NULL;

	if (!list)
		memory_exhausted();
	for (int i = 0; i < count; i++)
		if (sk_X509_ATTRIBUTE_push(list,
					   CMS_signed_get_attr(info, i)) <= 0)
			memory_exhausted();
	n = ASN1_item_i2d((ASN1_VALUE *)list, &der,
			  ASN1_ITEM_rptr(SIGNED_ATTRS));
	if (n <= 0)
		return failed(err);
	ret->bytes = arena_bytes(arena, der, (size_t)n);
	ret->size = (size_t)n;
	OPENSSL_free(der);
	return OK;
}

/* RFC 4056, 3: the parameters stand in the message, too. */
static bool scheme_put(CMS_SignerInfo *info, const struct cms_signatory *who)
{
	ASN1_STRING *parameters;
	X509_ALGOR *algorithm;

	if (!who->is_pss)
		return true;
	CMS_SignerInfo_get0_algs(info, NULL, NULL, NULL, &algorithm);
	parameters = cms_pss_parameters(who->md);
	if (parameters && X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_rsassaPss),
					  V_ASN1_SEQUENCE, parameters) == 1)
		return true;
	ASN1_STRING_free(parameters);
	return false;
}

enum status cms_prepare(struct arena *arena, const struct cms_signatory *who,
			const struct cms_content *content, int64_t signing_time,
			struct cms_draft *ret, struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	CMS_SignerInfo *info = NULL;
	enum status rc;

	ret->hash_size = (size_t)EVP_MD_get_size(who->md);
	if (!content_digest(who->md, content, ret->content_hash))
		return failed(err);
	if ((rc = message_begin(who, &cms, &info, err)) != OK ||
	    (rc = attributes_add(info, ret, signing_time, err)) != OK ||
	    (rc = attributes_encode(arena, info, &ret->attributes, err)) != OK)
		return rc;
	if (!scheme_put(info, who) ||
	    EVP_Digest(ret->attributes.bytes, ret->attributes.size, ret->hash,
		       NULL, who->md, NULL) != 1)
		return failed(err);
	return cms_message_encode(arena, cms, "making a signature",
				  &ret->message, err);
}

enum status cms_complete(struct arena *arena, const struct cms_signatory *who,
			 const struct cms_draft *draft, struct octets value,
			 struct octets *ret, struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = cms_message_parse(draft->message);
	CMS_SignerInfo *info = cms_message_signer(cms);
	struct octets good;

	if (!info)
		return failed(err);
	if (value.size > INT_MAX ||
	    !cms_value_check(arena, who, draft->hash, value, &good))
		return error_set(err, REFUSED, "signature_unsound", NULL,
				 "the signature that came is not by the key of "
				 "the certificate, or of something else; have "
				 "the certificate read again, and try again");
	if (ASN1_STRING_set(CMS_SignerInfo_get0_signature(info), good.bytes,
			    (int)good.size) != 1)
		return failed(err);
	return cms_message_encode(arena, cms, "making a signature", ret, err);
}
