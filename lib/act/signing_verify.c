/* signing_verify - what others will say of a signature, before it goes out */
#include "signing.h"

#include <ipp/act/verify.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/store/desk.h>

enum status signing_verify(struct desk *desk, const struct signing *signing,
			   const struct file_bytes *file,
			   const struct file_bytes *content, bool offline,
			   struct verification **ret, struct error *err)
{
	struct verify_wish wish = { .file = *file,
				    .offline = offline,
				    .at = ABSENT,
				    .shelf = signing->shelf };

	if (content)
		wish.detached_content = *content;
	return verification_begin(desk, &wish, ret, err);
}

/* Of several in a PDF the last one is ours. */
static const struct signature_result *
own_result(const struct signing *signing, const struct signature_report *report)
{
	const struct signature_result *list = report->signatures.items;
	size_t n = report->signatures.count;

	if (n > 0 && text_equal(list[n - 1].certificate_sha256,
				signing->facts.fingerprint))
		return &list[n - 1];
	return NULL;
}

static enum status revoked(const struct signature_result *result,
			   struct error *err)
{
	bool held = text_equal(result->revocation_reason, "certificateHold");
	char at[INSTANT_SIZE] = "?";

	if (result->revoked_at != ABSENT)
		instant_format(result->revoked_at, at);
	return error_set(err, REFUSED,
			 held ? "certificate_suspended" : "certificate_revoked",
			 NULL,
			 held ? _("certificate %s is suspended (%s); have it "
				  "reinstated, or sign with another")
			      : _("certificate %s is revoked or over (%s); "
				  "sign with another"),
			 result->serial, at);
}

enum status signing_judge(struct desk *desk, const struct signing *signing,
			  const struct verification *it, const char **warning,
			  struct error *err)
{
	const struct signature_result *result =
	    own_result(signing, verification_report(it));

	enum status rc = signing_check(desk, signing, err);

	*warning = NULL;
	if (rc != OK)
		return rc;
	if (result && result->revocation_status == REVOCATION_REVOKED)
		return revoked(result, err);
	if (!result || result->sub_indication == HASH_FAILURE ||
	    result->sub_indication == SIG_CRYPTO_FAILURE ||
	    result->sub_indication == FORMAT_FAILURE)
		return error_set(err, INTERNAL, "signature_unsound", NULL,
				 "the signature that was made does not verify, "
				 "so it is not written; please report this");
	if (result->indication != TOTAL_PASSED)
		*warning = arena_printf(
		    desk->arena,
		    _("others may not accept it as it stands: %s"),
		    result->reason ? result->reason
				   : sub_indication_words[result->sub_indication]
					 .name);
	return OK;
}
