/* signed_stamp - time-stamp tokens (RFC 3161) as facts */
#include "signed_part.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ts.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define STAMPS_MAX 8

DEFINE_OWN(md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)
DEFINE_OWN(tst, TS_TST_INFO, TS_TST_INFO_free)

/* RFC 3161, 2.4.2: the imprint is of the stamped bytes. */
static void imprint_check(const TS_TST_INFO *info, const struct octets *stamped,
			  size_t count, struct stamp_facts *ret)
{
	OWN(md_ctx) EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(
	    (TS_TST_INFO *)(uintptr_t)info); /* it does not write */
	const ASN1_OCTET_STRING *wanted = TS_MSG_IMPRINT_get_msg(imprint);
	const X509_ALGOR *algorithm = TS_MSG_IMPRINT_get_algo(imprint);
	int nid = OBJ_obj2nid(algorithm->algorithm);
	const EVP_MD *md = EVP_get_digestbynid(nid);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	bool made;

	if (signed_digest_weakness(nid)) {
		SET_FAULT(&ret->fault, CRYPTO_CONSTRAINTS_FAILURE,
			  _("the time-stamp rests on a weak digest"));
		return;
	}
	made = ctx && md && EVP_DigestInit_ex(ctx, md, NULL) == 1;
	for (size_t i = 0; made && i < count; i++)
		made = EVP_DigestUpdate(ctx, stamped[i].bytes,
					stamped[i].size) == 1;
	if (!made || EVP_DigestFinal_ex(ctx, digest, &n) != 1 ||
	    (int)n != ASN1_STRING_length(wanted) ||
	    memcmp(digest, ASN1_STRING_get0_data(wanted), n) != 0)
		SET_FAULT(&ret->fault, HASH_FAILURE,
			  _("the time-stamp is of something else"));
}

/* RFC 3161, 2.3: extended key usage timeStamping, alone and critical. */
static void purpose_check(X509 *signer, struct signature_fault *fault)
{
	int at = X509_get_ext_by_NID(signer, NID_ext_key_usage, -1);

	if (at < 0 || !X509_EXTENSION_get_critical(X509_get_ext(signer, at)) ||
	    X509_get_extended_key_usage(signer) != XKU_TIMESTAMP)
		SET_FAULT(fault, CHAIN_CONSTRAINTS_FAILURE,
			  _("the time-stamp is signed with a certificate that "
			    "is not for time-stamps"));
}

void signed_stamp_examine(struct arena *arena, struct signed_cms *cms,
			  const struct octets *stamped, size_t count,
			  struct stamp_facts *ret)
{
	struct signature_facts *facts =
	    arena_alloc(arena, signed_cms_count(cms) * sizeof *facts);
	OWN(tst) TS_TST_INFO *info = NULL;
	struct signed_inside *inside;
	const unsigned char *at;
	struct octets content;

	*ret = (struct stamp_facts){ .signature = facts, .time = INT64_MIN };
	if (OBJ_obj2nid(CMS_get0_eContentType(cms->cms)) !=
		NID_id_smime_ct_TSTInfo ||
	    signed_cms_count(cms) != 1 || !signed_cms_content(cms, &content)) {
		SET_FAULT(&ret->fault, FORMAT_FAILURE,
			  _("the time-stamp is no time-stamp"));
		return;
	}
	cms->is_token = true;
	signed_cms_examine(arena, cms, &content, 1, facts);
	inside = facts->inside;
	at = content.bytes;
	info = d2i_TS_TST_INFO(NULL, &at, (long)content.size);
	if (!info || at != content.bytes + content.size ||
	    !signed_time_read(TS_TST_INFO_get_time(info), &ret->time)) {
		SET_FAULT(&ret->fault, FORMAT_FAILURE,
			  _("the time-stamp is no time-stamp"));
		return;
	}
	imprint_check(info, stamped, count, ret);
	if (inside->signer)
		purpose_check(inside->signer, &ret->fault);
	ERR_clear_error();
}

/* The tokens in an unsigned attribute of this kind. */
static void tokens_read(struct arena *arena, struct signed_cms *cms,
			X509_ATTRIBUTE *attribute, const struct octets *stamped,
			struct stamp_facts *stamps, size_t *count)
{
	for (int i = 0; i < X509_ATTRIBUTE_count(attribute); i++) {
		const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type(attribute, i);
		struct signed_cms *token = NULL;
		struct error err;

		error_reset(&err);
		if (*count == STAMPS_MAX || !value ||
		    value->type != V_ASN1_SEQUENCE ||
		    signed_cms_read(value->value.sequence->data,
				    (size_t)value->value.sequence->length,
				    false, &token, &err) != OK)
			continue; /* proves nothing */
		token->next = cms->tokens;
		cms->tokens = token;
		signed_stamp_examine(arena, token, stamped, 1,
				     &stamps[(*count)++]);
	}
}

void signed_stamps_find(struct arena *arena, struct signed_cms *cms,
			CMS_SignerInfo *si, struct signature_facts *ret)
{
	struct stamp_facts *stamps =
	    arena_alloc(arena, STAMPS_MAX * sizeof *stamps);
	const ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature(si);
	struct octets stamped = { ASN1_STRING_get0_data(value),
				  (size_t)ASN1_STRING_length(value) };
	int at = -1;

	while ((at = CMS_unsigned_get_attr_by_NID(
		    si, NID_id_smime_aa_timeStampToken, at)) >= 0)
		tokens_read(arena, cms, CMS_unsigned_get_attr(si, at), &stamped,
			    stamps, &ret->stamp_count);
	ret->stamps = stamps;
}
