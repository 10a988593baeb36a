/* proof - what the authority signs itself: heads of the journal, dossiers */
#ifndef IPP_LIB_ACT_PROOF_H
#define IPP_LIB_ACT_PROOF_H

#include <stdbool.h>

#include <ipp/store/seal.h>

struct cms_content;
struct desk;

struct proof {
	struct octets message; /* SignedData (CAdES), DER */
	struct seal seal;
};

/* Apart from transactions: makes a key, has the authority certify it for this
 * one signature, signs and forgets it. The certificates of the signer and of
 * the authority are in the message; the root is for who verifies to know. */
enum status proof_sign(struct desk *desk, enum seal_purpose purpose,
		       const struct cms_content *content, bool detached,
		       struct proof *ret, struct error *err);

/* In a transaction: keeps the certificate and writes down what was signed,
 * `detail` (taken over) with the certificate's serial number. */
struct json;
enum status proof_record(struct desk *desk, const struct proof *proof,
			 const char *event, int64_t order_id, int64_t user_id,
			 struct json *detail, struct error *err);

/* REFUSED `signer_foreign` unless an authority of this store certified the
 * signer (PEM), for proofs. */
enum status proof_signer_check(struct desk *desk, const char *pem,
			       struct error *err);

#endif
