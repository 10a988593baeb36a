/* issue_options - the field table of what ipp-issue takes as options */
#include <ipp/model/issue_options.h>

static const struct word seal_words[] = { { "now", NULL },
					  { "later", NULL },
					  { 0 } };

const struct word device_key_words[] = { { "p256", "P-256" },
					 { "rsa2048", "RSA 2048" },
					 { "rsa3072", "RSA 3072" },
					 { 0 } };

#define DEVICE(member_, ...)                                               \
	{ .name = #member_,                                                \
	  .offset = offsetof(struct issue_options, device.member_),        \
	  __VA_ARGS__ }
#define DEVICE_PATH(member_, help_)                                        \
	DEVICE(member_, .type = FIELD_TEXT, .flags = FIELD_FILE,           \
	       .title = "FILE", .help = help_)

static const struct field fields[] = {
	{ FIELD(struct issue_options, confirm), FIELD_BOOLEAN,
	  .help = N_("issue without asking") },
	{ FIELD(struct issue_options, preview), FIELD_BOOLEAN,
	  .help = N_("show what the certificates would say and issue none") },
	{ FIELD(struct issue_options, seal), FIELD_WORD, .words = seal_words,
	  .help = N_("make and seal the activation codes now (if not given) "
		     "or later, with ipp-envelope") },
	ENVELOPE_FIELDS(struct issue_options),
	DEVICE_PATH(device,
		    N_("put device products on the smart card or key that "
		       "this PKCS #11 library reaches")),
	DEVICE(device_token, .type = FIELD_TEXT, .max = 64, .title = "LABEL",
	       .help = N_("label or serial number of the holder's device; the "
			  "only one that was never initialized if not given")),
	DEVICE_PATH(device_pin_file,
		    N_("read the PIN that the device was sold with from this "
		       "file instead of asking for it")),
	DEVICE_PATH(device_puk_file,
		    N_("read the PUK (SO PIN) that the device was sold with "
		       "from this file instead of asking for it")),
	DEVICE(device_key, .type = FIELD_WORD, .words = device_key_words,
	       .help = N_("kind of the keys on the device; p256 if not "
			  "given")),
	DEVICE(device_erase, .type = FIELD_BOOLEAN,
	       .help = N_("erase all that is on the device named by "
			  "--device-token")),
	DEVICE(device_afresh, .type = FIELD_BOOLEAN,
	       .help = N_("begin again on another device, where the first was "
			  "lost before it had certificates")),
	DEVICE(device_lost, .type = FIELD_BOOLEAN,
	       .help = N_("give up a device that was lost or broke while its "
			  "certificates were made: they are revoked at once")),
	SIGNING_FIELDS(struct issue_options),
	{ 0 }
};

const struct record issue_options_record = {
	.name = "issue_options",
	.size = sizeof(struct issue_options),
	.fields = fields,
};
