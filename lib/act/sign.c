/* sign - an officer signs files */
#include <ipp/act/sign.h>

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include <ipp/act/signing.h>
#include <ipp/base/certificate.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/model/signature.h>
#include <ipp/model/signing.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/digest.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_sign.h>
#include <ipp/port/signer.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>

struct sign {
	const struct signing *signing;
	const struct signed_file *in;
	struct sign_style style;
	struct file_bytes file;
	int64_t format; /* enum signature_format */
	const char *output;
	struct pdf_draft draft;
	struct octets made;
	struct verification *verification;
	const char *sha256, *content_sha256;
};

static enum status style_check(const struct sign_style *style,
			       struct error *err)
{
	if (style->detached && style->cades)
		return error_set(err, USAGE, "style_ambiguous", "cades",
				 "--cades puts the content inside and "
				 "--detached leaves it outside; give one of "
				 "them");
	return OK;
}

enum status sign_begin(struct desk *desk, const struct signing *signing,
		       const struct signed_file *in,
		       const struct sign_style *style, struct sign **ret,
		       struct error *err)
{
	struct sign *sign = arena_alloc(desk->arena, sizeof *sign);
	enum status rc;

	if ((rc = style_check(style, err)) != OK ||
	    (rc = signing_check(desk, signing, err)) != OK)
		return rc;
	sign->signing = signing;
	sign->in = in;
	sign->style = *style;
	*ret = sign;
	return OK;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "report.pdf" becomes "report-signed.pdf", "report.txt.p7m", ... */
static const char *output_name(struct desk *desk, const struct sign *sign)
{
	const char *name = sign->in->file;
	size_t n = strlen(name);

	if (sign->format == SIGNATURE_CADES_ATTACHED)
		return arena_printf(desk->arena, "%s.p7m", name);
	if (sign->format == SIGNATURE_CADES_DETACHED)
		return arena_printf(desk->arena, "%s.p7s", name);
	if (n > 4 && !strcasecmp(name + n - 4, ".pdf"))
		n -= 4;
	return arena_printf(desk->arena, "%.*s-signed.pdf", (int)n, name);
}

static enum status output_choose(struct desk *desk, struct sign *sign,
				 struct error *err)
{
	const char *wanted = sign->in->output;
	const char *beside = output_name(desk, sign);
	struct stat st;

	if (!strcmp(sign->in->file, "-") && !wanted)
		return error_set(err, DATA, "output_missing", "output",
				 "what is read from stdin has no name; say "
				 "where the signature goes with --output=FILE");
	sign->output = wanted ? wanted : beside;
	if (wanted && stat(wanted, &st) == 0 && S_ISDIR(st.st_mode))
		sign->output =
		    path_join(desk->arena, wanted, base_name(beside));
	if (!sign->style.overwrites && lstat(sign->output, &st) == 0)
		return error_set(err, DATA, "output_exists", "output",
				 "\"%s\" is there already; name another with "
				 "--output, or say --overwrite",
				 sign->output);
	return OK;
}

static enum status sha256_tell(struct desk *desk, const void *bytes, size_t n,
			       const char **ret, struct error *err)
{
	char *hex = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1);
	unsigned char hash[DIGEST_SIZE];
	enum status rc = digest_sha256(bytes, n, hash, err);

	hex_encode(hash, sizeof hash, hex);
	*ret = hex;
	return rc;
}

enum status sign_read(struct desk *desk, struct sign *sign, struct error *err)
{
	const struct sign_style *style = &sign->style;
	unsigned char *bytes;
	size_t n;
	enum status rc;

	if ((rc = file_read(desk->arena, sign->in->file, LIMIT_FILE_BYTES,
			    &bytes, &n, err)) != OK)
		return rc;
	if (n == 0)
		return error_set(err, DATA, "file_empty", "file",
				 "\"%s\" is empty; give the file that was "
				 "meant",
				 sign->in->file);
	sign->file = (struct file_bytes){ sign->in->file, bytes, n };
	sign->format = style->detached ? SIGNATURE_CADES_DETACHED
		       : style->cades || file_sniff(bytes, n) != FILE_PDF
			   ? SIGNATURE_CADES_ATTACHED
			   : SIGNATURE_PADES_CADES;
	if ((rc = output_choose(desk, sign, err)) != OK)
		return rc;
	return sha256_tell(desk, bytes, n, &sign->content_sha256, err);
}

/* Nobody signs what may look different tomorrow: scripts and the like are
 * refused. */
enum status sign_inspect(struct desk *desk, struct sign *sign,
			 struct error *err)
{
	struct pdf_signature what = {
		.signing_time = desk->now,
		.reason = sign->style.reason,
		.location = sign->style.location,
		.room = cms_sign_room(signing_signer(sign->signing)),
	};
	struct file_facts facts;
	enum status rc;

	if (sign->format != SIGNATURE_PADES_CADES)
		return OK;
	if ((rc = file_inspect(desk->arena, &sign->file, FILE_PDF, &facts,
			       err)) != OK)
		return rc;
	return pdf_sign_prepare(desk->arena, &sign->file, &what, &sign->draft,
				err);
}

static enum status cades_make(struct desk *desk, struct sign *sign,
			      struct error *err)
{
	struct octets bytes = { sign->file.bytes, sign->file.size };
	struct cms_content content = { &bytes, 1 };
	struct cms_style style = {
		.detached = sign->format == SIGNATURE_CADES_DETACHED,
		.signing_time = desk->now,
	};

	return cms_sign(desk->arena, signing_signer(sign->signing), &content,
			&style, &sign->made, err);
}

enum status sign_make(struct desk *desk, struct sign *sign, struct error *err)
{
	enum status rc;

	if (sign->format == SIGNATURE_PADES_CADES) {
		rc = pdf_sign_finish(desk->arena,
				     signing_signer(sign->signing),
				     &sign->draft, err);
		sign->made = (struct octets){ sign->draft.bytes,
					      sign->draft.size };
	} else {
		rc = cades_make(desk, sign, err);
	}
	if (rc != OK)
		return rc;
	return sha256_tell(desk, sign->made.bytes, sign->made.size,
			   &sign->sha256, err);
}

enum status sign_verify(struct desk *desk, struct sign *sign,
			struct error *err)
{
	struct file_bytes made = { sign->output, sign->made.bytes,
				   sign->made.size };
	bool apart = sign->format == SIGNATURE_CADES_DETACHED;

	return signing_verify(desk, sign->signing, &made,
			      apart ? &sign->file : NULL, sign->style.offline,
			      &sign->verification, err);
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
		.file = sign->in->file,
		.output = sign->output,
		.format = sign->format,
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
	return sign->style.overwrites
		   ? file_write(sign->output, made->bytes, made->size, 0600,
				err)
		   : file_write_new(sign->output, made->bytes, made->size, 0600,
				    err);
}
