/* stash_certificate - the ledger of remote certificates, looked at and kept */
#include <ipp/act/stash_certificate.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_grant.h>
#include <ipp/store/desk.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/remote_certificate.h>
#include <ipp/store/remote_grant.h>

#include "stash_part.h"

#define EXPIRING_MAX   3660
#define SIGNINGS_SHOWN 20

/* Days of the calendar, as ipp-search counts them. */
static enum status expiring_apply(const struct desk *desk,
				  struct remote_search *search,
				  struct error *err)
{
	if (search->expiring == ABSENT)
		return OK;
	if (search->expiring < 0 || search->expiring > EXPIRING_MAX)
		return error_set(err, USAGE, "expiring", "expiring",
				 "days until the end are 0 to %d; give others",
				 EXPIRING_MAX);
	if (search->access != ABSENT && search->access != ACCESS_GRANTED)
		return error_set(err, USAGE, "expiring_twice", "expiring",
				 "only access that is granted ends; leave out "
				 "access");
	search->access = ACCESS_GRANTED;
	search->ends_to =
	    (desk->now / DAY_SECONDS + search->expiring + 1) * DAY_SECONDS;
	return OK;
}

/* An access that has ended stands in the store as granted. */
static void access_apply(const struct desk *desk, struct remote_search *search)
{
	if (search->access == ACCESS_ENDED) {
		search->access = ACCESS_GRANTED;
		search->ends_to = desk->now + 1;
	} else if (search->access == ACCESS_GRANTED) {
		search->ends_from = desk->now + 1;
	}
}

static enum status names_apply(struct desk *desk, struct remote_search *search,
			       struct error *err)
{
	struct remote_authority authority;
	enum status rc;

	search->client_id = desk->session->client_id;
	if (search->wallet &&
	    (rc = remote_wallet_find(desk->store, search->client_id,
				     search->wallet, &search->wallet_id,
				     err)) != OK)
		return rc;
	if (!search->authority)
		return OK;
	if ((rc = remote_authority_find(desk->store, search->client_id,
					search->authority, desk->arena,
					&authority, err)) == OK)
		search->authority_id = authority.authority_id;
	return rc;
}

enum status stash_certificate_list(
    struct desk *desk, const struct remote_search *search,
    enum status (*each)(void *context, const struct remote_certificate *it,
			struct error *err),
    void *context, struct error *err)
{
	struct remote_search wanted = *search;
	enum status rc;

	if ((rc = stash_check(desk, MAY_LIST_REMOTELY, err)) != OK)
		return rc;
	if (wanted.limit != ABSENT && wanted.limit < 1)
		return error_set(err, USAGE, "limit", "limit",
				 "a limit is 1 or more; give another");
	wanted.registered_from =
	    field_instant(wanted.registered_from, desk->now);
	wanted.registered_to = field_instant(wanted.registered_to, desk->now);
	if ((rc = expiring_apply(desk, &wanted, err)) != OK)
		return rc;
	access_apply(desk, &wanted);
	if ((rc = names_apply(desk, &wanted, err)) != OK)
		return rc;
	return remote_certificates_search(desk->store, &wanted, desk->now, each,
					  context, err);
}

struct gathering {
	struct arena *arena;
	char *items;
	size_t count, room;
};

static void *gather_room(struct gathering *it, size_t size)
{
	if (it->count == it->room) {
		size_t room = it->room ? 2 * it->room : 8;
		char *items = arena_alloc(it->arena, room * size);

		if (it->count > 0)
			memcpy(items, it->items, it->count * size);
		it->items = items;
		it->room = room;
	}
	return it->items + it->count++ * size;
}

static enum status grant_take(void *context, const struct remote_grant *grant,
			      struct error *err)
{
	(void)err;
	*(struct remote_grant *)gather_room(context, sizeof *grant) = *grant;
	return OK;
}

static enum status signing_take(void *context,
				const struct remote_signing *signing,
				struct error *err)
{
	(void)err;
	*(struct remote_signing *)gather_room(context, sizeof *signing) =
	    *signing;
	return OK;
}

static enum status whole(struct desk *desk, struct remote_certificate *it,
			 struct error *err)
{
	struct gathering grants = { .arena = desk->arena };
	struct gathering signings = { .arena = desk->arena };
	enum status rc;

	if ((rc = remote_notify_load(desk->store, it->certificate_id,
				     desk->arena, &it->notify, err)) != OK ||
	    (rc = remote_grant_each(desk->store, it->certificate_id,
				    desk->arena, grant_take, &grants, err)) !=
		OK ||
	    (rc = remote_signing_each(desk->store, it->certificate_id,
				      SIGNINGS_SHOWN, desk->arena, signing_take,
				      &signings, err)) != OK)
		return rc;
	it->grants = (struct records){ grants.items, grants.count };
	it->signings = (struct records){ signings.items, signings.count };
	return OK;
}

enum status stash_certificate_show(struct desk *desk, const char *alias,
				   struct remote_certificate *ret,
				   struct error *err)
{
	struct remote_certificate it;
	enum status rc;

	if ((rc = stash_check(desk, MAY_LIST_REMOTELY, err)) != OK ||
	    (rc = stash_find(desk, alias, &it, err)) != OK ||
	    (rc = whole(desk, &it, err)) != OK ||
	    (rc = stash_trust_tell(desk, &it, err)) != OK)
		return rc;
	*ret = it;
	return OK;
}
