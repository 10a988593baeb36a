/* cms_stamp_file - time-stamps that somebody else obtained (RFC 3161) */
#include <ipp/port/cms_stamp.h>

#include <limits.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include <ipp/base/memory.h>

#include "cms_stamp_part.h"
#include "crypto.h"

DEFINE_OWN(tst, TS_TST_INFO, TS_TST_INFO_free)
DEFINE_OWN(object, ASN1_OBJECT, ASN1_OBJECT_free)

static enum status message_open(struct octets message, CMS_ContentInfo **ret,
				struct error *err)
{
	*ret = cms_stamp_message(message);
	if (cms_stamp_signer(*ret))
		return OK;
	ERR_clear_error();
	return error_set(err, DATA, "message_unreadable", NULL,
			 "this is no message with one signature; give the "
			 "signed file itself");
}

/* Of the value of the signature, under the imprint's own digest. */
static bool imprint_is_of(TS_MSG_IMPRINT *imprint, CMS_SignerInfo *info)
{
	const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(info);
	const ASN1_OCTET_STRING *wanted = TS_MSG_IMPRINT_get_msg(imprint);
	const X509_ALGOR *algorithm = TS_MSG_IMPRINT_get_algo(imprint);
	const EVP_MD *md =
	    EVP_get_digestbynid(OBJ_obj2nid(algorithm->algorithm));
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	return md &&
	       EVP_Digest(ASN1_STRING_get0_data(value),
			  (size_t)ASN1_STRING_length(value), digest, &n, md,
			  NULL) == 1 &&
	       (int)n == ASN1_STRING_length(wanted) &&
	       memcmp(digest, ASN1_STRING_get0_data(wanted), n) == 0;
}

/* Borrowed from the request or the token. */
static bool policy_is(const ASN1_OBJECT *it, const char *policy)
{
	OWN(object) ASN1_OBJECT *wanted = OBJ_txt2obj(policy, 1);

	return it && wanted && OBJ_cmp(it, wanted) == 0;
}

static TS_REQ *request_parse(struct octets request)
{
	const unsigned char *at = request.bytes;
	OWN(ts_req)
	TS_REQ *it = request.size <= LONG_MAX
			 ? d2i_TS_REQ(NULL, &at, (long)request.size)
			 : NULL;

	return it && at == request.bytes + request.size ? TAKE(it) : NULL;
}

/* A TimeStampResp or a TimeStampToken. */
static enum status token_read(struct octets answer, PKCS7 **ret,
			      struct error *err)
{
	OWN(ts_resp) TS_RESP *response = NULL;
	const unsigned char *at = answer.bytes;
	OWN(pkcs7)
	PKCS7 *token = answer.size <= LONG_MAX
			   ? d2i_PKCS7(NULL, &at, (long)answer.size)
			   : NULL;
	enum status rc;

	ERR_clear_error();
	if (token && at == answer.bytes + answer.size) {
		*ret = TAKE(token);
		return OK;
	}
	if ((rc = cms_stamp_response(answer, &response, err)) != OK)
		return rc;
	*ret = PKCS7_dup(TS_RESP_get_token(response));
	return *ret ? OK : cms_stamp_unreadable(err);
}

static enum status foreign(const char *code, const char *text,
			   struct error *err)
{
	ERR_clear_error();
	return error_set(err, REFUSED, code, NULL, "%s", _(text));
}

/* RFC 3161, 2.4.2: what the answer has in common with the request. */
static enum status answer_check(const TS_TST_INFO *info,
				CMS_SignerInfo *signer, struct octets bytes,
				struct error *err)
{
	OWN(ts_req) TS_REQ *request = request_parse(bytes);
	const ASN1_INTEGER *nonce, *returned;
	ASN1_OBJECT *policy;

	if (!request) {
		ERR_clear_error();
		return error_set(err, DATA, "query_unreadable", NULL,
				 "what should be the query is no TimeStampReq "
				 "(RFC 3161); give the file that was sent to "
				 "the time-stamp authority");
	}
	if (!imprint_is_of(TS_REQ_get_msg_imprint(request), signer))
		return foreign("query_foreign",
			       N_("the query asks for a time-stamp of "
				  "something else; give the one that was made "
				  "for this file"),
			       err);
	nonce = TS_REQ_get_nonce(request);
	returned = TS_TST_INFO_get_nonce(info);
	if (nonce && (!returned || ASN1_INTEGER_cmp(nonce, returned) != 0))
		return foreign("stamp_nonce",
			       N_("the time-stamp does not answer this query, "
				  "but another; its nonce differs"),
			       err);
	policy = TS_REQ_get_policy_id(request);
	if (policy && OBJ_cmp(policy, TS_TST_INFO_get_policy_id(
					  (TS_TST_INFO *)(uintptr_t)info)))
		return foreign("stamp_policy",
			       N_("the time-stamp follows another policy than "
				  "the query asked for; ask another "
				  "authority"),
			       err);
	return OK;
}

/* Not who signed it: that is judged by whoever relies on it. */
static enum status token_check(PKCS7 *token, CMS_SignerInfo *signer,
			       const struct stamp_wish *wish,
			       struct error *err)
{
	OWN(tst) TS_TST_INFO *info = NULL;
	enum status rc;

	if (PKCS7_type_is_signed(token) && token->d.sign)
		info = PKCS7_to_TS_TST_INFO(token);
	ERR_clear_error();
	if (!info || TS_TST_INFO_get_version(info) != 1)
		return cms_stamp_unreadable(err);
	if (!imprint_is_of(TS_TST_INFO_get_msg_imprint(info), signer))
		return foreign("stamp_foreign",
			       N_("the time-stamp is of something else; give "
				  "the one that was made for this file"),
			       err);
	if (wish->request.size &&
	    (rc = answer_check(info, signer, wish->request, err)) != OK)
		return rc;
	if (wish->policy &&
	    !policy_is(TS_TST_INFO_get_policy_id(info), wish->policy))
		return foreign("stamp_policy",
			       N_("the time-stamp follows another policy; ask "
				  "another authority"),
			       err);
	return OK;
}

enum status cms_stamp_put(struct arena *arena, struct octets message,
			  const struct stamp_wish *wish, struct octets answer,
			  struct octets *ret, struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	OWN(pkcs7) PKCS7 *token = NULL;
	enum status rc;

	if ((rc = message_open(message, &cms, err)) != OK ||
	    (rc = token_read(answer, &token, err)) != OK ||
	    (rc = token_check(token, cms_stamp_signer(cms), wish, err)) != OK)
		return rc;
	return cms_stamp_token_put(arena, cms, token, ret, err);
}

bool cms_stamp_is_request(struct octets message, struct octets request,
			  const char *policy)
{
	OWN(cms) CMS_ContentInfo *cms = cms_stamp_message(message);
	OWN(ts_req) TS_REQ *asked = request_parse(request);
	CMS_SignerInfo *signer = cms_stamp_signer(cms);
	bool ret = signer && asked &&
		   imprint_is_of(TS_REQ_get_msg_imprint(asked), signer) &&
		   (policy ? policy_is(TS_REQ_get_policy_id(asked), policy)
			   : !TS_REQ_get_policy_id(asked));

	ERR_clear_error();
	return ret;
}

enum status cms_stamp_strip(struct arena *arena, struct octets message,
			    struct octets *ret, size_t *count,
			    struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	CMS_SignerInfo *info;
	enum status rc;
	size_t n = 0;
	int at;

	if ((rc = message_open(message, &cms, err)) != OK)
		return rc;
	info = cms_stamp_signer(cms);
	while ((at = CMS_unsigned_get_attr_by_NID(
		    info, NID_id_smime_aa_timeStampToken, -1)) >= 0) {
		X509_ATTRIBUTE_free(CMS_unsigned_delete_attr(info, at));
		n++;
	}
	*count = n;
	*ret = message;
	return n == 0 ? OK : cms_stamp_encode(arena, cms, ret, err);
}
