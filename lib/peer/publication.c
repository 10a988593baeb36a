/* publication - files that a web server shows to everybody */
#include <ipp/peer/publication.h>

#include <ipp/port/http.h>

static enum status put_judge(const char *url, int code, struct error *err)
{
	if (code >= 200 && code <= 299)
		return OK;
	if (code == 408 || code == 425 || code == 429 || code >= 500)
		return error_set(err, UNAVAILABLE, "publication_unavailable",
				 NULL,
				 "\"%.200s\" takes nothing now (%d); try again "
				 "later",
				 url, code);
	return error_set(err, CONFIG, "publication_refused", NULL,
			 "\"%.200s\" does not take what is put there (%d); "
			 "mend url, user or password_file in the configuration "
			 "file, or the web server",
			 url, code);
}

enum status publication_put(struct http *http, struct arena *arena,
			    const struct publisher *publisher, const char *url,
			    const char *type, const struct http_file *from,
			    struct error *err)
{
	const struct http_header header = { "Content-Type", type };
	const struct http_request request = { .method = "PUT",
					      .url = url,
					      .headers = &header,
					      .header_count = 1,
					      .from = from,
					      .user = publisher->user,
					      .password = publisher->password };
	struct http_reply reply;
	enum status rc = http_call(http, arena, &request, &reply, err);

	return rc == OK ? put_judge(url, reply.code, err) : rc;
}

enum status publication_get(struct http *http, struct arena *arena,
			    const char *url, const struct http_file *into,
			    struct error *err)
{
	static const struct http_header headers[] = {
		{ "Cache-Control", "no-cache" },
		{ "Pragma", "no-cache" },
	};
	const struct http_request request = { .method = "GET",
					      .url = url,
					      .headers = headers,
					      .header_count = 2,
					      .into = into };
	struct http_reply reply;
	enum status rc = http_call(http, arena, &request, &reply, err);

	if (rc != OK || reply.code == 200)
		return rc;
	return error_set(err, UNAVAILABLE, "publication_unavailable", NULL,
			 "\"%.200s\" answered %d when asked what it shows; "
			 "mend the web server, or try again later",
			 url, reply.code);
}
