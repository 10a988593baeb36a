/* pdf_page - the sheet that layout draws on */
#ifndef IPP_LIB_PORT_PDF_PAGE_H
#define IPP_LIB_PORT_PDF_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pango/pango.h>

#include <ipp/base/error.h>

/* Points of 1/72 inch, from the top left corner. */
#define PAGE_WIDTH  595.276 /* A4, ISO 216 */
#define PAGE_HEIGHT 841.890
#define PAGE_MARGIN 56.7 /* 20 mm */
#define PAGE_BOTTOM (PAGE_HEIGHT - PAGE_MARGIN - 12)
#define PAGE_INNER  (PAGE_WIDTH - 2 * PAGE_MARGIN)

/* A font as pango spells it, from its style and size, e.g. "bold 10". */
#define PAGE_FAMILIES	 "DejaVu Sans,Noto Sans,Noto Sans Arabic,sans-serif"
#define PAGE_FONT(style) PAGE_FAMILIES " " style
#define PAGE_MONO(style) "DejaVu Sans Mono," PAGE_FAMILIES " " style

/*
 * Marks are collected and drawn when all is known, for only then can a foot
 * say `2/3`.
 */
struct mark {
	enum { MARK_TEXT, MARK_RULE, MARK_BOX, MARK_TICK } kind;
	size_t page;
	double x, y, x2, y2;   /* y of a text is its base line */
	PangoLayout *layout;   /* held */
	PangoLayoutLine *line; /* held by the layout */
	double grey;
};

struct sheet {
	PangoFontMap *fonts;
	PangoContext *context;
	struct mark *marks;
	size_t count, room;
	size_t page; /* from 0 */
	bool bad_text, bad_font;
};

/* DATA, CONFIG or INTERNAL only through the flags of the sheet. */
void sheet_start(struct sheet *sheet, const char *language);
void sheet_end(struct sheet *sheet);

/* A text of this width in points, in PAGE_FONT or PAGE_MONO; the caller
 * holds a reference. Text that is not UTF-8 sets bad_text and lays out "". */
PangoLayout *sheet_layout(struct sheet *sheet, const char *font,
			  const char *text, double width);
void sheet_mark(struct sheet *sheet, struct mark mark);

struct pdf_bytes {
	unsigned char *bytes;
	size_t size, room;
};

struct sheet_about {
	const char *title, *author, *reference;
	int64_t created;
};

/* Draws all pages; false if cairo fails. Free `ret->bytes` after wiping. */
bool sheet_draw(struct sheet *sheet, const struct sheet_about *about,
		struct pdf_bytes *ret);

#endif
