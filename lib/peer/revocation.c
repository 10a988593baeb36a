/* revocation - CRLs and OCSP answers, from whoever publishes them */
#include <ipp/peer/revocation.h>

#include <strings.h>

#include <ipp/base/limits.h>
#include <ipp/port/http.h>

static enum status reply_judge(const struct http_reply *reply, const char *url,
			       struct error *err)
{
	if (reply->code != 200)
		return error_set(err, UNAVAILABLE, "revocation_unavailable",
				 NULL,
				 "\"%.200s\" answered %d when asked about "
				 "revocation; try again later",
				 url, reply->code);
	if (reply->size == 0)
		return error_set(err, DATA, "revocation_empty", NULL,
				 "\"%.200s\" answered nothing when asked about "
				 "revocation; try again later",
				 url);
	if (reply->size > LIMIT_REVOCATION_BYTES)
		return error_set(err, DATA, "http_reply_too_large", NULL,
				 "answer of \"%.200s\" is larger than %zu "
				 "bytes",
				 url, LIMIT_REVOCATION_BYTES);
	return OK;
}

enum status revocation_fetch(struct http *http, struct arena *arena,
			     const char *url, struct octets request,
			     struct octets *ret, struct error *err)
{
	static const struct http_header headers[] = {
		{ "Content-Type", "application/ocsp-request" },
		{ "Accept", "application/ocsp-response" },
	};
	const struct http_request ask = {
		.method = request.size ? "POST" : "GET",
		.url = url,
		.headers = headers,
		.header_count = request.size ? 2 : 0,
		.body = request.size ? request.bytes : NULL,
		.size = request.size,
	};
	struct http_reply reply;
	enum status rc;

	if (strncasecmp(url, "http://", 7) && strncasecmp(url, "https://", 8))
		return error_set(err, DATA, "revocation_url", NULL,
				 "\"%.200s\" is no http or https URL; give the "
				 "revocation data as a file",
				 url);
	if ((rc = http_call(http, arena, &ask, &reply, err)) != OK ||
	    (rc = reply_judge(&reply, url, err)) != OK)
		return rc;
	*ret = (struct octets){ reply.body, reply.size };
	return OK;
}
