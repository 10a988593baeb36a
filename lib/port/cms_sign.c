/* cms_sign - signs bytes as CMS, whoever holds the key */
#include <ipp/port/cms_sign.h>

#include <ipp/base/memory.h>

#include "cms_part.h"
#include "signer_part.h"

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
