/* envelope_page - the page in an envelope, as PDF and as text */
#ifndef IPP_LIB_ACT_ENVELOPE_PAGE_H
#define IPP_LIB_ACT_ENVELOPE_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct template_value;

/* What a PDF envelope holds besides: the same as text. */
#define ENVELOPE_TEXT_NAME "codes.txt"

struct envelope_page {
	const char *title;
	const char *body; /* with the marks of envelope_page.LANGUAGE.txt */
	const char *text; /* for people, without marks */
	const char *language, *reference;
	int64_t created;
};

/* Fills in share/templates/envelope_page. A line of it that begins with "| "
 * is a row (label | value), with "! " a code, with "# " a heading; the lines
 * in between are paragraphs. */
enum status envelope_page_write(const char *language,
				const struct template_value *values,
				const char *reference, int64_t created,
				struct arena *arena, struct envelope_page *ret,
				struct error *err);

enum status envelope_page_pdf(const struct envelope_page *page,
			      struct arena *arena, unsigned char **ret,
			      size_t *size, struct error *err);

#endif
