/* form_page - what stands on the pages of a form */
#ifndef IPP_ACT_FORM_PAGE_H
#define IPP_ACT_FORM_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/port/pdf_page.h>
#include <ipp/store/privacy.h>

struct catalog_item;
struct desk;
struct form;
struct paper;
struct request;

/* What a report says that is signed digitally, and not left to be filled in
 * by hand. */
struct page_report {
	const char *officer, *recognised_on, *note;
	const char *serial, *issuer; /* of the officer's certificate */
	const struct paper *papers;  /* that he saw */
	size_t count;
};

struct page {
	struct desk *desk;
	struct pdf_page_writer *writer;
	const struct request *request;
	const struct catalog_item *items; /* of request->products */
	struct privacy_policy privacy;
	const struct page_report *report; /* or NULL */
	const char *organization; /* who the desk works for */
	int64_t kind;		  /* enum form_kind */
	int64_t language;	  /* enum language */
	bool is_blank, is_demo, has_role;
};

const char *page_title(const struct page *page);
void page_fill(struct page *page);

/* Reads what the page needs besides request, kind and language. */
enum status page_load(struct page *page, struct error *err);
/* Lays it out; the PDF goes into `ret`. Does not touch the store. */
enum status page_print(struct page *page, struct form *ret, struct error *err);
/* Attaches the record of the request to the PDF. */
enum status page_attach_record(const struct page *page, struct form *form,
			       struct error *err);
/* The language wanted, else the request's own, the setting, Italian. */
int64_t page_language(const struct desk *desk, int64_t wanted, int64_t own);

#endif
