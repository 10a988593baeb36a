/* stream - runs a verb over its documents, many to a transaction */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/port/json.h>
#include <ipp/store/store.h>

#include "stream.h"

#define BATCH_DOCUMENTS 256
/* A document as it waits takes one, most take another while they are kept. */
#define ITEM_CHUNK ((size_t)3000)
/* Verbs that spend their time in the store, on many small documents. */
#define FREQUENT (IS_REPEATABLE | STAGES_OVERLAP)
/* What a stream of these works in at most. */
#define STREAM_HEAP ((size_t)64 * 1024 * 1024)

static const struct stage *stages_of(const struct verb *verb,
				     struct stage one[2])
{
	if (verb->stages)
		return verb->stages;
	one[0] = (struct stage){ STAGE_STORE, verb->run };
	one[1] = (struct stage){ STAGE_END, NULL };
	return one;
}

static void batch_trim(struct stream *stream)
{
	for (size_t i = 0; i < stream->count && !batch_ends(stream, i);)
		i++;
}

static void list_run(struct stream *stream, struct item *item)
{
	OWN(arena) struct arena *arena = arena_new();
	struct rows rows = { stream->sink, item, arena };
	struct error err;

	if (item->status != OK)
		return;
	error_reset(&err);
	item->status = stream->verb->list(&item->job, &rows, &err);
	item->mistakes = error_keep(&err, item->arena);
}

static void batch_run(struct stream *stream)
{
	if (stream->verb->list) {
		for (size_t i = 0; i < stream->count; i++)
			list_run(stream, &stream->items[i]);
		return;
	}
	stream->begun = false;
	batch_trim(stream);
	batch_stages(stream);
}

/* Refusals for want of permission, after what they would have changed has
 * been rolled back. */
static void batch_journal(struct stream *stream)
{
	for (size_t i = 0; i < stream->count; i++) {
		struct item *item = &stream->items[i];
		struct error err;

		if (item->status != NOPERM || !item->job.desk)
			continue;
		error_recall(item->mistakes, &err);
		refusal_journal(&item->desk, &err);
		if (stream->whole && stream->refusal.count == 0)
			(void)error_merge(&stream->refusal, &err);
	}
}

/* What a stage did elsewhere does not go away with the transaction. */
static void batch_give_up(struct stream *stream)
{
	for (size_t i = 0; stream->verb->give_up && i < stream->count; i++) {
		struct item *item = &stream->items[i];
		struct error err, more;

		if (item->status == OK || !item->job.work)
			continue;
		error_reset(&more);
		if (stream->verb->give_up(&item->job, &more) == OK)
			continue;
		error_recall(item->mistakes, &err);
		item->status = error_merge(&err, &more);
		item->mistakes = error_keep(&err, item->arena);
	}
}

static void item_print(struct stream *stream, struct item *item)
{
	const struct json *pass = stream->verb->in ? item->doc : NULL;
	struct error err;

	error_reset(&err);
	if (item->job.out && !item->job.silent && stream->fault.count == 0 &&
	    sink_put(stream->sink, item->job.out, pass, item->arena, &err) !=
		OK)
		stream_fail(stream, &err);
}

static void item_finish(struct stream *stream, struct item *item)
{
	struct error err;

	if (item->status == OK) {
		stream->worst = status_worse(stream->worst, item->job.answer);
		item_print(stream, item);
		if (item->job.answer != OK &&
		    stream->run->common.fail_fast == 1)
			stream->stopped = true;
		return;
	}
	stream->worst = status_worse(stream->worst, item->status);
	error_recall(item->mistakes, &err);
	if (err.count == 0)
		return; /* not its own fault */
	stream->refused++;
	progress_hide(&stream->progress);
	report(stream->run, &err,
	       source_is_stream(stream->source) ? item->number : 0,
	       item->line, item_document(item));
	if (item->number > 0)
		reject_write(stream, item, &err);
	if (stream->run->common.fail_fast == 1 ||
	    stream->run->common.atomic == 1)
		stream->stopped = true;
}

static void progress_tell(struct stream *stream)
{
	struct progress_facts facts = { .done = stream->documents,
					.refused = stream->refused };

	if (!stream->shows_progress)
		return;
	source_position(stream->source, &facts.part, &facts.whole);
	progress_show(&stream->progress, &facts, progress_clock());
}

static enum status loop(struct stream *stream, struct error *err)
{
	bool more = true;
	enum status rc;

	while (more && !stream->stopped) {
		more = ahead_take(stream);
		ahead_start(stream, more);
		batch_run(stream);
		batch_journal(stream);
		batch_give_up(stream);
		for (size_t i = 0; i < stream->count; i++) {
			item_finish(stream, &stream->items[i]);
			item_clear(&stream->items[i]); /* secrets end here */
		}
		if (stream->fault.count > 0)
			return error_merge(err, &stream->fault);
		if (!stream->whole &&
		    (rc = sink_flush(stream->sink, err)) != OK)
			return rc;
		ahead_wait(stream);
		progress_tell(stream);
	}
	progress_hide(&stream->progress);
	return OK;
}

/* --atomic keeps all or nothing; --dry-run keeps nothing. */
static enum status whole_end(struct stream *stream, struct error *err)
{
	const struct common *common = &stream->run->common;

	if (!stream->whole)
		return OK;
	if (common->dry_run != 1 && stream->worst == OK)
		return tx_commit(&stream->whole, err);
	tx_rollback(TAKE(stream->whole));
	if (stream->refusal.count > 0)
		refusal_journal(&stream->run->desk, &stream->refusal);
	if (common->dry_run == 1 || stream->worst == OK)
		return OK;
	return error_set(err, stream->worst, "stream_refused", NULL,
			 "a document was refused, so none was kept; mend it "
			 "and run again");
}

static void progress_start(struct stream *stream)
{
	struct winsize size = { .ws_col = 80 };

	stream->shows_progress = stream->verb->reads == READS_STREAM &&
				 isatty(STDERR_FILENO) &&
				 !isatty(STDOUT_FILENO);
	(void)ioctl(STDERR_FILENO, TIOCGWINSZ, &size); /* 80 otherwise */
	progress_begin(&stream->progress, STDERR_FILENO, size.ws_col,
		       progress_clock());
}

static struct item *items_new(size_t room)
{
	struct item *ret = memory_new(room * sizeof *ret);

	for (size_t i = 0; i < room; i++)
		ret[i].arena = arena_new_of(ITEM_CHUNK);
	return ret;
}

static void items_free(struct item *items, size_t room)
{
	for (size_t i = 0; items && i < room; i++) {
		json_free(items[i].doc);
		arena_free(items[i].arena);
	}
	memory_free(items);
}

static enum status stream_open(struct stream *stream, struct error *err)
{
	struct run *run = stream->run;
	enum status rc;

	stream->room = run->verb->list || run->verb->reads != READS_STREAM
			   ? 1
			   : stream->batch;
	if (stream->room > 1 && run->verb->needs & FREQUENT)
		memory_expect(STREAM_HEAP);
	stream->items = items_new(stream->room);
	if (run->verb->needs & FREQUENT)
		stream->ahead.items = items_new(stream->room);
	progress_start(stream);
	if ((rc = source_open(run, &stream->source, err)) != OK ||
	    (rc = sink_open(run, &stream->sink, err)) != OK ||
	    (rc = rejects_open(stream, err)) != OK)
		return rc;
	if (run->common.atomic == 1 || run->common.dry_run == 1)
		return tx_begin(run->store, &stream->whole, err);
	return OK;
}

/* What serves all documents. */
static enum status shared_open(struct stream *stream, struct error *err)
{
	struct run *run = stream->run;
	struct job job = { .desk = &run->desk,
			   .options = run->options,
			   .terminal = run->terminal,
			   .batch = run->verb->batch ? run->verb->batch
						     : BATCH_DOCUMENTS };
	enum status rc = run->verb->open ? run->verb->open(&job, err) : OK;

	stream->shared = job.shared;
	stream->batch = job.batch;
	return rc;
}

static void stream_close(struct stream *stream)
{
	ahead_wait(stream);
	if (stream->verb->close)
		stream->verb->close(stream->shared);
	tx_rollback(stream->whole);
	items_free(stream->items, stream->room);
	items_free(stream->ahead.items, stream->room);
	source_close(stream->source);
	sink_close(stream->sink);
	if (stream->rejects)
		(void)fclose(stream->rejects); /* an error is told already */
}

enum status rows_put(struct rows *rows, const void *record, struct error *err)
{
	enum status rc = sink_put(rows->sink, record, NULL, rows->arena, err);

	arena_reset(rows->arena);
	return rc;
}

enum status rows_say(struct rows *rows, const char *line, struct error *err)
{
	return sink_say(rows->sink, line, err);
}

enum status stream_run(struct run *run, struct error *err)
{
	struct stream stream = { .run = run, .verb = run->verb };
	struct stage one[2];
	enum status rc;

	error_reset(&stream.refusal);
	error_reset(&stream.fault);
	stream.stages = stages_of(run->verb, one);
	typed_tell(run);
	if ((rc = shared_open(&stream, err)) == OK &&
	    (rc = stream_open(&stream, err)) == OK &&
	    (rc = loop(&stream, err)) == OK &&
	    (rc = whole_end(&stream, err)) == OK &&
	    (rc = sink_finish(stream.sink, err)) == OK)
		rc = rejects_close(&stream, err);
	refused_tell(&stream);
	stream_close(&stream);
	return status_worse(rc, stream.worst);
}
