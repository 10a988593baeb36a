/* cms_shape - parses CMS SignedData with OpenSSL, and looks no further */
#include "cms_shape.h"

#include <ctype.h>
#include <limits.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>

#include "cms_decode.h"

unsigned char *cms_decode(const unsigned char *p, size_t n, size_t *size)
{
	unsigned char *text = memory_new(n + 1), *raw = NULL;
	size_t have = 0;
	bool dashes = false;
	int got;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '-') /* `-----BEGIN ...` up to the line's end */
			dashes = true;
		if (dashes && p[i] == '\n')
			dashes = false;
		if (!dashes && !isspace(p[i]))
			text[have++] = p[i];
	}
	if (have <= INT_MAX) {
		raw = memory_new(have + 1);
		got = EVP_DecodeBlock(raw, text, (int)have);
		*size = got > 0 ? (size_t)got : 0;
		/* what stands for padding is decoded, too */
		for (size_t i = have; *size && i > 0 && text[i - 1] == '='; i--)
			--*size;
	}
	free(text);
	return raw;
}

static bool nothing_follows(const unsigned char *p, const unsigned char *end)
{
	while (p < end && (*p == 0 || isspace(*p)))
		p++;
	return p == end;
}

static enum status broken(struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "file_broken", NULL,
			 "the signed message cannot be read to its end; give "
			 "it as the signing program wrote it");
}

enum status cms_read(const void *bytes, size_t n, CMS_ContentInfo **ret,
		     struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	OWN(bytes) unsigned char *raw = NULL;
	const unsigned char *p = bytes, *end;

	if (n == 0)
		return broken(err);
	if (*p != 0x30)
		p = raw = cms_decode(p, n, &n);
	if (!p || n > LONG_MAX)
		return broken(err);
	end = p + n;
	cms = d2i_CMS_ContentInfo(NULL, &p, (long)n);
	if (!cms || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    !nothing_follows(p, end))
		return broken(err);
	*ret = TAKE(cms);
	return OK;
}

enum status cms_shape(const void *bytes, size_t n, struct cms_shape *ret,
		      struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	ASN1_OCTET_STRING **content;
	enum status rc;

	if ((rc = cms_read(bytes, n, &cms, err)) != OK)
		return rc;
	content = CMS_get0_content(cms);
	ret->signers = (size_t)sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms));
	ret->detached = !content || !*content;
	return OK;
}
