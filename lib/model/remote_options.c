/* remote_options - field tables of what verbs of stash-cert take as options */
#include <ipp/model/remote_options.h>

#define AT(member_) FIELD(struct remote_options, member_)

static const struct field add_fields[] = {
	{ AT(authority), FIELD_TEXT, .max = 64, .letter = 'a', .title = "NAME",
	  .help = N_("the authority that keeps it; the only one if not "
		     "given") },
	{ AT(credential), FIELD_TEXT, .max = 255, .title = "ID",
	  .help = N_("its name at the authority; the only one, or asked for, "
		     "if not given") },
	{ AT(user), FIELD_TEXT, .max = 255, .title = "ID",
	  .help = N_("whose certificates, where the organization itself is "
		     "let in (client_credentials)") },
/* the same for both */
#define CONSENT(name_)                                                        \
	.name = #name_, .offset = offsetof(struct remote_options, consent.name_)
#define GRANT_FIELDS                                                          \
	{ AT(until), FIELD_INSTANT, .title = "TIME",                          \
	  .help = N_("the holder grants access until then, not longer") },    \
	    { AT(signatures), FIELD_INTEGER, .title = "N",                    \
	      .help = N_("the holder grants so many signatures, not more") }, \
	    { CONSENT(browser), FIELD_BOOLEAN, .letter = 'b',                 \
	      .help = N_("open the authority's page in a browser here") },    \
	    { CONSENT(wait), FIELD_INTEGER, .title = "SECONDS",               \
	      .help = N_("wait so long for the holder's consent; 300 if not " \
			 "given") },                                          \
	    { CONSENT(pin_file), FIELD_TEXT, .flags = FIELD_FILE,             \
	      .title = "FILE",                                                \
	      .help = N_("read the PIN from this file (mode 0600; - is "      \
			 "stdin, fd:N a descriptor) instead of asking for "   \
			 "it") },                                             \
	{                                                                     \
		CONSENT(otp_file), FIELD_TEXT,                                \
		    .flags = FIELD_FILE, .title = "FILE",                     \
		    .help = N_("the same for the one-time code")              \
	}
	GRANT_FIELDS,
	{ 0 }
};
static const struct field renew_fields[] = { GRANT_FIELDS, { 0 } };

static const struct field remove_fields[] = {
	{ FIELD(struct remote_remove_options, force), FIELD_BOOLEAN,
	  .help = N_("remove it though the authority cannot be told") },
	{ 0 }
};

const struct record remote_add_options_record = {
	.name = "remote_add_options",
	.size = sizeof(struct remote_options),
	.fields = add_fields,
};
const struct record remote_renew_options_record = {
	.name = "remote_renew_options",
	.size = sizeof(struct remote_options),
	.fields = renew_fields,
};
const struct record remote_remove_options_record = {
	.name = "remote_remove_options",
	.size = sizeof(struct remote_remove_options),
	.fields = remove_fields,
};
