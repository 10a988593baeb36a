/* expiry - the field table of who is told that a certificate ends */
#include <ipp/model/expiry.h>

#include <ipp/base/text.h>

#define NOTICE(member_) FIELD(struct expiry_notice, member_)
#define SHOWN (FIELD_OUT | FIELD_COLUMN)

static const struct field fields[] = {
	{ NOTICE(order_id), FIELD_ID, .flags = FIELD_OUT, .prefix = "ORD",
	  .help = N_("the order of a holder's product") },
	{ NOTICE(user_id), FIELD_ID, .flags = SHOWN, .prefix = "USR",
	  .title = N_("Product"), .help = N_("a holder's product") },
	{ NOTICE(product), FIELD_TEXT, .flags = SHOWN, .title = N_("Type"),
	  .help = N_("code of the product in the catalogue") },
	{ NOTICE(serial), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("serial number of the holder's certificate") },
	{ NOTICE(login), FIELD_TEXT, .flags = SHOWN, .title = N_("Officer"),
	  .help = N_("login of the officer whose certificate it is") },
	{ NOTICE(fingerprint), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the officer's certificate") },
	{ NOTICE(surname), FIELD_TEXT, .flags = SHOWN, .title = N_("Surname"),
	  .help = N_("whose certificate it is") },
	{ NOTICE(given_name), FIELD_TEXT, .flags = SHOWN,
	  .title = N_("Given name"), .help = N_("likewise") },
	{ NOTICE(valid_until), FIELD_INSTANT, .flags = SHOWN,
	  .title = N_("Valid until"), .help = N_("when the certificate ends") },
	{ NOTICE(days), FIELD_INTEGER, .flags = SHOWN | FIELD_RIGHT,
	  .title = N_("Days"),
	  .help = N_("which notice it is: so many days before the end") },
	{ NOTICE(renewal), FIELD_ID, .flags = FIELD_OUT, .prefix = "USR",
	  .help = N_("the product that renews it and is not issued yet") },
	{ NOTICE(recipients), FIELD_TEXTS, .flags = SHOWN,
	  .title = N_("Recipients"),
	  .help = N_("addresses that a mail was queued for") },
	{ NOTICE(warnings), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("what somebody should do") },
	{ 0 }
};

const struct record expiry_notice_record = {
	.name = "expiry_notice",
	.title = N_("Who was told that a certificate ends"),
	.size = sizeof(struct expiry_notice),
	.fields = fields,
};
