/* ocsp_web - OCSP over HTTP (RFC 6960, A; RFC 5019, 5 and 6) */
#include "ocsp_web.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/ocsp.h>

#include "ocsp_part.h"

#define DATE_MAX 80 /* more than "Sun, 06 Nov 1994 08:49:37 GMT" */

void web_request_set(struct web_request *request, const char *name,
		     const char *value)
{
	const struct {
		const char *name;
		const char **member;
	} known[] = {
		{ "REQUEST_METHOD", &request->method },
		{ "SCRIPT_NAME", &request->script },
		{ "REQUEST_URI", &request->uri },
		{ "PATH_INFO", &request->path },
		{ "CONTENT_TYPE", &request->type },
		{ "CONTENT_LENGTH", &request->length },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(known[i].name, name))
			*known[i].member = value;
}

size_t web_body_size(const struct web_request *request)
{
	int64_t n = 0;

	if (text_is_empty(request->length))
		return 0;
	return integer_parse(request->length, 0, INT64_MAX, &n) ? (size_t)n
								: (size_t)-1;
}

static bool is_get(const struct web_request *request)
{
	return text_equal(request->method, "GET") ||
	       text_equal(request->method, "HEAD");
}

static bool is_ocsp_request(const char *type)
{
	static const char name[] = "application/ocsp-request";
	size_t n = sizeof name - 1;

	return type && !strncasecmp(type, name, n) &&
	       (!type[n] || strchr("; \t", type[n]));
}

/* Takes percent signs away; false if one is none. */
static bool percent_decode(const char *text, char *ret)
{
	for (; *text; text++) {
		char digits[3] = { 0 };

		if (*text != '%') {
			*ret++ = *text;
			continue;
		}
		strncpy(digits, text + 1, 2);
		if (!hex_decode(digits, 1, ret) || !*ret++)
			return false;
		text += 2;
	}
	*ret = '\0';
	return true;
}

/* What follows the address of the service. Some web servers make one slash of
 * two, or cut a path at dots, before they tell PATH_INFO: the address as it was
 * sent is surer. */
static const char *rest_of(struct arena *arena,
			   const struct web_request *request)
{
	const char *uri = request->uri, *script = request->script;
	size_t n = script ? strlen(script) : 0;
	char *text, *plain;

	if (uri && script && !strncmp(uri, script, n) && uri[n] == '/') {
		text = arena_text_n(arena, uri + n + 1,
				    strcspn(uri + n + 1, "?"));
		plain = arena_alloc(arena, strlen(text) + 1);
		return percent_decode(text, plain) ? plain : NULL;
	}
	return request->path && *request->path == '/' ? request->path + 1
						      : NULL;
}

const char *web_read(struct arena *arena, const struct web_request *request,
		     struct octets *ret)
{
	const char *rest;

	*ret = (struct octets){ NULL, 0 };
	if (is_get(request)) {
		rest = rest_of(arena, request);
		if (text_is_empty(rest))
			return "400 Bad Request";
		(void)ocsp_text_read(arena, rest, ret); /* empty: malformed */
		return NULL;
	}
	if (!text_equal(request->method, "POST"))
		return "405 Method Not Allowed";
	if (text_is_empty(request->length))
		return "411 Length Required";
	if (web_body_size(request) > LIMIT_OCSP_BYTES)
		return "413 Content Too Large";
	if (!is_ocsp_request(request->type))
		return "415 Unsupported Media Type";
	*ret = request->body;
	return NULL;
}

/* RFC 9110, 5.6.7; in English, whatever the locale. */
static void http_date(int64_t at, char ret[DATE_MAX])
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t when = (time_t)at;
	struct tm tm;

	(void)gmtime_r(&when, &tm);
	(void)snprintf(ret, DATE_MAX, "%.3s, %02d %.3s %d %02d:%02d:%02d GMT",
		       days + 3 * tm.tm_wday, tm.tm_mday,
		       months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour,
		       tm.tm_min, tm.tm_sec);
}

/* RFC 5019, 6.2. */
static const char *freshness(struct arena *arena,
			     const struct web_request *request,
			     const struct ocsp_exchange *exchange)
{
	char from[DATE_MAX], until[DATE_MAX], tag[2 * DIGEST_SIZE + 1];
	unsigned char sha256[DIGEST_SIZE];
	struct error ignored;

	if (!is_get(request) || exchange->is_refused || exchange->has_nonce)
		return "Cache-Control: no-store\r\n";
	error_reset(&ignored);
	if (digest_sha256(exchange->answer.bytes, exchange->answer.size,
			  sha256, &ignored) != OK)
		return "Cache-Control: no-store\r\n";
	hex_encode(sha256, sizeof sha256, tag);
	http_date(exchange->this_update, from);
	http_date(exchange->next_update, until);
	return arena_printf(
	    arena,
	    "Cache-Control: max-age=%lld, public, no-transform, "
	    "must-revalidate\r\n"
	    "Last-Modified: %s\r\nExpires: %s\r\nETag: \"%s\"\r\n",
	    (long long)(exchange->next_update - exchange->this_update) / 2,
	    from, until, tag);
}

static struct octets joined(struct arena *arena, const char *head,
			    struct octets body)
{
	size_t n = strlen(head);
	unsigned char *ret = arena_alloc(arena, n + body.size);

	memcpy(ret, head, n);
	memcpy(ret + n, body.bytes, body.size);
	return (struct octets){ ret, n + body.size };
}

struct octets web_write(struct arena *arena, const struct web_request *request,
			const struct ocsp_exchange *exchange)
{
	const struct octets *answer = &exchange->answer;
	const char *head =
	    arena_printf(arena,
			 "Status: 200 OK\r\n"
			 "Content-Type: application/ocsp-response\r\n"
			 "Content-Length: %zu\r\n%s\r\n",
			 answer->size, freshness(arena, request, exchange));
	struct octets body = *answer;

	if (text_equal(request->method, "HEAD"))
		body.size = 0;
	return joined(arena, head, body);
}

struct octets web_refuse(struct arena *arena, const char *status)
{
	const char *head = arena_printf(arena,
					"Status: %s\r\nAllow: GET, HEAD, POST"
					"\r\nContent-Type: text/plain\r\n"
					"Content-Length: %zu\r\n"
					"Cache-Control: no-store\r\n\r\n",
					status, strlen(status) + 1);
	const char *body = arena_printf(arena, "%s\n", status);

	return joined(arena, head,
		      (struct octets){ (const unsigned char *)body,
				       strlen(body) });
}
