/* internal - the parts of tool_main */
#ifndef IPP_CLI_INTERNAL_H
#define IPP_CLI_INTERNAL_H

#include <stdio.h>

#include <ipp/base/own.h>
#include <ipp/cli/tool.h>
#include <ipp/model/settings.h>

struct json;

/* Options that every verb has. */
struct common {
	const char *store, *config;
	int64_t format;	 /* enum format */
	const char *columns;
	int64_t errors; /* enum error_format */
	const char *rejects, *csv;
	int64_t fail_fast, atomic, dry_run;
	int64_t describe; /* hidden */
};
enum format { FORMAT_TABLE, FORMAT_JSONL, FORMAT_JSON, FORMAT_CSV, FORMAT_TSV };
enum error_format { ERRORS_TEXT, ERRORS_JSON };
extern const struct record common_record;

/* A running verb. */
struct run {
	const struct tool *tool;
	const struct verb *verb;
	const char *name; /* "ipp-request import" */
	struct arena *arena; /* lives as long as the run */
	struct common common;
	void *options;	     /* of verb->options, or NULL */
	void *members;	     /* of verb->in: what options fill, or NULL */
	bool has_members;
	char **arguments; /* positional, NULL at the end */
	struct settings settings;
	struct session session;
	struct store *store;
	struct desk desk;
	struct terminal *terminal;
};

/* Fills run->common, options, members, arguments. Exits for --help and
 * --version as argp does; everything else is an error. */
enum status options_parse(struct run *run, int argc, char *argv[],
			  struct error *err);
/* Calls `each` for every option of a verb: its group is "options",
 * "members" or "common". */
void options_each(const struct verb *verb,
		  void (*each)(void *context, const char *group,
			       const struct field *field),
		  void *context);

/* --describe and --complete. */
void describe(const struct tool *tool, struct arena *arena, FILE *out);
void complete(const struct tool *tool, int count, char *words[], FILE *out);

/* Opens configuration, store, session, as the verb needs. */
enum status setup(struct run *run, struct error *err);

/* Names `-` the files that are standard input unless they are named, and
 * tells a person at the terminal that it is his to type. */
void typed_tell(struct run *run);

/* Documents in. */
struct source;
enum source_event {
	SOURCE_DOCUMENT,
	SOURCE_REFUSED, /* not even a document; err says why; go on */
	SOURCE_WAIT,	/* nothing yet, the time is over */
	SOURCE_END,
	SOURCE_BROKEN, /* reading failed; err says why */
};
enum status source_open(struct run *run, struct source **ret,
			struct error *err);
/* Waits at most `milliseconds` (-1: for ever). *line is where it began. */
enum source_event source_next(struct source *source, int milliseconds,
			      struct json **ret, size_t *line,
			      struct error *err);
/* The bytes of the document that source_next gave last, until the next; NULL
 * if it was not written as JSON. */
const char *source_text(const struct source *source, size_t *size);
/* True if its documents are told apart by their numbers. */
bool source_is_stream(const struct source *source);
/* True if source_next without waiting never waits. */
bool source_is_prompt(const struct source *source);
void source_position(const struct source *source, uint64_t *part,
		     uint64_t *whole);
void source_close(struct source *source);
DEFINE_OWN(source, struct source, source_close)

/* A value for people: words by their labels. In the arena. */
const char *cell_label(const struct field *field, const void *record,
		       struct arena *arena);
/* A list of texts, each on a line of its own where they are sentences. */
const char *sheet_texts(const struct field *field, const void *record,
			struct arena *arena);
/* Every record of a list inside another, below its name. */
const char *sheets_text(const struct field *field, const struct records *list,
			struct arena *arena);

/* Records out. */
struct sink;
enum status sink_open(const struct run *run, struct sink **ret,
		      struct error *err);
/* `pass` is the document whose foreign members go along, or NULL. */
enum status sink_put(struct sink *sink, const void *record,
		     const struct json *pass, struct arena *arena,
		     struct error *err);
/* A line that is no record, and the only one. */
enum status sink_say(struct sink *sink, const char *line, struct error *err);
enum status sink_flush(struct sink *sink, struct error *err);
/* Ends the output. With --atomic nothing is written before this. */
enum status sink_finish(struct sink *sink, struct error *err);
void sink_close(struct sink *sink);
DEFINE_OWN(sink, struct sink, sink_close)

/* Errors out. `document` is counted from 1 (0: none), `line` likewise. */
void report(const struct run *run, const struct error *err, size_t document,
	    size_t line, const struct json *doc);

/* Writes the journal entry of a refusal (NOPERM), in a transaction of its
 * own or inside the open one. */
void refusal_journal(struct desk *desk, const struct error *why);

/* Sets the locale and where its translations are. */
void language_choose(void);

/* Runs the verb over its documents. */
enum status stream_run(struct run *run, struct error *err);

struct terminal *terminal_open(const char *name);
void terminal_close(struct terminal *terminal);
/* It tells the person at the terminal. */
const struct keypad *terminal_keypad(const struct terminal *terminal);

#endif
