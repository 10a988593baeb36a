/* issuer - certificates of issuers, from where those they issued name them */
#include <ipp/peer/issuer.h>

#include <ipp/base/limits.h>
#include <ipp/base/text.h>
#include <ipp/port/http.h>

enum status issuer_fetch(struct http *http, struct arena *arena,
			 const char *url, struct octets *ret, struct error *err)
{
	const struct http_request ask = { .method = "GET", .url = url };
	struct http_reply reply;
	enum status rc;

	if (!text_starts(url, "http://"))
		return error_set(err, DATA, "issuer_url", NULL,
				 "\"%.200s\" is no http URL; give the message "
				 "with the certificates of the issuers inside",
				 url);
	if ((rc = http_call(http, arena, &ask, &reply, err)) != OK)
		return rc;
	if (reply.code != 200)
		return error_set(err, UNAVAILABLE, "issuer_unavailable", NULL,
				 "\"%.200s\" answered %d when asked for the "
				 "certificate of an issuer; try again later",
				 url, reply.code);
	if (reply.size > LIMIT_ISSUER_BYTES)
		return error_set(err, DATA, "http_reply_too_large", NULL,
				 "answer of \"%.200s\" is larger than %zu "
				 "bytes",
				 url, LIMIT_ISSUER_BYTES);
	*ret = (struct octets){ reply.body, reply.size };
	return OK;
}
