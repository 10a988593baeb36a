/* suspend_part - a suspension that was judged, carried out */
#ifndef IPP_LIB_ACT_SUSPEND_PART_H
#define IPP_LIB_ACT_SUSPEND_PART_H

#include "status_change.h"

/* Ends the suspension of changing->product, which is loaded, if its time is
 * over: it has ended then, whether cron has been there or not, and what
 * follows happens to a certificate that is good again. One that is revoked at
 * its end stays on hold until then. */
enum status changing_catch_up(struct desk *desk, struct changing *changing,
			      struct error *err);

/* Judges and suspends changing->product, which is loaded, until `until` or,
 * if that is ABSENT, as long as it may. REFUSED `already_suspended`,
 * `transition_refused`. */
enum status changing_suspend(struct desk *desk, struct changing *changing,
			     int64_t until, struct status_change *ret,
			     struct error *err);

#endif
