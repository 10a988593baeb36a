/* expiry - when people hear that a certificate ends */
#ifndef IPP_RULE_EXPIRY_H
#define IPP_RULE_EXPIRY_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

#define EXPIRY_NOTICES_MAX   16
#define EXPIRY_NOTICES_USUAL "60,30,15,7"

/* So many days before the end of a certificate somebody is told, ascending.
 * Days are those of the calendar (UTC): on the day of its end there are 0. */
struct expiry_notices {
	int64_t days[EXPIRY_NOTICES_MAX];
	size_t count;
};

/* Reads `60,30,15,7` (also apart by blanks, in any order, each once counts);
 * NULL is the usual ones. USAGE `expiring_malformed`: none, too many, or one
 * that is not from 0 to 365. */
enum status expiry_notices_read(const char *text, struct expiry_notices *ret,
				struct error *err);

/* Days until the one on which `valid_until`, the last second of a certificate,
 * lies; negative when it is past. */
int64_t expiry_days_left(int64_t valid_until, int64_t now);

/* The notice that is next to the end: the smallest number of days reached, or
 * ABSENT: none is reached, the certificate has ended, or it was issued (at
 * `issued_at`) when that many days were left already, as one that is valid for
 * an hour is. */
int64_t expiry_notice(const struct expiry_notices *notices, int64_t issued_at,
		      int64_t valid_until, int64_t now);

/* The certificates for which notice number `i` is the next: those that end
 * from *from on and before *before. */
void expiry_range(const struct expiry_notices *notices, size_t i, int64_t now,
		  int64_t *from, int64_t *before);

#endif
