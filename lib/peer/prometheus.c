/* prometheus - gauges in the text exposition format 0.0.4 */
#include <ipp/peer/prometheus.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <ipp/base/memory.h>

struct prometheus {
	FILE *out;
	char *text;
	size_t size;
	const char *name, *help;
	int is_begun;
};

struct prometheus *prometheus_new(void)
{
	struct prometheus *ret = memory_new(sizeof *ret);

	ret->out = open_memstream(&ret->text, &ret->size);
	if (!ret->out)
		memory_exhausted();
	return ret;
}

void prometheus_free(struct prometheus *it)
{
	if (!it)
		return;
	(void)fclose(it->out); /* of memory */
	free(it->text);
	memory_free(it);
}

/* What would end the value or the line is written with a backslash. */
static void text_put(struct prometheus *it, const char *text, int quoted)
{
	for (; *text; text++)
		if (*text == '\n')
			(void)fputs("\\n", it->out);
		else if (*text == '\\' || (quoted && *text == '"'))
			(void)fprintf(it->out, "\\%c", *text);
		else
			(void)fputc(*text, it->out);
}

void prometheus_family(struct prometheus *it, const char *name,
		       const char *help)
{
	it->name = name;
	it->help = help;
	it->is_begun = 0;
}

static void family_begin(struct prometheus *it)
{
	if (it->is_begun)
		return;
	it->is_begun = 1;
	(void)fprintf(it->out, "# HELP %s ", it->name);
	text_put(it, it->help, 0);
	(void)fprintf(it->out, "\n# TYPE %s gauge\n", it->name);
}

void prometheus_sample(struct prometheus *it,
		       const struct prometheus_label *labels, size_t count,
		       double value)
{
	family_begin(it);
	(void)fputs(it->name, it->out);
	for (size_t i = 0; i < count; i++) {
		(void)fprintf(it->out, "%s%s=\"", i ? "," : "{",
			      labels[i].name);
		text_put(it, labels[i].value, 1);
		(void)fputc('"', it->out);
	}
	if (count > 0)
		(void)fputc('}', it->out);
	/* whole numbers stay so: instants have ten figures */
	(void)fprintf(it->out, value == floor(value) ? " %.0f\n" : " %.9g\n",
		      value);
}

const char *prometheus_text(struct prometheus *it, size_t *size)
{
	if (fflush(it->out))
		memory_exhausted();
	*size = it->size;
	return it->text;
}
