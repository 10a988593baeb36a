/* ocsp - answers about certificates, many at a time */
#include "ocsp_part.h"

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
#define LANES		8 /* threads, at most */

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
		it->lanes[i].arena = arena_new();
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

/* All of them. Lane n has every n-th. */
struct work {
	struct ocsp_service *service;
	struct item *items;
	size_t count, lanes;
	void (*one)(struct work *work, struct ocsp_lane *lane,
		    struct item *item);
};

static void lane_run(size_t index, void *context)
{
	struct work *work = context;

	for (size_t i = index; i < work->count; i += work->lanes)
		work->one(work, &work->service->lanes[index], &work->items[i]);
}

static void refuse(struct item *item, enum ocsp_refusal why)
{
	item->exchange->answer = ocsp_refusal_of(why);
	item->exchange->is_refused = true;
	item->exchange->is_malformed = why == OCSP_MALFORMED;
}

static void item_read(struct work *work, struct ocsp_lane *lane,
		      struct item *item)
{
	struct ocsp_request *request = &item->request;
	struct error ignored; /* its sender is told no more */

	error_reset(&ignored);
	if (ocsp_request_read(lane->arena, item->exchange->request, request,
			      &ignored) != OK) {
		refuse(item, OCSP_MALFORMED);
		return;
	}
	item->exchange->has_nonce = request->nonce.size > 0;
	item->singles =
	    arena_alloc(lane->arena, request->count * sizeof *item->singles);
	for (size_t i = 0; i < request->count; i++) {
		item->singles[i] = (struct ocsp_single){
			.id = request->items[i].id,
			.status = OCSP_UNKNOWN,
			.invalidity_at = OCSP_NO_TIME,
		};
		item->ours +=
		    ocsp_is_about(&request->items[i], work->service->issuer);
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

static enum status all_find(struct work *work, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc =
	    tx_begin_reading(work->service->desk->store, &tx, err);

	for (size_t i = 0; i < work->count && rc == OK; i++) {
		struct item *item = &work->items[i];

		for (size_t k = 0; k < item->request.count && rc == OK &&
				   !item->exchange->is_refused;
		     k++)
			rc = single_find(work->service,
					 &item->request.items[k],
					 &item->singles[k], err);
	}
	return rc;
}

static void item_write(struct work *work, struct ocsp_lane *lane,
		       struct item *item)
{
	struct ocsp_service *service = work->service;
	struct ocsp_exchange *exchange = item->exchange;
	int64_t now = service->desk->now;
	const struct ocsp_plan plan = {
		.this_update = now,
		.next_update = now + service->period,
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

static void stage(struct work *work, void (*one)(struct work *work,
						 struct ocsp_lane *lane,
						 struct item *item))
{
	work->one = one;
	parallel_run(work->lanes, (unsigned)work->lanes, lane_run, work);
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
	struct work work = { .service = service, .count = count };
	enum status rc;

	if ((rc = ocsp_service_ready(service, err)) != OK)
		return rc;
	work.lanes = count < service->lane_count ? count : service->lane_count;
	work.items = items_of(service, count);
	for (size_t i = 0; i < service->lane_count; i++) {
		arena_reset(service->lanes[i].arena);
		service->lanes[i].rc = OK;
		error_reset(&service->lanes[i].err);
	}
	for (size_t i = 0; i < count; i++)
		work.items[i].exchange = &list[i];
	stage(&work, item_read);
	if ((rc = all_find(&work, err)) != OK)
		return rc;
	stage(&work, item_write);
	for (size_t i = 0; i < work.lanes; i++)
		if (service->lanes[i].rc != OK)
			return error_merge(err, &service->lanes[i].err);
	return OK;
}

struct octets ocsp_failure(enum status why)
{
	return ocsp_refusal_of(why == BUSY ? OCSP_TRY_LATER : OCSP_INTERNAL);
}
