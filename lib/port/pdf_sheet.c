/* pdf_sheet - marks on numbered pages, drawn as PDF by pango and cairo */
#include "pdf_page.h"

#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <ipp/base/build.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>

#define FOOT_FONT PAGE_FONT("7")

#if BUILD_ASAN
/* fontconfig keeps one list of its own until the process ends; the leak
 * checker, where there is one, asks here. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}
#endif

void sheet_start(struct sheet *sheet, const char *language)
{
	cairo_font_options_t *options = cairo_font_options_create();

	sheet->fonts = pango_cairo_font_map_new();
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(sheet->fonts),
					    72);
	sheet->context = pango_font_map_create_context(sheet->fonts);
	/* Shapes as designed: paper has no pixels to fit to. */
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(sheet->context, options);
	cairo_font_options_destroy(options);
	pango_context_set_language(sheet->context,
				   pango_language_from_string(language));
}

void sheet_end(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++)
		if (sheet->marks[i].layout)
			g_object_unref(sheet->marks[i].layout);
	free(sheet->marks);
	if (sheet->context)
		g_object_unref(sheet->context);
	if (sheet->fonts)
		g_object_unref(sheet->fonts);
}

PangoLayout *sheet_layout(struct sheet *sheet, const char *font,
			  const char *text, double width)
{
	PangoLayout *ret = pango_layout_new(sheet->context);
	PangoFontDescription *description =
	    pango_font_description_from_string(font);

	if (!text)
		text = "";
	if (!g_utf8_validate(text, -1, NULL)) {
		sheet->bad_text = true;
		text = "";
	}
	pango_layout_set_font_description(ret, description);
	pango_font_description_free(description);
	pango_layout_set_width(ret, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(ret, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(ret, text, -1);
	/* Pango swaps the sides for right-to-left text; a form's columns
	 * start on the left whatever is in them. */
	if (pango_layout_get_direction(ret, 0) == PANGO_DIRECTION_RTL)
		pango_layout_set_alignment(ret, PANGO_ALIGN_RIGHT);
	if (pango_layout_get_unknown_glyphs_count(ret) > 0)
		sheet->bad_font = true;
	return ret;
}

void sheet_mark(struct sheet *sheet, struct mark mark)
{
	if (sheet->count == sheet->room) {
		sheet->room = sheet->room ? 2 * sheet->room : 64;
		sheet->marks = memory_grow(sheet->marks,
					   sheet->room * sizeof *sheet->marks);
	}
	mark.page = sheet->page;
	if (mark.layout)
		g_object_ref(mark.layout);
	sheet->marks[sheet->count++] = mark;
}

static void mark_draw(cairo_t *cr, const struct mark *m)
{
	cairo_set_source_rgb(cr, m->grey, m->grey, m->grey);
	cairo_set_line_width(cr, 0.6);
	switch (m->kind) {
	case MARK_TEXT:
		cairo_move_to(cr, m->x, m->y);
		pango_cairo_show_layout_line(cr, m->line);
		return;
	case MARK_RULE:
		cairo_move_to(cr, m->x, m->y);
		cairo_line_to(cr, m->x2, m->y2);
		break;
	case MARK_BOX:
		cairo_rectangle(cr, m->x, m->y, m->x2 - m->x, m->y2 - m->y);
		break;
	case MARK_TICK:
		cairo_set_line_width(cr, 1.4);
		cairo_move_to(cr, m->x, m->y);
		cairo_line_to(cr, m->x2, m->y2);
		cairo_move_to(cr, m->x, m->y2);
		cairo_line_to(cr, m->x2, m->y);
		break;
	}
	cairo_stroke(cr);
}

static void foot_draw(cairo_t *cr, struct sheet *sheet, size_t page,
		      const char *reference)
{
	double y = PAGE_HEIGHT - PAGE_MARGIN + 8;
	char number[48];
	PangoLayout *left, *right;

	(void)snprintf(number, sizeof number, "%zu/%zu", page + 1,
		       sheet->page + 1);
	left = sheet_layout(sheet, FOOT_FONT, reference, PAGE_INNER - 60);
	right = sheet_layout(sheet, FOOT_FONT, number, PAGE_INNER);
	pango_layout_set_height(left, 0); /* one line */
	pango_layout_set_ellipsize(left, PANGO_ELLIPSIZE_END);
	pango_layout_set_alignment(right, PANGO_ALIGN_RIGHT);
	cairo_set_source_rgb(cr, 0.35, 0.35, 0.35);
	cairo_move_to(cr, PAGE_MARGIN, y);
	pango_cairo_show_layout(cr, left);
	cairo_move_to(cr, PAGE_MARGIN, y);
	pango_cairo_show_layout(cr, right);
	g_object_unref(left);
	g_object_unref(right);
}

static cairo_status_t bytes_add(void *closure, const unsigned char *data,
				unsigned n)
{
	struct pdf_bytes *b = closure;

	if (b->room - b->size < n) {
		size_t room = 2 * b->room + n;
		unsigned char *more = memory_new(room);

		if (b->size)
			memcpy(more, b->bytes, b->size);
		memory_wipe_free(b->bytes, b->size);
		b->bytes = more;
		b->room = room;
	}
	memcpy(b->bytes + b->size, data, n);
	b->size += n;
	return CAIRO_STATUS_SUCCESS;
}

static void metadata_set(cairo_surface_t *pdf, const struct sheet_about *about)
{
	char created[INSTANT_SIZE];

	instant_format(about->created, created);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE,
				       about->title);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR,
				       about->author);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE,
				       created);
	cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_MOD_DATE,
				       created);
}

bool sheet_draw(struct sheet *sheet, const struct sheet_about *about,
		struct pdf_bytes *ret)
{
	cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream(
	    bytes_add, ret, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_t *cr = cairo_create(pdf);
	bool good;
	size_t i = 0;

	metadata_set(pdf, about);
	for (size_t page = 0; page <= sheet->page; page++) {
		for (; i < sheet->count && sheet->marks[i].page == page; i++)
			mark_draw(cr, &sheet->marks[i]);
		foot_draw(cr, sheet, page, about->reference);
		cairo_show_page(cr);
	}
	good = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
	cairo_destroy(cr);
	cairo_surface_finish(pdf);
	good = good && cairo_surface_status(pdf) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(pdf);
	return good;
}
