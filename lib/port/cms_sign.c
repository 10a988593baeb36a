/* cms_sign - signs bytes as CMS, whoever holds the key */
#include <ipp/port/cms_sign.h>

#include <limits.h>
#include <string.h>

#include <openssl/err.h>

#include <ipp/base/memory.h>

#include "cms_part.h"
#include "crypto.h"
#include "signer_part.h"

DEFINE_OWN(cms, CMS_ContentInfo, CMS_ContentInfo_free)

static bool content_put(ASN1_OCTET_STRING **at,
			const struct cms_content *content)
{
	unsigned char *bytes, *to;
	size_t size = 0;

	for (size_t i = 0; i < content->count; i++)
		size += content->parts[i].size;
	if (size > INT_MAX || (!*at && !(*at = ASN1_OCTET_STRING_new())))
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

enum status cms_attach(struct arena *arena, struct octets message,
		       const struct cms_content *content, struct octets *ret,
		       struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = cms_message_parse(message);
	ASN1_OCTET_STRING **at = cms ? CMS_get0_content(cms) : NULL;

	if (!at || !content_put(at, content))
		return crypto_failed("making a signature", err);
	return cms_message_encode(arena, cms, "making a signature", ret, err);
}

static enum status value_make(struct arena *arena, struct signer *signer,
			      const struct cms_signatory *who,
			      const struct cms_draft *draft,
			      struct octets *message, struct error *err)
{
	struct octets value;
	enum status rc = signer->sign(signer, cms_signatory_digest(who),
				      draft->attributes, arena, &value, err);

	if (rc != OK)
		return rc;
	rc = cms_complete(arena, who, draft, value, message, err);
	if (rc == REFUSED)
		error_reset(err);
	return rc == REFUSED ? signer_mismatch(err) : rc;
}

enum status cms_sign(struct arena *arena, struct signer *signer,
		     const struct cms_content *content,
		     const struct cms_style *style, struct octets *ret,
		     struct error *err)
{
	struct cms_identity identity = { .certificate = signer->certificate,
					 .chain = signer->chain,
					 .chain_count = signer->chain_count };
	OWN(cms_signatory) struct cms_signatory *who = NULL;
	struct octets message = { 0 };
	struct cms_draft draft;
	enum status rc;

	if ((rc = cms_signatory_open(&identity, &who, err)) != OK ||
	    (rc = cms_prepare(arena, who, content, style->signing_time, &draft,
			      err)) != OK ||
	    (rc = value_make(arena, signer, who, &draft, &message, err)) != OK)
		return rc;
	if (!style->detached)
		return cms_attach(arena, message, content, ret, err);
	*ret = message;
	return OK;
}

size_t cms_sign_room(const struct signer *signer)
{
	size_t ret = CMS_ROOM_BESIDE_CERTIFICATES + signer->certificate.size;

	for (size_t i = 0; i < signer->chain_count; i++)
		ret += signer->chain[i].size;
	return ret;
}
