/* batch_store - a batch of documents in one transaction */
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/store/store.h>

#include "stream.h"

/* A stage, for some of the batch. */
struct part {
	const struct stage *stage;
	size_t from, to;
};

static bool is_in_part(const struct stream *stream, const struct part *part,
		       size_t i)
{
	return i < part->to && i < stream->count;
}

static void item_run_nested(const struct stage *stage, struct item *item)
{
	OWN(tx) struct tx *tx = NULL;
	struct error err;

	error_reset(&err);
	item->status = tx_begin(item->desk.store, &tx, &err);
	if (item->status == OK)
		item->status = stage->run(&item->job, &err);
	if (item->status == OK)
		item->status = tx_commit(&tx, &err);
	item->mistakes = error_keep(&err, item->arena);
}

/* The store failed, not the document: full, gone, not to be written. */
static bool is_fault(const struct item *item)
{
	return item->status != OK && item->status != REFUSED &&
	       item->mistakes && item->mistakes->count > 0 &&
	       text_starts(item->mistakes->items[0].code, "store_");
}

/* Each document in a savepoint of its own. False if the store failed. */
static bool run_carefully(struct stream *stream, const struct part *part)
{
	for (size_t i = part->from; is_in_part(stream, part, i); i++) {
		item_look(stream, part->stage, &stream->items[i]);
		if (item_wants(part->stage, &stream->items[i])) {
			item_run_nested(part->stage, &stream->items[i]);
			if (is_fault(&stream->items[i]))
				return false;
		}
		if (batch_ends(stream, i))
			break;
	}
	return true;
}

/* Without savepoints, which make the database copy every page that is
 * touched. A document that fails before it wrote anything leaves nothing
 * behind. False if one failed later: then nothing of the batch can stay. */
static bool run_swiftly(struct stream *stream, const struct part *part)
{
	struct store *store = stream->run->store;

	for (size_t i = part->from; is_in_part(stream, part, i); i++) {
		struct item *item = &stream->items[i];
		int64_t before = store_changes(store);

		item_look(stream, part->stage, item);
		item->is_undoable = item_wants(part->stage, item);
		if (item->is_undoable) {
			item_run(part->stage, item);
			if (item->status != OK &&
			    (store_changes(store) != before || is_fault(item)))
				return false;
		}
		if (batch_ends(stream, i))
			break;
	}
	return true;
}

/* Why the first document that met a fault of the store failed. */
static enum status fault_take(struct stream *stream, const struct part *part,
			      struct error *err)
{
	struct error fault;

	for (size_t i = part->from; is_in_part(stream, part, i); i++)
		if (is_fault(&stream->items[i])) {
			error_recall(stream->items[i].mistakes, &fault);
			(void)error_merge(err, &fault);
			stream->items[i].mistakes = NULL;
		}
	return err->status;
}

/* Undoes the stage, so that it can be run again. */
static enum status part_undo(struct stream *stream, const struct part *part,
			     struct tx **tx, struct error *err)
{
	tx_rollback(TAKE(*tx));
	for (size_t i = part->from; is_in_part(stream, part, i); i++) {
		struct item *item = &stream->items[i];

		if (!item->is_undoable)
			continue;
		item->is_undoable = false;
		item->status = OK;
		item->mistakes = NULL;
		if (item->job.out)
			record_clear(stream->verb->out, item->job.out);
	}
	return tx_begin(stream->run->store, tx, err);
}

void batch_store(struct stream *stream, const struct stage *stage, size_t from,
		 size_t to)
{
	const struct part part = { stage, from, to };
	bool is_repeatable = stream->verb->needs & IS_REPEATABLE ||
			     stage->is_repeatable;
	bool is_swift = is_repeatable && !stream->whole;
	OWN(tx) struct tx *tx = NULL;
	struct error err;
	enum status rc = OK;

	error_reset(&err);
	if (!stream->whole)
		rc = tx_begin(stream->run->store, &tx, &err);
	if (rc == OK && is_swift && !run_swiftly(stream, &part)) {
		is_swift = false;
		rc = part_undo(stream, &part, &tx, &err);
	}
	if (rc == OK && !is_swift && !run_carefully(stream, &part))
		rc = fault_take(stream, &part, &err);
	if (rc == OK && tx)
		rc = tx_commit(&tx, &err);
	if (rc != OK)
		stream_fail(stream, &err);
	for (size_t i = from; rc != OK && is_in_part(stream, &part, i); i++)
		if (stream->items[i].status == OK)
			stream->items[i].status = rc;
	stream->begun = true;
}
