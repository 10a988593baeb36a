/* trust_show - the anchors and trusted lists of a store, for people */
#include <ipp/act/trust.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/authority.h>
#include <ipp/model/trust.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/rule/trust_service.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>
#include <ipp/store/trust_list.h>

#include "trust_part.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct {
	unsigned purpose;
	const char *name;
} purposes[] = {
	{ TRUST_FOR_SIGNATURES, "signatures" },
	{ TRUST_FOR_SEALS, "seals" },
	{ TRUST_FOR_WEB, "web" },
};

struct showing {
	struct desk *desk;
	const struct trust_selection *selection;
	enum status (*each)(void *context, const struct trusted_anchor *it,
			    struct error *err);
	void *context;
	struct arena *arena; /* of the row at hand */
	const unsigned char *fingerprint;
};

enum status trust_hash_read(const char *fingerprint,
			    unsigned char ret[DIGEST_SIZE], struct error *err)
{
	if (fingerprint && strlen(fingerprint) == 2 * DIGEST_SIZE &&
	    hex_decode(fingerprint, DIGEST_SIZE, ret))
		return OK;
	return error_set(err, DATA, "not_a_fingerprint", "fingerprint",
			 "\"%.80s\" is no fingerprint; give the 64 "
			 "hexadecimal digits that: ipp-trust list shows",
			 fingerprint ? fingerprint : "");
}

static void history_tell(const struct trust_anchor *anchor,
			 struct arena *arena, struct records *ret)
{
	struct trusted_period *items =
	    arena_alloc(arena, anchor->period_count * sizeof *items);

	for (size_t i = 0; i < anchor->period_count; i++) {
		const struct trust_period *it = &anchor->periods[i];
		const char **names =
		    arena_alloc(arena, COUNT(purposes) * sizeof *names);
		size_t n = 0;

		for (size_t k = 0; k < COUNT(purposes); k++)
			if (it->purposes & purposes[k].purpose)
				names[n++] = purposes[k].name;
		items[i] = (struct trusted_period){
			.since = it->from,
			.status = it->status,
			.purposes = { names, n },
			.qualifications = (int64_t)it->qualification_count,
		};
	}
	*ret = (struct records){ items, anchor->period_count };
}

static enum status certificate_tell(const struct trust_anchor *anchor,
				    bool whole, struct arena *arena,
				    struct trusted_anchor *ret,
				    struct error *err)
{
	struct certificate_facts facts;
	char *pem = NULL;
	enum status rc;

	if ((rc = certificate_read(arena, anchor->certificate.bytes,
				   anchor->certificate.size, &facts, err)) !=
		OK ||
	    (whole && (rc = pem_encode(arena, "CERTIFICATE",
				       anchor->certificate, &pem, err)) != OK))
		return rc;
	ret->fingerprint = facts.fingerprint;
	ret->subject = facts.subject_text;
	ret->issuer = facts.issuer_text;
	ret->serial = facts.serial;
	ret->not_before = facts.plan.not_before;
	ret->not_after = facts.plan.not_after;
	ret->pem = pem;
	return OK;
}

static enum status anchor_tell(void *context, const struct trust_anchor *anchor,
			       struct error *err)
{
	struct showing *showing = context;
	const struct trust_selection *selection = showing->selection;
	int64_t now = showing->desk->now;
	struct trust_verdict verdict;
	struct trusted_anchor it;
	enum status rc;

	trust_service_judge(anchor, NULL, now, now,
			    trust_grace(showing->desk), &verdict);
	if (selection->status != ABSENT && selection->status != verdict.status)
		return OK;
	record_clear(&trust_anchor_record, &it);
	it.source = anchor->source;
	it.territory = anchor->territory;
	it.provider = anchor->provider;
	it.service = anchor->service;
	it.service_type = anchor->service_type;
	it.status = verdict.status;
	it.since = verdict.since;
	it.next_update = anchor->next_update;
	it.fresh = verdict.fresh;
	if (selection->whole)
		history_tell(anchor, showing->arena, &it.history);
	if ((rc = certificate_tell(anchor, selection->whole, showing->arena,
				   &it, err)) != OK ||
	    (rc = showing->each(showing->context, &it, err)) != OK)
		return rc;
	arena_reset(showing->arena);
	return OK;
}

static enum status own_tell(void *context, const struct authority *it,
			    struct error *err)
{
	struct showing *showing = context;
	const struct trust_period period = { .from = it->not_before,
					     .status = TRUST_GRANTED,
					     .purposes = TRUST_FOR_SIGNATURES };
	const struct trust_anchor anchor = {
		.certificate = it->certificate,
		.source = TRUST_OWN,
		.service = it->name,
		.service_type = TRUST_CA_QC,
		.periods = &period,
		.period_count = 1,
		.next_update = ABSENT,
	};
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if ((rc = digest_sha256(it->certificate.bytes, it->certificate.size,
				hash, err)) != OK)
		return rc;
	if (showing->fingerprint &&
	    memcmp(hash, showing->fingerprint, sizeof hash))
		return OK;
	return anchor_tell(showing, &anchor, err);
}

static bool asks_own(const struct trust_selection *selection)
{
	return (selection->source == ABSENT ||
		selection->source == TRUST_OWN) &&
	       !selection->territory &&
	       (selection->service_type == ABSENT ||
		selection->service_type == TRUST_CA_QC);
}

enum status trust_list_anchors(struct desk *desk,
			       const struct trust_selection *selection,
			       enum status (*each)(void *context,
						   const struct trusted_anchor *it,
						   struct error *err),
			       void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct showing showing = { desk, selection, each, context, arena, NULL };
	struct trust_filter filter = { selection->source, selection->territory,
				       selection->service_type, NULL };
	unsigned char hash[DIGEST_SIZE];
	enum status rc;

	if (selection->fingerprint) {
		if ((rc = trust_hash_read(selection->fingerprint, hash,
					  err)) != OK)
			return rc;
		showing.fingerprint = filter.fingerprint = hash;
	}
	if (asks_own(selection) &&
	    (rc = authority_list(desk->store, own_tell, &showing, err)) != OK)
		return rc;
	if (selection->source == TRUST_OWN)
		return OK;
	return trust_anchors_each(desk->store, &filter, anchor_tell, &showing,
				  err);
}

static const char *const *fingerprints_of(struct desk *desk,
					  const struct trust_certificate *items,
					  size_t count)
{
	const char **ret =
	    arena_alloc(desk->arena, (count + 1) * sizeof *ret);

	for (size_t i = 0; i < count; i++)
		ret[i] = trust_hex(desk, items[i].fingerprint,
				   sizeof items[i].fingerprint);
	return ret;
}

enum status trust_row_tell(struct desk *desk, const struct trust_list_row *row,
			   struct trusted_list *ret, struct error *err)
{
	struct trust_certificate *signers;
	size_t count;
	enum status rc;

	if ((rc = trust_list_signers(desk->store, row->list_id, desk->arena,
				     &signers, &count, err)) != OK)
		return rc;
	record_clear(&trust_list_record, ret);
	ret->territory = row->territory;
	ret->kind = row->kind;
	ret->state = row->sequence == ABSENT ? TRUST_LIST_MISSING
		     : desk->now > row->next_update + trust_grace(desk)
			 ? TRUST_LIST_LATE
			 : TRUST_LIST_FRESH;
	ret->scheme_operator = row->scheme_operator;
	ret->url = row->url;
	ret->sequence = row->sequence;
	ret->issued_at = row->issued_at;
	ret->next_update = row->next_update;
	ret->checked_at = row->checked_at;
	ret->services = row->services;
	ret->anchors = row->anchors;
	ret->sha256 = trust_hex(desk, row->sha256.bytes, row->sha256.size);
	ret->signer = trust_hex(desk, row->signer.bytes, row->signer.size);
	ret->signers = (struct texts){ fingerprints_of(desk, signers, count),
				       count };
	ret->trouble = row->trouble;
	return OK;
}

enum status trust_list_lists(struct desk *desk,
			     enum status (*each)(void *context,
						 const struct trusted_list *it,
						 struct error *err),
			     void *context, struct error *err)
{
	struct trust_list_row *rows;
	struct trusted_list it;
	size_t count;
	enum status rc;

	if ((rc = trust_lists_load(desk->store, desk->arena, &rows, &count,
				   err)) != OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		if ((rc = trust_row_tell(desk, &rows[i], &it, err)) != OK ||
		    (rc = each(context, &it, err)) != OK)
			return rc;
	return OK;
}
