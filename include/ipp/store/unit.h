/* unit - units of an organization by their code */
#ifndef IPP_STORE_UNIT_H
#define IPP_STORE_UNIT_H

#include <stdint.h>

#include <ipp/base/error.h>

struct store;

/* DATA `unit_unknown`. */
enum status unit_find(struct store *store, int64_t client_id, const char *code,
		      int64_t *ret, struct error *err);

#endif
