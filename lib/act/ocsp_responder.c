/* ocsp_responder - who signs answers: found, made, renewed */
#include "ocsp_part.h"

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/port/json.h>
#include <ipp/port/key.h>
#include <ipp/port/ocsp.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#include "delegate.h"
#include "ocsp_lane.h"

/* Nobody asks whether a responder was revoked (id-pkix-ocsp-nocheck), so it
 * lives as long as an answer about it might (RFC 6960, 4.2.2.2.1). */
#define RESPONDER_SECONDS (30 * DAY_SECONDS)
#define RENEWAL_SECONDS	  (10 * DAY_SECONDS)
#define LOOK_SECONDS	  60

static bool is_due(const struct ocsp_service *service,
		   const struct responder *it, bool found)
{
	int64_t now = service->desk->now;

	return !found || (it->not_after - now < RENEWAL_SECONDS &&
			  it->not_after < service->authority->not_after);
}

static enum status journal(struct desk *desk, const struct responder *it,
			   struct error *err)
{
	struct json *detail = json_object_new();
	char until[INSTANT_SIZE];

	instant_format(it->not_after, until);
	json_set_text(detail, "serial", it->serial);
	json_set_text(detail, "not_after", until);
	return journal_append(desk, "responder_made", ABSENT, ABSENT, detail,
			      err);
}

/* Somebody else may have made one meanwhile: then that is taken. */
static enum status keep(struct ocsp_service *service,
			const struct responder *made, const struct key *key,
			struct error *err)
{
	struct desk *desk = service->desk;
	OWN(tx) struct tx *tx = NULL;
	struct responder newest;
	enum status rc;
	bool found;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = responder_newest(desk->store, made->authority_id, desk->now,
				   desk->arena, &newest, &found, err)) != OK)
		return rc;
	if (!is_due(service, &newest, found))
		return OK;
	if ((rc = responder_insert(desk, made, key, err)) != OK ||
	    (rc = journal(desk, made, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

/* As the authority's, or as its profile wants it where that is of a token. */
static enum key_kind kind_of(const struct authority *authority)
{
	enum key_kind kind = key_kind_parse(authority->key_kind);

	return kind == KEY_RSA2048 ? KEY_RSA3072 : kind;
}

static enum status make(struct ocsp_service *service, struct error *err)
{
	const struct authority *authority = service->authority;
	struct delegate_wish wish = {
		.profile = "OCSP",
		.common_name = "Status of certificates",
		.not_after = service->desk->now + RESPONDER_SECONDS - 1,
	};
	struct responder it = { .authority_id = authority->authority_id };
	OWN(key) struct key *key = NULL;
	struct delegate made;
	enum status rc;

	if ((rc = key_generate(kind_of(authority), &key, err)) != OK)
		return rc;
	wish.key = key;
	if ((rc = delegate_certify(service->desk, authority, &wish, &made,
				   err)) != OK)
		return rc;
	it.serial = made.serial;
	it.not_before = made.not_before;
	it.not_after = made.not_after;
	it.certificate = made.certificate;
	return keep(service, &it, key, err);
}

/* Reads the newest, if it is another. */
static enum status take(struct ocsp_service *service, bool *found,
			struct error *err)
{
	struct desk *desk = service->desk;
	OWN(arena) struct arena *arena = arena_new();
	OWN(key) struct key *key = NULL;
	struct responder it;
	enum status rc;

	if ((rc = responder_newest(desk->store,
				   service->authority->authority_id,
				   desk->now, arena, &it, found, err)) != OK ||
	    !*found ||
	    (service->key && text_equal(it.serial, service->responder.serial)))
		return rc;
	if ((rc = responder_key(desk->store, &it, &key, err)) != OK ||
	    (rc = ocsp_lanes_arm(service, key, it.certificate, err)) != OK)
		return rc;
	key_free(service->key);
	arena_free(service->arena);
	service->key = TAKE(key);
	service->arena = TAKE(arena);
	service->responder = it;
	return OK;
}

enum status ocsp_service_ready(struct ocsp_service *service,
			       struct error *err)
{
	struct desk *desk = service->desk;
	struct error why;
	enum status rc;
	bool found;

	if (!desk->clock_stands)
		desk->now = instant_clock();
	if (service->key && desk->now < service->look_at &&
	    desk->now >= service->responder.not_before)
		return OK;
	if ((rc = take(service, &found, err)) != OK)
		return rc;
	if (is_due(service, &service->responder, found)) {
		error_reset(&why);
		if ((rc = make(service, &why)) != OK && !found)
			return error_merge(err, &why);
		if (rc == OK && (rc = take(service, &found, err)) != OK)
			return rc;
	}
	service->look_at = desk->now + LOOK_SECONDS;
	if (service->look_at > service->responder.not_after)
		service->look_at = service->responder.not_after;
	return OK;
}
