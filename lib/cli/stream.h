/* stream - documents on their way through a verb */
#ifndef IPP_CLI_STREAM_H
#define IPP_CLI_STREAM_H

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
	size_t number, line;
	bool is_ready; /* it was read and decoded */
	enum status status;
	struct error err;
};

struct rows {
	struct sink *sink;
	struct item *item;
	struct arena *arena; /* of the row at hand */
};

struct stream {
	struct run *run;
	const struct verb *verb;
	const struct stage *stages;
	struct source *source;
	struct sink *sink;
	FILE *rejects;
	struct item *items;
	size_t room, count;
	size_t documents, refused;
	enum status worst;
	struct tx *whole; /* --atomic, --dry-run */
	struct error refusal; /* the first for want of permission in it */
	struct progress progress;
	bool shows_progress, stopped;
};

/* Forgets a document: secrets end here. */
void item_clear(struct item *item);

/* Fills stream->items with decoded documents; tells whether there may be
 * more. A batch is over when it is full, at the end, or when nothing more has
 * come for a while. */
bool batch_fill(struct stream *stream);

/* Runs a STAGE_STORE over the batch in one transaction, where a document that
 * fails leaves nothing behind. */
void batch_store(struct stream *stream, const struct stage *stage);

#endif
