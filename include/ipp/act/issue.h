/* issue - the one way a certificate comes about */
#ifndef IPP_ACT_ISSUE_H
#define IPP_ACT_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/act/signing.h>
#include <ipp/base/error.h>
#include <ipp/model/envelope.h>

struct certificate;
struct desk;
struct issuing; /* one product on its way; lives in the document's arena */

/* What serves the device products of a run: the officer's key, opened with his
 * PIN, and the library of the devices. */
struct device_options;
struct device_work;
struct signing_options;
struct terminal;

/* Opens them; `asks` as terminal_secret does. *ret stays NULL if the options
 * name no device. The officer's certificate must name his organization and
 * role: REFUSED `role_certificate_needed`. USAGE `device_unnamed`. And errors
 * of signing_open. */
enum status act_device_open(struct desk *desk,
			    const struct device_options *options,
			    const struct signing_options *officer,
			    signing_asks *asks, struct terminal *terminal,
			    struct device_work **ret, struct error *err);
void act_device_close(struct device_work *work); /* NULL is fine */

struct issue_wish {
	bool seal; /* else the codes wait for `ipp-envelope seal` */
	struct envelope_options sealing;
	struct device_work *device; /* NULL: only remote products */
	bool device_is_lost; /* what was begun ends without it, revoked */
};

/*
 * Steps, one after the other for every product. Those that take a desk
 * need a transaction; the others touch no store and may run on all
 * processors, but those of device products, which come one at a time. What is
 * signed is what was checked and stored before. After a crash the same steps
 * finish what was begun: a product that is `issuing` goes on from what is
 * stored, one that is `active` is only looked at.
 *
 * 1. Looks whether this product may be issued now. Errors of product_open;
 * REFUSED `transition_refused`, `four_eyes`, `device_needed`,
 * `device_not_begun`; DATA
 * `email_missing`, `mobile_missing`, `tax_code_missing`; CONFIG
 * `authority_missing`; USAGE `device_sealed_now`. */
enum status act_issue_check(struct desk *desk, const struct issue_wish *wish,
			    int64_t user_id, struct issuing **ret,
			    struct error *err);

/* 2. Makes key, serial number and to-be-signed bytes, and judges them by the
 * profile; a key whose codes come later is sealed. Of a device product only
 * what can be shown before: the device is looked at. Errors of port/device.h;
 * REFUSED `device_not_certified`, `device_in_use`. */
enum status act_issue_prepare(struct issuing *issuing, struct error *err);

/* What is or would be in the certificate. */
void act_issue_show(const struct issuing *issuing, struct certificate *ret);

/* What somebody is asked before it is done. */
const char *act_issue_question(const struct issuing *issuing);

/* True if there is nothing left to do. */
bool act_issue_is_done(const struct issuing *issuing);

/* True if the codes are sealed as well, which may write down a passphrase
 * besides the store. */
bool act_issue_seals(const struct issuing *issuing);

/* True if steps 3a, 3b, 5a and 5b have something to do. */
bool act_issue_has_device(const struct issuing *issuing);

/* True if somebody must choose a passphrase; then gives it. DATA
 * `passphrase_short`, ... */
bool act_issue_asks(const struct issuing *issuing);
enum status act_issue_passphrase(struct issuing *issuing,
				 const char *passphrase, struct error *err);

/* True if somebody must tell the PIN, or the PUK, that the device was sold
 * with; then gives them, or NULL. */
bool act_issue_asks_pin(const struct issuing *issuing);
bool act_issue_asks_puk(const struct issuing *issuing);
void act_issue_sold_with(struct issuing *issuing, const char *pin,
			 const char *puk);

/* 3. Makes the activation codes and wraps the key, if they are sealed as well.
 * Slow by intent. */
enum status act_issue_derive(struct issuing *issuing, struct error *err);

/* 3a. Claims the device and stores its codes. REFUSED `device_taken`. */
enum status act_issue_claim(struct desk *desk, struct issuing *issuing,
			    struct error *err);

/* 3b. The device gets PIN and PUK, makes the keys and proves that it has them;
 * the officer signs that. Errors of port/device.h and key_token_pair. */
enum status act_issue_make(struct issuing *issuing, struct error *err);

/* 4. Stores serial, to-be-signed bytes, wrapped key and codes: `issuing`. */
enum status act_issue_reserve(struct desk *desk, struct issuing *issuing,
			      struct error *err);

/* 5. Signs, verifies, and seals the envelope. */
enum status act_issue_finish(struct issuing *issuing, struct error *err);

/* 5a. Stores the certificates of a device product: still `issuing`. */
enum status act_issue_store(struct desk *desk, struct issuing *issuing,
			    struct error *err);

/* 5b. Writes them on the device and reads them back. */
enum status act_issue_write(struct issuing *issuing, struct error *err);

/* 6. Stores certificate and envelope, queues the mail: `active`. What was on
 * its way to a device that is lost is revoked then, and sealed is nothing. */
enum status act_issue_settle(struct desk *desk, struct issuing *issuing,
			     struct error *err);

#endif
