/* ocsp - answers about certificates, many at a time */
#include "ocsp_part.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/model/authority.h>
#include <ipp/model/settings.h>
#include <ipp/model/status_change.h>
#include <ipp/port/key.h>
#include <ipp/port/ocsp.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/revoked.h>
#include <ipp/store/store.h>

#include "ocsp_lane.h"

#define MINUTES_DEFAULT 60
#define MINUTES_MAX	1440
#define LANES		16 /* at most */
#define LANE_ROOM	((size_t)2 * 1024 * 1024) /* of many answers */
#define PART		256 /* looked up while the one before it is signed */
#define PART_FIRST	32  /* meanwhile there is nothing to sign */

static enum status period_of(const struct desk *desk, int64_t *ret,
			     struct error *err)
{
	int64_t minutes = desk->settings ? desk->settings->ocsp_minutes
					 : ABSENT;

	if (minutes == ABSENT)
		minutes = MINUTES_DEFAULT;
	if (minutes < 1 || minutes > MINUTES_MAX)
		return error_set(err, CONFIG, "setting_invalid",
				 "ocsp_minutes",
				 "an answer about a certificate holds for 1 to "
				 "%d minutes",
				 MINUTES_MAX);
	*ret = minutes * 60;
	return OK;
}

static size_t lanes_wanted(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	return online < 1 ? 1 : online > LANES ? LANES : (size_t)online;
}

void ocsp_service_close(struct ocsp_service *service)
{
	if (!service)
		return;
	for (size_t i = 0; i < service->lane_count; i++) {
		ocsp_writer_free(service->lanes[i].writer);
		arena_free(service->lanes[i].arena);
	}
	free(service->lanes);
	arena_free(service->read_arena);
	ocsp_pattern_free(service->pattern);
	free(service->room);
	key_free(service->key);
	ocsp_issuer_free(service->issuer);
	arena_free(service->arena);
	free(service);
}

enum status ocsp_service_open(struct desk *desk, struct ocsp_service **ret,
			      struct error *err)
{
	OWN(ocsp_service) struct ocsp_service *it = memory_new(sizeof *it);
	enum status rc;

	it->desk = desk;
	it->lane_count = lanes_wanted();
	it->lanes = memory_new(it->lane_count * sizeof *it->lanes);
	for (size_t i = 0; i < it->lane_count; i++)
		it->lanes[i].arena = arena_new_of(LANE_ROOM);
	it->read_arena = arena_new();
	it->pattern = ocsp_pattern_new();
	if ((rc = period_of(desk, &it->period, err)) != OK ||
	    (rc = authority_current(desk->store, AUTHORITY_ISSUING,
				    &it->authority, err)) != OK ||
	    (rc = ocsp_issuer_new(it->authority->certificate, &it->issuer,
				  err)) != OK)
		return rc;
	*ret = TAKE(it);
	return OK;
}

enum status ocsp_lanes_arm(struct ocsp_service *service, const struct key *key,
			   struct octets certificate, struct error *err)
{
	struct ocsp_writer *writers[LANES] = { NULL };
	enum status rc = OK;

	for (size_t i = 0; i < service->lane_count && rc == OK; i++)
		rc = ocsp_writer_new(key, certificate, &writers[i], err);
	for (size_t i = 0; i < service->lane_count; i++)
		if (rc == OK) {
			ocsp_writer_free(service->lanes[i].writer);
			service->lanes[i].writer = writers[i];
		} else {
			ocsp_writer_free(writers[i]);
		}
	return rc;
}

/* A request on its way. */
struct item {
	struct ocsp_exchange *exchange;
	struct ocsp_request request;
	struct ocsp_single *singles;
	size_t ours; /* certificates of our authority */
};

/* All of them: `written` have an answer, those up to `read` can have one, those
 * up to `until` are looked up now. */
struct work {
	struct ocsp_service *service;
	struct item *items;
	size_t written, read, until;
	atomic_size_t next; /* to be written */
	enum status rc;	    /* of looking up */
	struct error err;
};

static void refuse(struct item *item, enum ocsp_refusal why)
{
	item->exchange->answer = ocsp_refusal_of(why);
	item->exchange->is_refused = true;
	item->exchange->is_malformed = why == OCSP_MALFORMED;
}

static void item_read(struct ocsp_service *service, struct item *item)
{
	struct ocsp_request *request = &item->request;
	struct arena *arena = service->read_arena;
	struct error ignored; /* its sender is told no more */

	error_reset(&ignored);
	if (ocsp_request_read_next(service->pattern, arena,
				   item->exchange->request, request,
				   &ignored) != OK) {
		refuse(item, OCSP_MALFORMED);
		return;
	}
	item->exchange->has_nonce = request->nonce.size > 0;
	item->singles =
	    arena_alloc(arena, request->count * sizeof *item->singles);
	for (size_t i = 0; i < request->count; i++) {
		item->singles[i] = (struct ocsp_single){
			.id = request->items[i].id,
			.status = OCSP_UNKNOWN,
			.invalidity_at = OCSP_NO_TIME,
		};
		item->ours +=
		    ocsp_is_about(&request->items[i], service->issuer);
	}
	if (!item->ours) /* RFC 5019, 2.2.3 */
		refuse(item, OCSP_UNAUTHORIZED);
}

/* What nobody issued is unknown: revoked (RFC 6960, 2.2) would be for ever, and
 * a store that was restored from an old backup has forgotten some. */
static enum status single_find(struct ocsp_service *service,
			       const struct ocsp_question *question,
			       struct ocsp_single *ret, struct error *err)
{
	struct revoked it;
	enum status rc;
	bool found;

	if (!question->serial.size ||
	    !ocsp_is_about(question, service->issuer))
		return OK;
	if ((rc = revoked_find(service->desk->store,
			       service->authority->authority_id,
			       question->serial, &it, &found, err)) != OK ||
	    !found)
		return rc;
	ret->status = it.standing == STANDING_HOLD ||
			      it.standing == STANDING_REVOKED
			  ? OCSP_REVOKED
			  : OCSP_GOOD;
	ret->revoked_at = it.revoked_at;
	ret->reason = it.reason;
	if (it.invalidity_at != ABSENT)
		ret->invalidity_at = it.invalidity_at;
	return OK;
}

static enum status item_find(struct ocsp_service *service, struct item *item,
			     struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < item->request.count && rc == OK &&
			   !item->exchange->is_refused;
	     i++)
		rc = single_find(service, &item->request.items[i],
				 &item->singles[i], err);
	return rc;
}

/* By the thread that the store belongs to. */
static void part_look_up(void *context)
{
	struct work *work = context;

	for (size_t i = work->read; i < work->until && work->rc == OK; i++) {
		item_read(work->service, &work->items[i]);
		work->rc = item_find(work->service, &work->items[i],
				     &work->err);
	}
}

/* None holds longer than the certificate of who signs it. */
static int64_t answers_end(const struct ocsp_service *service, int64_t now)
{
	int64_t end = service->responder.not_after;

	return now + service->period < end ? now + service->period : end;
}

static void item_write(struct ocsp_service *service, struct ocsp_lane *lane,
		       struct item *item)
{
	struct ocsp_exchange *exchange = item->exchange;
	int64_t now = service->desk->now;
	const struct ocsp_plan plan = {
		.this_update = now,
		.next_update = answers_end(service, now),
		/* status is told for ever (EN 319 411-2, 6.3.10) */
		.archive_cutoff = service->authority->not_before,
		.nonce = item->request.nonce,
		.items = item->singles,
		.count = item->request.count,
	};

	if (exchange->is_refused)
		return;
	exchange->this_update = plan.this_update;
	exchange->next_update = plan.next_update;
	if (lane->rc == OK)
		lane->rc = ocsp_response_write(lane->writer, &plan, lane->arena,
					       &exchange->answer, &lane->err);
}

/* Each takes the next: one that looks up has fewer to sign. */
static void lane_run(size_t index, void *context)
{
	struct work *work = context;
	struct ocsp_service *service = work->service;
	size_t i;

	while ((i = atomic_fetch_add(&work->next, 1)) < work->read)
		item_write(service, &service->lanes[index], &work->items[i]);
}

/* The next part is looked up while the one before it is signed. */
static void parts_run(struct work *work, size_t count)
{
	struct ocsp_service *service = work->service;

	while (work->written < count && work->rc == OK) {
		size_t ready = work->read - work->written;
		size_t more = work->read ? PART : PART_FIRST;

		work->next = work->written;
		work->until = count - work->read > more ? work->read + more :
							  count;
		parallel_beside(ready < service->lane_count ?
					ready :
					service->lane_count,
				0, lane_run, work,
				work->until > work->read ? part_look_up : NULL,
				work);
		work->written = work->read;
		work->read = work->until;
	}
}

/* Kept for the next ones: memory that was never touched costs more. */
static struct item *items_of(struct ocsp_service *service, size_t count)
{
	size_t size = count * sizeof(struct item);

	if (size > service->room_size) {
		service->room = memory_grow(service->room, size);
		service->room_size = size;
	}
	memset(service->room, 0, size);
	return service->room;
}

enum status ocsp_answer(struct ocsp_service *service,
			struct ocsp_exchange *list, size_t count,
			struct error *err)
{
	struct work work = { .service = service };
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = ocsp_service_ready(service, err)) != OK)
		return rc;
	work.items = items_of(service, count);
	error_reset(&work.err);
	arena_reset(service->read_arena);
	for (size_t i = 0; i < service->lane_count; i++) {
		arena_reset(service->lanes[i].arena);
		service->lanes[i].rc = OK;
		error_reset(&service->lanes[i].err);
	}
	for (size_t i = 0; i < count; i++)
		work.items[i].exchange = &list[i];
	if ((rc = tx_begin_reading(service->desk->store, &tx, err)) != OK)
		return rc;
	parts_run(&work, count);
	if (work.rc != OK)
		return error_merge(err, &work.err);
	for (size_t i = 0; i < service->lane_count; i++)
		if (service->lanes[i].rc != OK)
			return error_merge(err, &service->lanes[i].err);
	return OK;
}

struct octets ocsp_failure(enum status why)
{
	return ocsp_refusal_of(why == BUSY ? OCSP_TRY_LATER : OCSP_INTERNAL);
}
