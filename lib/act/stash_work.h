/* stash_work - what a verb about remote certificates has in hand */
#ifndef IPP_LIB_ACT_STASH_WORK_H
#define IPP_LIB_ACT_STASH_WORK_H

#include <ipp/act/stash_grant.h>
#include <ipp/base/certificate.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/peer/oauth.h>
#include <ipp/store/remote_grant.h>

/* One of the authority's credentials, looked at. */
struct stash_candidate {
	struct csc_credential credential;
	struct certificate_facts facts; /* of the leaf */
};

struct stash_work {
	const struct remote_certificate *in; /* of one that is new */
	const char *alias;
	const struct remote_options *options;
	const struct stash_holder *holder;
	struct remote_authority authority;
	struct remote_certificate certificate; /* that is registered */
	struct csc *csc; /* closed at the end of each talk */
	struct oauth_tokens tokens;
	struct stash_candidate candidate;
	struct remote_tokens before; /* of the grant that is replaced */
	struct csc_info info;
	bool is_rehearsed; /* nobody was talked with */
};

/* The certificate of work->alias and its authority. Errors of stash_check and
 * stash_find. */
enum status stash_work_load(struct desk *desk, struct stash_work *work,
			    struct error *err);

/* Access to the service, as the authority wants it of us or of the holder; the
 * conversation has the token then. */
enum status stash_enter(struct desk *desk, struct stash_work *work,
			struct error *err);

/* Reads a credential: its certificates hang together, and have the key that it
 * says. */
enum status stash_candidate_read(struct desk *desk, struct csc *csc,
				 const char *credential_id,
				 struct stash_candidate *ret,
				 struct error *err);

/* Whether it can be signed with now. REFUSED `credential_disabled`,
 * `certificate_revoked`, `certificate_purpose`, `certificate_ended`,
 * `certificate_not_yet`, `issuer_not_trusted`. */
enum status stash_candidate_check(const struct desk *desk,
				  const struct stash_candidate *it,
				  struct error *err);

/* Finds the credential that is meant: by name, the one that the holder chose,
 * the only one, or the one that is asked for. */
enum status stash_candidate_choose(struct desk *desk, struct stash_work *work,
				   struct error *err);

/* What a record of the ledger says of it. */
void stash_candidate_fill(struct desk *desk, const struct stash_candidate *it,
			  struct remote_certificate *ret);

/* Gives tokens up; NULL is fine. */
enum status stash_revoke(struct desk *desk, struct csc *csc,
			 const struct remote_authority *authority,
			 const struct remote_tokens *tokens, struct error *err);

/* The grant that this access is, and its chain, in the open transaction. */
enum status stash_grant_keep(struct desk *desk, struct stash_work *work,
			     struct remote_certificate *row, struct error *err);

#endif
