/* ask - a record asked for at the terminal, step by step */
#include <ipp/cli/ask.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/model/field.h>

#include "internal.h"

static const char *label(const struct field *field, struct arena *arena)
{
	char *ret;

	if (field->title)
		return _(field->title);
	ret = arena_text(arena, field->name);
	for (char *p = ret; *p; p++)
		if (*p == '_')
			*p = ' ';
	if (*ret >= 'a' && *ret <= 'z')
		*ret = (char)(*ret - 'a' + 'A');
	return ret;
}

static const char *choices(const struct field *field, struct arena *arena)
{
	const char *ret = "";

	if (field->type == FIELD_BOOLEAN)
		return " (yes, no)";
	if (field->type != FIELD_WORD)
		return "";
	for (const struct word *word = field->words; word->name; word++)
		ret = arena_printf(arena, "%s%s%s", ret, *ret ? ", " : "",
				   word->name);
	return arena_printf(arena, " (%s)", ret);
}

static const char *question(const struct field *field, const void *base,
			    struct arena *arena)
{
	const char *value = field->type == FIELD_BOOLEAN
				? cell_label(field, base, arena)
				: field_format(field, base, arena);

	return arena_printf(arena, "%s%s%s%s%s: ", label(field, arena),
			    choices(field, arena), *value ? " [" : "", value,
			    *value ? "]" : "");
}

static void mistakes_say(const struct asker *asker, const struct error *err)
{
	for (size_t i = 0; i < err->count; i++)
		terminal_say(asker->terminal, "  %s [%s]",
			     err->mistakes[i].text, err->mistakes[i].code);
}

/* One answer; *again tells that it must be asked once more. */
static enum status member_answer(const struct asker *asker,
				 const struct field *field, void *base,
				 const char *answer, bool *again)
{
	struct error err;

	error_reset(&err);
	if (!strcmp(answer, "?")) {
		terminal_say(asker->terminal, "  %s",
			     field->help ? _(field->help) : field->name);
		return OK;
	}
	if (!strcmp(answer, "-"))
		answer = "";
	*again = field_parse(field, base, answer, asker->arena, &err) != OK;
	mistakes_say(asker, &err);
	return OK;
}

static enum status member_ask(const struct asker *asker, const char *name,
			      void *base, struct error *err)
{
	const struct field *field = record_field(asker->record, name);
	bool again = true;
	enum status rc;

	if (asker->wants && !asker->wants(asker->context, base, name))
		return OK;
	while (again) {
		char *answer = NULL;

		rc = terminal_ask(asker->terminal,
				  question(field, base, asker->arena),
				  asker->arena, &answer, err);
		if (rc != OK || !answer)
			return rc;
		if ((rc = member_answer(asker, field, base, answer, &again)) !=
		    OK)
			return rc;
	}
	return OK;
}

static bool is_mistaken(const char *member, const struct error *mistakes)
{
	for (size_t m = 0; m < mistakes->count; m++)
		if (!strcmp(member, mistakes->mistakes[m].field))
			return true;
	return false;
}

/* Asks for what is wrong, of this step or one before. `any` is false if none
 * of it can be asked for. */
static enum status mistaken_ask(const struct asker *asker,
				const struct ask_step *last, void *base,
				const struct error *mistakes, bool *any,
				struct error *err)
{
	enum status rc;

	*any = false;
	for (const struct ask_step *step = asker->steps; step <= last; step++)
		for (size_t i = 0; step->members[i]; i++) {
			if (!is_mistaken(step->members[i], mistakes))
				continue;
			*any = true;
			if ((rc = member_ask(asker, step->members[i], base,
					     err)) != OK)
				return rc;
		}
	return OK;
}

static enum status members_ask(const struct asker *asker,
			       const struct ask_step *step, void *base,
			       struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; step->members[i] && rc == OK; i++)
		rc = member_ask(asker, step->members[i], base, err);
	return rc;
}

static enum status step_ask(const struct asker *asker,
			    const struct ask_step *step, void *base,
			    struct error *err)
{
	struct error mistakes;
	enum status rc, verdict;
	bool any;

	if ((rc = members_ask(asker, step, base, err)) != OK)
		return rc;
	for (;;) {
		error_reset(&mistakes);
		verdict =
		    asker->check(asker->context, base, step->bit, &mistakes);
		if (verdict != DATA && verdict != REFUSED)
			break;
		mistakes_say(asker, &mistakes);
		if ((rc = mistaken_ask(asker, step, base, &mistakes, &any,
				       err)) != OK ||
		    (!any && (rc = members_ask(asker, step, base, err)) != OK))
			return rc;
	}
	(void)error_merge(err, &mistakes);
	return verdict;
}

enum status ask(const struct asker *asker, void *base, struct error *err)
{
	enum status rc = OK;

	if (!terminal_is_there(asker->terminal))
		return error_set(err, USAGE, "no_terminal", NULL,
				 "there is no terminal to ask on; give the "
				 "members as options or as JSON");
	for (const struct ask_step *step = asker->steps;
	     step->title && rc == OK; step++) {
		terminal_say(asker->terminal, "\n%s", _(step->title));
		rc = step_ask(asker, step, base, err);
	}
	return rc;
}

void ask_summary(const struct asker *asker, const void *base)
{
	for (const struct ask_step *step = asker->steps; step->title; step++)
		for (size_t i = 0; step->members[i]; i++) {
			const struct field *field;

			field = record_field(asker->record, step->members[i]);
			if (!field_is_absent(field, base))
				terminal_say(
				    asker->terminal, "  %-24s %s",
				    label(field, asker->arena),
				    cell_label(field, base, asker->arena));
		}
}
