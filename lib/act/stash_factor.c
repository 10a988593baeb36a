/* stash_factor - what a credential wants of its holder, asked one by one */
#include "stash_factor.h"

#include <ipp/act/stash_consent.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

static bool is_pin(const struct csc_factor *factor)
{
	return factor->kind == CSC_FACTOR_PASSWORD;
}

static const char *question_of(const struct stash_asking *it,
			       const struct csc_factor *factor,
			       const char *challenge)
{
	const char *more = text_is_empty(challenge) ? factor->label : challenge;
	const char *of = it->name;

	if (!text_is_empty(more))
		of = arena_printf(it->arena, "%s (%s)", of, more);
	return is_pin(factor)
		   ? arena_printf(it->arena, _("PIN of %s: "), of)
		   : arena_printf(it->arena, _("One-time code of %s: "), of);
}

enum status stash_factor_ask(const struct stash_asking *it, size_t number,
			     char **ret, struct error *err)
{
	const struct csc_factor *factor = &it->credential->factors[number];
	const struct stash_holder *holder = it->holder;
	const struct consent_options *consent = &holder->consent;
	const char *challenge = NULL;
	enum status rc;

	*ret = NULL;
	if (factor->kind == CSC_FACTOR_APART) {
		holder->says(holder->terminal, _("Confirm on your device: %s"),
			     text_is_empty(factor->label) ? it->name
							  : factor->label);
		return OK;
	}
	if (factor->is_called &&
	    (rc = csc_challenge(it->csc, it->arena, it->credential->id, factor,
				&challenge, err)) != OK)
		return rc;
	return holder->asks_secret(
	    holder->terminal,
	    is_pin(factor) ? consent->pin_file : consent->otp_file,
	    question_of(it, factor, challenge), it->arena, ret, err);
}

enum status stash_factors_ask(const struct stash_asking *it,
			      struct stash_given *ret, struct error *err)
{
	const struct csc_credential *from = it->credential;

	for (size_t i = 0;
	     i < from->factor_count &&
	     !csc_expression_holds(from->expression, ret->ids, ret->count);
	     i++) {
		const struct csc_factor *factor = &from->factors[i];
		char *value;
		enum status rc = it->answers(it, i, &value, err);

		if (rc != OK)
			return rc;
		if (!value && factor->kind != CSC_FACTOR_APART)
			continue;
		ret->ids[ret->count] = factor->id;
		ret->values[ret->count++] =
		    (struct csc_factor_value){ factor->id, value };
	}
	return OK;
}
