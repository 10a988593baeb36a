/* signed_cms - reads CMS SignedData */
#include "signed_part.h"

#include <limits.h>

#include <openssl/err.h>

#include <ipp/base/memory.h>

#include "cms_decode.h"

void signed_cms_free(struct signed_cms *cms)
{
	while (cms) {
		struct signed_cms *next = cms->next;

		signed_cms_free(cms->tokens);
		sk_X509_pop_free(cms->certificates, X509_free);
		sk_X509_CRL_pop_free(cms->crls, X509_CRL_free);
		CMS_ContentInfo_free(cms->cms);
		memory_free(cms->raw);
		memory_free(cms);
		cms = next;
	}
}

static enum status broken(struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "file_broken", NULL,
			 "the signed message cannot be read to its very end; "
			 "give it as the signing program wrote it");
}

/* Bytes behind the end were not signed: refused, but for the zeroes that pad
 * the string of a PDF. */
static bool nothing_follows(const unsigned char *p, const unsigned char *end,
			    bool padded)
{
	while (padded && p < end && *p == 0)
		p++;
	return p == end;
}

static enum status count_check(const struct signed_cms *it, struct error *err)
{
	int signers = sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(it->cms));

	if (signers <= 0)
		return error_set(err, DATA, "not_signed", NULL,
				 "the message holds certificates, but nobody "
				 "signed it; give the signed file");
	if (signers > SIGNATURES_MAX ||
	    sk_X509_num(it->certificates) > SIGNED_CERTIFICATES_MAX)
		return error_set(err, DATA, "too_many_signatures", NULL,
				 "the message has more than %d signatures or "
				 "%d certificates; that is no honest file",
				 SIGNATURES_MAX, SIGNED_CERTIFICATES_MAX);
	return OK;
}

enum status signed_cms_read(const void *bytes, size_t n, bool padded,
			    struct signed_cms **ret, struct error *err)
{
	OWN(signed_cms) struct signed_cms *it = memory_new(sizeof *it);
	const unsigned char *p = bytes, *end;
	enum status rc;

	if (n > 0 && *p != 0x30 && !padded)
		p = it->raw = cms_decode(p, n, &n);
	if (!p || n == 0 || n > LONG_MAX)
		return broken(err);
	end = p + n;
	it->cms = d2i_CMS_ContentInfo(NULL, &p, (long)n);
	if (!it->cms ||
	    OBJ_obj2nid(CMS_get0_type(it->cms)) != NID_pkcs7_signed ||
	    !nothing_follows(p, end, padded))
		return broken(err);
	it->certificates = CMS_get1_certs(it->cms);
	it->crls = CMS_get1_crls(it->cms);
	if ((rc = count_check(it, err)) != OK)
		return rc;
	*ret = TAKE(it);
	return OK;
}

void signed_cms_hang(struct signed_cms **list, struct signed_cms *cms)
{
	cms->next = *list;
	*list = cms;
}

void signed_cms_proofs(struct signed_cms *cms, const struct octets *items,
		       size_t count)
{
	cms->proofs = items;
	cms->proof_count = count;
	for (size_t i = 0; i < count; i++) {
		const unsigned char *at = items[i].bytes;
		X509 *one = d2i_X509(NULL, &at, (long)items[i].size);

		if (!one)
			continue;
		if (!cms->certificates)
			cms->certificates = sk_X509_new_null();
		if (sk_X509_push(cms->certificates, one) <= 0)
			memory_exhausted();
	}
	ERR_clear_error();
}

size_t signed_cms_count(const struct signed_cms *cms)
{
	return (size_t)sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms->cms));
}

bool signed_cms_content(const struct signed_cms *cms, struct octets *ret)
{
	ASN1_OCTET_STRING **content = CMS_get0_content(cms->cms);

	if (!content || !*content)
		return false;
	ret->bytes = ASN1_STRING_get0_data(*content);
	ret->size = (size_t)ASN1_STRING_length(*content);
	return true;
}
