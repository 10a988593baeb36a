/* remote_certificate - the field tables of certificates kept by authorities */
#include <ipp/model/remote_certificate.h>

#include <ipp/base/text.h>
#include <ipp/model/remote_grant.h>

#define KEYED (FIELD_BOTH | FIELD_STORED)
#define KNOWN (FIELD_OUT | FIELD_STORED)

const struct word remote_access_words[] = {
	[ACCESS_NONE] = { "none", N_("None") },
	[ACCESS_GRANTED] = { "granted", N_("Granted") },
	[ACCESS_USED_UP] = { "used_up", N_("Used up") },
	[ACCESS_WITHDRAWN] = { "withdrawn", N_("Withdrawn") },
	[ACCESS_ENDED] = { "ended", N_("Ended") },
	[ACCESS_LOST] = { "lost", N_("Lost") },
	{ 0 }
};

const struct word remote_key_status_words[] = {
	[REMOTE_KEY_ENABLED] = { "enabled", N_("Enabled") },
	[REMOTE_KEY_DISABLED] = { "disabled", N_("Disabled") },
	{ 0 }
};

const struct word remote_certificate_status_words[] = {
	[REMOTE_CERTIFICATE_VALID] = { "valid", N_("Valid") },
	[REMOTE_CERTIFICATE_EXPIRED] = { "expired", N_("Expired") },
	[REMOTE_CERTIFICATE_REVOKED] = { "revoked", N_("Revoked") },
	[REMOTE_CERTIFICATE_SUSPENDED] = { "suspended", N_("Suspended") },
	{ 0 }
};

const struct word remote_auth_mode_words[] = {
	[AUTH_IMPLICIT] = { "implicit", NULL },
	[AUTH_EXPLICIT] = { "explicit", NULL },
	[AUTH_OAUTH2CODE] = { "oauth2code", NULL },
	{ 0 }
};

const struct word remote_presence_words[] = {
	[PRESENCE_NO] = { "no", NULL },
	[PRESENCE_YES] = { "yes", NULL },
	[PRESENCE_OPTIONAL] = { "optional", NULL },
	{ 0 }
};

const struct word remote_key_algorithm_words[] = {
	[REMOTE_KEY_RSA] = { "rsa", "RSA" },
	[REMOTE_KEY_EC] = { "ec", "EC" },
	{ 0 }
};

const struct word remote_issuer_words[] = {
	[ISSUER_UNKNOWN] = { "unknown", N_("Unknown") },
	[ISSUER_WITHDRAWN] = { "withdrawn", N_("Withdrawn") },
	[ISSUER_OUTDATED] = { "outdated", N_("Outdated") },
	[ISSUER_TRUSTED] = { "trusted", N_("Trusted") },
	[ISSUER_QUALIFIED] = { "qualified", N_("Qualified") },
	{ 0 }
};

#define AT(member_) FIELD(struct remote_certificate, member_)
#define TEXT(member_, help_)                                           \
	{                                                              \
		AT(member_), FIELD_TEXT, .flags = KNOWN, .help = help_ \
	}
#define NUMBER(member_, help_)                                            \
	{                                                                 \
		AT(member_), FIELD_INTEGER, .flags = KNOWN, .help = help_ \
	}
#define TIME(member_, flags_, help_)                                       \
	{                                                                  \
		AT(member_), FIELD_INSTANT, .flags = flags_, .help = help_ \
	}
#define WORD(member_, words_, help_)                                      \
	{                                                                 \
		AT(member_), FIELD_WORD, .flags = KNOWN, .words = words_, \
					 .help = help_                    \
	}

static const struct field fields[] = {
	{ AT(certificate_id), FIELD_ID, .flags = KNOWN, .prefix = "RCT",
	  .help = N_("the remote certificate") },
	{ AT(client_id), FIELD_INTEGER, .flags = FIELD_STORED },
	{ AT(alias), FIELD_TEXT, .flags = KEYED | FIELD_COLUMN, .max = 64,
	  .title = N_("Alias"), .help = N_("its name here") },
	{ AT(new_alias), FIELD_TEXT, .flags = FIELD_IN, .max = 64,
	  .title = "NAME", .help = N_("give it this name") },
	{ AT(wallet), FIELD_TEXT, .flags = FIELD_BOTH | FIELD_COLUMN, .max = 64,
	  .title = N_("Wallet"),
	  .help = N_("set of certificates that it is in; Principal if not "
		     "given") },
	{ AT(wallet_id), FIELD_INTEGER, .flags = FIELD_STORED },
	{ AT(authority), FIELD_TEXT, .flags = FIELD_OUT | FIELD_COLUMN,
	  .title = N_("Authority"), .help = N_("the authority that keeps it") },
	{ AT(authority_id), FIELD_INTEGER, .flags = FIELD_STORED },
	{ AT(description), FIELD_TEXT, .flags = KEYED, .max = 200,
	  .title = "TEXT", .help = N_("what it is for") },
	{ AT(status), FIELD_WORD, .flags = KEYED | FIELD_COLUMN,
	  .words = remote_status_words, .title = N_("Status"),
	  .help = N_("whether it is used here: suspended for a while, or "
		     "blocked") },
	{ AT(access), FIELD_WORD, .flags = FIELD_OUT | FIELD_COLUMN,
	  .words = remote_access_words, .title = N_("Access"),
	  .help = N_("whether it may be signed with") },
	{ AT(granted_at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("when access was last granted") },
	{ AT(granted_by), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("the operator at whose desk") },
	{ AT(access_ends_at), FIELD_INSTANT, .flags = FIELD_OUT | FIELD_COLUMN,
	  .title = N_("Access ends"),
	  .help = N_("when access ends, or has ended") },
	{ AT(access_end_reason), FIELD_WORD, .flags = FIELD_OUT,
	  .words = remote_end_reason_words,
	  .help = N_("which of the limits that is") },
	{ AT(signatures_used), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_COLUMN | FIELD_RIGHT,
	  .title = N_("Signatures"),
	  .help = N_("signatures since access was granted") },
	{ AT(signature_limit), FIELD_INTEGER, .flags = FIELD_OUT,
	  .help = N_("signatures after which it ends") },
	TIME(registered_at, KNOWN, N_("when it was registered")),
	TIME(removed_at, KNOWN, N_("when it was removed")),
	TIME(muted_until, KEYED, N_("no notices about it before this time")),
	{ AT(notify), FIELD_TEXTS, .flags = FIELD_BOTH, .title = "LOGIN",
	  .help = N_("operators who get notices about it; every issuer if "
		     "there are none") },
	{ AT(notify_all), FIELD_BOOLEAN, .flags = FIELD_IN,
	  .help = N_("give notices about it to every issuer again") },
	TEXT(credential_id, N_("its name at the authority")),
	TEXT(subject, N_("whom it names (RFC 4514)")),
	TEXT(issuer, N_("who issued it (RFC 4514)")),
	TEXT(serial, N_("its serial number, hexadecimal")),
	TIME(not_before, KNOWN, N_("its first second")),
	TIME(not_after, KNOWN, N_("its last second")),
	TEXT(fingerprint, N_("SHA-256 of the certificate")),
	{ AT(issuer_trust), FIELD_WORD, .flags = FIELD_OUT,
	  .words = remote_issuer_words,
	  .help = N_("what trusted lists and imported certificates say of its "
		     "issuer") },
	{ AT(trust_territory), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("country of the trusted list that does") },
	{ AT(trust_provider), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("whose service that is") },
	{ AT(trust_service), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("the service") },
	WORD(key_algorithm, remote_key_algorithm_words,
	     N_("algorithm of its key")),
	NUMBER(key_bits, N_("bits of its key")),
	TEXT(key_curve, N_("curve of its key (OID)")),
	WORD(key_status, remote_key_status_words,
	     N_("whether the authority lets the key sign")),
	WORD(certificate_status, remote_certificate_status_words,
	     N_("its status at the authority")),
	WORD(auth_mode, remote_auth_mode_words,
	     N_("how a signature is authorized")),
	NUMBER(scal, N_("sole control assurance level; 2: an authorization is "
			"for these very hashes")),
	WORD(pin, remote_presence_words, N_("whether a PIN is asked for")),
	WORD(otp, remote_presence_words,
	     N_("whether a one-time password is asked for")),
	{ AT(auth), FIELD_TEXT, .flags = FIELD_STORED | FIELD_LINES },
	NUMBER(multisign, N_("how many signatures in one authorization")),
	{ AT(algorithms), FIELD_TEXT, .flags = FIELD_STORED },
	{ AT(sign_algorithms), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("signature algorithms of the key (OID)") },
	TIME(refreshed_at, KNOWN, N_("when the authority was last asked")),
	TEXT(trouble, N_("what it last refused, in its own words")),
	TIME(trouble_at, KNOWN, N_("when")),
	{ AT(grants), FIELD_RECORDS, .flags = FIELD_OUT,
	  .record = &remote_grant_record,
	  .help = N_("all grants, the newest first") },
	{ AT(signings), FIELD_RECORDS, .flags = FIELD_OUT,
	  .record = &remote_signing_record,
	  .help = N_("the last signatures, the newest first") },
	{ AT(grant_id), FIELD_ID, .prefix = "GRN" },
	{ 0 }
};

const struct record remote_certificate_record = {
	.name = "remote_certificate",
	.title = N_("A certificate whose key an authority keeps"),
	.size = sizeof(struct remote_certificate),
	.fields = fields,
};

static const struct field reference_fields[] = {
	{ FIELD(struct remote_certificate_reference, alias), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_REQUIRED, .max = 64,
	  .help = N_("its name here") },
	{ 0 }
};

const struct record remote_certificate_reference_record = {
	.name = "remote_certificate_reference",
	.title = N_("A remote certificate, by its alias"),
	.size = sizeof(struct remote_certificate_reference),
	.fields = reference_fields,
};

static const struct word sort_words[] = {
	[REMOTE_BY_ALIAS] = { "alias", NULL },
	[REMOTE_BY_TIME] = { "registered_at", NULL },
	[REMOTE_BY_END] = { "access_ends_at", NULL },
	{ 0 }
};

#define SEARCH(member_) FIELD(struct remote_search, member_)
#define FILTER(member_, title_, help_)                                      \
	{                                                                   \
		SEARCH(member_), FIELD_TEXT, .flags = FIELD_IN,             \
					     .title = title_, .help = help_ \
	}

static const struct field search_fields[] = {
	FILTER(alias, "NAME",
	       N_("whose alias begins so; case and accents do not matter")),
	{ SEARCH(registered_from), FIELD_INSTANT,
	  .flags = FIELD_IN | FIELD_DAYS, .title = "TIME",
	  .help = N_("registered at this time or later") },
	{ SEARCH(registered_to), FIELD_INSTANT, .flags = FIELD_IN | FIELD_DAYS,
	  .title = "TIME", .help = N_("registered before this time") },
	{ SEARCH(status), FIELD_WORD, .flags = FIELD_IN,
	  .words = remote_status_words, .help = N_("of this status") },
	{ SEARCH(access), FIELD_WORD, .flags = FIELD_IN,
	  .words = remote_access_words,
	  .help = N_("whose access is like that") },
	{ SEARCH(expiring), FIELD_INTEGER, .flags = FIELD_IN, .title = "DAYS",
	  .help = N_("whose access is granted and ends within so many days") },
	FILTER(authority, "NAME", N_("kept by this authority")),
	FILTER(wallet, "NAME", N_("of this wallet")),
	{ SEARCH(sort), FIELD_WORD, .flags = FIELD_IN, .words = sort_words,
	  .help = N_("sort by this member; alias if not given") },
	{ SEARCH(reverse), FIELD_BOOLEAN, .flags = FIELD_IN, .letter = 'r',
	  .help = N_("sort the other way round") },
	{ SEARCH(limit), FIELD_INTEGER, .flags = FIELD_IN, .letter = 'n',
	  .title = "NUMBER",
	  .help = N_("at most this many; all if not given, 100 on a "
		     "terminal") },
	FILTER(after, "NAME",
	       N_("go on after this alias, the last one of the page before")),
	{ SEARCH(client_id), FIELD_INTEGER, .flags = FIELD_INNER },
	{ SEARCH(authority_id), FIELD_INTEGER, .flags = FIELD_INNER },
	{ SEARCH(wallet_id), FIELD_INTEGER, .flags = FIELD_INNER },
	{ SEARCH(ends_from), FIELD_INTEGER, .flags = FIELD_INNER },
	{ SEARCH(ends_to), FIELD_INTEGER, .flags = FIELD_INNER },
	{ 0 }
};

const struct record remote_search_record = {
	.name = "remote_search",
	.title = N_("A search for remote certificates"),
	.size = sizeof(struct remote_search),
	.fields = search_fields,
};
