/* typed - who is to type what is read from standard input is told so */
#include <string.h>
#include <unistd.h>

#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>

#include "internal.h"

static bool is_dash(const struct field *field, const void *base)
{
	const char *text = *(const char *const *)(const void *)((const char *)
								    base +
								field->offset);

	return text_equal(text, "-");
}

/* Whether a file of these is standard input. What is read from there unless
 * it is named becomes `-`. */
static bool is_read(const struct record *record, void *base)
{
	bool ret = false;

	for (const struct field *f = record ? record->fields : NULL;
	     f && f->name; f++) {
		if (f->type != FIELD_TEXT || !(f->flags & FIELD_FILE))
			continue;
		if (f->flags & FIELD_STDIN && field_is_absent(f, base))
			*(const char **)(void *)((char *)base + f->offset) =
			    "-";
		ret |= is_dash(f, base);
	}
	return ret;
}

static bool is_argument(char *const *arguments)
{
	while (*arguments && strcmp(*arguments, "-") != 0)
		arguments++;
	return *arguments;
}

void typed_tell(struct run *run)
{
	bool reads = is_argument(run->arguments);

	reads |= is_read(run->verb->options, run->options);
	reads |= is_read(run->verb->in, run->members);
	reads |= is_read(&common_record, &run->common);
	if (reads && isatty(STDIN_FILENO))
		terminal_say(run->terminal, "%s",
			     _("reading from the terminal; Ctrl-D at the "
			       "beginning of a line ends it"));
}
