/* stash_signing - signatures by a key that an authority keeps */
#ifndef IPP_ACT_STASH_SIGNING_H
#define IPP_ACT_STASH_SIGNING_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>
#include <ipp/port/cms_sign.h>

struct certificate_facts;
struct desk;
struct mistakes;
struct stash_holder;
struct stash_signing_options;
struct verify_shelf;

/*
 * For a run of a tool: one certificate, one conversation with its authority.
 * The documents of a batch are signed by one authorization, in one call or in
 * several; every signature is counted before it is asked for.
 */
struct stash_signing;

void stash_signing_close(struct stash_signing *it); /* wipes; NULL is fine */
DEFINE_OWN(stash_signing, struct stash_signing, stash_signing_close)

/* Finds the certificate by its alias, or the only one of its wallet; asks the
 * authority how it stands; chooses the algorithms. What `holder` points to is
 * borrowed. DATA `remote_certificate_unknown`, `wallet_unknown`,
 * `alias_missing`, `algorithm_missing`; REFUSED those of remote_signing_check,
 * `certificate_not_valid` and `certificate_changed`; errors of
 * stash_access_bear and csc.h. */
enum status stash_signing_open(struct desk *desk,
			       const struct stash_signing_options *options,
			       const struct stash_holder *holder,
			       struct stash_signing **ret, struct error *err);

/* Whether it may be signed with at this moment. In a transaction. */
enum status stash_signing_check(struct desk *desk, struct stash_signing *it,
				struct error *err);

/* Borrowed until stash_signing_close. */
const struct cms_signatory *stash_signatory(const struct stash_signing *it);
struct octets stash_certificate(const struct stash_signing *it); /* DER */
const struct certificate_facts *stash_facts(const struct stash_signing *it);
struct verify_shelf *stash_shelf(const struct stash_signing *it);
const char *stash_alias(const struct stash_signing *it);
/* So many documents at most are signed by one authorization. */
size_t stash_signing_batch(const struct stash_signing *it);

/* An arena for a while, from any thread; given back, it is wiped. */
struct arena *stash_scratch_take(struct stash_signing *it);
void stash_scratch_give(struct stash_signing *it, struct arena *arena);

/* A signature that is wanted, of a document and in its arena. */
struct stash_wish {
	struct arena *arena;
	const struct cms_draft *draft;
	struct octets value;	/* once it is made */
	struct mistakes *fault; /* or why it is not */
};

/* All of a batch, one after the other, before the first is called for. */
void stash_signing_join(struct stash_signing *it, struct stash_wish *wish);

/* The value of a wish: the first one of a batch has the holder asked, counts
 * and calls for all of them. Not in a transaction; outside threads. REFUSED
 * those of remote_signing_check; errors of csc.h, the message of which tells
 * whether signatures stay counted. */
enum status stash_signing_call(struct desk *desk, struct stash_signing *it,
			       struct stash_wish *wish, struct error *err);

/* A time-stamp by the same authority, put into a message. Outside threads. */
enum status stash_signing_stamp(struct stash_signing *it, struct arena *arena,
				struct octets message, struct octets *ret,
				struct error *err);

#endif
