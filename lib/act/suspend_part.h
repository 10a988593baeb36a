/* suspend_part - a suspension that was judged, carried out */
#ifndef IPP_LIB_ACT_SUSPEND_PART_H
#define IPP_LIB_ACT_SUSPEND_PART_H

#include "status_change.h"

/* Judges and suspends changing->product, which is loaded, until `until` or,
 * if that is ABSENT, as long as it may. */
enum status changing_suspend(struct desk *desk, struct changing *changing,
			     int64_t until, struct status_change *ret,
			     struct error *err);

#endif
