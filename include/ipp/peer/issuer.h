/* issuer - certificates of issuers, from where those they issued name them */
#ifndef IPP_PEER_ISSUER_H
#define IPP_PEER_ISSUER_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct http;

/*
 * Gets what a certificate names as that of its issuer (RFC 5280, 4.2.2.1):
 * http only, at most LIMIT_ISSUER_BYTES, no redirects, no credentials. What
 * comes is a stranger's: nothing of it was looked at. In the arena.
 *   UNAVAILABLE  `issuer_unavailable`: any answer but 200; and those of
 *                http_call
 *   DATA         `issuer_url`: no http URL; `http_reply_too_large`
 */
enum status issuer_fetch(struct http *http, struct arena *arena,
			 const char *url, struct octets *ret,
			 struct error *err);

#endif
