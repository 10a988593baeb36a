/* revoke_part - a revocation that was judged, carried out */
#ifndef IPP_LIB_ACT_REVOKE_PART_H
#define IPP_LIB_ACT_REVOKE_PART_H

#include "status_change.h"

/* Revokes, records, and tells the holder. */
enum status changing_revoke(struct desk *desk, struct changing *changing,
			    struct status_change *ret, struct error *err);

#endif
