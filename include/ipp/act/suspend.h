/* suspend - certificates put on hold, and taken off it again */
#ifndef IPP_ACT_SUSPEND_H
#define IPP_ACT_SUSPEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct attachments;
struct desk;
struct emergency_wish;
struct paper;
struct status_change;
struct suspension_wish;

/* As revocation_weigh and revocation_read. */
size_t suspension_weigh(void *attachments, const struct suspension_wish *in);
enum status suspension_read(struct desk *desk, struct attachments *attachments,
			    const struct suspension_wish *in,
			    struct paper **ret, struct error *err);

/* Each works in the open transaction and refuses before it writes: errors of
 * product_open and status_change_judge. */

/* Puts all certificates of a product on hold; a suspension whose end has come
 * is ended before. Errors of suspension_judge; REFUSED `already_suspended`,
 * `transition_refused`. */
enum status act_suspend(struct desk *desk, const struct suspension_wish *in,
			const struct paper *paper, struct status_change *ret,
			struct error *err);

/* Makes them good again, as if they had never been on hold. REFUSED
 * `not_suspended`. */
enum status act_lift(struct desk *desk, const struct suspension_wish *in,
		     const struct paper *paper, struct status_change *ret,
		     struct error *err);

/* The products that time has gone by for, as the session may see them; in the
 * desk's arena. */
enum status act_due(struct desk *desk, const int64_t **ret, size_t *count,
		    struct error *err);

/* Does what is due with one of them: what has expired becomes `expired`, and
 * nothing stays of a suspension that was to end before that; a suspension that
 * has ended is lifted or made a revocation. *silent is true if nothing was due
 * after all. */
enum status act_due_do(struct desk *desk, int64_t user_id,
		       struct status_change *ret, bool *silent,
		       struct error *err);

/* Suspends a product for a holder who says his emergency code, in transactions
 * of its own. A wrong code, a product that is neither active nor suspended
 * and one that is unknown are all REFUSED `erc_wrong`, after the same work;
 * after too many in a row REFUSED `erc_locked`. Errors of act_suspend to who
 * says the right one. DATA `product_missing`, `erc_missing`. */
enum status act_emergency(struct desk *desk, const struct emergency_wish *in,
			  const char *erc, struct status_change *ret,
			  struct error *err);

#endif
