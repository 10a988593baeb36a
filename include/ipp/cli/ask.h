/* ask - a record asked for at the terminal, step by step */
#ifndef IPP_CLI_ASK_H
#define IPP_CLI_ASK_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct arena;
struct record;
struct terminal;

struct ask_step {
	const char *title;	    /* N_() */
	const char *const *members; /* ends with NULL */
	unsigned bit;		    /* for the callbacks */
};

struct asker {
	struct terminal *terminal;
	const struct record *record;
	const struct ask_step *steps; /* ends with title NULL */
	struct arena *arena;
	void *context;
	/* False: this member need not be asked for now. May be NULL. */
	bool (*wants)(void *context, const void *base, const char *member);
	/* After a step: mistakes are shown (DATA, REFUSED) and the step is
	 * asked again; any other error ends the asking. */
	enum status (*check)(void *context, void *base, unsigned bit,
			     struct error *err);
};

/* Asks for all members of all steps. What `base` has already is proposed: an
 * empty answer keeps it, `-` empties it, `?` explains it. USAGE `no_terminal`,
 * `no_answer`. */
enum status ask(const struct asker *asker, void *base, struct error *err);

/* Shows the members that `base` has, a line each. */
void ask_summary(const struct asker *asker, const void *base);

#endif
