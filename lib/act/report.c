/* report - the report of a recognition, made and signed on the spot */
#include "report.h"

#include <inttypes.h>

#include <ipp/act/form.h>
#include <ipp/act/signing.h>
#include <ipp/base/certificate.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/evidence.h>
#include <ipp/model/form.h>
#include <ipp/model/operator.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>
#include <ipp/model/signature.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_sign.h>
#include <ipp/port/signer.h>
#include <ipp/store/desk.h>
#include <ipp/store/operator.h>

#include "form_page.h"
#include "paper.h"

struct report {
	const struct signing *signing;
	const char *name;
	struct request request; /* of this product alone */
	struct page page;
	struct page_report facts;
	struct form form;
	struct file_facts file;
	struct pdf_draft draft;
	struct verification *verification;
};

const char *report_name(const struct report *report)
{
	return report->name;
}

static struct texts one_text(struct arena *arena, const char *text)
{
	const char **items = arena_alloc(arena, sizeof *items);

	*items = text;
	return (struct texts){ items, 1 };
}

static enum status officer_tell(struct desk *desk, struct report *report,
				struct error *err)
{
	const struct certificate_facts *facts = signing_facts(report->signing);
	struct operator_person officer;
	enum status rc;

	if ((rc = operator_load(desk->store, desk->session->operator_id,
				desk->now, desk->arena, &officer, err)) != OK)
		return rc;
	report->facts.officer = arena_printf(
	    desk->arena, "%s %s", officer.surname, officer.given_name);
	report->facts.serial = facts->serial;
	report->facts.issuer = facts->issuer_text;
	return OK;
}

enum status report_begin(struct desk *desk, const struct signing *signing,
			 const struct report_subject *subject,
			 struct report **ret, struct error *err)
{
	struct report *report = arena_alloc(desk->arena, sizeof *report);
	const struct product *product = subject->product;
	enum status rc;

	report->signing = signing;
	report->name = arena_printf(desk->arena, "USR%09" PRId64 "-report.pdf",
				    product->user_id);
	report->request = *subject->order;
	report->request.products = one_text(desk->arena, product->product);
	report->request.user_ids = one_text(
	    desk->arena,
	    arena_printf(desk->arena, "USR%09" PRId64, product->user_id));
	report->request.status = product->status;
	report->request.warnings = (struct texts){ 0 };
	report->facts.recognised_on = subject->recognised_on;
	report->facts.note = subject->note;
	report->page = (struct page){
		.desk = desk,
		.request = &report->request,
		.report = &report->facts,
		.kind = FORM_REPORT,
		.language =
		    page_language(desk, ABSENT, report->request.language),
	};
	if ((rc = signing_check(desk, signing, err)) != OK ||
	    (rc = officer_tell(desk, report, err)) != OK ||
	    (rc = page_load(&report->page, err)) != OK)
		return rc;
	*ret = report;
	return OK;
}

enum status report_make(struct desk *desk, struct report *report,
			const struct paper *papers, size_t count,
			struct error *err)
{
	enum status rc;

	(void)desk;
	report->facts.papers = papers;
	report->facts.count = count;
	if ((rc = page_print(&report->page, &report->form, err)) != OK)
		return rc;
	return page_attach_record(&report->page, &report->form, err);
}

enum status report_prepare(struct desk *desk, struct report *report,
			   struct error *err)
{
	struct file_bytes file = { report->name, report->form.bytes,
				   report->form.size };
	struct pdf_signature what = {
		.signing_time = desk->now,
		.room = cms_sign_room(signing_signer(report->signing)),
	};
	enum status rc;

	if ((rc = file_inspect(desk->arena, &file, FILE_PDF, &report->file,
			       err)) != OK)
		return rc;
	return pdf_sign_prepare(desk->arena, &file, &what, &report->draft, err);
}

enum status report_sign(struct desk *desk, struct report *report,
			struct paper *ret, struct error *err)
{
	struct pdf_draft *draft = &report->draft;
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = pdf_sign_finish(desk->arena, signing_signer(report->signing),
				  draft, err)) != OK ||
	    (rc = digest_sha256(draft->bytes, draft->size, hash, err)) != OK)
		return rc;
	*ret = (struct paper){ .kind = EVIDENCE_REPORT,
			       .path = report->name,
			       .file = { report->name, draft->bytes,
					 draft->size },
			       .facts = report->file };
	hex_encode(hash, sizeof hash, ret->sha256);
	return OK;
}

enum status report_verify(struct desk *desk, struct report *report,
			  bool offline, struct error *err)
{
	struct file_bytes file = { report->name, report->draft.bytes,
				   report->draft.size };

	return signing_verify(desk, report->signing, &file, NULL, offline,
			      &report->verification, err);
}

struct verification *report_verification(const struct report *report)
{
	return report->verification;
}

enum status report_judge(struct desk *desk, const struct report *report,
			 const char **warning, struct error *err)
{
	return signing_judge(desk, report->signing, report->verification,
			     warning, err);
}

void report_tell(const struct report *report, struct json *detail)
{
	const struct certificate_facts *facts = signing_facts(report->signing);

	json_set_text(detail, "signature",
		      signature_format_words[SIGNATURE_PADES_CADES].name);
	json_set_text(detail, "signer", facts->subject_text);
	json_set_text(detail, "serial", facts->serial);
	json_set_text(detail, "certificate_sha256", facts->fingerprint);
}
