/* envelope - activation codes sealed later, sealed anew, read, forgotten */
#ifndef IPP_ACT_ENVELOPE_H
#define IPP_ACT_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/envelope.h>

struct arena;
struct desk;
struct enveloping; /* one envelope on its way; in the document's arena */

enum envelope_task {
	ENVELOPE_SEAL,	 /* the first: makes the codes */
	ENVELOPE_RESEND, /* another: the same codes, a new passphrase */
};

/*
 * Three steps, as in act/issue.h: the first and last need a transaction, the
 * second touches no store.
 *
 * 1. Looks whether this can be done. Errors of product_open; REFUSED
 * `not_active`; to seal: what was sealed before is only looked at; to resend:
 * REFUSED `codes_not_sealed`, `codes_forgotten`; DATA `email_missing`,
 * `mobile_missing`, `tax_code_missing`. */
enum status act_envelope_check(struct desk *desk, enum envelope_task task,
			       const struct envelope_options *options,
			       int64_t user_id, struct enveloping **ret,
			       struct error *err);

/* True if somebody must choose a passphrase; then gives it. */
bool act_envelope_asks(const struct enveloping *it);
enum status act_envelope_passphrase(struct enveloping *it,
				    const char *passphrase, struct error *err);

/* 2. Makes the codes, if need be, and the envelope. */
enum status act_envelope_make(struct enveloping *it, struct error *err);

/* 3. Keeps it, declares the one before void, queues the mail. */
enum status act_envelope_settle(struct desk *desk, struct enveloping *it,
				struct envelope *ret, struct error *err);

/* Calls `each` for the products of the session's organization (and unit, if
 * the profile sees no more) whose codes wait to be sealed. */
enum status act_envelope_pending(struct desk *desk,
				 enum status (*each)(void *context,
						     const struct envelope *it,
						     struct error *err),
				 void *context, struct error *err);

/* Opens an envelope file, of either kind. *ret is the text that it holds. DATA
 * `envelope_broken`, `passphrase_wrong`. */
enum status act_envelope_open(const void *bytes, size_t size,
			      const char *passphrase, struct arena *arena,
			      char **ret, struct error *err);

/* Forgets the codes of a product for good, because the holder has used them;
 * journalled. Needs a transaction. */
enum status act_codes_forget(struct desk *desk, int64_t order_id,
			     int64_t user_id, struct error *err);

#endif
