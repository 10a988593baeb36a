/* signing - what an officer signs, and with which key */
#ifndef IPP_MODEL_SIGNING_H
#define IPP_MODEL_SIGNING_H

#include <ipp/model/field.h>

/* Where the officer's key is: the options that ipp-sign and ipp-recognize
 * share. */
struct signing_options {
	const char *pkcs12;	    /* a file, or */
	const char *module, *token; /* PKCS #11 */
	const char *certificate;    /* beginning of its SHA-256 */
	const char *secret_file;
};

#define SIGNING_PATH(type_, member_, help_)                                   \
	{ .name = #member_, .offset = offsetof(type_, signing.member_),       \
	  .type = FIELD_TEXT, .flags = FIELD_FILE, .title = "FILE",           \
	  .help = help_ }
#define SIGNING_FIELDS(type_)                                                 \
	SIGNING_PATH(type_, pkcs12,                                           \
		     N_("sign with the key in this PKCS #12 file (.p12)")),   \
	SIGNING_PATH(type_, module,                                           \
		     N_("sign with a token, through this PKCS #11 library")), \
	{ .name = "token", .offset = offsetof(type_, signing.token),          \
	  .type = FIELD_TEXT, .max = 64, .title = "LABEL",                    \
	  .help = N_("label or serial number of the token, if there are "     \
		     "several") },                                            \
	{ .name = "certificate",                                              \
	  .offset = offsetof(type_, signing.certificate),                     \
	  .type = FIELD_TEXT, .max = 64, .title = "FINGERPRINT",              \
	  .help = N_("sign with the registered certificate whose SHA-256 "    \
		     "begins so, if you have several") },                     \
	SIGNING_PATH(type_, secret_file,                                      \
		     N_("read the passphrase or PIN from this file (- is "    \
			"stdin, fd:N a descriptor) instead of asking for it"))

/* What a signature becomes: the options that ipp-sign and stash-sign share. */
struct sign_file_options {
	int64_t detached;  /* CAdES beside the file */
	int64_t cades;	   /* CAdES with the file inside, also for a PDF */
	int64_t overwrite; /* what is at the place of the output */
	int64_t offline; /* asks nobody whether the certificate is revoked */
	const char *reason, *location; /* in a PDF */
};

#define SIGN_FLAG(type_, member_, name_, help_)                           \
	.name = #name_, .offset = offsetof(type_, member_.name_),         \
	.type = FIELD_BOOLEAN, .help = help_
#define SIGN_TEXT(type_, member_, name_, help_)                           \
	{ .name = #name_, .offset = offsetof(type_, member_.name_),       \
	  .type = FIELD_TEXT, .max = 200, .title = "TEXT", .help = help_ }
#define SIGN_FIELDS(type_, member_)                                       \
	{ SIGN_FLAG(type_, member_, detached,                             \
		    N_("leave the content outside: a CAdES signature "    \
		       "beside it")),                                     \
	  .letter = 'd' },                                                \
	{ SIGN_FLAG(type_, member_, cades,                                \
		    N_("put a PDF inside a CAdES signature, too")) },     \
	{ SIGN_FLAG(type_, member_, overwrite,                            \
		    N_("replace what is at the place of the output")) }

/* The record `signed_file`: a file to be signed, and what was made of it. */
struct signed_file {
	const char *file, *output;
	int64_t format; /* enum signature_format, of model/signature.h */
	const char *alias; /* of a remote certificate, or NULL */
	const char *signer, *issuer, *serial, *certificate_sha256;
	int64_t signed_at;
	int64_t size;
	const char *sha256;
	int64_t passed; /* it was signed before */
	struct texts warnings;
};

extern const struct record signed_file_record;

#endif
