/* authority_options - field tables of what verbs of ipp-ca take as options */
#include <ipp/model/authority_options.h>

#include <ipp/model/authority.h>

static const struct word yes_words[] = { { "no", NULL },
					 { "yes", NULL },
					 { 0 } };
static const struct word pin_words[] = { { "kept", NULL },
					 { "file", NULL },
					 { 0 } };

#define TEXT(member_, max_, title_, help_)                                 \
	{ FIELD(struct authority_options, member_), FIELD_TEXT, .max = max_, \
	  .title = title_, .help = help_ }
#define PLACE(struct_, member_, ...)                        \
	{ .name = #member_,                                 \
	  .offset = offsetof(struct struct_, place.member_), \
	  __VA_ARGS__ }

static const struct field fields[] = {
	TEXT(name, 58, NULL, N_("common name of the issuing authority")),
	TEXT(root_name, 58, "NAME", N_("common name of the root")),
	TEXT(organization, 64, "NAME",
	     N_("whose authority it is; the operator's organization if "
		"not given")),
	TEXT(organization_identifier, 64, "TEXT",
	     N_("its identifier: VATIT-12345678901")),
	TEXT(country, 2, NULL, N_("its country (ISO 3166-1); IT if not given")),
	{ FIELD(struct authority_options, key), FIELD_WORD,
	  .words = key_kind_words,
	  .help = N_("kind of both keys; p256 if not given") },
	TEXT(base_url, 200, "URL",
	     N_("where the authority publishes: http://ca.example.org")),
	TEXT(policy_arc, 100, "OID",
	     N_("object identifier above the certificate policies; one "
		"of its own (ITU-T X.667) if not given")),
	{ FIELD(struct authority_options, remote_qscd), FIELD_WORD,
	  .words = yes_words,
	  .help = N_("whether certificates of remote products say that the "
		     "key lies in a certified device (QSCD), which this store "
		     "is not; no if not given, yes in a demo store") },
	{ FIELD(struct authority_options, partitions), FIELD_INTEGER,
	  .title = "N",
	  .help = N_("spread certificates over this many revocation lists") },
	PLACE(authority_options, module, .type = FIELD_TEXT, .flags = FIELD_FILE, .title = "FILE",
	      .help = N_("make both keys on a token, through this PKCS #11 "
			 "library, and leave them there")),
	PLACE(authority_options, token, .type = FIELD_TEXT, .max = 64, .title = "LABEL",
	      .help = N_("label or serial number of the token, if there are "
			 "several")),
	PLACE(authority_options, secret_file, .type = FIELD_TEXT, .flags = FIELD_FILE,
	      .title = "FILE",
	      .help = N_("read the PIN of the token from this file (- is "
			 "stdin, fd:N a descriptor) instead of asking for "
			 "it")),
	PLACE(authority_options, pin, .type = FIELD_WORD, .words = pin_words,
	      .help = N_("whether the PIN of the token is kept, sealed under "
			 "the master key (if not given), or read from the "
			 "secret file whenever the key is used")),
	{ 0 }
};

const struct record authority_options_record = {
	.name = "init_options",
	.size = sizeof(struct authority_options),
	.fields = fields,
};

static const struct field change_fields[] = {
	{ FIELD(struct authority_changes, partitions), FIELD_INTEGER,
	  .title = "N",
	  .help = N_("spread the certificates that will be issued over this "
		     "many revocation lists; 0: put them on the one list") },
	PLACE(authority_changes, module, .type = FIELD_TEXT,
	      .flags = FIELD_FILE, .title = "FILE",
	      .help = N_("reach the token with the keys through this PKCS #11 "
			 "library from now on")),
	PLACE(authority_changes, secret_file, .type = FIELD_TEXT,
	      .flags = FIELD_FILE, .title = "FILE",
	      .help = N_("read the PIN that the token has now from this file "
			 "(- is stdin, fd:N a descriptor) instead of asking "
			 "for it")),
	PLACE(authority_changes, pin, .type = FIELD_WORD, .words = pin_words,
	      .help = N_("give the PIN that the token has now: it is kept, "
			 "sealed under the master key, or read from the "
			 "secret file whenever the key is used")),
	{ 0 }
};

const struct record authority_changes_record = {
	.name = "authority_changes",
	.size = sizeof(struct authority_changes),
	.fields = change_fields,
};

static const struct field export_fields[] = {
	{ FIELD(struct export_options, root), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("write the certificate of the root to this file") },
	{ FIELD(struct export_options, issuer), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("write the certificate of the issuing authority to this "
		     "file") },
	{ 0 }
};

const struct record export_options_record = {
	.name = "export_options",
	.size = sizeof(struct export_options),
	.fields = export_fields,
};

static const struct field crl_fields[] = {
	{ FIELD(struct crl_options, folder), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FOLDER",
	  .help = N_("put the lists into this folder; that of section [crl] "
		     "of the configuration file if not given") },
	{ FIELD(struct crl_options, due), FIELD_BOOLEAN,
	  .help = N_("only where something has changed or half of the time "
		     "is over") },
	{ FIELD(struct crl_options, delta), FIELD_BOOLEAN,
	  .help = N_("tell only what has changed since the complete list, "
		     "where that is enough") },
	{ FIELD(struct crl_options, replace), FIELD_BOOLEAN,
	  .help = N_("also in the place of a list that this store does not "
		     "know, of before it was restored") },
	{ 0 }
};

const struct record crl_options_record = {
	.name = "crl_options",
	.size = sizeof(struct crl_options),
	.fields = crl_fields,
};
