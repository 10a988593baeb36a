/* stream - documents on their way through a verb */
#ifndef IPP_CLI_STREAM_H
#define IPP_CLI_STREAM_H

#include <pthread.h>

#include <ipp/base/memory.h>
#include <ipp/base/progress.h>

#include "internal.h"

struct tx;

/* A document and everything that becomes of it. */
struct item {
	struct job job;
	struct desk desk;
	struct arena *arena;
	struct json *doc;
	const char *text; /* instead of doc, see item_document */
	size_t number, line;
	bool is_undoable; /* what the stage at hand did to it can be undone */
	bool is_flawed; /* members did not decode; the others may tell more */
	enum status status;
	struct mistakes *mistakes; /* in the arena; NULL: none */
};

struct rows {
	struct sink *sink;
	struct item *item;
	struct arena *arena; /* of the row at hand */
};

/* The batch after this one, read and decoded by another thread. */
struct ahead {
	struct item *items; /* NULL: the verb has none */
	size_t count;
	bool is_last, runs;
	pthread_t thread;
};

struct stream {
	struct run *run;
	const struct verb *verb;
	const struct stage *stages;
	void *shared; /* of the verb's .open */
	struct source *source;
	struct sink *sink;
	FILE *rejects;
	struct item *items;
	size_t batch, room, count;
	/* of the documents in the batch filled last, and what they name */
	size_t bytes, weight;
	struct ahead ahead;
	size_t documents, refused;
	enum status worst;
	struct tx *whole; /* --atomic, --dry-run */
	struct error refusal; /* the first for want of permission in it */
	struct error fault; /* of the machinery; ends the stream */
	bool begun; /* a stage of the batch has changed the store */
	struct progress progress;
	bool shows_progress, stopped;
};

/* Forgets a document: secrets end here. */
void item_clear(struct item *item);

/* Whether a document is well so far and has to do with a stage. */
bool item_wants(const struct stage *stage, const struct item *item);

/* Runs a stage on a document that wants it. */
void item_run(const struct stage *stage, struct item *item);

/* The document as it came; NULL if it was none. Borrowed from the item. */
const struct json *item_document(struct item *item);

/* Whether the batch filled last, of `count` documents, is as large as it may
 * be: so many, or so many bytes, theirs or with them, that more of them would
 * take much memory. */
bool batch_is_full(const struct stream *stream, size_t count);

/* Adds decoded documents to the *count that `items` has; tells whether there
 * may be more. A batch is over when it is full, at the end, or when nothing
 * more has come for a while (`waits`), or is there at once. */
bool batch_fill(struct stream *stream, struct item *items, size_t *count,
		bool waits);

/* The next batch into stream->items; tells whether there may be more. */
bool ahead_take(struct stream *stream);
/* Lets another thread fill the batch after this one, where that may be
 * worthwhile; it does not wait for input. Until ahead_wait nobody else may
 * touch stream->source, stream->documents, stream->bytes and stream->weight.
 */
void ahead_start(struct stream *stream, bool more);
void ahead_wait(struct stream *stream);

/* Lets the verb tell what else is wrong with a document that did not decode,
 * once. */
void item_look(struct stream *stream, const struct stage *stage,
	       struct item *item);

/* With --fail-fast nothing after the first refused document is begun: cuts
 * the batch after item `i` if it is that one. */
bool batch_ends(struct stream *stream, size_t i);

/* What no document is to blame for ends the stream and is told once. */
void stream_fail(struct stream *stream, const struct error *why);

/* The file of --rejects, if there is one. */
enum status rejects_open(struct stream *stream, struct error *err);
void reject_write(struct stream *stream, struct item *item,
		  const struct error *err);
enum status rejects_close(struct stream *stream, struct error *err);

/* Tells the person at the terminal, who may have seen the messages pass by,
 * how many documents of a stream were refused. */
void refused_tell(const struct stream *stream);

/* Runs a STAGE_STORE over items `from` to `to` - 1 of the batch, as far as it
 * reaches, in one transaction, where a document that fails leaves nothing
 * behind. */
void batch_store(struct stream *stream, const struct stage *stage, size_t from,
		 size_t to);

/* Runs all stages over the batch. */
void batch_stages(struct stream *stream);

#endif
