/* sign - an officer signs files */
#include <ipp/act/sign.h>

#include <ipp/act/signing.h>
#include <ipp/act/stash_signing.h>
#include <ipp/base/certificate.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/model/field.h>
#include <ipp/model/signature.h>
#include <ipp/model/signing.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_sign.h>
#include <ipp/port/signer.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>

#include "sign_file.h"

struct sign {
	const struct signing *signing;
	const struct signed_file *in;
	struct sign_file_options options;
	struct file_bytes file;
	int64_t format; /* enum signature_format */
	const char *output;
	struct pdf_draft pdf;
	struct cms_draft draft;
	struct stash_wish wish; /* its value, whoever makes it */
	struct octets made;
	struct verification *verification;
	const char *sha256, *content_sha256;
};

enum status sign_begin(struct desk *desk, const struct signing *signing,
		       const struct signed_file *in,
		       const struct sign_file_options *options,
		       struct sign **ret, struct error *err)
{
	struct sign *sign = arena_alloc(desk->arena, sizeof *sign);
	enum status rc;

	if ((rc = sign_options_check(options, err)) != OK ||
	    (rc = signing_check(desk, signing, err)) != OK)
		return rc;
	sign->signing = signing;
	sign->in = in;
	sign->options = *options;
	*ret = sign;
	return OK;
}

enum status sign_read(struct desk *desk, struct sign *sign, struct error *err)
{
	const struct sign_file_options *options = &sign->options;
	unsigned char *bytes;
	size_t n;
	enum status rc;

	if ((rc = sign_content(desk->arena, sign->in->file, &bytes, &n, err)) !=
	    OK)
		return rc;
	sign->file = (struct file_bytes){ sign->in->file, bytes, n };
	sign->format = sign_format(options, bytes, n);
	if ((rc = sign_output(desk->arena, sign->in, sign->format,
			      options->overwrite == 1, &sign->output, err)) !=
	    OK)
		return rc;
	return sign_sha256(desk->arena, bytes, n, &sign->content_sha256, err);
}

/* Nobody signs what may look different tomorrow: scripts and the like are
 * refused. */
enum status sign_inspect(struct desk *desk, struct sign *sign,
			 struct error *err)
{
	struct pdf_signature what = {
		.signing_time = desk->now,
		.reason = sign->options.reason,
		.location = sign->options.location,
		.room =
		    cms_signatory_room(signing_signatory(sign->signing), false),
		.is_foreign = true,
	};

	if (sign->format != SIGNATURE_PADES_CADES)
		return OK;
	return pdf_sign_prepare(desk->arena, &sign->file, &what, &sign->pdf,
				err);
}

/* By the key at hand; a remote one signs all of a batch, in sign_call. */
static enum status value_make(struct desk *desk, struct sign *sign,
			      struct error *err)
{
	struct signer *signer = signing_signer(sign->signing);

	if (signing_stash(sign->signing))
		return OK;
	return signer->sign(
	    signer, cms_signatory_digest(signing_signatory(sign->signing)),
	    sign->draft.attributes, desk->arena, &sign->wish.value, err);
}

enum status sign_make(struct desk *desk, struct sign *sign, struct error *err)
{
	const struct cms_signatory *who = signing_signatory(sign->signing);
	bool is_pdf = sign->format == SIGNATURE_PADES_CADES;
	struct octets parts[2] = { { sign->file.bytes, sign->file.size } };
	struct cms_content content = { parts, is_pdf ? 2 : 1 };
	enum status rc;

	if (is_pdf)
		pdf_draft_content(&sign->pdf, parts);
	/* a PDF tells the time elsewhere (EN 319 142-1, 6.3) */
	rc = cms_prepare(desk->arena, who, &content,
			 is_pdf ? INT64_MIN : desk->now, &sign->draft, err);
	return rc == OK ? value_make(desk, sign, err) : rc;
}

enum status sign_join(struct desk *desk, struct sign *sign, struct error *err)
{
	struct stash_signing *stash = signing_stash(sign->signing);

	(void)err;
	sign->wish.arena = desk->arena;
	sign->wish.draft = &sign->draft;
	if (stash)
		stash_signing_join(stash, &sign->wish);
	return OK;
}

enum status sign_call(struct desk *desk, struct sign *sign, struct error *err)
{
	struct stash_signing *stash = signing_stash(sign->signing);

	if (!stash)
		return OK;
	if (desk->dry_run)
		return error_set(err, USAGE, "remote_dry_run", "dry_run",
				 "a remote certificate does not sign to try; "
				 "see what would be signed with: stash-sign "
				 "--dry-run");
	return stash_signing_call(desk, stash, &sign->wish, err);
}

enum status sign_complete(struct desk *desk, struct sign *sign,
			  struct error *err)
{
	struct octets file = { sign->file.bytes, sign->file.size };
	struct cms_content content = { &file, 1 };
	struct octets message = { 0 };
	enum status rc = cms_complete(desk->arena,
				      signing_signatory(sign->signing),
				      &sign->draft, sign->wish.value, &message,
				      err);

	if (rc == REFUSED && !signing_stash(sign->signing)) {
		error_reset(err);
		return signer_mismatch(err);
	}
	sign->made = message;
	if (rc == OK && sign->format == SIGNATURE_CADES_ATTACHED)
		rc = cms_attach(desk->arena, message, &content, &sign->made,
				err);
	if (rc == OK && sign->format == SIGNATURE_PADES_CADES) {
		rc = pdf_draft_fill(&sign->pdf, message, err);
		sign->made = (struct octets){ sign->pdf.bytes, sign->pdf.size };
	}
	if (rc != OK)
		return rc;
	return sign_sha256(desk->arena, sign->made.bytes, sign->made.size,
			   &sign->sha256, err);
}

enum status sign_verify(struct desk *desk, struct sign *sign,
			struct error *err)
{
	struct file_bytes made = { sign->output, sign->made.bytes,
				   sign->made.size };
	bool apart = sign->format == SIGNATURE_CADES_DETACHED;

	return signing_verify(
	    desk, sign->signing, &made, apart ? &sign->file : NULL,
	    sign->options.offline == 1, &sign->verification, err);
}

struct verification *sign_verification(const struct sign *sign)
{
	return sign->verification;
}

static struct texts warning_list(struct desk *desk, const char *warning)
{
	const char **items = arena_alloc(desk->arena, sizeof *items);

	*items = warning;
	return (struct texts){ items, warning ? 1 : 0 };
}

enum status sign_record(struct desk *desk, struct sign *sign,
			struct signed_file *ret, struct error *err)
{
	const struct certificate_facts *facts = signing_facts(sign->signing);
	struct json *detail;
	const char *warning;
	enum status rc;

	if ((rc = signing_judge(desk, sign->signing, sign->verification,
				&warning, err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "format",
		      signature_format_words[sign->format].name);
	json_set_text(detail, "content_sha256", sign->content_sha256);
	json_set_text(detail, "sha256", sign->sha256);
	json_set_text(detail, "certificate_sha256", facts->fingerprint);
	json_set_text(detail, "serial", facts->serial);
	*ret = (struct signed_file){
		.passed = ABSENT,
		.file = sign->in->file,
		.output = sign->output,
		.format = sign->format,
		.alias = signing_stash(sign->signing)
			     ? stash_alias(signing_stash(sign->signing))
			     : NULL,
		.signer = facts->subject_text,
		.issuer = facts->issuer_text,
		.serial = facts->serial,
		.certificate_sha256 = facts->fingerprint,
		.signed_at = desk->now,
		.size = (int64_t)sign->made.size,
		.sha256 = sign->sha256,
		.warnings = warning_list(desk, warning),
	};
	return journal_append(desk, "file_signed", ABSENT, ABSENT, detail, err);
}

enum status sign_write(struct desk *desk, struct sign *sign, struct error *err)
{
	const struct octets *made = &sign->made;

	if (desk->dry_run)
		return OK;
	return sign->options.overwrite == 1
		   ? file_write(sign->output, made->bytes, made->size, 0600,
				err)
		   : file_write_new(sign->output, made->bytes, made->size, 0600,
				    err);
}
