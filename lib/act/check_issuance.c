/* check_issuance - every certificate again, against the store */
#include <ipp/act/check_issuance.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/model/authority.h>
#include <ipp/model/store_check.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/store/desk.h>
#include <ipp/store/issuance.h>
#include <ipp/store/store.h>

#include "check_part.h"
#include "issuer.h"

#define CHUNK 256

struct item {
	struct arena *arena;
	struct issuance row;
	const struct check_signer *signer;
	const char *fault; /* NULL if there is none */
};

struct checking {
	struct desk *desk;
	bool demo;
	struct check_signers signers;
	struct item items[CHUNK];
	size_t count;
	int64_t looked_at;
	const char *finding;
};

static const char *tbs_fault(const struct issuance *row, struct octets tbs)
{
	unsigned char hash[DIGEST_SIZE];
	struct error ignored; /* then the hash cannot be right */

	error_reset(&ignored);
	memset(hash, 0, sizeof hash);
	(void)digest_sha256(tbs.bytes, tbs.size, hash, &ignored);
	return digest_equal(hash, row->tbs_hash, sizeof hash) ?
		       NULL :
		       "holds other bytes than those that were reserved";
}

/* What names no list is on none (RFC 5280, 5.2.5). */
static bool names_its_list(const struct item *item,
			   const struct certificate_plan *plan)
{
	return plan->crl_urls.count == 0 ||
	       (plan->crl_urls.count == 1 &&
		text_equal(plan->crl_urls.items[0],
			   issuer_list_url(item->signer->authority,
					   item->row.partition, item->arena)));
}

static const char *certificate_fault(struct checking *checking,
				     struct item *item, struct error *why)
{
	const struct issuance *row = &item->row;
	const struct check_claim claim = { row->serial, row->profile,
					   row->not_before, row->not_after,
					   row->certificate };
	struct certificate_facts facts;
	const char *fault;

	if ((fault = check_claim_read(&claim, item->arena, &facts, why)) ||
	    (fault = tbs_fault(row, facts.tbs)))
		return fault;
	if (!names_its_list(item, &facts.plan))
		return "names another revocation list than the one that it "
		       "is on";
	return check_claim_judge(&claim, item->signer, &facts, checking->demo,
				 item->arena, why);
}

static void item_check(size_t index, void *context)
{
	struct checking *checking = context;
	struct item *item = &checking->items[index];
	struct error why;

	error_reset(&why);
	if (!item->signer)
		item->fault = "was issued by an authority that is not there";
	else if (item->row.certificate.size == 0)
		item->fault = tbs_fault(&item->row, item->row.tbs);
	else
		item->fault = certificate_fault(checking, item, &why);
}

static void chunk_check(struct checking *checking)
{
	parallel_run(checking->count, 0, item_check, checking);
	for (size_t i = 0; i < checking->count; i++) {
		struct item *item = &checking->items[i];

		if (item->fault && !checking->finding)
			checking->finding = arena_printf(
				checking->desk->arena,
				"certificate %s %s; restore a backup",
				item->row.serial, item->fault);
		arena_reset(item->arena);
	}
	checking->looked_at += (int64_t)checking->count;
	checking->count = 0;
}

static struct octets octets_keep(struct arena *arena, struct octets from)
{
	struct octets ret = { NULL, from.size };

	if (from.size > 0)
		ret.bytes = arena_bytes(arena, from.bytes, from.size);
	return ret;
}

static enum status row_take(void *context, const struct issuance *row,
			    struct error *err)
{
	struct checking *checking = context;
	struct item *item = &checking->items[checking->count++];

	(void)err;
	if (!item->arena)
		item->arena = arena_new();
	item->row = *row;
	item->row.serial = arena_text(item->arena, row->serial);
	item->row.profile = arena_text(item->arena, row->profile);
	item->row.tbs = octets_keep(item->arena, row->tbs);
	item->row.certificate = octets_keep(item->arena, row->certificate);
	item->signer =
	    check_signer_find(&checking->signers, row->authority_id);
	if (checking->count == CHUNK)
		chunk_check(checking);
	return OK;
}

static void checking_free(struct checking *checking)
{
	for (size_t i = 0; i < CHUNK; i++)
		arena_free(checking->items[i].arena);
	check_signers_free(&checking->signers);
	memory_free(checking);
}

enum status act_check_issuance(struct desk *desk, struct store_check *ret,
			       struct error *err)
{
	struct checking *checking = memory_new(sizeof *checking);
	enum status rc;

	checking->desk = checking->signers.desk = desk;
	checking->demo = store_is_demo(desk->store);
	rc = issuance_each(desk->store, row_take, checking, err);
	chunk_check(checking);
	ret->check = "certificates";
	ret->passed = checking->finding == NULL;
	ret->count = checking->looked_at;
	ret->finding = checking->finding;
	checking_free(checking);
	return rc;
}
