/* signing - the field table of files that are signed */
#include <ipp/model/signing.h>

#include <ipp/base/text.h>
#include <ipp/model/signature.h>

static const struct field fields[] = {
	{ FIELD(struct signed_file, file), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_FILE | FIELD_REQUIRED | FIELD_COLUMN,
	  .title = N_("File"),
	  .help = N_("the file to sign; - is stdin, which needs an output") },
	{ FIELD(struct signed_file, output), FIELD_TEXT,
	  .flags = FIELD_BOTH | FIELD_FILE | FIELD_COLUMN, .letter = 'o',
	  .title = N_("Output"),
	  .help = N_("where the signature goes, a file or a folder; beside "
		     "the file if absent") },
	{ FIELD(struct signed_file, format), FIELD_WORD,
	  .flags = FIELD_OUT | FIELD_COLUMN, .words = signature_format_words,
	  .title = N_("Format"), .help = N_("format of the signature") },
	{ FIELD(struct signed_file, alias), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("alias of the remote certificate, if it was one") },
	{ FIELD(struct signed_file, signer), FIELD_TEXT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Signer"),
	  .help = N_("subject of the certificate (RFC 4514)") },
	{ FIELD(struct signed_file, issuer), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("issuer of the certificate (RFC 4514)") },
	{ FIELD(struct signed_file, serial), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("serial number of the certificate, hexadecimal") },
	{ FIELD(struct signed_file, certificate_sha256), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the certificate, lower-case hexadecimal") },
	{ FIELD(struct signed_file, signed_at), FIELD_INSTANT,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Signed"),
	  .help = N_("when it was signed, as the signature claims") },
	{ FIELD(struct signed_file, size), FIELD_INTEGER,
	  .flags = FIELD_OUT | FIELD_RIGHT, .title = N_("Bytes"),
	  .help = N_("size of the output in bytes") },
	{ FIELD(struct signed_file, sha256), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("SHA-256 of the output, lower-case hexadecimal") },
	{ FIELD(struct signed_file, passed), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("the output was there already, a good signature of this "
		     "file by this certificate") },
	{ FIELD(struct signed_file, warnings), FIELD_TEXTS,
	  .flags = FIELD_OUT | FIELD_COLUMN, .title = N_("Warnings"),
	  .help = N_("what should be looked at") },
	{ 0 }
};

const struct record signed_file_record = {
	.name = "signed_file",
	.title = N_("A file to be signed, and what was made of it"),
	.size = sizeof(struct signed_file),
	.fields = fields,
};
