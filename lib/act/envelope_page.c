/* envelope_page - the page in an envelope, as PDF and as text */
#include "envelope_page.h"

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/pdf_page.h>
#include <ipp/rule/template.h>

/* What a line of the body is, and what stands in it. */
struct line {
	char mark; /* '|', '!', '#', or 0: part of a paragraph */
	const char *label, *value;
};

static struct line line_read(char *text)
{
	struct line ret = { .value = text };
	char *bar;

	if (!*text || !strchr("|!#", *text) || text[1] != ' ')
		return ret;
	ret.mark = *text;
	ret.label = ret.value = text + 2;
	if (ret.mark != '#' && (bar = strstr(text + 2, " | "))) {
		*bar = '\0';
		ret.value = bar + 3;
	}
	return ret;
}

/* The next line of a copy of the body; NULL at its end. */
static char *line_next(char **rest)
{
	char *ret = *rest, *end;

	if (!ret || !*ret)
		return NULL;
	end = ret + strcspn(ret, "\n");
	*rest = *end ? end + 1 : end;
	*end = '\0';
	return ret;
}

static const char *text_of(const char *title, const char *body,
			   struct arena *arena)
{
	char *rest = arena_text(arena, body);
	size_t size = strlen(title) + strlen(body) + 8;
	char *ret = arena_alloc(arena, size), *p = ret, *text;

	p = stpcpy(stpcpy(p, title), "\n\n");
	while ((text = line_next(&rest))) {
		struct line line = line_read(text);

		if (line.mark == '|' || line.mark == '!')
			p = stpcpy(stpcpy(stpcpy(p, line.label), ": "),
				   line.value);
		else
			p = stpcpy(p, line.value);
		p = stpcpy(p, "\n");
	}
	return ret;
}

enum status envelope_page_write(const char *language,
				const struct template_value *values,
				const char *reference, int64_t created,
				struct arena *arena, struct envelope_page *ret,
				struct error *err)
{
	struct template_text filled;
	const char *text;
	enum status rc;

	if ((rc = template_find("envelope_page", language, &text, err)) !=
		    OK ||
	    (rc = template_render(arena, text, values, &filled, err)) != OK)
		return rc;
	*ret = (struct envelope_page){
		.title = filled.subject,
		.body = filled.body,
		.text = text_of(filled.subject, filled.body, arena),
		.language = language,
		.reference = reference,
		.created = created,
	};
	return OK;
}

static void line_draw(struct pdf_page_writer *writer, const struct line *line)
{
	switch (line->mark) {
	case '|':
		pdf_page_row(writer, line->label, line->value);
		break;
	case '!':
		pdf_page_code(writer, line->label, line->value);
		break;
	default:
		pdf_page_heading(writer, 2, line->value);
	}
}

enum status envelope_page_pdf(const struct envelope_page *page,
			      struct arena *arena, unsigned char **ret,
			      size_t *size, struct error *err)
{
	const struct pdf_page_about about = {
		.title = page->title,
		.language = page->language,
		.reference = page->reference,
		.created = page->created,
	};
	OWN(pdf_page_writer) struct pdf_page_writer *writer =
		pdf_page_begin(&about);
	char *rest = arena_text(arena, page->body), *text;
	const char *paragraph = "";

	pdf_page_heading(writer, 1, page->title);
	do {
		struct line line = { 0 };

		text = line_next(&rest);
		if (text)
			line = line_read(text);
		if (text && !line.mark && *text) {
			paragraph = arena_printf(arena, "%s%s%s", paragraph,
						 *paragraph ? " " : "", text);
			continue;
		}
		if (*paragraph)
			pdf_page_paragraph(writer, paragraph);
		paragraph = "";
		if (line.mark)
			line_draw(writer, &line);
	} while (text);
	return pdf_page_finish(writer, arena, ret, size, err);
}
