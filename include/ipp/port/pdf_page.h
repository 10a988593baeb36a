/* pdf_page - lays out forms and letters as PDF, in any script */
#ifndef IPP_PORT_PDF_PAGE_H
#define IPP_PORT_PDF_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;

/*
 * A4 pages that fill from top to bottom; what does not fit goes on, line by
 * line, on the next one. All texts are UTF-8, a NULL is "", and right-to-left
 * text is recognized by itself. The calls below return nothing: the first
 * thing that goes wrong is remembered and pdf_page_finish says it. The same
 * calls with the same fonts installed give the same bytes.
 */
struct pdf_page_writer;

struct pdf_page_about {
	const char *title;
	const char *author;
	const char *language;  /* "it", "en", ... */
	const char *reference; /* at the foot of every page, on the left */
	int64_t created;       /* instant, for the metadata */
};

/* Texts of `about` are copied. Never NULL. */
struct pdf_page_writer *pdf_page_begin(const struct pdf_page_about *about);
void pdf_page_free(struct pdf_page_writer *writer); /* NULL is fine */
DEFINE_OWN(pdf_page_writer, struct pdf_page_writer, pdf_page_free)

/* Level 1 is the title, 2 a section. Never the last line of a page. */
void pdf_page_heading(struct pdf_page_writer *writer, int level,
		      const char *text);
void pdf_page_paragraph(struct pdf_page_writer *writer, const char *text);
void pdf_page_small(struct pdf_page_writer *writer, const char *text);

/* A row of a table: the label on the left, the value beside it. An empty
 * value leaves a line to write on. */
void pdf_page_row(struct pdf_page_writer *writer, const char *label,
		  const char *value);
/* The same for a code that is read sign by sign: large, monospaced. */
void pdf_page_code(struct pdf_page_writer *writer, const char *label,
		   const char *value);

/* A box, ticked or not, and what it stands for. */
void pdf_page_check(struct pdf_page_writer *writer, bool ticked,
		    const char *text);

/* Two lines to write on, e.g. for "Place and date" and "Signature". */
void pdf_page_sign(struct pdf_page_writer *writer, const char *left,
		   const char *right);

void pdf_page_break(struct pdf_page_writer *writer);

/* The whole PDF in the arena. Once per writer. DATA `text_not_utf8`, CONFIG
 * `font_missing` where no installed font has a character of some text,
 * INTERNAL `pdf_not_made`. */
enum status pdf_page_finish(struct pdf_page_writer *writer, struct arena *arena,
			    unsigned char **ret, size_t *size,
			    struct error *err);

#endif
