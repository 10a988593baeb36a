/* remote_authority - what must be known of an authority that lends */
#ifndef IPP_RULE_REMOTE_AUTHORITY_H
#define IPP_RULE_REMOTE_AUTHORITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct remote_authority;

/* Fills in what is not said, brings addresses to their one form (in the arena)
 * and tells all mistakes at once. `has_secret` says whether a client secret is
 * there, `is_demo` whether the store is one for trying things out, where an
 * authority on this machine may do without TLS. DATA `missing`,
 * `url_invalid`, `url_in_clear`, `limit_invalid`, `thresholds_invalid`,
 * `secret_missing`. */
enum status remote_authority_check(struct remote_authority *it, bool has_secret,
				   bool is_demo, struct arena *arena,
				   struct error *err);

/* The thresholds of notices in days, the most first ("30,15,7,1"); at most
 * REMOTE_THRESHOLDS_MAX. False if they are written otherwise. */
#define REMOTE_THRESHOLDS_MAX 10
bool remote_thresholds_parse(const char *text,
			     int64_t ret[REMOTE_THRESHOLDS_MAX], size_t *count);

#endif
