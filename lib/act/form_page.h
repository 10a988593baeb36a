/* form_page - what stands on the pages of a form */
#ifndef IPP_ACT_FORM_PAGE_H
#define IPP_ACT_FORM_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/port/pdf_page.h>
#include <ipp/store/privacy.h>

struct catalog_item;
struct desk;
struct request;

struct page {
	struct desk *desk;
	struct pdf_page_writer *writer;
	const struct request *request;
	const struct catalog_item *items; /* of request->products */
	struct privacy_policy privacy;
	const char *organization; /* who the desk works for */
	int64_t kind;		  /* enum form_kind */
	int64_t language;	  /* enum language */
	bool is_blank, is_demo, has_role;
};

const char *page_title(const struct page *page);
void page_fill(struct page *page);

#endif
