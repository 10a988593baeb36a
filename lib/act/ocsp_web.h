/* ocsp_web - OCSP over HTTP (RFC 6960, A; RFC 5019, 5 and 6) */
#ifndef IPP_LIB_ACT_OCSP_WEB_H
#define IPP_LIB_ACT_OCSP_WEB_H

#include <ipp/base/certificate.h>

struct arena;
struct ocsp_exchange;

/* What a web server tells of a request (RFC 3875, 4.1); NULL: nothing. */
struct web_request {
	const char *method, *script, *uri, *path, *type, *length;
	struct octets body;
};

/* One of its meta-variables, where it is one of those. */
void web_request_set(struct web_request *request, const char *name,
		     const char *value);

/* How much of a body follows; (size_t)-1 if it says nothing sensible. */
size_t web_body_size(const struct web_request *request);

/* Finds the OCSPRequest of GET or POST; what is none of it is empty. The
 * status of HTTP if there can be no answer, else NULL. */
const char *web_read(struct arena *arena, const struct web_request *request,
		     struct octets *ret);

/* What the web server is to send (RFC 3875, 6): an answer that is good for all
 * who ask the same may be kept for half of its time, no other at all. */
struct octets web_write(struct arena *arena, const struct web_request *request,
			const struct ocsp_exchange *exchange);
/* An error of HTTP. */
struct octets web_refuse(struct arena *arena, const char *status);

#endif
