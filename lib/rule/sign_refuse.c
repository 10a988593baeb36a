/* sign_refuse - tells what a signed form did not pass, and what to do */
#include <ipp/rule/sign_check.h>

#include <stdio.h>

#include <ipp/base/text.h>
#include <ipp/model/evidence.h>

/* What to do about each. */
static const char *const remedies[CHECKS_MAX] = {
	[CHECK_SIGNATURE] = N_("have the holder sign the form anew"),
	[CHECK_TRUST] = N_("have him sign with a certificate of an issuer that "
			   "ipp-trust list shows"),
	[CHECK_REVOCATION] = N_("have him sign with a certificate that is "
				"valid, or try again later"),
	[CHECK_QUALIFIED] = N_("have him sign with a qualified certificate"),
	[CHECK_NOT_FROM_SIGNATURE] = N_("recognise him in another way"),
	[CHECK_TAX_CODE] = N_("have the applicant himself sign"),
	[CHECK_NAME] = N_("have the applicant himself sign"),
	[CHECK_DOCUMENT] = N_("have him sign what ipp-request form prints"),
	[CHECK_ANTIVIRUS] = N_("leave the file alone and ask for another"),
};

enum status sign_refuse(const struct recognition_check *list, size_t count,
			bool refers, struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < count; i++) {
		const struct recognition_check *it = &list[i];
		bool is_referred = it->verdict == VERDICT_REFERRED;
		char code[sizeof err->mistakes->code];

		if (it->verdict == VERDICT_PASSED || (is_referred && refers))
			continue;
		(void)snprintf(code, sizeof code, "%s_%s",
			       recognition_check_words[it->check].name,
			       is_referred ? "referred" : "failed");
		if (is_referred)
			rc = error_add(err, REFUSED, code, "form",
				       "%s; %s, or hand it to review with "
				       "--refer",
				       it->finding, _(remedies[it->check]));
		else
			rc = error_add(err, REFUSED, code, "form", "%s; %s",
				       it->finding, _(remedies[it->check]));
	}
	return rc;
}
