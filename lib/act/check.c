/* check - every invariant of the store, one after the other */
#include <ipp/act/check.h>

#include <ipp/act/check_issuance.h>
#include <ipp/base/memory.h>
#include <ipp/model/store_check.h>
#include <ipp/model/words.h>
#include <ipp/rule/lifecycle.h>
#include <ipp/store/check.h>
#include <ipp/store/desk.h>

#include "check_part.h"

static enum status transitions_check(struct desk *desk,
				     struct store_check *ret,
				     struct error *err)
{
	const char *(*pairs)[2] = arena_alloc(
		desk->arena, lifecycle_step_count * sizeof *pairs);

	for (unsigned i = 0; i < lifecycle_step_count; i++) {
		const struct lifecycle_step *step = &lifecycle_steps[i];

		pairs[i][0] = product_status_words[step->status].name;
		pairs[i][1] = product_status_words[step->next].name;
	}
	return store_check_transitions(desk->store,
				       (const char *const (*)[2])pairs,
				       lifecycle_step_count, desk->arena, ret,
				       err);
}

/* Those that need more than the store knows. */
static enum status (*const checks[])(struct desk *desk, struct store_check *ret,
				     struct error *err) = {
	transitions_check,
	act_check_issuance,
	act_check_responders,
	act_check_proofs,
};

enum status act_check(struct desk *desk,
		      enum status (*each)(void *context,
					  const struct store_check *check,
					  struct error *err),
		      void *context, struct error *err)
{
	struct store_check check;
	int64_t failed = 0;
	enum status rc = OK;

	record_clear(&store_check_record, &check);
	for (size_t n = 0; store_check_run(desk->store, n, desk->arena, &check,
					   &rc, err);
	     n++) {
		if (rc != OK || (rc = each(context, &check, err)) != OK)
			return rc;
		failed += check.passed != 1;
		record_clear(&store_check_record, &check);
	}
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		record_clear(&store_check_record, &check);
		if ((rc = checks[i](desk, &check, err)) != OK ||
		    (rc = each(context, &check, err)) != OK)
			return rc;
		failed += check.passed != 1;
	}
	if (failed > 0)
		return error_set(err, REFUSED, "store_unsound", NULL,
				 "the store did not pass every check; look at "
				 "the findings");
	return OK;
}
