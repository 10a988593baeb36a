/* stash_sign - files signed with a remote certificate */
#include "stash_sign.h"

#include <string.h>

#include <ipp/base/certificate.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/signature.h>
#include <ipp/model/signing.h>
#include <ipp/peer/stamp.h>
#include <ipp/port/cms_stamp.h>
#include <ipp/port/digest.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>

#include "sign_file.h"

enum status stash_sign_begin(struct desk *desk, struct stash_signing *signing,
			     const struct signed_file *in,
			     const struct stash_sign_options *options,
			     struct stash_sign **ret, struct error *err)
{
	struct stash_sign *it = arena_alloc(desk->arena, sizeof *it);
	enum status rc;

	if ((rc = sign_options_check(&options->sign, err)) != OK ||
	    (rc = stash_signing_check(desk, signing, err)) != OK)
		return rc;
	it->signing = signing;
	it->in = in;
	it->options = *options;
	*ret = it;
	return OK;
}

static bool is_stdin(const struct stash_sign *it)
{
	return !strcmp(it->in->file, "-");
}

static bool is_stamped(const struct stash_sign *it)
{
	return it->options.stamp == 1 || it->options.stamp_url;
}

enum status stash_content(const struct stash_sign *it,
			  struct arena *arena,
			  struct octets *ret, struct error *err)
{
	unsigned char *bytes = NULL;
	enum status rc;

	if (it->held.bytes) {
		*ret = it->held;
		return OK;
	}
	rc = sign_content(arena, it->in->file, &bytes, &ret->size, err);
	ret->bytes = bytes;
	return rc;
}

static enum status cades_prepare(struct desk *desk, struct stash_sign *it,
				 struct octets file, struct error *err)
{
	struct cms_content content = { &file, 1 };

	return cms_prepare(desk->arena, stash_signatory(it->signing), &content,
			   desk->now, &it->draft, err);
}

/* Of the file with its update only the update is kept. */
static enum status pades_prepare(struct desk *desk, struct stash_sign *it,
				 struct arena *arena, struct octets file,
				 struct error *err)
{
	const struct cms_signatory *who = stash_signatory(it->signing);
	struct file_bytes in = { it->in->file, file.bytes, file.size };
	struct pdf_signature what = {
		.signing_time = desk->now,
		.reason = it->options.sign.reason,
		.location = it->options.sign.location,
		.room = cms_signatory_room(who, is_stamped(it)),
		.is_foreign = true,
	};
	struct octets parts[2];
	struct cms_content content = { parts, 2 };
	struct pdf_draft whole;
	enum status rc;

	if ((rc = pdf_sign_prepare(arena, &in, &what, &whole, err)) != OK)
		return rc;
	pdf_draft_content(&whole, parts);
	it->update = whole;
	it->update.size = whole.size - file.size;
	it->update.gap = whole.gap - file.size;
	it->update.bytes = arena_bytes(desk->arena, whole.bytes + file.size,
				       it->update.size);
	return cms_prepare(desk->arena, who, &content, INT64_MIN, &it->draft,
			   err);
}

/* What is there may be what a run before has made. */
static enum status output_choose(struct desk *desk, struct stash_sign *it,
				 struct error *err)
{
	enum status rc = sign_output(desk->arena, it->in, it->format,
				     it->options.sign.overwrite == 1,
				     &it->output, err);

	it->is_there = it->options.missing == 1 &&
		       error_has(err, "output_exists");
	if (!it->is_there)
		return rc;
	error_reset(err);
	return OK;
}

/* SHA-256 of the content, which CAdES with that digest has made already. */
static enum status content_tell(struct desk *desk, struct stash_sign *it,
				struct octets file, struct error *err)
{
	char *hex;

	if (it->format == SIGNATURE_PADES_CADES ||
	    it->draft.hash_size != DIGEST_SIZE)
		return sign_sha256(desk->arena, file.bytes, file.size,
				   &it->content_sha256, err);
	hex = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1);
	hex_encode(it->draft.content_hash, DIGEST_SIZE, hex);
	it->content_sha256 = hex;
	return OK;
}

static enum status prepare(struct desk *desk, struct stash_sign *it,
			   struct arena *scratch, struct error *err)
{
	const struct sign_file_options *options = &it->options.sign;
	struct arena *arena = is_stdin(it) ? desk->arena : scratch;
	struct octets file = { NULL, 0 };
	enum status rc;

	if ((rc = stash_content(it, arena, &file, err)) != OK)
		return rc;
	if (is_stdin(it))
		it->held = file;
	it->file_size = file.size;
	it->format = sign_format(options, file.bytes, file.size);
	if ((rc = output_choose(desk, it, err)) != OK)
		return rc;
	if (it->is_there)
		return (rc = content_tell(desk, it, file, err)) != OK
			   ? rc
			   : stash_there_read(desk, it, err);
	rc = it->format == SIGNATURE_PADES_CADES
		 ? pades_prepare(desk, it, scratch, file, err)
		 : cades_prepare(desk, it, file, err);
	return rc == OK ? content_tell(desk, it, file, err) : rc;
}

enum status stash_sign_prepare(struct desk *desk, struct stash_sign *it,
			       struct error *err)
{
	struct arena *scratch = stash_scratch_take(it->signing);
	enum status rc = prepare(desk, it, scratch, err);

	stash_scratch_give(it->signing, scratch);
	return rc;
}

enum status stash_sign_join(struct desk *desk, struct stash_sign *it,
			    struct error *err)
{
	(void)err;
	it->wish.arena = desk->arena;
	it->wish.draft = &it->draft;
	if (!desk->dry_run && !it->is_passed)
		stash_signing_join(it->signing, &it->wish);
	return OK;
}

enum status stash_sign_call(struct desk *desk, struct stash_sign *it,
			    struct error *err)
{
	return desk->dry_run || it->is_passed
		   ? OK
		   : stash_signing_call(desk, it->signing, &it->wish, err);
}

enum status stash_sign_complete(struct desk *desk, struct stash_sign *it,
				struct error *err)
{
	if (desk->dry_run || it->is_passed)
		return OK;
	return cms_complete(desk->arena, stash_signatory(it->signing),
			    &it->draft, it->wish.value, &it->message, err);
}

static enum status stamp_by_url(struct desk *desk, struct stash_sign *it,
				struct error *err)
{
	struct octets request = { 0 }, answer;
	enum status rc;

	if ((rc = cms_stamp_request(desk->arena, it->message, NULL, &request,
				    err)) != OK ||
	    (rc = stamp_fetch(desk->arena, it->options.stamp_url, request,
			      &answer, err)) != OK)
		return rc;
	return cms_stamp_add(desk->arena, it->message, request, answer,
			     &it->message, err);
}

enum status stash_sign_stamp(struct desk *desk, struct stash_sign *it,
			     struct error *err)
{
	if (desk->dry_run || it->is_passed)
		return OK;
	if (it->options.stamp_url)
		return stamp_by_url(desk, it, err);
	return it->options.stamp == 1
		   ? stash_signing_stamp(it->signing, desk->arena, it->message,
					 &it->message, err)
		   : OK;
}

/* As it was when it was prepared. */
static enum status content_again(const struct stash_sign *it,
				 struct arena *arena, struct octets *ret,
				 struct error *err)
{
	const char *sha256;
	enum status rc;

	if ((rc = stash_content(it, arena, ret, err)) != OK ||
	    (rc = sign_sha256(arena, ret->bytes, ret->size, &sha256, err)) !=
		OK)
		return rc;
	if (text_equal(sha256, it->content_sha256))
		return OK;
	return error_set(err, DATA, "file_changed", "file",
			 "\"%s\" has changed while it was signed; sign it "
			 "again",
			 it->in->file);
}

static enum status pdf_join(struct stash_sign *it, struct arena *arena,
			    struct octets *ret, struct error *err)
{
	struct octets file = { NULL, 0 };
	unsigned char *bytes;
	enum status rc;

	if ((rc = content_again(it, arena, &file, err)) != OK ||
	    (rc = pdf_draft_fill(&it->update, it->message, err)) != OK)
		return rc;
	ret->size = file.size + it->update.size;
	ret->bytes = bytes = arena_room(arena, ret->size);
	memcpy(bytes, file.bytes, file.size);
	memcpy(bytes + file.size, it->update.bytes, it->update.size);
	return OK;
}

static enum status output_make(struct stash_sign *it, struct arena *arena,
			       struct octets *ret, struct error *err)
{
	struct octets file = { NULL, 0 };
	struct cms_content content = { &file, 1 };
	enum status rc;

	switch (it->format) {
	case SIGNATURE_PADES_CADES:
		return pdf_join(it, arena, ret, err);
	case SIGNATURE_CADES_ATTACHED:
		if ((rc = content_again(it, arena, &file, err)) != OK)
			return rc;
		return cms_attach(arena, it->message, &content, ret, err);
	default:
		*ret = it->message;
		return OK;
	}
}

static enum status output_write(struct desk *desk, struct stash_sign *it,
				struct arena *arena, struct error *err)
{
	struct octets made = { NULL, 0 };
	enum status rc;

	if ((rc = output_make(it, arena, &made, err)) != OK ||
	    (rc = sign_sha256(desk->arena, made.bytes, made.size, &it->sha256,
			      err)) != OK)
		return rc;
	it->size = made.size;
	return it->options.sign.overwrite == 1
		   ? file_write(it->output, made.bytes, made.size, 0600, err)
		   : file_write_new(it->output, made.bytes, made.size, 0600,
				    err);
}

enum status stash_sign_write(struct desk *desk, struct stash_sign *it,
			     struct error *err)
{
	struct arena *scratch;
	enum status rc;

	if (desk->dry_run || it->is_passed)
		return OK;
	scratch = stash_scratch_take(it->signing);
	rc = output_write(desk, it, scratch, err);
	stash_scratch_give(it->signing, scratch);
	return rc;
}

enum status stash_sign_record(struct desk *desk, struct stash_sign *it,
			      struct signed_file *ret, struct error *err)
{
	const struct certificate_facts *facts = stash_facts(it->signing);
	struct json *detail;

	ret->file = it->in->file;
	ret->output = it->output;
	ret->format = it->format;
	ret->alias = stash_alias(it->signing);
	ret->signer = facts->subject_text;
	ret->issuer = facts->issuer_text;
	ret->serial = facts->serial;
	ret->certificate_sha256 = facts->fingerprint;
	if (it->is_passed) {
		ret->passed = 1;
		ret->size = (int64_t)it->there.size;
		ret->sha256 = it->sha256;
		return OK;
	}
	if (desk->dry_run)
		return OK;
	ret->signed_at = desk->now;
	ret->size = (int64_t)it->size;
	ret->sha256 = it->sha256;
	detail = json_object_new();
	json_set_text(detail, "alias", ret->alias);
	json_set_text(detail, "format", signature_format_words[it->format].name);
	json_set_text(detail, "content_sha256", it->content_sha256);
	json_set_text(detail, "sha256", it->sha256);
	json_set_text(detail, "certificate_sha256", facts->fingerprint);
	json_set_text(detail, "serial", facts->serial);
	return journal_append(desk, "file_signed", ABSENT, ABSENT, detail, err);
}
