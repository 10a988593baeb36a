/* envelope - activation codes in a file that only a passphrase opens */
#ifndef IPP_MODEL_ENVELOPE_H
#define IPP_MODEL_ENVELOPE_H

#include <ipp/model/field.h>

enum envelope_format { ENVELOPE_PDF, ENVELOPE_CMS };
extern const struct word envelope_format_words[];

/* What the passphrase of an envelope was. */
enum passphrase_kind {
	PASSPHRASE_GENERATED,
	PASSPHRASE_CHOSEN,
	PASSPHRASE_TAX_CODE,
};
extern const struct word passphrase_kind_words[];

/* Where it comes from. */
enum passphrase_source {
	PASSPHRASE_FROM_GENERATOR,
	PASSPHRASE_FROM_TERMINAL,
	PASSPHRASE_FROM_FILE,
	PASSPHRASE_FROM_TAX_CODE,
};
extern const struct word passphrase_source_words[];

/* How codes shall be sealed: the options that ipp-issue and ipp-envelope
 * share. */
struct envelope_options {
	int64_t envelope;   /* enum envelope_format */
	int64_t passphrase; /* enum passphrase_source */
	const char *passphrase_file, *passphrases;
};

#define ENVELOPE_FIELDS(type_)                                                \
	{ .name = "envelope",                                                 \
	  .offset = offsetof(type_, sealing.envelope), .type = FIELD_WORD,    \
	  .words = envelope_format_words,                                     \
	  .help = N_("kind of envelope: an encrypted PDF (if not given) or "  \
		     "CMS (RFC 5652)") },                                     \
	{ .name = "passphrase",                                               \
	  .offset = offsetof(type_, sealing.passphrase), .type = FIELD_WORD,  \
	  .words = passphrase_source_words,                                   \
	  .help = N_("where the passphrase of the envelope comes from; "      \
		     "generate if not given") },                              \
	{ .name = "passphrase_file",                                          \
	  .offset = offsetof(type_, sealing.passphrase_file),                 \
	  .type = FIELD_TEXT, .flags = FIELD_FILE, .title = "FILE",           \
	  .help = N_("file with the passphrase (- is stdin, fd:N a "          \
		     "descriptor)") },                                        \
	{ .name = "passphrases",                                              \
	  .offset = offsetof(type_, sealing.passphrases), .type = FIELD_TEXT, \
	  .flags = FIELD_FILE, .title = "FILE",                               \
	  .help = N_("add generated passphrases to this file, which only "    \
		     "you can read, one product a line") }

/* The record `envelope`: the newest envelope of a product. */
struct envelope {
	int64_t order_id, user_id;
	const char *product;
	int64_t status;	  /* enum product_status */
	int64_t envelope; /* enum envelope_format */
	int64_t passphrase_kind;
	const char *file, *sha256;
	int64_t sealed_at;
	int64_t replaced; /* an envelope before it is void */
	int64_t existing; /* it was sealed before */
	struct texts warnings;
};

extern const struct record envelope_record;

#endif
