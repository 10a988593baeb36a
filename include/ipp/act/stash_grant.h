/* stash_grant - remote certificates registered, their access renewed, their
 * status read again, and given up */
#ifndef IPP_ACT_STASH_GRANT_H
#define IPP_ACT_STASH_GRANT_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct desk;
struct remote_authority;
struct remote_certificate;
struct remote_options;
struct stash_holder;

/*
 * Each verb in stages: what talks with the authority and with people is outside
 * of transactions, one after the other; what it found is kept in one; what may
 * fail without harm comes last. In a dry run nobody is talked with. All need
 * MAY_SIGN_REMOTELY, and stay within the session's organization.
 */
struct stash_work;

/* Registers a certificate under in->alias. The holder gives access, as the
 * authority wants it; one of the credentials that are his is taken, by name,
 * or asked for; its certificates must hang together, be good now, and have the
 * key that the authority says; and he proves himself by PIN and code where it
 * wants them.
 *   DATA     `missing`, `remote_authority_unknown`, `authority_ambiguous`,
 *            `credential_unknown`, `credential_ambiguous`,
 *            `certificate_unreadable`
 *   REFUSED  `duplicate`, `credential_none`, `credential_registered`,
 *            `credential_disabled`, `chain_broken`, `key_mismatch`,
 *            `certificate_purpose`, `certificate_ended`,
 *            `certificate_revoked`,
 *            `certificate_not_yet`, `access_over_before`
 * and errors of stash_consent, stash_prove and csc.h. */
enum status stash_add_talk(struct desk *desk,
			   const struct remote_certificate *in,
			   const struct remote_options *options,
			   const struct stash_holder *holder,
			   struct stash_work **ret, struct error *err);
enum status stash_add(struct desk *desk, struct stash_work *work,
		      struct remote_certificate *ret, struct error *err);

/* The same for one that is registered: another grant, whose counters begin
 * anew. What the authority says of the certificate is read again. In the end
 * the tokens of the grant before are given up, as far as the authority lets. */
enum status stash_renew_talk(struct desk *desk, const char *alias,
			     const struct remote_options *options,
			     const struct stash_holder *holder,
			     struct stash_work **ret, struct error *err);
enum status stash_renew(struct desk *desk, struct stash_work *work,
			struct remote_certificate *ret, struct error *err);
enum status stash_renew_end(struct desk *desk, struct stash_work *work,
			    struct error *err);

/* After any of these failed, outside of the transaction: what the authority has
 * given and nobody keeps is given up (RFC 7009). If that fails, too, it is what
 * is told, with `access_not_revoked`. */
enum status stash_give_up(struct desk *desk, struct stash_work *work,
			  struct error *err);

/* Reads again what the authority says of a certificate. What it refuses is kept
 * (`trouble`), and that it takes its access back, too. Errors of
 * stash_access_bear and csc.h. */
enum status stash_refresh_talk(struct desk *desk, const char *alias,
			       struct stash_work **ret, struct error *err);
enum status stash_refresh(struct desk *desk, struct stash_work *work,
			  struct remote_certificate *ret, struct error *err);

/* Has the authority forget the tokens, and takes the certificate out of use;
 * what was granted and signed stays in the ledger. `force`: also if the
 * authority cannot be told. */
enum status stash_remove_talk(struct desk *desk, const char *alias, bool force,
			      struct stash_work **ret, struct error *err);
enum status stash_remove(struct desk *desk, struct stash_work *work,
			 struct remote_certificate *ret, struct error *err);

/* Asks an authority what it is and what it can do (CSC API 1.0.4.0, 11.1),
 * keeps the answer, and calls `each` once with it. Handles its transaction
 * itself. Where it does not say that it knows how we prove ourselves, or does
 * not say where it authorizes, that is CONFIG `authority_authentication`,
 * `authority_oauth_missing`. */
enum status stash_authority_ask(
    struct desk *desk, const char *name,
    enum status (*each)(void *context, const struct remote_authority *it,
			struct error *err),
    void *context, struct error *err);

#endif
