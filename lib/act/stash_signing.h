/* stash_signing - a run of signatures by a remote certificate, from inside */
#ifndef IPP_LIB_ACT_STASH_SIGNING_H
#define IPP_LIB_ACT_STASH_SIGNING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/act/stash_consent.h>
#include <ipp/act/stash_signing.h>
#include <ipp/base/parallel.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/stash_signing.h>
#include <ipp/peer/csc.h>

/* Signatures of one call: what is lost with it, if it is cut off. */
#define STASH_CALL_SIGNATURES ((size_t)100)
/* Documents of one authorization: memory stays flat. In a browser their hashes
 * stand in an address. */
#define STASH_BATCH_DOCUMENTS ((size_t)1000)
#define STASH_BATCH_BROWSED   ((size_t)100)

struct stash_signing {
	struct arena *arena;
	struct stash_signing_options options;
	struct stash_holder holder;
	struct remote_authority authority;
	struct remote_certificate certificate;
	struct certificate_facts facts;
	struct verify_shelf *shelf;
	struct csc *csc;
	struct csc_credential credential;
	struct cms_signatory *signatory;
	const char *sign_algorithm, *hash_algorithm; /* OIDs */
	struct octets parameters;
	/* what the holder typed, for the next authorization; in secret memory,
	 * one a factor */
	char *pins[CSC_FACTORS_MAX];
	bool code_used; /* that of holder.consent.otp_file is good for once */
	struct stash_wish **wishes; /* of the batch at hand */
	size_t count, room;
	bool is_called;
	bool is_lent; /* the token is that of an authorization, not ours */
	pthread_mutex_t mutex; /* of what follows */
	struct arena *spare[PARALLEL_THREADS_MAX];
	size_t spare_count;
	struct mistakes *fault; /* the holder's no is not asked for again */
};

/* The first of its algorithms that suits the certificate: the digest as strong
 * as the key, RSASSA-PKCS1-v1_5 before RSASSA-PSS. DATA `algorithm_missing`. */
enum status stash_algorithm_choose(struct stash_signing *it,
				   const struct cms_identity *identity,
				   struct error *err);

/* What authorizes the signatures, a secret in the arena; by PIN, code, or
 * in the browser, as the credential wants it. NULL where the access token
 * itself does from now on (CSC API 2.0.0.2, 11.11). */
enum status stash_authorize(struct stash_signing *it, struct arena *arena,
			    const struct octets *hashes, size_t count,
			    const char **sad, struct error *err);

/* The certificate and its access as they are in the store at this moment. */
enum status stash_certificate_load(struct desk *desk, struct stash_signing *it,
				   struct arena *arena,
				   struct remote_certificate *ret,
				   struct error *err);

#endif
