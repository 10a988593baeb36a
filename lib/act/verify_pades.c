/* verify_pades - the signatures of a PDF, one after the other */
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/pdf_file.h>
#include <ipp/port/pdf_signed.h>

#include "verify_part.h"

/* What makes that a reader sees one thing today and another tomorrow. */
static const struct {
	enum pdf_feature feature;
	const char *reason;
} actives[] = {
	{ PDF_JAVASCRIPT, N_("the PDF contains scripts, which may change what "
			     "it shows") },
	{ PDF_LAUNCH, N_("the PDF contains an action that starts or sends "
			 "something") },
	{ PDF_PROGRAM, N_("the PDF has a program attached") },
	{ PDF_OPEN_ACTION, N_("the PDF acts when it is opened") },
	{ PDF_XFA, N_("the PDF contains an XFA form, which may change what it "
		      "shows") },
	{ PDF_MEDIA, N_("the PDF contains sound, film or 3D") },
};

/* Why no signature of this file may be relied on, though it holds. */
static const char *content_fault(struct verifying *it)
{
	const struct file_bytes *file = it->task->file;
	struct error err;

	error_reset(&err);
	it->has_pdf = pdf_facts(file->bytes, file->size, &it->pdf, &err) == OK;
	if (!it->has_pdf)
		return _("the PDF does not keep to the rules of its format; "
			 "readers may show different things");
	if (it->pdf.features & PDF_ATTACHMENT)
		verify_find(it, _("the PDF has files attached, which the "
				  "signatures cover"));
	for (size_t i = 0; i < sizeof actives / sizeof *actives; i++)
		if (it->pdf.features & actives[i].feature)
			return _(actives[i].reason);
	if (pdf_has_layers(file->bytes, file->size))
		return _("the PDF has layers, which a reader may show or "
			 "hide");
	return NULL;
}

/* What came after a signature; `is_last`: no other signature did. */
static void change_judge(struct verifying *it, const struct pdf_signed *part,
			 bool is_last, struct signature_facts *ret)
{
	const struct file_bytes *file = it->task->file;
	static const char *const warning[] = { N_(
	    "other signatures or proofs were added after it") };
	const char *reason = NULL;

	switch (pdf_revision_compare(file->bytes, file->size, part->covered)) {
	case PDF_SAME:
		if (part->is_final && !is_last) {
			reason = _("it forbids any change (DocMDP), and the "
				   "document was signed again after it");
			break;
		}
		if (part->covered < file->size)
			ret->warnings = (struct texts){ warning, 1 };
		return;
	case PDF_CHANGED:
		reason = _("the document was changed after this signature");
		break;
	case PDF_APPENDED:
		reason = _("bytes that nobody signed follow the signed "
			   "document");
		break;
	default:
		reason = _("what it covers is no document by itself");
	}
	ret->fault = (struct signature_fault){ FORMAT_FAILURE, reason };
}

/* The message in its place. NULL where it cannot be one. */
static struct signed_cms *message_read(struct verifying *it,
				       struct pdf_signed *part)
{
	struct signed_cms *cms = NULL;
	struct octets content;
	struct error err;
	bool has_content;

	error_reset(&err);
	if (part->fault.reason)
		return NULL;
	if (signed_cms_read(part->message.bytes, part->message.size, true, &cms,
			    &err) != OK) {
		part->fault = (struct signature_fault){
			FORMAT_FAILURE,
			_("the signature is no message that can be read to "
			  "its very end")
		};
		return NULL;
	}
	signed_cms_hang(&it->open, cms);
	signed_cms_proofs(cms, it->proofs, it->proof_count);
	has_content = signed_cms_content(cms, &content) && content.size > 0;
	if (signed_cms_count(cms) == 1 && has_content == part->is_stamp)
		return cms;
	part->fault = (struct signature_fault){
		FORMAT_FAILURE,
		_("the signature has another form than a PDF's")
	};
	return NULL;
}

static void signature_take(struct verifying *it, struct pdf_signed *part,
			   bool is_last, const char *content_reason,
			   const struct stamp_facts *const *proofs,
			   size_t proof_count)
{
	struct signature_facts *facts = arena_alloc(it->arena, sizeof *facts);
	struct signed_cms *cms = message_read(it, part);

	facts->signing_time = ABSENT;
	facts->format = part->format;
	if (cms)
		signed_cms_examine(it->arena, cms, part->parts, 2, facts);
	if (part->fault.reason)
		facts->fault = part->fault;
	facts->covered = part->covered;
	facts->covers_all = part->covered == it->task->file->size;
	if (!facts->fault.reason)
		change_judge(it, part, is_last, facts);
	if (content_reason && !facts->constraint.reason)
		facts->constraint =
		    (struct signature_fault){ SIG_CONSTRAINTS_FAILURE,
					      content_reason };
	verify_signature(it, facts, proofs, proof_count);
}

/* A document time-stamp, if it is one; it proves what it covers. */
static const struct stamp_facts *stamp_take(struct verifying *it,
					    struct pdf_signed *part)
{
	struct stamp_facts *stamp = arena_alloc(it->arena, sizeof *stamp);
	struct signed_cms *cms = message_read(it, part);

	if (!cms)
		return NULL;
	signed_stamp_examine(it->arena, cms, part->parts, 2, stamp);
	return stamp;
}

/* A store of proofs in the file, as level LT has it. */
static void proofs_take(struct verifying *it)
{
	const struct file_bytes *file = it->task->file;
	struct octets *proofs =
	    arena_alloc(it->arena, PDF_PROOFS_MAX * sizeof *proofs);

	it->proof_count =
	    pdf_proofs_find(it->arena, file->bytes, file->size, proofs);
	it->proofs = proofs;
}

enum status verify_pades(struct verifying *it, struct error *err)
{
	const struct file_bytes *file = it->task->file;
	struct pdf_signed *parts =
	    arena_alloc(it->arena, PDF_SIGNATURES_MAX * sizeof *parts);
	const struct stamp_facts *stamps[PDF_SIGNATURES_MAX];
	const struct stamp_facts *proofs[PDF_SIGNATURES_MAX];
	const char *content_reason;
	size_t count, signatures = 0;
	enum status rc;

	it->report->kind = SIGNED_PADES;
	if ((rc = pdf_signed_find(it->arena, file->bytes, file->size, parts,
				  &count, err)) != OK)
		return rc;
	proofs_take(it);
	content_reason = content_fault(it);
	for (size_t i = 0; i < count; i++)
		stamps[i] = parts[i].is_stamp ? stamp_take(it, &parts[i])
					      : NULL;
	for (size_t i = 0; i < count; i++) {
		bool is_last = true;
		size_t n = 0;

		if (parts[i].is_stamp)
			continue;
		for (size_t j = i + 1; j < count; j++) {
			is_last &= parts[j].is_stamp;
			if (stamps[j] && parts[j].covered > parts[i].covered)
				proofs[n++] = stamps[j];
		}
		signature_take(it, &parts[i], is_last, content_reason, proofs,
			       n);
		signatures++;
	}
	if (signatures == 0)
		return error_set(err, DATA, "not_signed", NULL,
				 "the PDF has time-stamps but no signature; "
				 "give the signed file");
	it->content = (struct octets){ file->bytes, file->size };
	return OK;
}
