/* check_delegate - who works in the name of an authority, again */
#include "check_part.h"

#include <ipp/base/memory.h>
#include <ipp/model/store_check.h>
#include <ipp/port/key.h>
#include <ipp/store/desk.h>
#include <ipp/store/responder.h>
#include <ipp/store/seal.h>
#include <ipp/store/store.h>

struct checking {
	struct desk *desk;
	struct arena *scratch; /* of one certificate */
	struct check_signers signers;
	struct store_check *ret;
};

static const char *claim_fault(struct checking *checking,
			       const struct check_claim *claim,
			       int64_t authority_id,
			       struct certificate_facts *facts)
{
	const struct check_signer *signer =
	    check_signer_find(&checking->signers, authority_id);
	const char *fault;
	struct error why;

	error_reset(&why);
	if (!signer)
		return "was issued by an authority that is not there";
	if ((fault = check_claim_read(claim, checking->scratch, facts, &why)))
		return fault;
	return check_claim_judge(claim, signer, facts,
				 store_is_demo(checking->desk->store),
				 checking->scratch, &why);
}

/* What came of one; the first fault is told. */
static void found(struct checking *checking, const char *what,
		  const char *serial, const char *fault)
{
	struct store_check *ret = checking->ret;

	ret->count++;
	if (fault && ret->passed == 1) {
		ret->passed = 0;
		ret->finding = arena_printf(checking->desk->arena,
					    "%s %s %s; restore a backup", what,
					    serial, fault);
	}
	arena_reset(checking->scratch);
}

/* One that is forgotten, as those of the past are, harms nobody: another
 * responder is made. A key that nothing can be said of is not the key. */
static enum status key_fault(struct checking *checking,
			     const struct responder *it, struct octets spki,
			     const char **ret, struct error *err)
{
	OWN(key) struct key *key = NULL;
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = responder_key(checking->desk->store, it, &key, &why);
	if (rc == OK)
		*ret = key_matches(key, spki) ? NULL
					      : "is not for the key that is "
						"kept with it";
	else if (error_has(&why, "responder_keyless"))
		*ret = NULL;
	else if (rc == DATA)
		*ret = "has a key that does not open";
	else
		return error_merge(err, &why);
	return OK;
}

static enum status responder_check(void *context, const struct responder *it,
				   struct error *err)
{
	const struct check_claim claim = { it->serial, "OCSP", it->not_before,
					   it->not_after, it->certificate };
	struct checking *checking = context;
	struct certificate_facts facts;
	const char *fault =
	    claim_fault(checking, &claim, it->authority_id, &facts);
	enum status rc;

	if (!fault && (rc = key_fault(checking, it, facts.plan.key.spki,
				      &fault, err)) != OK)
		return rc;
	found(checking, "responder", it->serial, fault);
	return OK;
}

static enum status proof_check(void *context, const struct seal *it,
			       struct error *err)
{
	const struct check_claim claim = { it->serial, "PROOF", it->not_before,
					   it->not_after, it->certificate };
	struct checking *checking = context;
	struct certificate_facts facts;

	(void)err;
	found(checking, "proof", it->serial,
	      claim_fault(checking, &claim, it->authority_id, &facts));
	return OK;
}

static enum status responders_each(struct checking *checking,
				   struct error *err)
{
	return responder_each(checking->desk->store, responder_check, checking,
			      err);
}

static enum status proofs_each(struct checking *checking, struct error *err)
{
	return seal_each(checking->desk->store, proof_check, checking, err);
}

static enum status check_run(struct desk *desk, const char *name,
			     enum status (*each)(struct checking *checking,
						 struct error *err),
			     struct store_check *ret, struct error *err)
{
	OWN(arena) struct arena *scratch = arena_new();
	struct checking checking = { .desk = desk,
				     .scratch = scratch,
				     .signers.desk = desk,
				     .ret = ret };
	enum status rc;

	ret->check = name;
	ret->passed = 1;
	ret->count = 0;
	rc = each(&checking, err);
	check_signers_free(&checking.signers);
	return rc;
}

enum status act_check_responders(struct desk *desk, struct store_check *ret,
				 struct error *err)
{
	return check_run(desk, "responders", responders_each, ret, err);
}

enum status act_check_proofs(struct desk *desk, struct store_check *ret,
			     struct error *err)
{
	return check_run(desk, "proofs", proofs_each, ret, err);
}
