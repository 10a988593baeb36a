/* smtp_url - the address of a mail server, read with libcurl */
#include <ipp/port/smtp.h>

#include <string.h>

#include <curl/curl.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

static void url_free(CURLU *url)
{
	curl_url_cleanup(url);
}
DEFINE_OWN(url, CURLU, url_free)

/* In the arena; NULL if the URL has no such part. */
static const char *part(CURLU *url, CURLUPart which, struct arena *arena)
{
	const char *ret = NULL;
	char *text = NULL;

	if (!curl_url_get(url, which, &text, 0))
		ret = arena_text(arena, text);
	curl_free(text);
	return ret;
}

enum status smtp_url_parse(const char *text, struct arena *arena,
			   struct smtp_config *ret, struct error *err)
{
	OWN(url) CURLU *url = curl_url();
	const char *scheme, *path, *port;
	int64_t number = 0;
	bool is_good = url && !curl_url_set(url, CURLUPART_URL, text,
					    CURLU_NON_SUPPORT_SCHEME);

	if (is_good) {
		scheme = part(url, CURLUPART_SCHEME, arena);
		path = part(url, CURLUPART_PATH, arena);
		port = part(url, CURLUPART_PORT, arena);
		ret->host = part(url, CURLUPART_HOST, arena);
		is_good = ret->host &&
			  (text_equal(scheme, "smtp") ||
			   text_equal(scheme, "smtps")) &&
			  (!path || text_equal(path, "/")) &&
			  !part(url, CURLUPART_USER, arena) &&
			  !part(url, CURLUPART_QUERY, arena) &&
			  !part(url, CURLUPART_FRAGMENT, arena) &&
			  (!port || integer_parse(port, 1, 65535, &number));
		if (text_equal(scheme, "smtps"))
			ret->security = SMTP_TLS;
	}
	if (!is_good)
		return error_set(err, CONFIG, "smtp_config", "mail_url",
				 "\"%.80s\" is no address of a mail server; "
				 "write smtp://HOST:PORT or smtps://HOST:PORT",
				 text);
	ret->port = (unsigned)number;
	return OK;
}
