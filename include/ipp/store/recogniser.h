/* recogniser - who may be named as the one who recognised a holder */
#ifndef IPP_STORE_RECOGNISER_H
#define IPP_STORE_RECOGNISER_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct store;

struct recogniser {
	int64_t operator_id;
	bool enabled;
	unsigned profiles; /* bits 1 << enum profile, held in the unit */
};

/* Finds an operator of the organization by login, and what he is in a unit.
 * DATA `recogniser_unknown`. */
enum status recogniser_find(struct store *store, int64_t client_id,
			    const char *login, int64_t unit_id,
			    struct recogniser *ret, struct error *err);

#endif
