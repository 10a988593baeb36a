/* verify_bring - what a child lacked, from the store and the network */
#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/words.h>
#include <ipp/peer/issuer.h>
#include <ipp/peer/revocation.h>
#include <ipp/port/http.h>
#include <ipp/store/desk.h>

#include "verify_part.h"

static bool key_of(const struct verify_want *want, unsigned char ret[32])
{
	return want->key && strlen(want->key) == 64 &&
	       hex_decode(want->key, 32, ret);
}

static struct octets octets_of(struct arena *arena, const char *hex)
{
	struct octets ret = { NULL, 0 };
	unsigned char *bytes;

	if (!hex || strlen(hex) % 2)
		return ret;
	bytes = arena_alloc(arena, strlen(hex) / 2 + 1);
	if (hex_decode(hex, strlen(hex) / 2, bytes))
		ret = (struct octets){ bytes, strlen(hex) / 2 };
	return ret;
}

static enum status anchor_load(struct desk *desk, struct verification *it,
			       const struct verify_want *want,
			       struct error *err)
{
	struct verify_shelf *shelf = it->wish.shelf;
	struct trust_anchor *list;
	unsigned char key[32];
	size_t count;
	enum status rc;

	if (verify_shelf_is_alone(shelf) || !key_of(want, key) ||
	    verify_shelf_asked(shelf, SHELF_STORE, key))
		return OK;
	if ((rc = trust_anchors_find(
		 desk->store, key, octets_of(it->arena, want->key_id),
		 verify_shelf_arena(shelf), &list, &count, err)) != OK)
		return rc;
	verify_shelf_anchors(shelf, list, count);
	it->is_new |= count > 0;
	return OK;
}

static enum status own_load(struct desk *desk, struct verification *it,
			    const struct verify_want *want, struct error *err)
{
	struct own_status *own = &it->own[it->own_count];
	int64_t status = ABSENT;
	enum status rc;

	if (!want->url || it->own_count == OWN_MAX)
		return OK;
	for (size_t i = 0; i < it->own_count; i++)
		if (text_equal(it->own[i].serial, want->url))
			return OK;
	own->serial = want->url;
	if ((rc = own_certificate_status(desk->store, want->url, &own->ours,
					 &status, &own->since, err)) != OK)
		return rc;
	own->on_hold = status == STATUS_SUSPENDED;
	own->revoked = own->on_hold || status == STATUS_REVOKED;
	it->own_count++;
	it->is_new = true;
	return OK;
}

static enum status datum_load(struct desk *desk, struct verification *it,
			      const struct verify_want *want, struct error *err)
{
	struct verify_shelf *shelf = it->wish.shelf;
	struct revocation_datum datum;
	unsigned char key[32];
	bool found = false;
	enum status rc;

	if (!key_of(want, key) || verify_shelf_asked(shelf, SHELF_STORE, key))
		return OK;
	if ((rc = revocation_find(desk->store, key, it->arena, &datum, &found,
				  err)) != OK)
		return rc;
	if (found)
		verify_shelf_datum(shelf, key, datum.bytes);
	it->is_new |= found;
	return OK;
}

enum status verification_load(struct desk *desk, struct verification *it,
			      struct error *err)
{
	const struct verify_want *wants = it->answer.wants.items;
	enum status rc = OK;

	if (!desk->store || !it->is_judged)
		return OK;
	for (size_t i = 0; rc == OK && i < it->answer.wants.count; i++)
		switch (wants[i].kind) {
		case WANT_ANCHOR:
			rc = anchor_load(desk, it, &wants[i], err);
			break;
		case WANT_OWN:
			rc = own_load(desk, it, &wants[i], err);
			break;
		case WANT_ISSUER: /* nobody keeps those */
			break;
		default:
			rc = datum_load(desk, it, &wants[i], err);
		}
	return rc;
}

static bool fetch_one(struct verification *it, struct http *http,
		      const struct verify_want *want)
{
	struct fetched *fetched = arena_alloc(it->arena, sizeof *fetched);
	struct revocation_datum *datum = &fetched->datum;
	struct error err;

	error_reset(&err);
	if (!want->url || !key_of(want, datum->key) ||
	    verify_shelf_asked(it->wish.shelf, SHELF_NETWORK, datum->key))
		return false;
	if (revocation_fetch(http, it->arena, want->url,
			     octets_of(it->arena, want->request), &datum->bytes,
			     &err) != OK)
		return false; /* the verdict will say that it lacks */
	datum->kind = want->kind == WANT_CRL ? REVOCATION_CRL : REVOCATION_OCSP;
	datum->url = want->url;
	datum->fetched_at = it->now;
	fetched->next = it->fetched;
	it->fetched = fetched;
	verify_shelf_datum(it->wish.shelf, datum->key, datum->bytes);
	it->is_new = true;
	return true;
}

/* Stays on the shelf for this run. A stranger chose the address: what it
 * answers is read by the child, and trusted by nobody. */
static bool issuer_fetch_one(struct verification *it, struct http *http,
			     const struct verify_want *want)
{
	unsigned char key[32];
	struct octets bytes;
	struct error err;

	error_reset(&err);
	if (!want->url || !key_of(want, key) ||
	    verify_shelf_asked(it->wish.shelf, SHELF_NETWORK, key) ||
	    issuer_fetch(http, it->arena, want->url, &bytes, &err) != OK)
		return false; /* the verdict will say that it lacks */
	verify_shelf_datum(it->wish.shelf, key, bytes);
	it->is_new = true;
	return true;
}

/* How those of one kind are asked. */
static const struct asking {
	struct http_config config;
	bool (*fetch)(struct verification *it, struct http *http,
		      const struct verify_want *want);
} askings[] = {
	{ { .connect_seconds = 5,
	    .total_seconds = 20,
	    .reply_bytes_max = LIMIT_REVOCATION_BYTES },
	  fetch_one },
	{ { .connect_seconds = 5,
	    .total_seconds = 10,
	    .reply_bytes_max = LIMIT_ISSUER_BYTES },
	  issuer_fetch_one },
};

/* The index of how it is asked; -1: nobody on the network is. */
static int asking_of(const struct verify_want *want)
{
	switch (want->kind) {
	case WANT_CRL:
	case WANT_OCSP:
		return 0;
	case WANT_ISSUER:
		return 1;
	default:
		return -1;
	}
}

static enum status fetch_all(struct verification *it, int which,
			     struct error *err)
{
	const struct verify_want *wants = it->answer.wants.items;
	OWN(http) struct http *http = NULL;
	int64_t served = ABSENT; /* the group that has its answer */
	enum status rc;

	for (size_t i = 0; i < it->answer.wants.count; i++) {
		if (asking_of(&wants[i]) != which || wants[i].group == served)
			continue;
		if (!http &&
		    (rc = http_open(&askings[which].config, &http, err)) != OK)
			return rc;
		if (askings[which].fetch(it, http, &wants[i]))
			served = wants[i].group;
	}
	return OK;
}

enum status verification_fetch(struct desk *desk, struct verification *it,
			       struct error *err)
{
	enum status rc;

	(void)desk;
	if (it->wish.offline || !it->is_judged)
		return OK;
	rc = fetch_all(it, 0, err);
	return rc == OK ? fetch_all(it, 1, err) : rc;
}

enum status verification_keep(struct desk *desk, struct verification *it,
			      struct error *err)
{
	const struct verify_use *uses = it->answer.uses.items;
	enum status rc;

	for (struct fetched *f = it->fetched; desk->store && f; f = f->next)
		for (size_t i = 0; i < it->answer.uses.count; i++) {
			unsigned char key[32];

			if (!uses[i].key || strlen(uses[i].key) != 64 ||
			    !hex_decode(uses[i].key, 32, key) ||
			    memcmp(key, f->datum.key, sizeof key) != 0)
				continue;
			f->datum.this_update = uses[i].this_update;
			f->datum.next_update = uses[i].next_update;
			if ((rc = revocation_put(desk->store, &f->datum,
						 err)) != OK)
				return rc;
		}
	return OK;
}
