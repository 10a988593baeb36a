/* batch_stages - a batch passes the stages of its verb */
#include <ipp/base/build.h>
#include <ipp/base/parallel.h>

#include "stream.h"

/* Less than this is not worth a second transaction. */
#define LANE_DOCUMENTS 32
#define LANES_MAX      2

/* A part of the batch that passes the stages by itself: while one is in the
 * store, which one thread at a time may use, the others work on the other.
 * With more than two, the first would have been in the store twice before the
 * last is there, and a product that both ask for would be found half done. */
struct lane {
	struct stream *stream;
	size_t from, to;
	const struct stage *next;
};

static bool is_in_lane(const struct lane *lane, size_t i)
{
	return i < lane->to && i < lane->stream->count;
}

static void apart_run(size_t index, void *context)
{
	const struct lane *lane = context;
	struct item *item = &lane->stream->items[lane->from + index];

	if (item_wants(lane->next, item))
		item_run(lane->next, item);
}

static void plain_run(const struct lane *lane)
{
	struct stream *stream = lane->stream;

	for (size_t i = lane->from; is_in_lane(lane, i); i++) {
		struct item *item = &stream->items[i];

		item_look(stream, lane->next, item);
		if (item_wants(lane->next, item))
			item_run(lane->next, item);
		if (batch_ends(stream, i))
			return;
	}
}

/* Past the stage that is over, and those that nobody wants. */
static void lane_advance(struct lane *lane)
{
	size_t i;

	do {
		lane->next++;
		i = lane->from;
		while (lane->next->wanted && is_in_lane(lane, i) &&
		       !item_wants(lane->next, &lane->stream->items[i]))
			i++;
	} while (lane->next->wanted && !is_in_lane(lane, i));
}

/* In the store, at the terminal, or where there is neither; as long as it goes
 * on there. */
static void alone_run(void *context)
{
	struct lane *lane = context;
	unsigned needs = lane->stream->verb->needs;

	do {
		if (lane->next->kind == STAGE_STORE && needs & NEED_WRITE &&
		    !(needs & NEED_ALONE))
			batch_store(lane->stream, lane->next, lane->from,
				    lane->to);
		else
			plain_run(lane);
		lane_advance(lane);
	} while (!lane->stream->stopped && lane->next->kind != STAGE_END &&
		 lane->next->kind != STAGE_APART);
}

/* The first lane whose next stage is one apart, or is none; NULL if neither
 * has one. */
static struct lane *lane_find(struct lane *lanes, size_t count, bool is_apart)
{
	for (size_t i = 0; i < count; i++) {
		enum stage_kind kind = lanes[i].next->kind;

		if (kind != STAGE_END && (kind == STAGE_APART) == is_apart)
			return &lanes[i];
	}
	return NULL;
}

static size_t lanes_wanted(const struct stream *stream)
{
	size_t ret = stream->count / LANE_DOCUMENTS;

	if (!(stream->verb->needs & STAGES_OVERLAP) ||
	    BUILD_FORKING_THREADS == 1 || stream->whole ||
	    stream->run->common.fail_fast == 1 || ret == 0)
		return 1;
	return ret < LANES_MAX ? ret : LANES_MAX;
}

void batch_stages(struct stream *stream)
{
	size_t count = lanes_wanted(stream);
	struct lane lanes[LANES_MAX];

	for (size_t i = 0; i < count; i++)
		lanes[i] = (struct lane){ stream, stream->count * i / count,
					  stream->count * (i + 1) / count,
					  stream->stages };

	while (!stream->stopped) {
		struct lane *apart = lane_find(lanes, count, true);
		struct lane *alone = lane_find(lanes, count, false);
		size_t n = apart && is_in_lane(apart, apart->from) ?
				   apart->to - apart->from :
				   0;

		if (!apart && !alone)
			return;
		parallel_beside(n, BUILD_FORKING_THREADS, apart_run, apart,
				alone ? alone_run : NULL, alone);
		if (apart)
			lane_advance(apart);
	}
}
