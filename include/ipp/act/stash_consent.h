/* stash_consent - the holder of a certificate says yes in his browser */
#ifndef IPP_ACT_STASH_CONSENT_H
#define IPP_ACT_STASH_CONSENT_H

#include <ipp/act/signing.h>
#include <ipp/base/error.h>
#include <ipp/model/consent_options.h>

struct arena;
struct csc;
struct csc_credential;
struct desk;
struct oauth_request;
struct oauth_tokens;
struct octets;
struct remote_authority;
struct terminal;

#define STASH_CONSENT_SECONDS 300

/* How he is reached; the functions are those of cli/terminal.h. */
struct stash_holder {
	struct terminal *terminal;
	void (*says)(struct terminal *terminal, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));
	enum status (*asks)(struct terminal *terminal, const char *question,
			    struct arena *arena, char **ret, struct error *err);
	signing_asks *asks_secret;
	/* on the terminal alone; an error is that there is none */
	enum status (*shows)(struct terminal *terminal, const char *text,
			     struct error *err);
	int (*descriptor)(const struct terminal *terminal); /* or -1 */
	struct consent_options consent; /* wait: or STASH_CONSENT_SECONDS */
};

/*
 * Shows the address of the authority's page, and its QR code on a terminal,
 * waits until the browser comes back to this machine or somebody pastes where
 * it was sent to, and makes the code tokens. `request` says what is asked for;
 * its redirect_uri is set here. Not in a transaction.
 *   UNAVAILABLE  `consent_timeout`: nobody came in time
 *   REFUSED      `access_denied`; `code_refused`: it was too late, or used
 *   DATA         `state_wrong`, `redirect_unreadable`
 *   USAGE        `no_terminal`: nobody is there who could paste
 * and errors of loopback_open, oauth_find and oauth_exchange.
 */
enum status stash_consent(struct arena *arena, struct csc *csc,
			  const struct remote_authority *authority,
			  const struct stash_holder *holder,
			  struct oauth_request *request,
			  struct oauth_tokens *ret, struct error *err);

/* Has the holder prove himself to a credential whose authorization is explicit:
 * by PIN, code and whatever it wants, as for one signature, which is not made.
 * For others nothing is done. Errors of csc_challenge and csc_authorize, USAGE
 * `no_terminal`. */
enum status stash_prove(struct arena *arena, struct csc *csc,
			const struct csc_credential *credential,
			const struct stash_holder *holder, struct error *err);

#endif
