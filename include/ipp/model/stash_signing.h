/* stash_signing - how a remote certificate signs */
#ifndef IPP_MODEL_STASH_SIGNING_H
#define IPP_MODEL_STASH_SIGNING_H

#include <ipp/model/consent_options.h>
#include <ipp/model/field.h>
#include <ipp/model/signing.h>

enum signing_padding { PADDING_PKCS1, PADDING_PSS };
extern const struct word signing_padding_words[];

/* The options that stash-sign and ipp-sign share. */
struct stash_signing_options {
	const char *alias, *wallet;
	struct consent_options consent;
	int64_t padding; /* enum signing_padding; ABSENT: what it can */
};

#define STASH_SIGNING_AT(type_, member_, name_) \
	.name = #name_, .offset = offsetof(type_, member_.consent.name_)
#define STASH_SIGNING_FIELDS(type_, member_)                                  \
	{ STASH_SIGNING_AT(type_, member_, pin_file), .type = FIELD_TEXT,     \
	  .flags = FIELD_FILE, .title = "FILE",                               \
	  .help = N_("read the PIN of the remote certificate from this file " \
		     "(- is stdin, fd:N a descriptor) instead of asking for " \
		     "it") },                                                 \
	{ STASH_SIGNING_AT(type_, member_, otp_file), .type = FIELD_TEXT,     \
	  .flags = FIELD_FILE, .title = "FILE",                               \
	  .help = N_("read the one-time code from this file, likewise") },    \
	{ STASH_SIGNING_AT(type_, member_, browser), .type = FIELD_BOOLEAN,   \
	  .help = N_("open the authority's page in a browser here") },        \
	{ STASH_SIGNING_AT(type_, member_, wait), .type = FIELD_INTEGER,      \
	  .title = "SECONDS",                                                 \
	  .help = N_("wait so long for the holder's consent; 300 if not "     \
		     "given") },                                              \
	{ .name = "padding", .offset = offsetof(type_, member_.padding),      \
	  .type = FIELD_WORD, .words = signing_padding_words,                 \
	  .help = N_("how an RSA key signs, if its authority can do both") }

/* How stash-sign signs a file. */
struct stash_sign_options {
	struct sign_file_options sign;
	int64_t missing; /* passes over what is signed already */
	int64_t stamp;	 /* with a time-stamp of the same authority */
	const char *stamp_url; /* or of this one (RFC 3161), or NULL */
};

#endif
