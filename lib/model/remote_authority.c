/* remote_authority - the field tables of authorities that lend certificates */
#include <ipp/model/remote_authority.h>

#include <ipp/base/text.h>

#define KEYED (FIELD_BOTH | FIELD_STORED)
#define KNOWN (FIELD_OUT | FIELD_STORED)

const struct word remote_type_words[] = { [REMOTE_CSC_V0] = { "csc_v0", NULL },
					  [REMOTE_CSC_V1] = { "csc_v1", NULL },
					  [REMOTE_CSC_V2] = { "csc_v2", NULL },
					  { 0 } };

const struct word remote_authentication_words[] = {
	[REMOTE_AUTHORIZATION_CODE] = { "authorization_code",
					N_("Authorization code") },
	[REMOTE_CLIENT_CREDENTIALS] = { "client_credentials",
					N_("Client credentials") },
	[REMOTE_BASIC] = { "basic", N_("User and password") },
	{ 0 }
};

const struct word remote_notice_mode_words[] = {
	[NOTICE_DAILY] = { "daily", N_("Every day") },
	[NOTICE_THRESHOLD] = { "threshold", N_("Once a threshold") },
	{ 0 }
};

const struct word remote_status_words[] = {
	[REMOTE_ACTIVE] = { "active", N_("Active") },
	[REMOTE_SUSPENDED] = { "suspended", N_("Suspended") },
	[REMOTE_BLOCKED] = { "blocked", N_("Blocked") },
	{ 0 }
};

const struct word remote_authority_status_words[] = {
	[REMOTE_ACTIVE] = { "active", N_("Active") },
	[REMOTE_SUSPENDED] = { "suspended", N_("Suspended") },
	{ 0 }
};

#define TEXT(member_, flags_, max_, title_, help_)                           \
	{                                                                    \
		FIELD(struct remote_authority, member_), FIELD_TEXT,         \
		    .flags = KEYED | (flags_), .max = max_, .title = title_, \
		    .help = help_                                            \
	}
#define NUMBER(member_, title_, help_)                                  \
	{                                                               \
		FIELD(struct remote_authority, member_), FIELD_INTEGER, \
		    .flags = KEYED, .title = title_, .help = help_      \
	}

static const struct field fields[] = {
	{ FIELD(struct remote_authority, authority_id), FIELD_INTEGER,
	  .flags = FIELD_STORED },
	{ FIELD(struct remote_authority, client_id), FIELD_INTEGER,
	  .flags = FIELD_STORED },
	TEXT(authority, FIELD_COLUMN, 64, N_("Authority"),
	     N_("name of the authority here")),
	{ FIELD(struct remote_authority, type), FIELD_WORD,
	  .flags = KEYED | FIELD_COLUMN, .words = remote_type_words,
	  .title = N_("Type"),
	  .help = N_("version of the CSC API that it speaks") },
	{ FIELD(struct remote_authority, status), FIELD_WORD,
	  .flags = KEYED | FIELD_COLUMN, .words = remote_authority_status_words,
	  .title = N_("Status"), .help = N_("whether it is used") },
	TEXT(base_url, FIELD_COLUMN, 200, N_("Address"),
	     N_("where the API is: https://HOST/csc/v1")),
	TEXT(oauth_url, 0, 200, "URL",
	     N_("where its OAuth 2.0 server is, if not where the API says")),
	{ FIELD(struct remote_authority, authentication), FIELD_WORD,
	  .flags = KEYED, .words = remote_authentication_words,
	  .help = N_("how the organization proves itself there; "
		     "authorization_code if not given") },
	TEXT(oauth_client, 0, 200, "NAME",
	     N_("client_id that the authority gave out, or the user of "
		"basic")),
	TEXT(redirect_uri, 0, 200, "URL",
	     N_("where the browser comes back to; a free port of this machine "
		"(http://127.0.0.1:0/) if not given")),
	NUMBER(access_days, "DAYS",
	       N_("access ends so many days after it was granted; 0: no such "
		  "limit")),
	NUMBER(access_signatures, "NUMBER",
	       N_("access ends after so many signatures; 0: no such limit")),
	NUMBER(notice_days, "DAYS",
	       N_("notices begin so many days before the end; 7 if not "
		  "given")),
	NUMBER(notice_percent, "PERCENT",
	       N_("notices begin when more of the signatures are used; 90 if "
		  "not given")),
	{ FIELD(struct remote_authority, notice_mode), FIELD_WORD,
	  .flags = KEYED, .words = remote_notice_mode_words,
	  .help = N_("a notice every day, or once a threshold; daily if not "
		     "given") },
	TEXT(notice_thresholds, 0, 100, "DAYS",
	     N_("thresholds in days, the most first, with commas between: "
		"30,15,7,1")),
	{ FIELD(struct remote_authority, tls_ca), FIELD_TEXT,
	  .flags = FIELD_STORED | FIELD_LINES },
	{ FIELD(struct remote_authority, registered_at), FIELD_INSTANT,
	  .flags = KNOWN | FIELD_COLUMN, .title = N_("Registered"),
	  .help = N_("when it was added") },
	{ FIELD(struct remote_authority, has_secret), FIELD_BOOLEAN,
	  .flags = FIELD_OUT, .help = N_("whether its client secret is kept") },
	{ FIELD(struct remote_authority, has_tls_ca), FIELD_BOOLEAN,
	  .flags = FIELD_OUT,
	  .help = N_("whether its TLS leads to certificates of its own, not "
		     "to those of the machine") },
	{ FIELD(struct remote_authority, checked_at), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when it was last checked") },
	{ FIELD(struct remote_authority, info), FIELD_JSON, .flags = FIELD_OUT,
	  .help = N_("what it said of itself then") },
	{ 0 }
};

const struct record remote_authority_record = {
	.name = "remote_authority",
	.title = N_("An authority that keeps certificates and lends them"),
	.size = sizeof(struct remote_authority),
	.fields = fields,
};

static const struct field reference_fields[] = {
	{ FIELD(struct remote_authority_reference, authority), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_REQUIRED, .max = 64,
	  .help = N_("name of the authority here") },
	{ 0 }
};

const struct record remote_authority_reference_record = {
	.name = "remote_authority_reference",
	.title = N_("An authority that lends certificates, by its name"),
	.size = sizeof(struct remote_authority_reference),
	.fields = reference_fields,
};

static const struct word sort_words[] = {
	[AUTHORITY_BY_NAME] = { "authority", NULL },
	[AUTHORITY_BY_TIME] = { "registered_at", NULL },
	{ 0 }
};

#define SEARCH(member_) FIELD(struct remote_authority_search, member_)

static const struct field search_fields[] = {
	{ SEARCH(authority), FIELD_TEXT, .flags = FIELD_IN, .title = "NAME",
	  .help = N_("whose name begins so; case and accents do not "
		     "matter") },
	{ SEARCH(type), FIELD_WORD, .flags = FIELD_IN,
	  .words = remote_type_words, .help = N_("of this type") },
	{ SEARCH(status), FIELD_WORD, .flags = FIELD_IN,
	  .words = remote_authority_status_words,
	  .help = N_("of this status") },
	{ SEARCH(registered_from), FIELD_INSTANT,
	  .flags = FIELD_IN | FIELD_DAYS, .title = "TIME",
	  .help = N_("added at this time or later") },
	{ SEARCH(registered_to), FIELD_INSTANT, .flags = FIELD_IN | FIELD_DAYS,
	  .title = "TIME", .help = N_("added before this time") },
	{ SEARCH(sort), FIELD_WORD, .flags = FIELD_IN, .words = sort_words,
	  .help = N_("sort by this member; authority if not given") },
	{ SEARCH(reverse), FIELD_BOOLEAN, .flags = FIELD_IN, .letter = 'r',
	  .help = N_("sort the other way round") },
	{ 0 }
};

const struct record remote_authority_search_record = {
	.name = "remote_authority_search",
	.title = N_("A search for authorities that lend certificates"),
	.size = sizeof(struct remote_authority_search),
	.fields = search_fields,
};
