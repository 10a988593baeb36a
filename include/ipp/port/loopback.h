/* loopback - where a browser comes back to: one page on this machine (RFC
 * 8252, 7.3 and 8.3) */
#ifndef IPP_PORT_LOOPBACK_H
#define IPP_PORT_LOOPBACK_H

#include <stdbool.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;

/* Listens on this machine alone. */
struct loopback;

/* True for http://127.0.0.1, [::1] or localhost, with any port and path. */
bool loopback_is(const char *uri);

/* Listens where the URI says; at a free port, if that is 0 or not there. DATA
 * `redirect_not_loopback`; CANTCREAT `redirect_unusable`: somebody else
 * listens there. */
enum status loopback_open(const char *uri, struct loopback **ret,
			  struct error *err);
void loopback_close(struct loopback *it); /* NULL is fine */
DEFINE_OWN(loopback, struct loopback, loopback_close)

/* The URI with its port; borrowed. */
const char *loopback_uri(const struct loopback *it);

enum loopback_event {
	LOOPBACK_CAME,	/* a browser asked for the page, with a query */
	LOOPBACK_OTHER, /* the other descriptor can be read */
	LOOPBACK_OVER,	/* nobody came in time */
};

/* Waits up to so many milliseconds for a GET of the URI's path that brings a
 * query, or for `other` (a descriptor, or -1). *ret is the path and query, in
 * the arena; the browser waits for loopback_answer. All else that comes (other
 * pages, other hosts' names, requests above 16 KiB) is refused, and waited on
 * for. SYSTEM `redirect_failed`. */
enum status loopback_wait(struct loopback *it, int other, int milliseconds,
			  struct arena *arena, char **ret,
			  enum loopback_event *event, struct error *err);

/* Shows a line to the person at the browser that came, and hangs up. */
void loopback_answer(struct loopback *it, bool is_good, const char *line);

#endif
