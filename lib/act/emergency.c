/* emergency - suspension for a holder who says his emergency code */
#include <ctype.h>
#include <string.h>

#include <ipp/act/product.h>
#include <ipp/act/suspend.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/rule/activation.h>
#include <ipp/rule/status_change.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/product.h>
#include <ipp/store/status_change.h>
#include <ipp/store/store.h>

#include "holder_key.h"
#include "suspend_part.h"

enum verdict { IS_WRONG, IS_LOCKED, IS_RIGHT };

struct judged {
	struct emergency_candidate items[EMERGENCY_CANDIDATES_MAX];
	size_t count, right; /* index of the one the code is for */
	enum verdict verdict;
};

/* As it is printed: letters said in lower case and pauses do not matter. What
 * cannot be a code is compared all the same, as one that nobody has. */
static void erc_normalise(const char *erc, char ret[ACTIVATION_ERC_SIZE])
{
	size_t n = 0;

	for (; *erc && n < ACTIVATION_ERC_SIZE - 1; erc++)
		if (*erc != ' ' && *erc != '-')
			ret[n++] = (char)toupper((unsigned char)*erc);
	ret[n] = '\0';
	if (*erc || !activation_erc_is_formed(ret))
		memset(ret, '0', ACTIVATION_ERC_SIZE - 1);
	ret[ACTIVATION_ERC_SIZE - 1] = '\0';
}

/* Every candidate is looked at, whatever the one before was, and one that is
 * nobody where there is none. */
static enum status codes_compare(struct desk *desk, const char *erc,
				 struct judged *it, struct error *err)
{
	struct emergency_candidate nobody = { 0 };
	bool is_locked = false;
	struct vault vault;
	enum status rc = vault_open(desk->store, &vault, err);

	for (size_t i = 0; rc == OK && (i < it->count || i == 0); i++) {
		struct emergency_candidate *candidate =
		    it->count > 0 ? &it->items[i] : &nobody;
		unsigned char hash[DIGEST_SIZE];
		bool equal;

		if ((rc = erc_hash(&vault, candidate->user_id, erc, hash,
				   err)) != OK)
			break;
		equal = digest_equal(hash, candidate->erc_hash, sizeof hash);
		is_locked |= candidate->locked_until > desk->now;
		if (equal && it->count > 0) {
			it->verdict = IS_RIGHT;
			it->right = i;
		}
	}
	if (is_locked)
		it->verdict = IS_LOCKED;
	return rc;
}

static enum status failure_note(struct desk *desk,
				struct emergency_candidate *candidate,
				struct error *err)
{
	struct json *detail = json_object_new();
	enum status rc;

	candidate->failures++;
	candidate->locked_until = emergency_lock(candidate->failures,
						 desk->now);
	json_set_integer(detail, "failures", candidate->failures);
	if ((rc = emergency_count(desk->store, candidate, err)) != OK) {
		json_free(detail);
		return rc;
	}
	return journal_append(desk, "emergency_code_wrong", ABSENT,
			      candidate->user_id, detail, err);
}

/* Counts against who brought it, whether there is such a product or not. */
static enum status guess_note(struct desk *desk,
			      struct emergency_guesses *guesses,
			      struct error *err)
{
	int64_t operator_id = desk->session->operator_id;
	struct json *detail;
	enum status rc;

	if (guesses->failures == 0 ||
	    desk->now - guesses->since >= DAY_SECONDS)
		*guesses = (struct emergency_guesses){ .since = desk->now };
	guesses->failures++;
	guesses->locked_until =
	    emergency_operator_lock(guesses->failures, desk->now);
	if ((rc = emergency_guesses_save(desk->store, operator_id, guesses,
					 err)) != OK ||
	    guesses->locked_until == 0)
		return rc;
	detail = json_object_new();
	json_set_integer(detail, "failures", guesses->failures);
	return journal_append(desk, "emergency_operator_locked", ABSENT, ABSENT,
			      detail, err);
}

/* What it came to is kept before anybody hears of it. */
static enum status code_judge(struct desk *desk,
			      const struct emergency_wish *in,
			      const char *erc, struct judged *ret,
			      struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct emergency_guesses guesses;
	enum status rc;

	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = emergency_guesses_load(desk->store,
					 desk->session->operator_id, &guesses,
					 err)) != OK ||
	    (rc = emergency_candidates(desk->store, desk->session->client_id,
				       in->user_id, in->iut, ret->items,
				       &ret->count, err)) != OK ||
	    (rc = codes_compare(desk, erc, ret, err)) != OK)
		return rc;
	if (guesses.locked_until > desk->now)
		ret->verdict = IS_LOCKED;
	if (ret->verdict == IS_WRONG &&
	    (rc = guess_note(desk, &guesses, err)) != OK)
		return rc;
	for (size_t i = 0; i < ret->count && ret->verdict == IS_WRONG; i++)
		if ((rc = failure_note(desk, &ret->items[i], err)) != OK)
			return rc;
	return tx_commit(&tx, err);
}

static enum status suspend(struct desk *desk, const struct emergency_wish *in,
			   struct emergency_candidate *candidate,
			   struct status_change *ret, struct error *err)
{
	OWN(tx) struct tx *tx = NULL;
	struct changing *it = arena_alloc(desk->arena, sizeof *it);
	enum status rc;

	*it = (struct changing){
		.wish = { .action = ACTION_SUSPEND,
			  .requester = REQUESTER_OWNER,
			  .motive = MOTIVE_LOSS,
			  .publication = ABSENT,
			  .received_at = ABSENT,
			  .compromised_at = ABSENT },
		.note = in->status_note,
		.request.way = WAY_EMERGENCY,
	};
	candidate->failures = candidate->locked_until = 0;
	if ((rc = tx_begin(desk->store, &tx, err)) != OK ||
	    (rc = product_load(desk->store, desk->session->client_id,
			       candidate->user_id, desk->arena, &it->product,
			       err)) != OK ||
	    (rc = changing_suspend(desk, it, in->until, ret, err)) != OK ||
	    (rc = emergency_count(desk->store, candidate, err)) != OK)
		return rc;
	return tx_commit(&tx, err);
}

static enum status wish_check(const struct emergency_wish *in, const char *erc,
			      struct error *err)
{
	if ((in->user_id == ABSENT) == !in->iut)
		return error_set(err, DATA, "product_missing", "user_id",
				 "say whose code it is: either the product or "
				 "the holder's iut");
	if (text_is_empty(erc))
		return error_set(err, DATA, "erc_missing", "erc",
				 "there is no emergency code; ask the holder, "
				 "or suspend without one: ipp-suspend");
	return OK;
}

enum status act_emergency(struct desk *desk, const struct emergency_wish *in,
			  const char *erc, struct status_change *ret,
			  struct error *err)
{
	struct judged *judged = arena_alloc(desk->arena, sizeof *judged);
	char plain[ACTIVATION_ERC_SIZE];
	enum status rc;

	if ((rc = wish_check(in, erc, err)) != OK)
		return rc;
	*judged = (struct judged){ .verdict = IS_WRONG };
	erc_normalise(erc, plain);
	rc = code_judge(desk, in, plain, judged, err);
	memory_wipe(plain, sizeof plain);
	if (rc != OK)
		return rc;
	if (judged->verdict == IS_LOCKED)
		return error_set(err, REFUSED, "erc_locked", NULL,
				 "there were too many wrong codes; try again "
				 "later, or have an officer suspend it: "
				 "ipp-suspend");
	if (judged->verdict == IS_WRONG)
		return error_set(err, REFUSED, "erc_wrong", NULL,
				 "this is not the code of a product of that "
				 "holder that could be suspended; have him "
				 "read it out again");
	return suspend(desk, in, &judged->items[judged->right], ret, err);
}
