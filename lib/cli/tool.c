/* tool - the common main of all programs */
#include <ipp/cli/tool.h>

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/rule/permission.h>
#include <ipp/store/store.h>

#include "internal.h"

static const struct verb *verb_find(const struct tool *tool, const char *name)
{
	for (const struct verb *verb = tool->verbs; verb->summary; verb++)
		if (!verb->name || text_equal(verb->name, name))
			return verb;
	return NULL;
}

#define HELP_WIDTH 79

/* A tool that does something without a verb explains that when it is asked
 * for help. */
static bool has_default(const struct tool *tool)
{
	const struct verb *verb = tool->verbs;

	while (verb->summary && verb->name)
		verb++;
	return verb->summary;
}

/* Broken between words, to stand beside the names. */
static void summary_print(const struct verb *verb, int width, FILE *out)
{
	const char *rest = _(verb->summary);
	size_t room = (size_t)(HELP_WIDTH - width - 4);

	(void)fprintf(out, "  %-*s  ", width, verb->name);
	while (strlen(rest) > room) {
		size_t n = room;

		while (n > 0 && rest[n] != ' ')
			n--;
		if (n == 0)
			break;
		(void)fprintf(out, "%.*s\n%*s", (int)n, rest, width + 4, "");
		rest += n + 1;
	}
	(void)fprintf(out, "%s\n", rest);
}

static void verbs_print(const struct tool *tool, FILE *out)
{
	int width = 0;

	(void)fprintf(out, _("Usage: %s VERB [OPTION...]\n%s.\n\n"), tool->name,
		      _(tool->summary));
	for (const struct verb *verb = tool->verbs; verb->summary; verb++)
		if (verb->name && (int)strlen(verb->name) > width)
			width = (int)strlen(verb->name);
	for (const struct verb *verb = tool->verbs; verb->summary; verb++)
		if (verb->name)
			summary_print(verb, width, out);
	(void)fprintf(out, _("\n`%s VERB --help' tells more about each.\n"),
		      tool->name);
}

/* Which verbs there are, for whoever named none or another. */
static enum status verb_refuse(const struct tool *tool, const char *word,
			       struct arena *arena, struct error *err)
{
	const char *names = "";

	for (const struct verb *verb = tool->verbs; verb->summary; verb++)
		if (verb->name)
			names = arena_printf(arena, "%s%s%s", names,
					     *names ? ", " : "", verb->name);
	return word ? error_set(err, USAGE, "unknown_verb", NULL,
				"\"%.40s\" is no verb of %s; use one of: %s",
				word, tool->name, names)
		    : error_set(err, USAGE, "no_verb", NULL,
				"say what to do; use one of: %s", names);
}

/* The permission that needs no document to be refused. */
static enum status permission_ask(struct run *run, struct error *err)
{
	enum status rc;

	if (!run->desk.session)
		return OK;
	rc = permission_check(run->session.profile, run->session.unit_id,
			      run->verb->may, ABSENT, err);
	if (rc == NOPERM)
		refusal_journal(&run->desk, err);
	return rc;
}

static enum status verb_run(struct run *run, int argc, char *argv[],
			    struct error *err)
{
	enum status rc;

	if ((rc = options_parse(run, argc, argv, err)) != OK ||
	    (rc = setup(run, err)) != OK ||
	    (rc = permission_ask(run, err)) != OK)
		return rc;
	return stream_run(run, err);
}

/* A monitor that gets no line, or a status that it does not know, says
 * anything but what is wrong. */
static enum status plugin_tell(const struct run *run, enum status rc,
			       const struct error *err)
{
	if (rc <= ALARMED || !run->verb->is_plugin || !run->options ||
	    !run->verb->is_plugin(run->options))
		return rc;
	(void)printf("UNKNOWN - %s\n",
		     err->count > 0 ? err->mistakes[0].text : run->name);
	return fflush(stdout) ? IOERR : ALARMED;
}

static int hidden_main(const struct tool *tool, int argc, char *argv[])
{
	OWN(arena) struct arena *arena = arena_new();

	if (!strcmp(argv[1], "--complete"))
		complete(tool, argc - 2, argv + 2, stdout);
	else
		describe(tool, arena, stdout);
	return fflush(stdout) ? IOERR : OK;
}

/* What was closed must not become the number of a file of ours, or the store
 * would read our output. Using it still fails. */
static void descriptors_guard(void)
{
	static const int mode[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	int fd;

	for (int i = 0; i < 3; i++)
		if (fcntl(i, F_GETFD) < 0) {
			fd = open("/dev/null", mode[i]);
			if (fd >= 0 && fd != i)
				(void)close(fd); /* cannot be: i is the least */
		}
}

static void start(void)
{
	descriptors_guard();
	language_choose();
	(void)signal(SIGPIPE, SIG_IGN); /* writing tells with EPIPE */
}

int tool_main(const struct tool *tool, int argc, char *argv[])
{
	OWN(arena) struct arena *arena = arena_new();
	struct run run = { .tool = tool, .arena = arena };
	const char *word = argc > 1 ? argv[1] : NULL;
	struct error err;
	enum status rc;

	start();
	error_reset(&err);
	if (word &&
	    (!strcmp(word, "--describe") || !strcmp(word, "--complete")))
		return hidden_main(tool, argc, argv);
	if (!has_default(tool) && word &&
	    (!strcmp(word, "--help") || !strcmp(word, "-?"))) {
		verbs_print(tool, stdout);
		return fflush(stdout) ? IOERR : OK;
	}
	if (!has_default(tool) && text_equal(word, "--version")) {
		(void)printf("%s (ipp-tools) " IPP_VERSION "\n", tool->name);
		return fflush(stdout) ? IOERR : OK;
	}
	run.name = tool->name;
	run.common.errors = ABSENT;
	run.verb = verb_find(tool, word);
	if (!run.verb) {
		(void)verb_refuse(tool, word, arena, &err);
		report(&run, &err, 0, 0, NULL);
		return USAGE;
	}
	if (run.verb->name) {
		run.name =
		    arena_printf(arena, "%s %s", tool->name, run.verb->name);
		argc--;
		argv++;
	}
	run.terminal = terminal_open(run.name);
	rc = verb_run(&run, argc, argv, &err);
	if (err.count > 0)
		report(&run, &err, 0, 0, NULL);
	rc = plugin_tell(&run, rc, &err);
	store_close(run.store);
	terminal_close(run.terminal);
	return (int)rc;
}
