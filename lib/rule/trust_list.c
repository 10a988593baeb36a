/* trust_list - whether an edition of a trusted list may take its place */
#include <ipp/rule/trust_list.h>

#include <ipp/base/time.h>
#include <ipp/model/field.h>

/* Clocks differ a little. */
#define CLOCK_SECONDS 300

enum status trust_edition_check(const struct trust_edition *edition,
				const struct trust_list_known *known,
				int64_t now, struct error *err)
{
	if (edition->issued_at > now + CLOCK_SECONDS)
		return error_set(err, REFUSED, "list_from_future", "file",
				 "the list of \"%s\" is not issued yet; check "
				 "the clock, or wait",
				 edition->territory);
	if (!known)
		return OK;
	if (edition->kind != known->kind)
		return error_set(err, REFUSED, "list_kind", "file",
				 "the list of \"%s\" is of another kind than "
				 "the one that is known; do not use it",
				 edition->territory);
	if (known->sequence != ABSENT &&
	    (edition->sequence < known->sequence ||
	     edition->issued_at < known->issued_at))
		return error_set(err, REFUSED, "list_older", "file",
				 "edition %lld of the list of \"%s\" is older "
				 "than edition %lld, which is here; use a "
				 "newer one",
				 (long long)edition->sequence,
				 edition->territory,
				 (long long)known->sequence);
	return OK;
}

bool trust_list_is_due(const struct trust_list_known *known, int64_t now)
{
	return known->sequence == ABSENT || known->is_troubled ||
	       known->checked_at == ABSENT ||
	       now - known->checked_at >= DAY_SECONDS ||
	       known->next_update - now <= DAY_SECONDS;
}
