/* revocation - CRLs and OCSP answers, from whoever publishes them */
#ifndef IPP_PEER_REVOCATION_H
#define IPP_PEER_REVOCATION_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct http;

/*
 * Gets a CRL (RFC 5280, 4.2.1.13), or, if `request` is not empty, posts that
 * OCSPRequest (RFC 6960, A.1). http and https; no credentials. `http` should
 * take LIMIT_REVOCATION_BYTES. What comes is a stranger's: nothing of it was
 * looked at. In the arena.
 *   UNAVAILABLE  `revocation_unavailable`: any answer but 200; and those of
 *                http_call
 *   DATA         `revocation_url`: no http or https URL;
 *                `revocation_empty`; `http_reply_too_large`
 */
enum status revocation_fetch(struct http *http, struct arena *arena,
			     const char *url, struct octets request,
			     struct octets *ret, struct error *err);

#endif
