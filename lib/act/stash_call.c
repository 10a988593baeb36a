/* stash_call - the signatures of a batch: counted, asked for, settled */
#include "stash_signing.h"

#include <string.h>

#include <ipp/act/stash_access.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/cms_stamp.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/rule/remote_signing.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/remote_signing.h>
#include <ipp/store/store.h>
#include <ipp/model/remote_grant.h>

/* A batch on its way: everything in an arena of its own. */
struct batch {
	struct desk desk; /* with that arena */
	struct stash_signing *it;
	const struct octets *hashes;
	size_t count; /* that are authorized */
	const char *sad;
};

/* Some of it, in one call. */
struct part {
	size_t from, count;
	int64_t signing_id;
};

void stash_signing_join(struct stash_signing *it, struct stash_wish *wish)
{
	if (it->is_called)
		it->count = 0;
	it->is_called = false;
	if (it->count == it->room) {
		it->room = it->room ? 2 * it->room : 64;
		it->wishes =
		    memory_grow(it->wishes, it->room * sizeof *it->wishes);
	}
	it->wishes[it->count++] = wish;
}

static void fail_from(struct stash_signing *it, size_t from, size_t to,
		      const struct error *err)
{
	for (size_t i = from; i < to; i++)
		it->wishes[i]->fault = error_keep(err, it->wishes[i]->arena);
}

/* As many as are left of the access; what is refused is said before anybody is
 * asked for a PIN. */
static enum status left_find(struct batch *batch, size_t wanted, size_t *ret,
			     struct remote_certificate *now, struct error *err)
{
	enum status rc =
	    stash_certificate_load(&batch->desk, batch->it, batch->desk.arena,
				   now, err);

	if (rc != OK || (rc = remote_signing_check(now, &batch->it->authority,
						   batch->desk.now, err)) != OK)
		return rc;
	*ret = (size_t)remote_signing_left(now, (int64_t)wanted);
	return OK;
}

static enum status claim_hash(const struct batch *batch,
			      const struct part *part,
			      struct remote_claim *claim, struct error *err)
{
	OWN(digest) struct digest *digest = NULL;
	enum status rc = digest_new(&digest, err);

	for (size_t i = 0; i < part->count && rc == OK; i++) {
		const struct octets *hash = &batch->hashes[part->from + i];

		rc = digest_update(digest, hash->bytes, hash->size, err);
	}
	return rc == OK ? digest_finish(digest, claim->sha256, err) : rc;
}

/* Transaction 1: counted before they are asked for, by the grant that is
 * current now; fewer where fewer are left. */
static enum status reserve(struct batch *batch, struct part *part,
			   struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct remote_certificate now;
	struct remote_claim claim;
	enum status rc;

	/* whoever was asked took his time */
	batch->desk.now = csc_now(batch->it->csc);
	if ((rc = tx_begin(batch->desk.store, &tx, err)) != OK ||
	    (rc = left_find(batch, part->count, &part->count, &now, err)) != OK)
		return rc;
	claim = (struct remote_claim){
		.certificate_id = now.certificate_id,
		.grant_id = now.grant_id,
		.signatures = (int64_t)part->count,
		.algorithm = batch->it->sign_algorithm,
	};
	if ((rc = claim_hash(batch, part, &claim, err)) != OK ||
	    (rc = remote_signing_reserve(&batch->desk, &claim,
					 &part->signing_id, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static int64_t state_of(const struct csc_outcome *outcome)
{
	switch (outcome->certainty) {
	case CSC_DONE:
		return REMOTE_SIGNED;
	case CSC_NOT_DONE:
		return REMOTE_REFUSED;
	default:
		return REMOTE_UNKNOWN;
	}
}

/* Transaction 2: what became of them. */
static enum status settle(struct batch *batch, const struct part *part,
			  int64_t state, const char *refusal, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct desk *desk = &batch->desk;
	struct json *detail;
	enum status rc;

	desk->now = csc_now(batch->it->csc);
	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = remote_signing_settle(desk, part->signing_id, state, refusal,
					err)) != OK)
		return rc;
	detail = json_object_new();
	json_set_text(detail, "alias", batch->it->certificate.alias);
	json_set_text(detail, "authority", batch->it->authority.authority);
	json_set_integer(detail, "signing_id", part->signing_id);
	json_set_integer(detail, "signatures", (int64_t)part->count);
	json_set_text(detail, "state", remote_signing_state_words[state].name);
	if ((rc = journal_append(desk, "remote_signed", ABSENT, ABSENT, detail,
				 err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static void values_hand_out(struct batch *batch, const struct part *part,
			    const struct octets *values)
{
	for (size_t i = 0; i < part->count; i++) {
		struct stash_wish *wish = batch->it->wishes[part->from + i];

		wish->value.size = values[i].size;
		wish->value.bytes = arena_bytes(wish->arena, values[i].bytes,
						values[i].size);
	}
}

/* What is not known stays counted, and it is said. */
static enum status unknown_tell(const struct part *part, struct error *err)
{
	(void)error_add(err, err->status, "signatures_unknown", NULL,
			"nobody knows whether the authority made these %zu "
			"signatures, so they stay counted; see: stash-cert "
			"show",
			part->count);
	return err->status;
}

static enum status part_sign(struct batch *batch, struct part *part,
			     struct error *err)
{
	struct stash_signing *it = batch->it;
	struct csc_signing wanted = {
		.credential_id = it->credential.id,
		.sad = batch->sad,
		.hashes = batch->hashes + part->from,
		.hash_algorithm = it->hash_algorithm,
		.sign_algorithm = it->sign_algorithm,
		.sign_parameters = it->parameters,
	};
	struct octets *values;
	const struct csc_outcome *outcome;
	enum status rc = reserve(batch, part, err), rc2;
	int64_t state;

	if (rc != OK)
		return rc;
	wanted.hash_count = part->count;
	values = arena_alloc(batch->desk.arena, part->count * sizeof *values);
	rc = csc_sign_hash(it->csc, batch->desk.arena, &wanted, values, err);
	outcome = csc_outcome(it->csc);
	state = rc == OK ? REMOTE_SIGNED : state_of(outcome);
	if (rc == OK)
		values_hand_out(batch, part, values);
	else if (state == REMOTE_UNKNOWN)
		rc = unknown_tell(part, err);
	rc2 = settle(batch, part, state,
		     rc == OK ? NULL : outcome->description, err);
	return rc != OK ? rc : rc2;
}

/* The next SAD, for the hashes of the next call (11.7). */
static enum status sad_extend(struct batch *batch, const struct part *part,
			      struct error *err)
{
	struct csc_authorization wanted = {
		.credential_id = batch->it->credential.id,
		.signatures = (int64_t)part->count,
		.hashes = batch->hashes + part->from,
		.hash_count = part->count,
		.hash_algorithm = batch->it->hash_algorithm,
	};
	struct csc_sad next = { 0 };
	enum status rc = csc_extend(batch->it->csc, batch->desk.arena, &wanted,
				    batch->sad, &next, err);

	batch->sad = next.text;
	return rc;
}

static const struct octets *hashes_of(const struct stash_signing *it,
				      struct arena *arena)
{
	struct octets *ret = arena_alloc(arena, it->count * sizeof *ret);

	for (size_t i = 0; i < it->count; i++) {
		const struct cms_draft *draft = it->wishes[i]->draft;

		ret[i] = (struct octets){ draft->hash, draft->hash_size };
	}
	return ret;
}

/* All that were authorized, call by call. *done counts those that have what
 * they will get. */
static enum status parts_sign(struct batch *batch, size_t *done,
			      struct error *err)
{
	enum status rc = OK;

	while (*done < batch->count && rc == OK) {
		struct part part = { .from = *done,
				     .count = batch->count - *done };

		if (part.count > STASH_CALL_SIGNATURES)
			part.count = STASH_CALL_SIGNATURES;
		if (part.from > 0)
			rc = sad_extend(batch, &part, err);
		if (rc == OK)
			rc = part_sign(batch, &part, err);
		if (rc == OK)
			*done += part.count;
	}
	return rc;
}

/* Access tokens last an hour or so, and one of an authorization only for it. */
static enum status token_back(struct batch *batch, struct error *err)
{
	struct stash_signing *it = batch->it;

	it->is_lent = false;
	return stash_access_bear(&batch->desk, &it->authority,
				 &it->certificate, it->csc, err);
}

/* Access that was taken back, or a key that is none any more, is kept for those
 * who look at the certificate, in the authority's words. */
static void trouble_keep(struct batch *batch, const struct error *why)
{
	static const char *const codes[] = { "access_refused",
					     "credential_disabled",
					     "certificate_ended" };
	struct error ignored; /* what is said is what happened first */

	error_reset(&ignored);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (error_has(why, codes[i]))
			(void)stash_trouble(&batch->desk,
					    &batch->it->certificate,
					    batch->it->csc, why, &ignored);
}

static void batch_sign(struct batch *batch)
{
	struct stash_signing *it = batch->it;
	struct remote_certificate now;
	struct error err;
	size_t done = 0;
	enum status rc;

	error_reset(&err);
	if ((rc = token_back(batch, &err)) == OK &&
	    (rc = left_find(batch, it->count, &batch->count, &now, &err)) ==
		OK) {
		rc = stash_authorize(it, batch->desk.arena, batch->hashes,
				     batch->count, &batch->sad, &err);
		/* a wrong PIN that is tried again locks the key */
		if (rc != OK)
			it->fault = error_keep(&err, it->arena);
	}
	if (rc == OK)
		rc = parts_sign(batch, &done, &err);
	if (rc == OK && it->is_lent)
		rc = token_back(batch, &err); /* for time-stamps */
	if (rc != OK)
		trouble_keep(batch, &err);
	if (rc == OK && done < it->count)
		(void)error_set(&err, REFUSED, "signatures_used_up", "alias",
				"only %zu signatures were left of the access "
				"to \"%s\"; renew it with: stash-cert renew",
				done, it->options.alias);
	if (done < it->count)
		fail_from(it, done, it->count, &err);
}

enum status stash_signing_call(struct desk *desk, struct stash_signing *it,
			       struct stash_wish *wish, struct error *err)
{
	OWN(arena) struct arena *arena = NULL;

	if (!it->is_called) {
		struct batch batch = { .desk = *desk, .it = it };

		arena = batch.desk.arena = arena_new();
		batch.hashes = hashes_of(it, arena);
		it->is_called = true;
		if (!it->fault)
			batch_sign(&batch);
		else
			for (size_t i = 0; i < it->count; i++)
				it->wishes[i]->fault = it->fault;
	}
	if (!wish->fault)
		return OK;
	error_recall(wish->fault, err);
	return err->status;
}

enum status stash_signing_stamp(struct stash_signing *it, struct arena *arena,
				struct octets message, struct octets *ret,
				struct error *err)
{
	struct octets request = { 0 }, hash, nonce, token;
	enum status rc;

	if ((rc = cms_stamp_request(arena, message, NULL, &request, err)) != OK ||
	    (rc = cms_stamp_asked(arena, request, &hash, &nonce, err)) != OK ||
	    (rc = csc_timestamp(it->csc, arena, hash, CSC_OID_SHA256, nonce,
				&token, err)) != OK)
		return rc;
	return cms_stamp_token_add(arena, message, request, token, ret, err);
}
