/* facts - what an organization has enabled, read once a transaction */
#ifndef IPP_STORE_FACTS_H
#define IPP_STORE_FACTS_H

#include <stdint.h>

#include <ipp/base/error.h>

struct organization_facts;
struct store;

/* Catalogue, recognitions, units and privacy policies of an organization at
 * `now`. Inside a transaction nobody else can change them, so they are read
 * once; they live until it ends, and outside of one until the next call. */
enum status facts_of(struct store *store, int64_t client_id, int64_t now,
		     const struct organization_facts **ret, struct error *err);

#endif
