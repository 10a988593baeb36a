/* issue - the one way a certificate comes about */
#ifndef IPP_ACT_ISSUE_H
#define IPP_ACT_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/envelope.h>

struct certificate;
struct desk;
struct issuing; /* one product on its way; lives in the document's arena */

struct issue_wish {
	bool seal; /* else the codes wait for `ipp-envelope seal` */
	struct envelope_options sealing;
};

/*
 * Six steps, one after the other for every product. Those that take a desk
 * need a transaction; the others touch no store and may run on all
 * processors. What is signed is what was checked and stored before. After a
 * crash the same steps finish what was begun: a product that is `issuing`
 * goes on from what is stored, one that is `active` is only looked at.
 *
 * 1. Looks whether this product may be issued now. Errors of product_open;
 * REFUSED `transition_refused`, `four_eyes`, `device_not_supported`; DATA
 * `email_missing`, `mobile_missing`, `tax_code_missing`; CONFIG
 * `authority_missing`. */
enum status act_issue_check(struct desk *desk, const struct issue_wish *wish,
			    int64_t user_id, struct issuing **ret,
			    struct error *err);

/* 2. Makes key, serial number and to-be-signed bytes, and judges them by the
 * profile. */
enum status act_issue_prepare(struct issuing *issuing, struct error *err);

/* What is or would be in the certificate. */
void act_issue_show(const struct issuing *issuing, struct certificate *ret);

/* True if there is nothing left to do. */
bool act_issue_is_done(const struct issuing *issuing);

/* True if the codes are sealed as well, which may write down a passphrase
 * besides the store. */
bool act_issue_seals(const struct issuing *issuing);

/* True if somebody must choose a passphrase; then gives it. DATA
 * `passphrase_short`, ... */
bool act_issue_asks(const struct issuing *issuing);
enum status act_issue_passphrase(struct issuing *issuing,
				 const char *passphrase, struct error *err);

/* 3. Makes the activation codes and wraps the key. Slow by intent. */
enum status act_issue_derive(struct issuing *issuing, struct error *err);

/* 4. Stores serial, to-be-signed bytes, wrapped key and codes: `issuing`. */
enum status act_issue_reserve(struct desk *desk, struct issuing *issuing,
			      struct error *err);

/* 5. Signs, verifies, and seals the envelope. */
enum status act_issue_finish(struct issuing *issuing, struct error *err);

/* 6. Stores certificate and envelope, queues the mail: `active`. */
enum status act_issue_settle(struct desk *desk, struct issuing *issuing,
			     struct error *err);

#endif
