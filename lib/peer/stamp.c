/* stamp - time-stamps from an authority, over HTTP (RFC 3161, 3.4) */
#include <ipp/peer/stamp.h>

#include <strings.h>

#include <ipp/port/http.h>

#define REPLY_BYTES_MAX ((size_t)256 * 1024)

enum status stamp_fetch(struct arena *arena, const char *url,
			struct octets request, struct octets *ret,
			struct error *err)
{
	static const struct http_header headers[] = {
		{ "Content-Type", "application/timestamp-query" },
		{ "Accept", "application/timestamp-reply" },
	};
	const struct http_request ask = {
		.method = "POST",
		.url = url,
		.headers = headers,
		.header_count = sizeof headers / sizeof *headers,
		.body = request.bytes,
		.size = request.size,
	};
	const struct http_config config = {
		.reply_bytes_max = REPLY_BYTES_MAX,
	};
	OWN(http) struct http *http = NULL;
	struct http_reply reply;
	enum status rc;

	if (strncasecmp(url, "http://", 7) && strncasecmp(url, "https://", 8))
		return error_set(err, USAGE, "stamp_url", "stamp_url",
				 "\"%.200s\" is no http or https URL; give that "
				 "of a time-stamp authority",
				 url);
	if ((rc = http_open(&config, &http, err)) != OK ||
	    (rc = http_call(http, arena, &ask, &reply, err)) != OK)
		return rc;
	if (reply.code != 200)
		return error_set(err, UNAVAILABLE, "stamp_unavailable", NULL,
				 "\"%.200s\" answered %d instead of a "
				 "time-stamp; try again later",
				 url, reply.code);
	*ret = (struct octets){ reply.body, reply.size };
	return OK;
}
