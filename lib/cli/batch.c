/* batch - documents taken in, decoded, many at a time */
#include <string.h>

#include <ipp/port/json.h>

#include "stream.h"

#define BATCH_MILLISECONDS 200
/* However many may be in it: memory stays flat when documents are large. */
#define BATCH_BYTES  ((size_t)2 * 1024 * 1024)
#define BATCH_WEIGHT ((size_t)16 * 1024 * 1024)

void item_clear(struct item *item)
{
	json_free(TAKE(item->doc));
	item->text = NULL;
	arena_reset(item->arena);
	item->mistakes = NULL;
	item->job.work = NULL;
	item->status = OK;
	item->is_undoable = item->is_flawed = false;
	item->line = 0;
}

static void item_prepare(struct stream *stream, struct item *item)
{
	const struct verb *verb = stream->verb;
	struct run *run = stream->run;

	item->desk = run->desk;
	item->desk.arena = item->arena;
	item->job = (struct job){ .desk = &item->desk,
				  .options = run->options,
				  .terminal = run->terminal,
				  .shared = stream->shared,
				  .number = item->number };
	if (verb->out && !verb->list) {
		item->job.out = arena_alloc(item->arena, verb->out->size);
		record_clear(verb->out, item->job.out);
	}
}

const struct json *item_document(struct item *item)
{
	struct error ignored; /* it was well formed before */

	error_reset(&ignored);
	if (!item->doc && item->text)
		(void)json_parse(item->text, strlen(item->text), &item->doc,
				 &ignored);
	return item->doc;
}

static bool has_guests(const struct record *record, const struct json *doc)
{
	for (void *it = json_first(doc); it; it = json_next(doc, it))
		if (!record_field(record, json_it_name(it)))
			return true;
	return false;
}

/* A document that was looked at is wanted once more only where it brought
 * along what belongs to others, or is refused. Until then its text takes a
 * tenth of the room of its tree. */
static void item_pack(struct stream *stream, struct item *item)
{
	const char *text;
	size_t n;

	if (!item->doc || !stream->verb->in ||
	    (item->status == OK && has_guests(stream->verb->in, item->doc)))
		return;
	text = source_text(stream->source, &n);
	item->text = text ? arena_text_n(item->arena, text, n)
			  : json_write(item->arena, item->doc);
	json_free(TAKE(item->doc));
}

/* The document, with what options say for all of them. */
static enum status item_decode(struct stream *stream, struct item *item,
			       struct error *err)
{
	const struct record *record = stream->verb->in;
	struct run *run = stream->run;
	void *in;
	enum status rc;

	item_prepare(stream, item);
	if (!record)
		return OK;
	in = arena_alloc(item->arena, record->size);
	record_clear(record, in);
	rc = record_decode(record, item->doc, in, item->arena, err);
	for (const struct field *f = record->fields; f->name; f++)
		if (!field_is_absent(f, run->members))
			field_copy(f, in, f, run->members);
	rc = status_worse(rc, record_check_required(record, in, err));
	item->job.in = in;
	return rc;
}

/* Takes the next document; false when the batch is over. */
static bool batch_take(struct stream *stream, struct item *items, size_t *count,
		       enum source_event *event, int milliseconds)
{
	struct item *item = &items[*count];
	struct error err;

	error_reset(&err);
	item_clear(item);
	*event = source_next(stream->source, milliseconds, &item->doc,
			     &item->line, &err);
	if (*event == SOURCE_WAIT || *event == SOURCE_END)
		return false;
	(*count)++;
	if (*event == SOURCE_BROKEN) {
		item->number = 0;
		item->status = err.status;
		item->mistakes = error_keep(&err, item->arena);
		return false;
	}
	item->number = ++stream->documents;
	item->status = *event == SOURCE_REFUSED
			   ? err.status
			   : item_decode(stream, item, &err);
	item->mistakes = error_keep(&err, item->arena);
	item->is_flawed = *event == SOURCE_DOCUMENT && item->status == DATA &&
			  json_kind(item->doc) == JSON_IS_OBJECT;
	item_pack(stream, item);
	if (item->status == OK && stream->verb->weigh)
		stream->weight +=
		    stream->verb->weigh(stream->shared, item->job.in);
	return true;
}

bool batch_is_full(const struct stream *stream, size_t count)
{
	return count == stream->room || stream->bytes > BATCH_BYTES ||
	       stream->weight > BATCH_WEIGHT;
}

bool batch_fill(struct stream *stream, struct item *items, size_t *count,
		bool waits)
{
	enum source_event event = SOURCE_DOCUMENT;
	int64_t until = waits ? progress_clock() + BATCH_MILLISECONDS : 0;
	size_t n;

	if (*count == 0)
		stream->bytes = stream->weight = 0;
	while (!batch_is_full(stream, *count)) {
		int64_t left = waits ? until - progress_clock() : 0;
		int wait = left > 0 ? (int)left : 0;

		if (waits && *count == 0)
			wait = -1;
		if (!batch_take(stream, items, count, &event, wait))
			break;
		if (*count == 1)
			until = progress_clock() + BATCH_MILLISECONDS;
		if (source_text(stream->source, &n))
			stream->bytes += n;
	}
	return event != SOURCE_END && event != SOURCE_BROKEN;
}

void item_look(struct stream *stream, const struct stage *stage,
	       struct item *item)
{
	struct error err, more;
	enum status rc;

	if (!item->is_flawed || !(stream->verb->needs & TELLS_ALL))
		return;
	item->is_flawed = false;
	error_reset(&more);
	error_recall(item->mistakes, &err);
	item->desk.flaws = &err;
	rc = stage->run(&item->job, &more);
	item->desk.flaws = NULL;
	if (rc != DATA && rc != REFUSED)
		return;
	item->status = error_merge_new(&err, &more);
	item->mistakes = error_keep(&err, item->arena);
}

bool item_wants(const struct stage *stage, const struct item *item)
{
	return item->status == OK &&
	       (!stage->wanted || stage->wanted(&item->job));
}

void item_run(const struct stage *stage, struct item *item)
{
	struct error err;

	error_reset(&err);
	item->status = stage->run(&item->job, &err);
	item->mistakes = error_keep(&err, item->arena);
}

bool batch_ends(struct stream *stream, size_t i)
{
	if (stream->items[i].status == OK || stream->begun ||
	    stream->run->common.fail_fast != 1)
		return false;
	stream->count = i + 1;
	return true;
}

void stream_fail(struct stream *stream, const struct error *why)
{
	if (stream->fault.count == 0)
		(void)error_merge(&stream->fault, why);
	stream->stopped = true;
}
