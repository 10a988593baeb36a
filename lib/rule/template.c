/* template - texts of mails and short messages, with holes */
#include <ipp/rule/template.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/embedded.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define NAME_MAX_BYTES 40

static const char head[] = "Subject: ";

/* A text that is written twice: first to learn its size, then for real. */
struct sink {
	char *to; /* NULL while measuring */
	size_t used;
};

/* One `{{...}}`: kind is 0, '#' or '/'. */
struct hole {
	const char *start, *end; /* with the braces */
	char kind;
	char name[NAME_MAX_BYTES + 1];
};

struct reader {
	const char *text; /* the whole template, for line numbers */
	const struct template_value *values;
	char open[TEMPLATE_DEPTH_MAX][NAME_MAX_BYTES + 1];
	size_t depth;  /* sections open */
	size_t hidden; /* depth of the outermost section left out, or 0 */
	struct error *err;
};

static size_t line_of(const struct reader *reader, const char *at)
{
	size_t line = 1;

	for (const char *p = reader->text; p < at; p++)
		line += *p == '\n';
	return line;
}

static void sink_put(struct sink *sink, const char *text, size_t n)
{
	if (sink->to)
		memcpy(sink->to + sink->used, text, n);
	sink->used += n;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* The hole that begins at `at`, which points to `{{`. */
static enum status hole_read(const struct reader *reader, const char *at,
			     const char *end, struct hole *ret)
{
	const char *p = at + 2;
	size_t n = 0;

	ret->start = at;
	ret->kind = p < end && (*p == '#' || *p == '/') ? *p++ : '\0';
	while (p + n < end && n < NAME_MAX_BYTES && is_name_char(p[n]))
		n++;
	if (n == 0 || end - (p + n) < 2 || p[n] != '}' || p[n + 1] != '}')
		return error_set(reader->err, DATA, "template_hole", NULL,
				 "\"{{\" in line %zu does not begin {{name}}, "
				 "{{#name}} or {{/name}}; mend the template",
				 line_of(reader, at));
	memcpy(ret->name, p, n);
	ret->name[n] = '\0';
	ret->end = p + n + 2;
	return OK;
}

static const struct template_value *value_find(const struct reader *reader,
					       const char *name)
{
	for (const struct template_value *row = reader->values; row->name;
	     row++)
		if (!strcmp(row->name, name))
			return row;
	return NULL;
}

static enum status section_refuse(const struct reader *reader,
				  const struct hole *hole, const char *what)
{
	return error_set(reader->err, DATA, "template_section", hole->name,
			 "section \"%s\" in line %zu %s; mend the template",
			 hole->name, line_of(reader, hole->start), what);
}

static enum status hole_apply(struct reader *reader, const struct hole *hole,
			      struct sink *sink)
{
	const struct template_value *row = value_find(reader, hole->name);
	bool is_empty = !row || text_is_empty(row->value);

	if (!row)
		return error_set(reader->err, DATA, "template_value",
				 hole->name,
				 "\"%s\" in line %zu is not a value of this "
				 "text; mend the template",
				 hole->name, line_of(reader, hole->start));
	if (!hole->kind) {
		if (!is_empty && !reader->hidden)
			sink_put(sink, row->value, strlen(row->value));
	} else if (hole->kind == '#') {
		if (reader->depth == TEMPLATE_DEPTH_MAX)
			return section_refuse(reader, hole, _("lies too deep"));
		memcpy(reader->open[reader->depth++], hole->name,
		       sizeof hole->name);
		if (is_empty && !reader->hidden)
			reader->hidden = reader->depth;
	} else {
		if (reader->depth == 0 ||
		    strcmp(reader->open[reader->depth - 1], hole->name) != 0)
			return section_refuse(reader, hole,
					      _("is closed but not open"));
		if (reader->hidden == reader->depth--)
			reader->hidden = 0;
	}
	return OK;
}

/* If a section mark stands alone on its line, the end of that line. */
static const char *line_skip(const struct hole *hole, const char *start,
			     const char *end)
{
	if (hole->kind && (hole->start == start || hole->start[-1] == '\n') &&
	    hole->end < end && *hole->end == '\n')
		return hole->end + 1;
	return hole->end;
}

static enum status part_render(struct reader *reader, const char *start,
			       const char *end, struct sink *sink)
{
	const char *p = start;
	struct hole hole;
	enum status rc;

	while (p < end) {
		const char *at = memmem(p, (size_t)(end - p), "{{", 2);

		if (!reader->hidden)
			sink_put(sink, p, (size_t)((at ? at : end) - p));
		if (!at)
			break;
		if ((rc = hole_read(reader, at, end, &hole)) != OK ||
		    (rc = hole_apply(reader, &hole, sink)) != OK)
			return rc;
		if (sink->used > TEMPLATE_BYTES_MAX)
			return error_set(reader->err, DATA, "template_size",
					 NULL,
					 "text is longer than %zu bytes; give "
					 "shorter values",
					 TEMPLATE_BYTES_MAX);
		p = line_skip(&hole, start, end);
	}
	if (reader->depth > 0)
		return error_set(reader->err, DATA, "template_section",
				 reader->open[reader->depth - 1],
				 "section \"%s\" is not closed; mend the "
				 "template",
				 reader->open[reader->depth - 1]);
	return OK;
}

static enum status part_fill(struct arena *arena, struct reader *reader,
			     const char *start, const char *end, char **ret)
{
	struct sink sink = { 0 };
	enum status rc;

	if ((rc = part_render(reader, start, end, &sink)) != OK || !ret)
		return rc;
	sink.to = arena_alloc(arena, sink.used + 1);
	sink.used = 0;
	if ((rc = part_render(reader, start, end, &sink)) != OK)
		return rc;
	*ret = sink.to;
	return OK;
}

static bool has_control(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p < ' ' || *p == 0x7f)
			return true;
	return false;
}

enum status template_render(struct arena *arena, const char *text,
			    const struct template_value *values,
			    struct template_text *ret, struct error *err)
{
	struct reader reader = { .text = text, .values = values, .err = err };
	const char *line_end = strchr(text, '\n');
	struct template_text made;
	enum status rc;

	if (!text_starts(text, head) || !line_end || line_end[1] != '\n')
		return error_set(err, DATA, "template_head", NULL,
				 "template does not begin with a line "
				 "\"Subject: ...\" and an empty one; mend it");
	if ((rc = part_fill(arena, &reader, text + strlen(head), line_end,
			    &made.subject)) != OK ||
	    (rc = part_fill(arena, &reader, line_end + 2,
			    line_end + strlen(line_end),
			    ret ? &made.body : NULL)) != OK)
		return rc;
	if (has_control(made.subject))
		return error_set(err, DATA, "template_subject", NULL,
				 "subject has a control character; mend the "
				 "value that brings it");
	if (ret)
		*ret = made;
	return OK;
}

enum status template_find(const char *name, const char *language,
			  const char **ret, struct error *err)
{
	const char *const languages[] = { language, "en" };
	char path[80];

	for (size_t i = 0; i < 2; i++) {
		const char *word = languages[i] ? languages[i] : "";
		const struct embedded *file;

		(void)snprintf(path, sizeof path, "templates/%.40s.%.*s.txt",
			       name, (int)strcspn(word, "-_"), word);
		file = embedded_find(path);
		if (file) {
			*ret = file->text;
			return OK;
		}
	}
	return error_set(err, DATA, "template_unknown", NULL,
			 "there is no template \"%s\"; give one of "
			 "share/templates",
			 name);
}
