/* cms_stamp - time-stamps (RFC 3161) for signatures of ours */
#include <ipp/port/cms_stamp.h>

#include <limits.h>

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ts.h>

#include <ipp/base/memory.h>
#include <ipp/port/digest.h>
#include <ipp/port/random.h>

#include "cms_stamp_part.h"
#include "crypto.h"

#define NONCE_SIZE 8

DEFINE_OWN(ts_imprint, TS_MSG_IMPRINT, TS_MSG_IMPRINT_free)
DEFINE_OWN(ts_verify, TS_VERIFY_CTX, TS_VERIFY_CTX_free)
DEFINE_OWN(asn1_integer, ASN1_INTEGER, ASN1_INTEGER_free)
DEFINE_OWN(algorithm, X509_ALGOR, X509_ALGOR_free)
DEFINE_OWN(number, BIGNUM, BN_free)
DEFINE_OWN(object, ASN1_OBJECT, ASN1_OBJECT_free)

static enum status failed(struct error *err)
{
	return crypto_failed("asking for a time-stamp", err);
}

/* Keeps DER of the library's in the arena. */
static enum status der_keep(struct arena *arena, unsigned char *der, int n,
			    struct octets *ret, struct error *err)
{
	if (n <= 0)
		return failed(err);
	ret->bytes = arena_bytes(arena, der, (size_t)n);
	ret->size = (size_t)n;
	OPENSSL_free(der);
	return OK;
}

CMS_ContentInfo *cms_stamp_message(struct octets message)
{
	const unsigned char *at = message.bytes;

	return message.size <= LONG_MAX
		   ? d2i_CMS_ContentInfo(NULL, &at, (long)message.size)
		   : NULL;
}

CMS_SignerInfo *cms_stamp_signer(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_SignerInfo) *all =
	    cms ? CMS_get0_SignerInfos(cms) : NULL;

	return sk_CMS_SignerInfo_num(all) == 1 ? sk_CMS_SignerInfo_value(all, 0)
					       : NULL;
}

enum status cms_stamp_encode(struct arena *arena, const CMS_ContentInfo *cms,
			     struct octets *ret, struct error *err)
{
	int n = i2d_CMS_ContentInfo(cms, NULL);
	unsigned char *der = n > 0 ? arena_alloc(arena, (size_t)n) : NULL;

	*ret = (struct octets){ der, n > 0 ? (size_t)n : 0 };
	return der && i2d_CMS_ContentInfo(cms, &der) == n
		   ? OK
		   : crypto_failed("putting in a time-stamp", err);
}

static enum status imprint_make(CMS_SignerInfo *info, TS_MSG_IMPRINT *imprint,
				struct error *err)
{
	const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(info);
	OWN(algorithm) X509_ALGOR *algorithm = X509_ALGOR_new();
	unsigned char digest[DIGEST_SIZE];
	enum status rc;

	if ((rc = digest_sha256(ASN1_STRING_get0_data(value),
				(size_t)ASN1_STRING_length(value), digest,
				err)) != OK)
		return rc;
	if (!algorithm ||
	    X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL,
			    NULL) != 1 ||
	    TS_MSG_IMPRINT_set_algo(imprint, algorithm) != 1 ||
	    TS_MSG_IMPRINT_set_msg(imprint, digest, sizeof digest) != 1)
		return failed(err);
	return OK;
}

static ASN1_INTEGER *nonce_make(struct error *err)
{
	unsigned char bytes[NONCE_SIZE];
	OWN(number) BIGNUM *number = NULL;

	if (random_bytes(bytes, sizeof bytes, err) != OK)
		return NULL;
	bytes[0] |= 0x40; /* some authorities drop leading zeroes */
	number = BN_bin2bn(bytes, sizeof bytes, NULL);
	return number ? BN_to_ASN1_INTEGER(number, NULL) : NULL;
}

/* TS_REQ_set_policy_id makes a copy. */
static enum status policy_ask(TS_REQ *request, const char *policy,
			      struct error *err)
{
	OWN(object) ASN1_OBJECT *oid = policy ? OBJ_txt2obj(policy, 1) : NULL;

	ERR_clear_error();
	if (policy && !oid)
		return error_set(err, USAGE, "policy_invalid", "policy",
				 "\"%.100s\" is no policy of a time-stamp; give "
				 "an OID such as 1.2.3.4",
				 policy);
	return !policy || TS_REQ_set_policy_id(request, oid) == 1 ? OK
								  : failed(err);
}

enum status cms_stamp_request(struct arena *arena, struct octets message,
			      const char *policy, struct octets *ret,
			      struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = cms_stamp_message(message);
	CMS_SignerInfo *info = cms_stamp_signer(cms);
	OWN(ts_req) TS_REQ *request = TS_REQ_new();
	OWN(ts_imprint) TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	OWN(asn1_integer) ASN1_INTEGER *nonce = nonce_make(err);
	unsigned char *der = NULL;
	enum status rc;
	int n;

	if (!info || !request || !imprint || !nonce)
		return failed(err);
	if ((rc = imprint_make(info, imprint, err)) != OK ||
	    (rc = policy_ask(request, policy, err)) != OK)
		return rc;
	if (TS_REQ_set_version(request, 1) != 1 ||
	    TS_REQ_set_msg_imprint(request, imprint) != 1 ||
	    TS_REQ_set_nonce(request, nonce) != 1 ||
	    TS_REQ_set_cert_req(request, 1) != 1)
		return failed(err);
	n = i2d_TS_REQ(request, &der);
	return der_keep(arena, der, n, ret, err);
}

enum status cms_stamp_unreadable(struct error *err)
{
	return error_set(err, DATA, "stamp_unreadable", NULL,
			 "what the time-stamp authority answered is no "
			 "time-stamp (RFC 3161); ask another");
}

/* What the authority says where it makes none, as far as it is plain text. */
static enum status granted_check(TS_RESP *response, struct error *err)
{
	TS_STATUS_INFO *info = TS_RESP_get_status_info(response);
	long status = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info));

	if (status == TS_STATUS_GRANTED ||
	    status == TS_STATUS_GRANTED_WITH_MODS)
		return OK;
	return error_set(err, REFUSED, "stamp_refused", NULL,
			 "the time-stamp authority makes no time-stamp (status "
			 "%ld); ask another",
			 status);
}

enum status cms_stamp_response(struct octets response, TS_RESP **ret,
			       struct error *err)
{
	const unsigned char *at = response.bytes;

	*ret = response.size <= LONG_MAX
		   ? d2i_TS_RESP(NULL, &at, (long)response.size)
		   : NULL;
	if (*ret && at == response.bytes + response.size)
		return granted_check(*ret, err);
	ERR_clear_error();
	return cms_stamp_unreadable(err);
}

static enum status asked_parse(struct octets request, TS_REQ **ret,
			       struct error *err)
{
	const unsigned char *at = request.bytes;

	*ret = d2i_TS_REQ(NULL, &at, (long)request.size);
	return *ret ? OK : failed(err);
}

/* Version, imprint and nonce, not the signature. */
static enum status token_check(PKCS7 *token, struct octets request,
			       struct error *err)
{
	OWN(ts_req) TS_REQ *asked = NULL;
	OWN(ts_verify) TS_VERIFY_CTX *context = TS_VERIFY_CTX_new();
	enum status rc = asked_parse(request, &asked, err);
	bool same;

	if (rc != OK)
		return rc;
	if (!context || !TS_REQ_to_TS_VERIFY_CTX(asked, context))
		return failed(err);
	TS_VERIFY_CTX_set_flags(context, TS_VFY_VERSION | TS_VFY_IMPRINT |
					     TS_VFY_NONCE);
	same = TS_RESP_verify_token(context, token) == 1;
	ERR_clear_error();
	return same ? OK
		    : error_set(err, REFUSED, "stamp_foreign", NULL,
				"the time-stamp is not of what was asked for; "
				"ask again");
}

enum status cms_stamp_token_put(struct arena *arena, CMS_ContentInfo *cms,
				PKCS7 *token, struct octets *ret,
				struct error *err)
{
	CMS_SignerInfo *info = cms_stamp_signer(cms);
	struct octets der = { NULL, 0 };
	unsigned char *bytes = NULL;
	enum status rc;
	int n;

	if (!info)
		return failed(err);
	n = i2d_PKCS7(token, &bytes);
	if ((rc = der_keep(arena, bytes, n, &der, err)) != OK)
		return rc;
	if (CMS_unsigned_add1_attr_by_NID(info, NID_id_smime_aa_timeStampToken,
					  V_ASN1_SEQUENCE, der.bytes,
					  (int)der.size) != 1)
		return failed(err);
	return cms_stamp_encode(arena, cms, ret, err);
}

static enum status token_put(struct arena *arena, struct octets message,
			     struct octets request, PKCS7 *token,
			     struct octets *ret, struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = cms_stamp_message(message);
	enum status rc;

	if ((rc = token_check(token, request, err)) != OK)
		return rc;
	return cms_stamp_token_put(arena, cms, token, ret, err);
}

enum status cms_stamp_add(struct arena *arena, struct octets message,
			  struct octets request, struct octets response,
			  struct octets *ret, struct error *err)
{
	OWN(ts_resp) TS_RESP *answer = NULL;
	enum status rc;

	if ((rc = cms_stamp_response(response, &answer, err)) != OK)
		return rc;
	return token_put(arena, message, request, TS_RESP_get_token(answer),
			 ret, err);
}

enum status cms_stamp_asked(struct arena *arena, struct octets request,
			    struct octets *hash, struct octets *nonce,
			    struct error *err)
{
	OWN(ts_req) TS_REQ *asked = NULL;
	enum status rc = asked_parse(request, &asked, err);
	const ASN1_OCTET_STRING *imprint;
	const ASN1_INTEGER *number;

	if (rc != OK)
		return rc;
	imprint = TS_MSG_IMPRINT_get_msg(TS_REQ_get_msg_imprint(asked));
	number = TS_REQ_get_nonce(asked);
	hash->size = (size_t)ASN1_STRING_length(imprint);
	hash->bytes = arena_bytes(arena, ASN1_STRING_get0_data(imprint),
				  hash->size);
	nonce->size = (size_t)ASN1_STRING_length(number);
	nonce->bytes = arena_bytes(arena, ASN1_STRING_get0_data(number),
				   nonce->size);
	return OK;
}

enum status cms_stamp_token_add(struct arena *arena, struct octets message,
				struct octets request, struct octets token,
				struct octets *ret, struct error *err)
{
	const unsigned char *at = token.bytes;
	OWN(pkcs7)
	PKCS7 *it = token.size <= LONG_MAX
			? d2i_PKCS7(NULL, &at, (long)token.size)
			: NULL;

	if (it && at == token.bytes + token.size)
		return token_put(arena, message, request, it, ret, err);
	ERR_clear_error();
	return cms_stamp_unreadable(err);
}
