/* stash_candidate - the credentials of an authority: looked at, and one chosen
 */
#include "stash_work.h"

#include <string.h>

#include <ipp/act/stash_consent.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/remote_options.h>
#include <ipp/port/certificate.h>
#include <ipp/port/certificate_chain.h>
#include <ipp/port/json.h>
#include <ipp/rule/remote_certificate.h>
#include <ipp/store/desk.h>

#include "stash_part.h"

#define SHOWN_MAX ((size_t)20)

static enum status key_check(const struct stash_candidate *it,
			     struct error *err)
{
	const struct csc_credential *told = &it->credential;
	struct remote_certificate key;

	if (!remote_certificate_facts(&key, &it->facts))
		return error_set(err, REFUSED, "key_unsupported", "credential",
				 "credential \"%.64s\" has a key that nothing "
				 "here can sign with; take another",
				 told->id);
	if ((told->key_bits && told->key_bits != key.key_bits) ||
	    (*told->curve && !text_equal(told->curve, key.key_curve)))
		return error_set(err, REFUSED, "key_mismatch", "credential",
				 "the certificate of \"%.64s\" is not for the "
				 "key that the authority says; ask who runs it",
				 told->id);
	return OK;
}

static enum status time_check(const struct desk *desk,
			      const struct stash_candidate *it,
			      struct error *err)
{
	const struct certificate_plan *plan = &it->facts.plan;

	if (desk->now < plan->not_before)
		return error_set(err, REFUSED, "certificate_not_yet",
				 "credential",
				 "the certificate of \"%.64s\" is not good "
				 "yet; look at the clock here and there",
				 it->credential.id);
	if (desk->now > plan->not_after)
		return error_set(err, REFUSED, "certificate_ended",
				 "credential",
				 "the certificate of \"%.64s\" has ended; get "
				 "a new one at the authority",
				 it->credential.id);
	return OK;
}

static enum status purpose_check(const struct stash_candidate *it,
				 struct error *err)
{
	const struct certificate_plan *plan = &it->facts.plan;

	if (!plan->authority &&
	    (!plan->key_usage ||
	     plan->key_usage &
		 (KEY_USAGE_DIGITAL_SIGNATURE | KEY_USAGE_NON_REPUDIATION)))
		return OK;
	return error_set(err, REFUSED, "certificate_purpose", "credential",
			 "the certificate of \"%.64s\" is not meant for "
			 "signatures; take another",
			 it->credential.id);
}

enum status stash_candidate_read(struct desk *desk, struct csc *csc,
				 const char *credential_id,
				 struct stash_candidate *ret, struct error *err)
{
	struct csc_credential *it = &ret->credential;
	enum status rc;

	if ((rc = csc_credential_info(csc, desk->arena, credential_id, it,
				      err)) != OK ||
	    (rc = certificate_chain_order(it->chain, it->chain_count, err)) !=
		OK)
		return rc;
	if ((rc = certificate_read(desk->arena, it->chain[0].bytes,
				   it->chain[0].size, &ret->facts, err)) != OK)
		return rc;
	return key_check(ret, err);
}

enum status stash_candidate_check(const struct desk *desk,
				  const struct stash_candidate *it,
				  struct error *err)
{
	enum status rc;

	if (it->credential.key_status != CSC_KEY_ENABLED)
		return error_set(err, REFUSED, "credential_disabled",
				 "credential",
				 "the key of \"%.64s\" is disabled at the "
				 "authority; ask there",
				 it->credential.id);
	if (it->credential.certificate_status == CSC_CERTIFICATE_REVOKED)
		return error_set(err, REFUSED, "certificate_revoked",
				 "credential",
				 "the certificate of \"%.64s\" is revoked; get "
				 "a new one at the authority",
				 it->credential.id);
	if ((rc = purpose_check(it, err)) != OK ||
	    (rc = time_check(desk, it, err)) != OK)
		return rc;
	return stash_trust_check(desk, it->credential.chain,
				 it->credential.chain_count, err);
}

/* ---- which one */

static enum status many(const struct texts *ids, struct arena *arena,
			struct error *err)
{
	const char *list = "";

	for (size_t i = 0; i < ids->count && i < SHOWN_MAX; i++)
		list = arena_printf(arena, "%s%s%.64s", list, i ? ", " : "",
				    ids->items[i]);
	return error_set(err, DATA, "credential_ambiguous", "credential",
			 "there are several certificates; name one with "
			 "--credential: %s%s",
			 list, ids->count > SHOWN_MAX ? ", ..." : "");
}

static const char *line_of(struct arena *arena, size_t number,
			   const struct stash_candidate *it)
{
	char end[DATE_SIZE];

	date_of(it->facts.plan.not_after, end);
	return arena_printf(arena, "%3zu  %s  %s  %s", number,
			    it->credential.id, end, it->facts.subject_text);
}

/* Shows them with their numbers; *ret is the one that was chosen. */
static enum status ask(struct desk *desk, struct stash_work *work,
		       const struct texts *ids, struct error *err)
{
	const struct stash_holder *holder = work->holder;
	struct stash_candidate *list =
	    arena_alloc(desk->arena, ids->count * sizeof *list);
	char *answer = NULL;
	enum status rc;
	int64_t n;

	for (size_t i = 0; i < ids->count; i++) {
		if ((rc = stash_candidate_read(desk, work->csc, ids->items[i],
					       &list[i], err)) != OK)
			return rc;
		holder->says(holder->terminal, "%s",
			     line_of(desk->arena, i + 1, &list[i]));
	}
	if ((rc = holder->asks(holder->terminal, _("Which one (number): "),
			       desk->arena, &answer, err)) != OK)
		return rc;
	if (!answer || !integer_parse(answer, 1, (int64_t)ids->count, &n))
		return error_set(err, DATA, "credential_unknown", "credential",
				 "there is no certificate of this number; run "
				 "this again");
	work->candidate = list[n - 1];
	return OK;
}

static bool has(const struct texts *ids, const char *id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (!strcmp(ids->items[i], id))
			return true;
	return false;
}

/* The name that is meant without asking; NULL: none. */
static enum status named(const struct stash_work *work, const struct texts *ids,
			 const char **ret, struct error *err)
{
	const char *wanted = work->options->credential;

	if (!ids->count)
		return error_set(err, REFUSED, "credential_none", NULL,
				 "authority \"%.64s\" keeps no certificate of "
				 "this holder; get one there",
				 work->authority.authority);
	*ret = wanted			    ? wanted
	       : work->tokens.credential_id ? work->tokens.credential_id
	       : ids->count == 1	    ? ids->items[0]
					    : NULL;
	if (*ret && !has(ids, *ret))
		return error_set(err, DATA, "credential_unknown", "credential",
				 "authority \"%.64s\" keeps no certificate "
				 "\"%.64s\" of this holder; leave out "
				 "--credential to see them",
				 work->authority.authority, *ret);
	return OK;
}

enum status stash_candidate_choose(struct desk *desk, struct stash_work *work,
				   struct error *err)
{
	const struct stash_holder *holder = work->holder;
	struct texts ids;
	const char *id = NULL;
	enum status rc;

	if ((rc = csc_credentials_list(work->csc, desk->arena,
				       work->options->user, &ids, err)) != OK ||
	    (rc = named(work, &ids, &id, err)) != OK)
		return rc;
	if (id)
		rc = stash_candidate_read(desk, work->csc, id, &work->candidate,
					  err);
	else if (holder->descriptor(holder->terminal) < 0 ||
		 ids.count > SHOWN_MAX)
		rc = many(&ids, desk->arena, err);
	else
		rc = ask(desk, work, &ids, err);
	return rc == OK ? stash_candidate_check(desk, &work->candidate, err)
			: rc;
}

/* ---- what the ledger says */

static int64_t presence_of(const struct csc_credential *it, bool is_pin)
{
	for (size_t i = 0; i < it->factor_count; i++)
		if ((it->factors[i].kind == CSC_FACTOR_PASSWORD) == is_pin)
			return it->factors[i].is_optional ? PRESENCE_OPTIONAL
							  : PRESENCE_YES;
	return PRESENCE_NO;
}

static const char *auth_text(struct arena *arena,
			     const struct csc_credential *it)
{
	static const char *const kinds[] = {
		[CSC_FACTOR_PASSWORD] = "password",
		[CSC_FACTOR_CODE] = "code",
		[CSC_FACTOR_CHALLENGE] = "challenge",
		[CSC_FACTOR_APART] = "apart",
	};
	OWN(json) struct json *whole = json_object_new();
	struct json *list = json_array_new();

	json_set_text(whole, "expression", it->expression);
	for (size_t i = 0; i < it->factor_count; i++) {
		const struct csc_factor *factor = &it->factors[i];
		struct json *item = json_object_new();

		json_set_text(item, "id", factor->id);
		json_set_text(item, "kind", kinds[factor->kind]);
		json_set_boolean(item, "optional", factor->is_optional);
		json_set_boolean(item, "called", factor->is_called);
		if (*factor->label)
			json_set_text(item, "label", factor->label);
		json_append(list, item);
	}
	json_set(whole, "factors", list);
	return it->factor_count ? json_write(arena, whole) : NULL;
}

static int64_t status_of(const struct csc_credential *it, bool is_over)
{
	switch (it->certificate_status) {
	case CSC_CERTIFICATE_EXPIRED:
		return REMOTE_CERTIFICATE_EXPIRED;
	case CSC_CERTIFICATE_REVOKED:
		return REMOTE_CERTIFICATE_REVOKED;
	case CSC_CERTIFICATE_SUSPENDED:
		return REMOTE_CERTIFICATE_SUSPENDED;
	default:
		return is_over ? REMOTE_CERTIFICATE_EXPIRED
			       : REMOTE_CERTIFICATE_VALID;
	}
}

static const char *algorithms_text(struct arena *arena,
				   const struct texts *list)
{
	const char *ret = "";

	for (size_t i = 0; i < list->count; i++)
		ret = arena_printf(arena, "%s%s%s", ret, i ? " " : "",
				   list->items[i]);
	return ret;
}

void stash_candidate_fill(struct desk *desk, const struct stash_candidate *it,
			  struct remote_certificate *ret)
{
	const struct csc_credential *credential = &it->credential;
	const struct certificate_facts *facts = &it->facts;

	ret->credential_id = credential->id;
	ret->key_status = credential->key_status == CSC_KEY_ENABLED
			      ? REMOTE_KEY_ENABLED
			      : REMOTE_KEY_DISABLED;
	ret->certificate_status =
	    status_of(credential, desk->now > facts->plan.not_after);
	ret->auth_mode = (int64_t)credential->auth_mode;
	ret->scal = credential->scal;
	ret->pin = presence_of(credential, true);
	ret->otp = presence_of(credential, false);
	ret->auth = auth_text(desk->arena, credential);
	ret->multisign = credential->multisign;
	ret->algorithms =
	    algorithms_text(desk->arena, &credential->key_algorithms);
	ret->sign_algorithms = credential->key_algorithms;
	(void)remote_certificate_facts(ret, facts); /* as key_check has seen */
	ret->refreshed_at = desk->now;
	ret->trouble = NULL;
	ret->trouble_at = ABSENT;
}
