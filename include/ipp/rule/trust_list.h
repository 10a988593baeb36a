/* trust_list - whether an edition of a trusted list may take its place */
#ifndef IPP_RULE_TRUST_LIST_H
#define IPP_RULE_TRUST_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/trust.h>

/* What is known of a list; INT64_MIN where there is no edition yet. */
struct trust_list_known {
	int64_t kind; /* enum trust_list_kind */
	int64_t sequence, issued_at, next_update;
	int64_t checked_at; /* last look for a newer edition */
	bool is_troubled;   /* which failed */
};

/* REFUSED `list_older` for an edition before the one that is known (an old
 * list brings back whom it trusted), `list_from_future` for one that is not
 * issued yet, `list_kind` for a list of the other kind. `known` may be NULL. */
enum status trust_edition_check(const struct trust_edition *edition,
				const struct trust_list_known *known,
				int64_t now, struct error *err);

/* Whether it is time to look for a newer edition: a day after the last look,
 * and from a day before the next update on; at once where there is none or
 * the last look failed. */
bool trust_list_is_due(const struct trust_list_known *known, int64_t now);

#endif
