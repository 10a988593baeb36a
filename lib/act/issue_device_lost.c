/* issue_device_lost - whether a product goes on with a device, or without */
#include <inttypes.h>

#include <ipp/act/revoke.h>
#include <ipp/base/text.h>
#include <ipp/model/status_change.h>

#include "issue_device.h"

static const char *instead_of(const struct issuing *issuing, bool has_device)
{
	return !has_device	  ? _("leave out --device-lost") :
	       issuing->is_done ? _("revoke it with: ipp-revoke") :
				  _("take another with: --device-afresh");
}

enum status issue_device_wanted(const struct issuing *issuing,
				const struct issue_wish *wish, bool has_device,
				struct error *err)
{
	bool is_half = !issuing->is_done && !issuing->is_fresh;

	if (wish->device_is_lost && (!has_device || !is_half))
		return error_set(err, REFUSED, "device_not_begun", "user_id",
				 "USR%09" PRId64 " is not half on a device; %s",
				 issuing->product.user_id,
				 instead_of(issuing, has_device));
	if (!has_device || issuing->is_done || wish->device_is_lost)
		return OK;
	if (!wish->device)
		return error_set(err, REFUSED, "device_needed", "product",
				 "%s is put on a smart card or USB key; name "
				 "the PKCS #11 library that reaches it with "
				 "--device=FILE",
				 issuing->product.product);
	if (!issuing->seal)
		return error_set(err, USAGE, "device_sealed_now", "seal",
				 "the codes of a device are sealed at once; "
				 "leave out --seal=later");
	return OK;
}

enum status issue_device_end(struct desk *desk, struct issuing *issuing,
			     struct error *err)
{
	struct revocation wish;
	struct status_change change;
	enum status rc;

	if (!issuing->device || !issuing->device->is_lost)
		return OK;
	record_clear(&revocation_record, &wish);
	record_clear(&status_change_record, &change);
	wish.user_id = issuing->product.user_id;
	wish.requester = REQUESTER_CERTIFIER;
	wish.motive = MOTIVE_DEVICE_UNUSABLE;
	if ((rc = act_revoke(desk, &wish, NULL, false, &change, err)) == OK)
		issuing->product.status = STATUS_REVOKED;
	return rc;
}

const char *act_issue_question(const struct issuing *issuing)
{
	return issuing->device && issuing->device->is_lost ?
		       _("Give up its device, and revoke what may be on it?") :
		       _("Issue this certificate?");
}
