/* stream - runs a verb over its documents, many to a transaction */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/port/json.h>
#include <ipp/store/store.h>

#include "stream.h"

#define BATCH_DOCUMENTS 256

static const struct stage *stages_of(const struct verb *verb,
				     struct stage one[2])
{
	if (verb->stages)
		return verb->stages;
	one[0] = (struct stage){ STAGE_STORE, verb->run };
	one[1] = (struct stage){ STAGE_END, NULL };
	return one;
}

struct apart {
	struct stream *stream;
	const struct stage *stage;
};

static void apart_run(size_t index, void *context)
{
	struct apart *apart = context;
	struct item *item = &apart->stream->items[index];

	if (item->status == OK)
		item->status = apart->stage->run(&item->job, &item->err);
}

static void stage_plain(struct stream *stream, const struct stage *stage)
{
	for (size_t i = 0; i < stream->count; i++) {
		struct item *item = &stream->items[i];

		if (item->status == OK)
			item->status = stage->run(&item->job, &item->err);
	}
}

static void list_run(struct stream *stream, struct item *item)
{
	OWN(arena) struct arena *arena = arena_new();
	struct rows rows = { stream->sink, item, arena };

	if (item->status == OK)
		item->status =
		    stream->verb->list(&item->job, &rows, &item->err);
}

static void batch_run(struct stream *stream)
{
	bool stores = stream->verb->needs & NEED_WRITE &&
		      !(stream->verb->needs & NEED_ALONE);

	if (stream->verb->list) {
		for (size_t i = 0; i < stream->count; i++)
			list_run(stream, &stream->items[i]);
		return;
	}
	for (const struct stage *stage = stream->stages;
	     stage->kind != STAGE_END && !stream->stopped; stage++) {
		struct apart apart = { stream, stage };

		if (stage->kind == STAGE_APART)
			parallel_run(stream->count, 0, apart_run, &apart);
		else if (stores && stage->kind == STAGE_STORE)
			batch_store(stream, stage);
		else
			stage_plain(stream, stage);
	}
}

/* Refusals for want of permission, after what they would have changed has
 * been rolled back. */
static void batch_journal(struct stream *stream)
{
	for (size_t i = 0; i < stream->count; i++) {
		struct item *item = &stream->items[i];

		if (item->status != NOPERM || !item->job.desk)
			continue;
		refusal_journal(&item->desk, &item->err);
		if (stream->whole && stream->refusal.count == 0)
			(void)error_merge(&stream->refusal, &item->err);
	}
}

static void reject_write(struct stream *stream, const struct item *item)
{
	OWN(json) struct json *copy = NULL;
	OWN(arena) struct arena *arena = arena_new();
	struct json *list;

	if (!stream->rejects || !item->doc ||
	    json_kind(item->doc) != JSON_IS_OBJECT)
		return;
	copy = json_clone(item->doc);
	list = json_array_new();
	for (size_t i = 0; i < item->err.count; i++) {
		const struct mistake *m = &item->err.mistakes[i];
		struct json *json = json_object_new();

		json_set_text(json, "code", m->code);
		if (*m->field)
			json_set_text(json, "field", m->field);
		json_set_text(json, "message", m->text);
		json_append(list, json);
	}
	json_set(copy, "reject", list);
	(void)fprintf(stream->rejects, "%s\n",
		      json_write(arena, copy)); /* closing tells */
}

static void item_finish(struct stream *stream, struct item *item)
{
	const struct json *pass = stream->verb->in ? item->doc : NULL;

	if (item->status == OK && item->job.out && !item->job.silent &&
	    sink_put(stream->sink, item->job.out, pass, item->arena,
		     &item->err) != OK) {
		item->status = item->err.status;
		stream->stopped = true;
	}
	if (item->status == OK)
		return;
	stream->worst = status_worse(stream->worst, item->status);
	stream->refused++;
	progress_hide(&stream->progress);
	report(stream->run, &item->err,
	       stream->verb->reads == READS_STREAM ? item->number : 0,
	       item->line, item->doc);
	reject_write(stream, item);
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
		more = batch_fill(stream);
		batch_run(stream);
		batch_journal(stream);
		for (size_t i = 0; i < stream->count; i++)
			item_finish(stream, &stream->items[i]);
		for (size_t i = 0; i < stream->count; i++)
			item_clear(&stream->items[i]); /* secrets end here */
		if (!stream->whole &&
		    (rc = sink_flush(stream->sink, err)) != OK)
			return rc;
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

static enum status rejects_open(struct stream *stream, struct error *err)
{
	const char *path = stream->run->common.rejects;
	int fd;

	if (!path)
		return OK;
	fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	stream->rejects = fd < 0 ? NULL : fdopen(fd, "w");
	if (!stream->rejects)
		return error_system(err, CANTCREAT, "rejects_uncreatable",
				    errno, "cannot create \"%s\"", path);
	return OK;
}

static enum status rejects_close(struct stream *stream, struct error *err)
{
	FILE *rejects = TAKE(stream->rejects);

	if (!rejects)
		return OK;
	if (fflush(rejects) | ferror(rejects) | fsync(fileno(rejects)) |
	    fclose(rejects))
		return error_system(err, IOERR, "rejects_unwritable", errno,
				    "cannot write \"%s\"",
				    stream->run->common.rejects);
	return OK;
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

static enum status stream_open(struct stream *stream, struct error *err)
{
	struct run *run = stream->run;
	enum status rc;

	stream->room = run->verb->list || run->verb->reads != READS_STREAM ? 1
		       : run->verb->batch ? run->verb->batch
					  : BATCH_DOCUMENTS;
	stream->items = memory_new(stream->room * sizeof *stream->items);
	for (size_t i = 0; i < stream->room; i++)
		stream->items[i].arena = arena_new();
	progress_start(stream);
	if ((rc = source_open(run, &stream->source, err)) != OK ||
	    (rc = sink_open(run, &stream->sink, err)) != OK ||
	    (rc = rejects_open(stream, err)) != OK)
		return rc;
	if (run->common.atomic == 1 || run->common.dry_run == 1)
		return tx_begin(run->store, &stream->whole, err);
	return OK;
}

static void stream_close(struct stream *stream)
{
	tx_rollback(stream->whole);
	for (size_t i = 0; stream->items && i < stream->room; i++) {
		json_free(stream->items[i].doc);
		arena_free(stream->items[i].arena);
	}
	memory_free(stream->items);
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

enum status stream_run(struct run *run, struct error *err)
{
	struct stream stream = { .run = run, .verb = run->verb };
	struct stage one[2];
	enum status rc;

	error_reset(&stream.refusal);
	stream.stages = stages_of(run->verb, one);
	if ((rc = stream_open(&stream, err)) == OK &&
	    (rc = loop(&stream, err)) == OK &&
	    (rc = whole_end(&stream, err)) == OK &&
	    (rc = sink_finish(stream.sink, err)) == OK)
		rc = rejects_close(&stream, err);
	stream_close(&stream);
	return status_worse(rc, stream.worst);
}
