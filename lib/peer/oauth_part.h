/* oauth_part - what the files of the OAuth client share */
#ifndef IPP_LIB_PEER_OAUTH_PART_H
#define IPP_LIB_PEER_OAUTH_PART_H

#include <ipp/peer/oauth.h>

#include "csc_part.h"

/* Makes a call that is answered with tokens. */
enum status oauth_tokens_get(struct csc *csc, struct arena *arena,
			     const struct csc_call *call,
			     struct oauth_tokens *ret, struct error *err);

#endif
