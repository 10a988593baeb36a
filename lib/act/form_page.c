/* form_page - what stands on the pages of a form */
#include "form_page.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/catalog.h>
#include <ipp/model/evidence.h>
#include <ipp/model/form.h>
#include <ipp/model/request.h>
#include <ipp/port/digest.h>
#include <ipp/store/desk.h>

#include "form_words.h"
#include "paper.h"

static const char *say(const struct page *page, enum phrase which)
{
	return phrase(which, page->language);
}

/* A phrase with one %s. */
static const char *say_of(const struct page *page, enum phrase which,
			  const char *what)
{
	const char *text = say(page, which);
	const char *hole = strstr(text, "%s");

	return arena_printf(page->desk->arena, "%.*s%s%s", (int)(hole - text),
			    text, what, hole + 2);
}

/* A day as people of that language write it: 31/12/2026, 2026-12-31. */
static const char *day(const struct page *page, const char *date)
{
	if (!date || page->language != LANGUAGE_IT)
		return date;
	return arena_printf(page->desk->arena, "%.2s/%.2s/%.4s", date + 8,
			    date + 5, date);
}

static const char *value_of(const struct page *page, const struct field *field)
{
	const char *at = (const char *)page->request + field->offset;

	if (field_is_absent(field, page->request))
		return NULL;
	if (field->type == FIELD_WORD)
		return word_label(field->words,
				  *(const int64_t *)(const void *)at,
				  page->language);
	if (field->type == FIELD_DATE)
		return day(page, *(const char *const *)(const void *)at);
	return field_format(field, page->request, page->desk->arena);
}

/* Lines to write on are left only where something may still be filled in. */
static bool is_open(const struct page *page)
{
	return page->is_blank || page->request->status == STATUS_DRAFT;
}

/* Who has one name only has no other to fill in. */
static bool is_none(const struct page *page, const char *member)
{
	return page->request->person.single_name == 1 &&
	       !strcmp(member, "given_name");
}

static void rows_print(const struct page *page, const struct form_row *rows)
{
	for (const struct form_row *row = rows; row->member; row++) {
		const char *value =
		    value_of(page, record_field(&request_record, row->member));

		if (value || (is_open(page) && !is_none(page, row->member)))
			pdf_page_row(page->writer, row->labels[page->language],
				     value);
	}
}

static void section(const struct page *page, enum phrase title)
{
	pdf_page_heading(page->writer, 2, say(page, title));
}

static void recognition_print(const struct page *page)
{
	const struct field *field =
	    record_field(&request_record, "recognition");

	section(page, PHRASE_RECOGNITION);
	pdf_page_row(page->writer, say(page, PHRASE_METHOD),
		     value_of(page, field));
}

static const char *validity(const struct page *page,
			    const struct catalog_item *item)
{
	bool in_months = item->validity_unit == VALIDITY_MONTHS;
	int64_t value = page->request->validity != ABSENT
			    ? page->request->validity
			    : item->validity;

	return say_of(page, in_months ? PHRASE_MONTHS : PHRASE_MINUTES,
		      arena_printf(page->desk->arena, "%" PRId64, value));
}

static void products_print(const struct page *page)
{
	const struct request *request = page->request;
	bool is_italian = page->language == LANGUAGE_IT;

	section(page, PHRASE_PRODUCT);
	for (size_t i = 0; i < request->products.count; i++) {
		const struct catalog_item *item = &page->items[i];
		const char *limit = is_italian ? item->limit_it
					       : item->limit_en;

		pdf_page_row(
		    page->writer, say(page, PHRASE_TYPE),
		    arena_printf(page->desk->arena, "%s (%s)",
				 is_italian ? item->name_it : item->name_en,
				 item->product));
		if (i < request->user_ids.count && !is_open(page))
			pdf_page_row(page->writer, say(page, PHRASE_USER),
				     request->user_ids.items[i]);
		pdf_page_row(page->writer, say(page, PHRASE_VALIDITY),
			     validity(page, item));
		if (limit)
			pdf_page_row(page->writer, say(page, PHRASE_LIMIT),
				     limit);
	}
}

static void configuration_print(const struct page *page)
{
	const struct request *request = page->request;
	bool names = page->has_role || request->organization_name;

	if (!names && !request->limit_text)
		return;
	section(page, PHRASE_CONFIGURATION);
	if (names)
		rows_print(page, role_rows);
	if (request->limit_text)
		pdf_page_row(page->writer, say(page, PHRASE_LIMIT),
			     request->limit_text);
}

/* A question and its answer: yes, no, or none yet. */
static void consent_print(const struct page *page, const char *text,
			  int64_t answer)
{
	pdf_page_paragraph(page->writer, text);
	pdf_page_check(page->writer, answer == 1, say(page, PHRASE_YES));
	pdf_page_check(page->writer, answer == 0, say(page, PHRASE_NO));
}

/* Which text a consent speaks of: its version, its first day, and the SHA-256
 * that only this text has. */
static void privacy_print(const struct page *page)
{
	const struct privacy_policy *policy = &page->privacy;
	unsigned char hash[DIGEST_SIZE];
	char hex[2 * DIGEST_SIZE + 1], from[DATE_SIZE];
	struct error ignored; /* then the version must do */

	error_reset(&ignored);
	if (!policy->text || digest_sha256(policy->text, strlen(policy->text),
					   hash, &ignored) != OK)
		return;
	hex_encode(hash, sizeof hash, hex);
	date_of(policy->valid_from, from);
	pdf_page_small(page->writer,
		       arena_printf(page->desk->arena,
				    "%s %s (%s, %s), SHA-256 %s",
				    page->organization, policy->version,
				    language_words[policy->language].name,
				    day(page, from), hex));
}

static void consents_print(const struct page *page)
{
	const struct request *request = page->request;
	const char *version = request->privacy_version
				  ? request->privacy_version
				  : page->privacy.version;
	char at[INSTANT_SIZE];

	section(page, PHRASE_CONSENT_SECTION);
	consent_print(page,
		      version ? say_of(page, PHRASE_PRIVACY, version)
			      : say(page, PHRASE_PRIVACY_NONE),
		      request->consent_privacy);
	privacy_print(page);
	consent_print(page, say(page, PHRASE_TERMS), request->consent_terms);
	consent_print(page, say(page, PHRASE_MARKETING),
		      request->consent_marketing);
	if (request->consented_at == ABSENT)
		return;
	instant_format(request->consented_at, at);
	at[10] = '\0';
	pdf_page_small(page->writer,
		       say_of(page, PHRASE_CONSENTED_AT,
			      arena_printf(page->desk->arena, "%s %.5s",
					   day(page, at), at + 11)));
}

static void message_print(const struct page *page)
{
	if (text_is_empty(page->request->message))
		return;
	section(page, PHRASE_MESSAGE);
	pdf_page_paragraph(page->writer, page->request->message);
}

static void holder_print(const struct page *page)
{
	section(page, PHRASE_HOLDER);
	rows_print(page, holder_rows);
	rows_print(page, birth_rows);
}

static void part_print(const struct page *page, enum phrase title,
		       const struct form_row *rows)
{
	section(page, title);
	rows_print(page, rows);
}

/* The eight steps of a request, in their order. */
static void application_print(const struct page *page)
{
	recognition_print(page);
	holder_print(page);
	part_print(page, PHRASE_RESIDENCE, residence_rows);
	part_print(page, PHRASE_DOCUMENT, document_rows);
	part_print(page, PHRASE_CONTACTS, contact_rows);
	products_print(page);
	configuration_print(page);
	consents_print(page);
	message_print(page);
	section(page, PHRASE_SUMMARY);
	pdf_page_paragraph(page->writer, say(page, PHRASE_DECLARES));
	pdf_page_sign(page->writer, say(page, PHRASE_PLACE_DATE),
		      say(page, PHRASE_HOLDER_SIGNS));
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The papers that the officer saw, by the SHA-256 that only they have. */
static void papers_print(const struct page *page)
{
	const struct page_report *report = page->report;

	section(page, PHRASE_PAPERS);
	for (size_t i = 0; i < report->count; i++) {
		const struct paper *paper = &report->papers[i];

		pdf_page_row(page->writer,
			     word_label(evidence_kind_words, paper->kind,
					page->language),
			     arena_printf(page->desk->arena, "%s (%s)",
					  base_name(paper->path),
					  paper->facts.mime));
		pdf_page_small(page->writer,
			       arena_printf(page->desk->arena, "SHA-256 %s",
					    paper->sha256));
	}
}

static void report_end(const struct page *page)
{
	const struct page_report *report = page->report;

	if (report->note)
		pdf_page_row(page->writer, say(page, PHRASE_NOTE),
			     report->note);
	papers_print(page);
	pdf_page_paragraph(page->writer,
			   say_of(page, PHRASE_SIGNED_BY, report->officer));
	pdf_page_small(page->writer,
		       arena_printf(page->desk->arena, "%s - %s",
				    report->serial, report->issuer));
}

static void report_print(const struct page *page)
{
	const struct page_report *report = page->report;

	holder_print(page);
	part_print(page, PHRASE_DOCUMENT, document_rows);
	products_print(page);
	section(page, PHRASE_RECOGNITION);
	pdf_page_row(page->writer, say(page, PHRASE_RECOGNISED_ON),
		     report ? day(page, report->recognised_on) : NULL);
	pdf_page_row(page->writer, say(page, PHRASE_OFFICER),
		     report ? report->officer : NULL);
	if (report)
		report_end(page);
	else
		pdf_page_sign(page->writer, say(page, PHRASE_PLACE_DATE),
			      say(page, PHRASE_OFFICER_SIGNS));
}

static void consent_paper_print(const struct page *page)
{
	part_print(page, PHRASE_CONFIGURATION, role_rows);
	holder_print(page);
	products_print(page);
	section(page, PHRASE_SUMMARY);
	pdf_page_paragraph(page->writer, say(page, PHRASE_DUTY));
	pdf_page_row(page->writer, say(page, PHRASE_SIGNATORY), NULL);
	pdf_page_row(page->writer, say(page, PHRASE_SIGNATORY_ROLE), NULL);
	pdf_page_sign(page->writer, say(page, PHRASE_PLACE_DATE),
		      say(page, PHRASE_ORGANIZATION_SIGNS));
}

static const struct {
	enum phrase title, intent;
	void (*print)(const struct page *page);
} papers[] = {
	[FORM_APPLICATION] = { PHRASE_APPLICATION, PHRASE_ASKS,
			       application_print },
	[FORM_REPORT] = { PHRASE_REPORT, PHRASE_REPORTS, report_print },
	[FORM_CONSENT] = { PHRASE_CONSENT, PHRASE_CONSENTS,
			   consent_paper_print },
};

const char *page_title(const struct page *page)
{
	return say(page, papers[page->kind].title);
}

void page_fill(struct page *page)
{
	struct pdf_page_writer *writer = page->writer;

	pdf_page_heading(writer, 1, page_title(page));
	if (page->is_demo)
		pdf_page_small(writer, say(page, PHRASE_DEMO));
	if (!page->is_blank && page->request->status == STATUS_DRAFT)
		pdf_page_paragraph(writer, say(page, PHRASE_DRAFT));
	if (!page->is_blank)
		pdf_page_row(writer, say(page, PHRASE_ORDER),
			     arena_printf(page->desk->arena, "ORD%09" PRId64,
					  page->request->order_id));
	pdf_page_paragraph(writer, say_of(page, papers[page->kind].intent,
					  page->organization));
	papers[page->kind].print(page);
	if (!page->is_blank)
		pdf_page_small(writer, say(page, PHRASE_ATTACHED));
}
