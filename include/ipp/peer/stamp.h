/* stamp - time-stamps from an authority, over HTTP (RFC 3161, 3.4) */
#ifndef IPP_PEER_STAMP_H
#define IPP_PEER_STAMP_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;

/* Posts a TimeStampReq and answers what came, a stranger's bytes, in the arena.
 * USAGE `stamp_url`: no http or https URL; UNAVAILABLE `stamp_unavailable`:
 * any answer but 200; and those of http_call. */
enum status stamp_fetch(struct arena *arena, const char *url,
			struct octets request, struct octets *ret,
			struct error *err);

#endif
