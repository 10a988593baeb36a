/* found - a new store gets its organization, its unit and its first officer */
#ifndef IPP_ACT_FOUND_H
#define IPP_ACT_FOUND_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;

struct founding {
	const char *client_code, *organization;
	bool four_eyes;
	const char *unit;
	const char *login, *surname, *given_name, *email;
	const char *password;
	const char *totp;  /* secret in base32 */
	int64_t totp_step; /* of the code that proved it; -1: none */
	/* a store for real work gets an authority only with an address */
	bool no_authority;
	const char *base_url; /* or NULL */
};

/* What needs no store: the mistakes of `it`, all at once. */
enum status founding_check(const struct founding *it, struct error *err);

/* Fills the empty store of `desk` in one transaction. */
enum status act_found(const struct desk *desk, const struct founding *it,
		      struct error *err);

#endif
