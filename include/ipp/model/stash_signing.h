/* stash_signing - how a remote certificate signs */
#ifndef IPP_MODEL_STASH_SIGNING_H
#define IPP_MODEL_STASH_SIGNING_H

#include <ipp/model/field.h>

enum signing_padding { PADDING_PKCS1, PADDING_PSS };
extern const struct word signing_padding_words[];

/* The options that stash-sign and ipp-sign share. */
struct stash_signing_options {
	const char *alias, *wallet;
	const char *pin_file, *otp_file;
	int64_t browser;
	int64_t wait;	 /* seconds for a consent; ABSENT: the default */
	int64_t padding; /* enum signing_padding; ABSENT: what it can */
};

#define STASH_SIGNING_FIELDS(type_, member_)                                 \
	{ .name = "pin_file",                                                 \
	  .offset = offsetof(type_, member_.pin_file), .type = FIELD_TEXT,    \
	  .flags = FIELD_FILE, .title = "FILE",                               \
	  .help = N_("read the PIN of the remote certificate from this file " \
		     "(- is stdin, fd:N a descriptor) instead of asking for " \
		     "it") },                                                 \
	{ .name = "otp_file",                                                 \
	  .offset = offsetof(type_, member_.otp_file), .type = FIELD_TEXT,    \
	  .flags = FIELD_FILE, .title = "FILE",                               \
	  .help = N_("read the one-time code from this file, likewise") },    \
	{ .name = "browser", .offset = offsetof(type_, member_.browser),      \
	  .type = FIELD_BOOLEAN,                                              \
	  .help = N_("open the authority's page in a browser here") },        \
	{ .name = "wait", .offset = offsetof(type_, member_.wait),            \
	  .type = FIELD_INTEGER, .title = "SECONDS",                          \
	  .help = N_("wait so long for the holder's consent; 300 if not "     \
		     "given") },                                              \
	{ .name = "padding", .offset = offsetof(type_, member_.padding),      \
	  .type = FIELD_WORD, .words = signing_padding_words,                 \
	  .help = N_("how an RSA key signs, if its authority can do both") }

#endif
