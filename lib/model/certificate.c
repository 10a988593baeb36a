/* certificate - the field table of a certificate */
#include <ipp/model/certificate.h>

#include <ipp/model/envelope.h>
#include <ipp/model/words.h>

#define DEVICE(member_, title_, help_)                                       \
	{ FIELD(struct certificate, member_), FIELD_TEXT,                   \
	  .flags = FIELD_OUT, .title = title_, .help = help_ }

static const struct field fields[] = {
	{ FIELD(struct certificate, order_id), FIELD_ID,
	  .flags = FIELD_OUT | FIELD_COLUMN, .prefix = "ORD",
	  .title = N_("Order"), .help = N_("the order it belongs to") },
	{ FIELD(struct certificate, user_id), FIELD_ID,
	  .flags = FIELD_BOTH | FIELD_COLUMN | FIELD_REQUIRED, .prefix = "USR",
	  .title = N_("Product"), .help = N_("the product") },
	{ FIELD(struct certificate, product), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Type"),
	  .help = N_("code of the product in the catalogue") },
	{ FIELD(struct certificate, profile), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("Profile"),
	  .help = N_("the profile it was checked against") },
	{ FIELD(struct certificate, status), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = product_status_words,
	  .title = N_("Status"),
	  .help = N_("where the product is in its life") },
	{ FIELD(struct certificate, recognition), FIELD_WORD,
	  .flags = FIELD_OUT, .words = recognition_words,
	  .help = N_("how the holder was recognised") },
	{ FIELD(struct certificate, subject), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("Subject"), .help = N_("its subject (RFC 4514)") },
	{ FIELD(struct certificate, issuer), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("Issuer"), .help = N_("its issuer (RFC 4514)") },
	{ FIELD(struct certificate, serial), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Serial"),
	  .help = N_("its serial number, upper-case hexadecimal") },
	{ FIELD(struct certificate, fingerprint), FIELD_TEXT,
	  .flags = FIELD_OUT, .title = N_("Fingerprint"),
	  .help = N_("its SHA-256, lower-case hexadecimal") },
	{ FIELD(struct certificate, key_kind), FIELD_TEXT, .flags = FIELD_OUT,
	  .title = N_("Key"), .help = N_("kind of its key") },
	{ FIELD(struct certificate, not_before), FIELD_INSTANT,
	  .flags = FIELD_OUT, .title = N_("Valid from"),
	  .help = N_("first second of its validity") },
	{ FIELD(struct certificate, not_after), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Valid until"),
	  .help = N_("last second of its validity") },
	DEVICE(authentication_serial, NULL,
	       N_("serial number of the authentication certificate beside it, "
		  "of device products")),
	DEVICE(authentication_fingerprint, NULL, N_("SHA-256 of that")),
	DEVICE(device_serial, N_("Device"),
	       N_("serial number of the device that both are on")),
	DEVICE(device_label, N_("Label"), N_("label of the device")),
	DEVICE(device_manufacturer, N_("Manufacturer"),
	       N_("who made the device")),
	DEVICE(device_model, N_("Model"), N_("what the device is")),
	{ FIELD(struct certificate, policies), FIELD_TEXTS, .flags = FIELD_OUT,
	  .title = N_("Policies"), .help = N_("its certificate policies") },
	{ FIELD(struct certificate, limit_text), FIELD_TEXT,
	  .flags = FIELD_OUT, .title = N_("Limit of use"),
	  .help = N_("the limit of use that stands in it") },
	{ FIELD(struct certificate, envelope), FIELD_WORD, .flags = FIELD_OUT,
	  .words = envelope_format_words, .title = N_("Envelope"),
	  .help = N_("kind of envelope its activation codes are sealed in") },
	{ FIELD(struct certificate, passphrase_kind), FIELD_WORD,
	  .flags = FIELD_OUT, .words = passphrase_kind_words,
	  .title = N_("Passphrase"),
	  .help = N_("what the passphrase of the envelope is") },
	{ FIELD(struct certificate, preview), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("true if it was only shown and nothing was issued") },
	{ FIELD(struct certificate, existing), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("true if it had been issued before") },
	{ FIELD(struct certificate, warnings), FIELD_TEXTS, .flags = FIELD_OUT,
	  .title = N_("Warnings"), .help = N_("what somebody should know") },
	{ 0 }
};

const struct record certificate_record = {
	.name = "certificate",
	.title = N_("A certificate of a product"),
	.size = sizeof(struct certificate),
	.fields = fields,
};
