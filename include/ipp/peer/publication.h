/* publication - files that a web server shows to everybody */
#ifndef IPP_PEER_PUBLICATION_H
#define IPP_PEER_PUBLICATION_H

#include <ipp/base/error.h>

struct arena;
struct http;
struct http_file;

/* Who may put files there: both, or both NULL. */
struct publisher {
	const char *user, *password;
};

/* Puts a file of `type` at an address (PUT, RFC 9110, 9.3.4), in place of what
 * is there. CONFIG `publication_refused` if the server knows us or the address
 * not; UNAVAILABLE `publication_unavailable`; and what http_call says. */
enum status publication_put(struct http *http, struct arena *arena,
			    const struct publisher *publisher, const char *url,
			    const char *type, const struct http_file *from,
			    struct error *err);

/* Gets what everybody gets there, past every cache that may be asked to let us
 * through. UNAVAILABLE `publication_unavailable`; and what http_call says. */
enum status publication_get(struct http *http, struct arena *arena,
			    const char *url, const struct http_file *into,
			    struct error *err);

#endif
