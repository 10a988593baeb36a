/* pdf_page - flows headings, paragraphs, rows and boxes down the pages */
#include "pdf_page.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/pdf_page.h>

#define TITLE_FONT   PAGE_FONT("bold 16")
#define SECTION_FONT PAGE_FONT("bold 11")
#define BODY_FONT    PAGE_FONT("9.5")
#define SMALL_FONT   PAGE_FONT("7")
#define LABEL_FONT   PAGE_FONT("8.5")
#define VALUE_FONT   PAGE_FONT("bold 9.5")
#define CODE_FONT    PAGE_MONO("bold 14")
#define SIGN_HEIGHT  46.0
#define LABEL_WIDTH  (PAGE_INNER * 0.34)
#define GAP	     8.0
#define BOX_SIZE     8.0

struct pdf_page_writer {
	struct sheet sheet;
	struct arena *arena; /* holds the texts of about */
	struct sheet_about about;
	double y; /* where the next thing starts */
};

struct pdf_page_writer *pdf_page_begin(const struct pdf_page_about *about)
{
	struct pdf_page_writer *ret = memory_new(sizeof *ret);
	const char *texts[] = { about->title, about->author, about->reference };

	ret->arena = arena_new();
	sheet_start(&ret->sheet, about->language ? about->language : "en");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i] && !g_utf8_validate(texts[i], -1, NULL))
			ret->sheet.bad_text = true;
	ret->about.title = arena_text(ret->arena, texts[0] ? texts[0] : "");
	ret->about.author = arena_text(ret->arena, texts[1] ? texts[1] : "");
	ret->about.reference = arena_text(ret->arena, texts[2] ? texts[2] : "");
	ret->about.created = about->created;
	ret->y = PAGE_MARGIN;
	return ret;
}

void pdf_page_free(struct pdf_page_writer *writer)
{
	if (!writer)
		return;
	sheet_end(&writer->sheet);
	arena_free(writer->arena);
	free(writer);
}

static bool at_top(const struct pdf_page_writer *w)
{
	return w->y <= PAGE_MARGIN;
}

static void page_turn(struct pdf_page_writer *w)
{
	w->sheet.page++;
	w->y = PAGE_MARGIN;
}

void pdf_page_break(struct pdf_page_writer *writer)
{
	page_turn(writer);
}

/* Goes to the next page unless `height` points are left on this one. */
static void page_need(struct pdf_page_writer *w, double height)
{
	if (w->y + height > PAGE_BOTTOM && !at_top(w))
		page_turn(w);
}

static void space(struct pdf_page_writer *w, double height)
{
	if (!at_top(w))
		w->y += height;
}

/* One of the texts that run down the page side by side. */
struct column {
	double x;
	PangoLayout *layout;
	PangoLayoutIter *iter;
	bool more;
	double above, height, shift; /* of the line at hand */
};

static void column_start(struct column *c, double x, PangoLayout *layout)
{
	c->x = x;
	c->layout = layout;
	c->iter = pango_layout_get_iter(layout);
	c->more = true;
}

static void column_measure(struct column *c)
{
	PangoRectangle box;

	c->above = c->height = c->shift = 0;
	if (!c->more)
		return;
	pango_layout_iter_get_line_extents(c->iter, NULL, &box);
	c->shift = (double)box.x / PANGO_SCALE;
	c->height = (double)box.height / PANGO_SCALE;
	c->above = (double)(pango_layout_iter_get_baseline(c->iter) - box.y) /
		   PANGO_SCALE;
}

static void column_draw(struct pdf_page_writer *w, struct column *c,
			double baseline, double grey)
{
	if (!c->more)
		return;
	sheet_mark(
	    &w->sheet,
	    (struct mark){ .kind = MARK_TEXT,
			   .x = c->x + c->shift,
			   .y = baseline,
			   .layout = c->layout,
			   .line = pango_layout_iter_get_line_readonly(c->iter),
			   .grey = grey });
	c->more = pango_layout_iter_next_line(c->iter);
}

/* Sets the columns line by line on common base lines. */
static void columns_flow(struct pdf_page_writer *w, struct column *c, size_t n,
			 double grey)
{
	for (;;) {
		double above = 0, below = 0;
		bool more = false;

		for (size_t i = 0; i < n; i++) {
			column_measure(&c[i]);
			more = more || c[i].more;
			if (c[i].above > above)
				above = c[i].above;
			if (c[i].height - c[i].above > below)
				below = c[i].height - c[i].above;
		}
		if (!more)
			return;
		page_need(w, above + below);
		for (size_t i = 0; i < n; i++)
			column_draw(w, &c[i], w->y + above, grey);
		w->y += above + below;
	}
}

static void columns_end(struct column *c, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		pango_layout_iter_free(c[i].iter);
		g_object_unref(c[i].layout);
	}
}

static void text_flow(struct pdf_page_writer *w, const char *font,
		      const char *text, double x, double grey)
{
	struct column c;

	column_start(
	    &c, x,
	    sheet_layout(&w->sheet, font, text, PAGE_WIDTH - PAGE_MARGIN - x));
	columns_flow(w, &c, 1, grey);
	columns_end(&c, 1);
}

static void rule(struct pdf_page_writer *w, double x, double x2, double grey)
{
	sheet_mark(&w->sheet, (struct mark){ .kind = MARK_RULE,
					     .x = x,
					     .y = w->y,
					     .x2 = x2,
					     .y2 = w->y,
					     .grey = grey });
}

void pdf_page_heading(struct pdf_page_writer *writer, int level,
		      const char *text)
{
	space(writer, level > 1 ? 14 : 4);
	page_need(writer, 60);
	text_flow(writer, level > 1 ? SECTION_FONT : TITLE_FONT, text,
		  PAGE_MARGIN, 0);
	writer->y += level > 1 ? 4 : 8;
}

void pdf_page_paragraph(struct pdf_page_writer *writer, const char *text)
{
	text_flow(writer, BODY_FONT, text, PAGE_MARGIN, 0);
	writer->y += 6;
}

void pdf_page_small(struct pdf_page_writer *writer, const char *text)
{
	text_flow(writer, SMALL_FONT, text, PAGE_MARGIN, 0.25);
	writer->y += 4;
}

static void row(struct pdf_page_writer *w, const char *font, const char *label,
		const char *value)
{
	double x = PAGE_MARGIN + LABEL_WIDTH + GAP;
	struct column c[2];

	column_start(&c[0], PAGE_MARGIN,
		     sheet_layout(&w->sheet, LABEL_FONT, label, LABEL_WIDTH));
	column_start(
	    &c[1], x,
	    sheet_layout(&w->sheet, font, value, PAGE_WIDTH - PAGE_MARGIN - x));
	if (text_is_empty(value))
		space(w, 6);
	columns_flow(w, c, 2, 0);
	columns_end(c, 2);
	w->y += 2;
	if (text_is_empty(value))
		rule(w, x, PAGE_WIDTH - PAGE_MARGIN, 0.3);
	else
		rule(w, PAGE_MARGIN, PAGE_WIDTH - PAGE_MARGIN, 0.85);
	w->y += 3;
}

void pdf_page_row(struct pdf_page_writer *writer, const char *label,
		  const char *value)
{
	row(writer, VALUE_FONT, label, value);
}

void pdf_page_code(struct pdf_page_writer *writer, const char *label,
		   const char *value)
{
	row(writer, CODE_FONT, label, value);
}

void pdf_page_check(struct pdf_page_writer *writer, bool ticked,
		    const char *text)
{
	struct mark box = { .kind = MARK_BOX, .x = PAGE_MARGIN + 0.5 };

	page_need(writer, 2 * BOX_SIZE);
	box.y = writer->y + 2;
	box.x2 = box.x + BOX_SIZE;
	box.y2 = box.y + BOX_SIZE;
	sheet_mark(&writer->sheet, box);
	if (ticked) {
		box.kind = MARK_TICK;
		box.x += 1.8;
		box.y += 1.8;
		box.x2 -= 1.8;
		box.y2 -= 1.8;
		sheet_mark(&writer->sheet, box);
	}
	text_flow(writer, BODY_FONT, text, PAGE_MARGIN + BOX_SIZE + 6, 0);
	writer->y += 4;
}

void pdf_page_sign(struct pdf_page_writer *writer, const char *left,
		   const char *right)
{
	double half = (PAGE_INNER - 2 * GAP) / 2;
	double x = PAGE_MARGIN + half + 2 * GAP;
	struct column c[2];

	page_need(writer, SIGN_HEIGHT + 20);
	writer->y += SIGN_HEIGHT;
	rule(writer, PAGE_MARGIN, PAGE_MARGIN + half, 0);
	rule(writer, x, x + half, 0);
	writer->y += 2;
	column_start(&c[0], PAGE_MARGIN,
		     sheet_layout(&writer->sheet, SMALL_FONT, left, half));
	column_start(&c[1], x,
		     sheet_layout(&writer->sheet, SMALL_FONT, right, half));
	columns_flow(writer, c, 2, 0.25);
	columns_end(c, 2);
	writer->y += 6;
}

enum status pdf_page_finish(struct pdf_page_writer *writer, struct arena *arena,
			    unsigned char **ret, size_t *size,
			    struct error *err)
{
	struct pdf_bytes pdf = { 0 };
	bool good = sheet_draw(&writer->sheet, &writer->about, &pdf);
	enum status rc = OK;

	if (writer->sheet.bad_text)
		rc = error_set(err, DATA, "text_not_utf8", NULL,
			       "a text of the document is not UTF-8; give it "
			       "in that encoding");
	else if (writer->sheet.bad_font)
		rc = error_set(err, CONFIG, "font_missing", NULL,
			       "no installed font has all characters in "
			       "\"%s\"; install fonts-noto-core and "
			       "fonts-droid-fallback",
			       writer->about.title);
	else if (!good)
		rc = error_set(err, INTERNAL, "pdf_not_made", NULL,
			       "cannot draw \"%s\"; please report this",
			       writer->about.title);
	if (rc == OK) {
		*ret = arena_bytes(arena, pdf.bytes, pdf.size);
		*size = pdf.size;
	}
	memory_wipe_free(pdf.bytes, pdf.size);
	return rc;
}
