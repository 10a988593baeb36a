/* cms_stamp - time-stamps (RFC 3161) for signatures of ours */
#ifndef IPP_PORT_CMS_STAMP_H
#define IPP_PORT_CMS_STAMP_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;

/* The TimeStampReq (RFC 3161, 2.4.1), DER, for the signature in `message`,
 * SignedData of ours with one signer: SHA-256 of its value, a nonce, and the
 * authority's certificate wanted; `policy`: the OID of the policy that is
 * wanted, or NULL. USAGE `policy_invalid`. */
enum status cms_stamp_request(struct arena *arena, struct octets message,
			      const char *policy, struct octets *ret,
			      struct error *err);

/* Puts the token of a TimeStampResp (RFC 3161, 2.4.2), DER, that answers
 * `request` into the message, as the signature-time-stamp attribute (RFC 3161,
 * appendix A; level B-T of EN 319 122-1). Imprint and nonce must be those
 * that were asked for; who signed the token is for those to judge who rely
 * on it. DATA `stamp_unreadable`; REFUSED `stamp_refused` with what the
 * authority says, `stamp_foreign`. */
enum status cms_stamp_add(struct arena *arena, struct octets message,
			  struct octets request, struct octets response,
			  struct octets *ret, struct error *err);

/* The same where the authority is not asked by a TimeStampReq and answers with
 * the bare token: the SHA-256 and the nonce that `request` asks for, and what
 * puts the token in. */
enum status cms_stamp_asked(struct arena *arena, struct octets request,
			    struct octets *hash, struct octets *nonce,
			    struct error *err);
enum status cms_stamp_token_add(struct arena *arena, struct octets message,
				struct octets request, struct octets token,
				struct octets *ret, struct error *err);

/* The same for what somebody else obtained, a TimeStampResp or the bare token.
 * It must be of the signature in the message, whatever digest it was asked for
 * with; what answers a request, in nonce and policy, too. Errors of
 * cms_stamp_add, where `stamp_foreign` says that it is of something else; DATA
 * `query_unreadable`; REFUSED `query_foreign` (the request is for something
 * else), `stamp_nonce`, `stamp_policy`. */
struct stamp_wish {
	struct octets request; /* that it answers; empty: that is not known */
	const char *policy;    /* the OID it must have; NULL: any */
};
enum status cms_stamp_put(struct arena *arena, struct octets message,
			  const struct stamp_wish *wish, struct octets answer,
			  struct octets *ret, struct error *err);

/* Whether `request` asks for a time-stamp of the signature in the message, and
 * for this policy (or NULL). */
bool cms_stamp_is_request(struct octets message, struct octets request,
			  const char *policy);

/* The message without the time-stamps on its signature; *count of them. DATA
 * `message_unreadable` unless it is SignedData with one signer. */
enum status cms_stamp_strip(struct arena *arena, struct octets message,
			    struct octets *ret, size_t *count,
			    struct error *err);

#endif
