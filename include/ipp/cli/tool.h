/* tool - what a program of the house declares, and its common main */
#ifndef IPP_CLI_TOOL_H
#define IPP_CLI_TOOL_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/model/field.h>
#include <ipp/rule/permission.h>
#include <ipp/store/desk.h>

struct rows;
struct terminal;

/* One document on its way through a verb. */
struct job {
	struct desk *desk;     /* desk->arena belongs to this document */
	const void *options;   /* the verb's options, decoded */
	const void *in;	       /* the document, decoded; NULL without .in */
	void *out;	       /* cleared, to be filled; NULL without .out */
	void *work;	       /* what one stage leaves for the next */
	void *shared;	       /* what the verb's .open left for all of them */
	size_t batch;	       /* the verb's, .open may change it */
	struct terminal *terminal;
	size_t number;	       /* of the document in its stream, from 1 */
	bool silent;	       /* set it: this document has no line of output */
	enum status answer;    /* set it: the line of output is a no (a virus, a
				  bad signature); the exit status says so */
};

typedef enum status job_run(struct job *job, struct error *err);

/* A verb that cannot do its work in one transaction does it in stages. All
 * documents of a batch pass a stage before the next begins; one that fails
 * drops out. */
enum stage_kind {
	STAGE_END,
	STAGE_STORE, /* in one transaction for the batch, each document in a
			savepoint of its own */
	STAGE_APART, /* outside transactions, on all processors: may not touch
			desk->store */
	STAGE_TALK,  /* outside transactions, one after the other: may ask
			somebody at the terminal */
};
struct stage {
	enum stage_kind kind;
	job_run *run;
	bool is_repeatable; /* this stage is, where the verb is not */
	/* whether a document has to do with it; NULL: each has. Asked outside
	 * transactions, once the stages before are over */
	bool (*wanted)(const struct job *job);
};

enum reads {
	READS_NOTHING, /* options only */
	READS_ONE,     /* arguments or options; stdin when neither is given */
	READS_STREAM,  /* arguments, else stdin; options fill members of all */
};

enum need {
	NEED_STORE = 1,
	NEED_SESSION = 2,
	NEED_WRITE = 4,	 /* without it documents run outside transactions */
	NEED_ALONE = 8,	 /* the verb handles transactions itself */
	NEED_CSV = 16,	 /* documents may come from --csv=FILE */
	NEED_CLOCK = 32, /* desk->now honours IPP_NOW even without a store */
	IS_REPEATABLE = 64, /* what runs in the store changes nothing but it,
			       refuses before it writes as a rule, and may be
			       run a second time: faster, without savepoints */
	NEED_SHEET = 128, /* a terminal shows each record on a sheet of its own */
	NEED_MIGRATION = 256, /* an older store is brought up to date */
	CAN_REHEARSE = 512, /* --dry-run, though NEED_ALONE: its transactions
			       may lie in a larger one */
	CAN_BE_WHOLE = 1024, /* --atomic, though it has stages: what they do
				apart does not depend on what is kept */
	TELLS_ALL = 2048, /* what runs in the store looks at documents that did
			     not decode, too, changes nothing then
			     (desk->flaws), and tells what else is wrong */
	STAGES_OVERLAP = 4096, /* part of a batch may be in a STAGE_STORE while
				  another is in a STAGE_APART: what that one
				  uses is the document's own, or never changed
				  in the store */
};

/* Documents that the store itself asks for, as what is due. */
struct feed {
	bool is_fed;
	const int64_t *ids; /* each fills the verb's .argument */
	size_t count;
};

struct verb {
	const char *name;    /* NULL: what the tool does without a verb; it
				stands last */
	const char *summary; /* imperative clause, N_() */
	const char *argument; /* member that each argument fills; or NULL. If
				 it is FIELD_FILE, `-` is the file on stdin,
				 else the stream of documents there */
	enum reads reads;
	const struct record *in, *out;
	const struct record *options; /* its fields are the options */
	unsigned needs;		      /* enum need */
	/* true: with these options there is no need of the store after all */
	bool (*does_without)(const void *options);
	/* true: with these options it is a plug-in of a monitor, which is told
	 * on stdout, with status 3, that the run could not even begin */
	bool (*is_plugin)(const void *options);
	enum permission may;
	unsigned batch;		      /* documents a transaction; 0: 256 */
	/* for what serves all documents: .open runs before the first, outside
	 * transactions, in the arena of the run, and sets job->shared (job->in
	 * and job->out are NULL), perhaps job->batch; .close runs after the
	 * last */
	job_run *open;
	void (*close)(void *shared);
	/* bytes that lie in memory with a decoded document beside its own, as
	 * files that it names do: a batch ends with so many. Asked once for
	 * each, in their order, perhaps beside other documents' stages */
	size_t (*weigh)(void *shared, const void *in);
	/* says whether documents come from the store instead of from people;
	 * runs after .open, in the arena of the run, job->in is NULL */
	enum status (*feed)(struct job *job, struct feed *ret,
			    struct error *err);
	job_run *run;		      /* one STAGE_STORE; or: */
	const struct stage *stages;   /* ends with STAGE_END; or: */
	/* with .stages: for a document that failed at one of them, outside
	 * transactions, if job->work is set; what it cannot undo it tells, and
	 * that is told behind why */
	job_run *give_up;
	/* answers one document with many rows of .out */
	enum status (*list)(struct job *job, struct rows *rows,
			    struct error *err);
};

struct tool {
	const char *name;
	const char *summary;
	const struct verb *verbs; /* ends with summary NULL */
};

/* Parses, opens what the verb needs, runs it over its input, prints, and
 * returns the exit status. */
int tool_main(const struct tool *tool, int argc, char *argv[]);

/* Whoever was asked at the terminal took his time: desk->now is the clock's
 * again, unless a time was given for a test. */
void job_clock(struct job *job);

/* Emits one row of the verb's .out record; IOERR when stdout is gone. */
enum status rows_put(struct rows *rows, const void *record, struct error *err);
/* Emits a line that is no record, whatever the format; a verb that does emits
 * nothing else. IOERR likewise. */
enum status rows_say(struct rows *rows, const char *line, struct error *err);

#endif
