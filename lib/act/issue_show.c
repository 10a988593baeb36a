/* issue_show - what an issue tells of its certificate */
#include <ipp/act/issue.h>

#include <ipp/base/text.h>
#include <ipp/model/certificate.h>
#include <ipp/model/envelope.h>

#include "issue_device.h"
#include "issue_part.h"

static void device_show(const struct issuing *issuing, struct certificate *ret)
{
	const struct issuing_device *device = issuing->device;

	/* before the keys are there, its number is one for the look only */
	if (issuing->product.serial) {
		ret->authentication_serial = device->second->row.serial;
		ret->authentication_fingerprint = device->second->fingerprint;
	}
	ret->key_kind = device->row.key_kind;
	ret->device_serial = device->row.serial;
	ret->device_label = device->row.label;
	ret->device_manufacturer = device->row.manufacturer;
	ret->device_model = device->row.model;
}

void act_issue_show(const struct issuing *issuing, struct certificate *ret)
{
	static const char *const printed[] = {
		"the tax code is the passphrase: it is printed in the "
		"certificate"
	};
	const struct product *product = &issuing->product;

	ret->order_id = product->order_id;
	ret->user_id = product->user_id;
	ret->product = product->product;
	ret->status = product->status;
	ret->recognition = product->recognition;
	ret->profile = issuing->row.profile;
	ret->subject = issuing->subject;
	ret->issuer = issuing->issuer;
	ret->serial = product->serial;
	ret->fingerprint = issuing->fingerprint;
	ret->key_kind = issuing->key.key_kind;
	ret->not_before = issuing->row.not_before;
	ret->not_after = issuing->row.not_after;
	ret->policies = issuing->policies;
	ret->limit_text = issuing->limit;
	ret->existing = issuing->is_done ? 1 : ABSENT;
	if (issuing->device)
		device_show(issuing, ret);
	if (!act_issue_seals(issuing))
		return;
	ret->envelope = issuing->sealing.format;
	ret->passphrase_kind = passphrase_kind_of(issuing->sealing.source);
	if (issuing->sealing.source == PASSPHRASE_FROM_TAX_CODE)
		ret->warnings = (struct texts){ printed, 1 };
}
