/* complete - what could stand where the cursor is, for the shells */
#include <string.h>

#include <ipp/base/text.h>

#include "internal.h"

struct candidates {
	const char *word; /* as far as it is typed */
	FILE *out;
	const struct field *wanted; /* the option whose value is typed */
	const char *option;	    /* its name as typed, without dashes */
	size_t option_n;
	int letter; /* or its letter; 0 if it is named */
	bool takes_value;
};

/* A boolean option is a flag; a boolean member takes yes or no. */
static bool is_flag(const char *group, const struct field *field)
{
	return field->type == FIELD_BOOLEAN && strcmp(group, "members") != 0;
}

static bool is_named(const struct field *field, const char *option, size_t n)
{
	if (strlen(field->name) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if ((field->name[i] == '_' ? '-' : field->name[i]) != option[i])
			return false;
	return true;
}

static void option_find(void *context, const char *group,
			const struct field *field)
{
	struct candidates *c = context;

	if (c->letter ? field->letter != c->letter
		      : !is_named(field, c->option, c->option_n))
		return;
	c->wanted = field;
	c->takes_value = !is_flag(group, field);
}

static void put(struct candidates *c, const char *prefix, const char *name,
		const char *suffix, const char *help)
{
	char text[200];
	int n = snprintf(text, sizeof text, "%s%s%s", prefix, name, suffix);

	if (n < 0 || (size_t)n >= sizeof text || !text_starts(text, c->word))
		return;
	(void)fprintf(c->out, "%s\t%s\n", text, help ? _(help) : "");
}

/* What argp answers by itself. */
static void put_builtin(struct candidates *c)
{
	if (*c->word != '-')
		return;
	put(c, "", "--help", "", N_("Give this help list"));
	put(c, "", "--usage", "", N_("Give a short usage message"));
	put(c, "", "--version", "", N_("Print program version"));
}

static void option_put(void *context, const char *group,
		       const struct field *field)
{
	struct candidates *c = context;
	char name[64];
	size_t i;

	if (field->flags & FIELD_HIDDEN)
		return;
	for (i = 0; field->name[i] && i + 1 < sizeof name; i++)
		name[i] = field->name[i] == '_' ? '-' : field->name[i];
	name[i] = '\0';
	put(c, "--", name, is_flag(group, field) ? "" : "=", field->help);
}

static void values_put(struct candidates *c, const char *prefix)
{
	if (c->wanted->type == FIELD_BOOLEAN) {
		put(c, prefix, "yes", "", NULL);
		put(c, prefix, "no", "", NULL);
	} else if (c->wanted->flags & FIELD_FILE) {
		/* the shell knows its files */
		bool folder = c->wanted->title &&
			      !strcmp(c->wanted->title, "FOLDER");

		(void)fprintf(c->out, folder ? "@folder\n" : "@file\n");
	}
	for (const struct word *w = c->wanted->words; w && w->name; w++)
		put(c, prefix, w->name, "", w->label);
}

/* `--format=ta`: the values of the option before the sign. */
static bool value_complete(struct candidates *c, const struct verb *verb)
{
	const char *sign = strchr(c->word, '=');
	char prefix[80];

	if (!text_starts(c->word, "--") || !sign)
		return false;
	c->option = c->word + 2;
	c->option_n = (size_t)(sign - c->option);
	options_each(verb, option_find, c);
	if (!c->wanted)
		return true;
	(void)snprintf(prefix, sizeof prefix, "%.*s", (int)(sign - c->word + 1),
		       c->word);
	values_put(c, prefix);
	return true;
}

/* `--format ta` and `-f ta`: the values of the option before. */
static bool next_complete(struct candidates *c, const struct verb *verb,
			  const char *before)
{
	if (*before != '-' || strchr(before, '='))
		return false;
	if (before[1] == '-') {
		c->option = before + 2;
		c->option_n = strlen(c->option);
	} else if (before[1] && !before[2]) {
		c->letter = before[1];
	} else {
		return false;
	}
	options_each(verb, option_find, c);
	if (!c->wanted || !c->takes_value)
		return false;
	values_put(c, "");
	return true;
}

void complete(const struct tool *tool, int count, char *words[], FILE *out)
{
	struct candidates c = { .word = count ? words[count - 1] : "",
				.out = out };
	const struct verb *verb = tool->verbs;

	if (verb->name && count <= 1) {
		for (; verb->summary && verb->name; verb++)
			put(&c, "", verb->name, "", verb->summary);
		if (!verb->summary) {
			put_builtin(&c);
			return;
		}
	}
	while (verb->name && verb->summary && strcmp(verb->name, words[0]) != 0)
		verb++;
	if (!verb->summary || value_complete(&c, verb) ||
	    (count > 1 && next_complete(&c, verb, words[count - 2])))
		return;
	if (*c.word == '-') {
		options_each(verb, option_put, &c);
		put_builtin(&c);
	}
}
