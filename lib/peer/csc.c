/* csc - conversations with a remote signing service */
#include "csc_part.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/field.h>
#include <ipp/port/http.h>

#define PATIENCE_DEFAULT 60
#define ATTEMPTS_MAX	 5

static bool is_near(const char *host)
{
	static const char *const names[] = { "localhost", "127.0.0.1",
					     "[::1]" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i]);

		if (!strncasecmp(host, names[i], n) &&
		    (!host[n] || host[n] == ':' || host[n] == '/'))
			return true;
	}
	return false;
}

enum status csc_url_read(struct arena *arena, const char *url, char **ret,
			 struct error *err)
{
	const char *host = !url				      ? NULL
			   : !strncasecmp(url, "https://", 8) ? url + 8
			   : !strncasecmp(url, "http://", 7)  ? url + 7
							      : NULL;
	bool is_clear = host && !strncasecmp(url, "http:", 5);
	size_t n;

	if (!host || !*host || *host == '/' || *host == ':' ||
	    strpbrk(host, " \t\r\n?#@\\"))
		return error_set(err, CONFIG, "authority_url", NULL,
				 "\"%.200s\" is no address of an authority; "
				 "give it as https://HOST/PATH",
				 url ? url : "");
	if (is_clear && !is_near(host))
		return error_set(err, CONFIG, "authority_url", NULL,
				 "\"%.200s\" would be talked to in clear; give "
				 "it as https://HOST/PATH",
				 url);
	for (n = strlen(url); url[n - 1] == '/'; n--)
		;
	*ret = arena_text_n(arena, url, n);
	return OK;
}

/* Nothing but a host has no path to hang methods from. */
static char *base_of(struct arena *arena, const char *url,
		     enum csc_version version)
{
	static const char *const paths[] = {
		[CSC_V0] = "/csc/v0", [CSC_V1] = "/csc/v1", [CSC_V2] = "/csc/v2"
	};
	const char *host = strstr(url, "//") + 2;

	return memory_text(strchr(host, '/') ? url
					     : arena_printf(arena, "%s%s", url,
							    paths[version]));
}

enum status csc_open(const struct csc_service *service, struct csc **ret,
		     struct error *err)
{
	const struct http_config config = {
		.ca_pem = service->tls_ca,
		.connect_seconds = service->connect_seconds,
		.total_seconds = service->call_seconds,
		.reply_bytes_max = CSC_REPLY_BYTES,
	};
	OWN(arena) struct arena *arena = arena_new();
	OWN(csc) struct csc *csc = memory_new(sizeof *csc);
	char *url;
	enum status rc;

	secret_guard();
	if ((rc = csc_url_read(arena, service->base_url, &url, err)) != OK ||
	    (rc = http_open(&config, &csc->http, err)) != OK)
		return rc;
	csc->service = *service;
	if (!csc->service.patience_seconds)
		csc->service.patience_seconds = PATIENCE_DEFAULT;
	csc->base = base_of(arena, url, service->version);
	csc->began = steady_clock();
	csc->outcome.error = csc->outcome.description = "";
	*ret = TAKE(csc);
	return OK;
}

void csc_close(struct csc *csc)
{
	if (!csc)
		return;
	csc_bear(csc, NULL);
	http_close(csc->http);
	free(csc->base);
	free(csc);
}

void csc_bear(struct csc *csc, const char *access_token)
{
	char *token = access_token ? memory_text(access_token) : NULL;

	if (csc->token)
		memory_wipe_free(csc->token, strlen(csc->token));
	csc->token = token;
}

bool csc_bears(const struct csc *csc, const char *access_token)
{
	return text_equal(csc->token, access_token);
}

int64_t csc_now(const struct csc *csc)
{
	int64_t passed = (steady_clock() - csc->began) / 1000;

	return csc->service.now + (csc->service.clock_stands ? 0 : passed);
}

int64_t csc_ends(int64_t now, int64_t seconds)
{
	if (seconds == ABSENT)
		seconds = CSC_CALL_LIFE;
	return seconds < 0 ? now
			   : now + (seconds > INT32_MAX ? INT32_MAX : seconds);
}

const struct csc_outcome *csc_outcome(const struct csc *csc)
{
	return &csc->outcome;
}

static void sleep_for(int64_t milliseconds)
{
	struct timespec left = { (time_t)(milliseconds / 1000),
				 (long)(milliseconds % 1000) * 1000000 };

	while (nanosleep(&left, &left))
		;
}

bool csc_wait(struct csc *csc, int64_t milliseconds)
{
	const struct csc_service *it = &csc->service;

	if (csc->waited + milliseconds > (int64_t)it->patience_seconds * 1000)
		return false;
	csc->waited += milliseconds;
	if (it->wait)
		it->wait(it->wait_context, milliseconds);
	else
		sleep_for(milliseconds);
	return true;
}

/* How long to wait before the next attempt: as the server asks, else 1, 2, 4
 * and 8 seconds. */
static int64_t pause_of(unsigned attempt, const struct http_reply *reply)
{
	if (reply && reply->retry_after > 0)
		return (reply->retry_after > 86400 ? 86400
						   : reply->retry_after) *
		       1000;
	return (int64_t)1000 << attempt;
}

static bool is_passing(int code)
{
	return code == 429 || (code >= 502 && code <= 504);
}

/* One exchange, or several, where each may be the same again. */
static enum status exchange(struct csc *csc, struct arena *arena,
			    const struct csc_call *call,
			    const struct http_request *request,
			    struct http_reply *ret, struct error *err)
{
	enum status rc;

	for (unsigned attempt = 0;; attempt++) {
		struct error why;
		bool may, is_last;

		error_reset(&why);
		rc = http_call(csc->http, arena, request, ret, &why);
		csc->outcome.certainty = rc == OK || http_was_sent(csc->http)
					     ? CSC_UNKNOWN
					     : CSC_NOT_DONE;
		/* who is not there now is asked once more */
		is_last = !call->is_idempotent || attempt + 1 == ATTEMPTS_MAX ||
			  (rc == UNAVAILABLE && attempt > 0);
		may = rc == UNAVAILABLE || (rc == OK && is_passing(ret->code));
		if (!may || is_last ||
		    !csc_wait(csc, pause_of(attempt, rc == OK ? ret : NULL)))
			return rc == OK ? OK : error_merge(err, &why);
	}
}

/* Where nothing needs to be said, what is no object is nothing. */
static enum status answer_read(struct csc *csc, const struct csc_call *call,
			       const struct http_reply *reply,
			       struct json **ret, struct error *err)
{
	const char *text = (const char *)reply->body;
	size_t n = reply->size;
	struct error why;

	if (n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		text += 3;
		n -= 3;
	}
	error_reset(&why);
	if (json_parse(text, n, ret, &why) == OK) {
		if (json_kind(*ret) == JSON_IS_OBJECT)
			return OK;
		json_free(*ret);
		*ret = NULL;
	}
	return call->may_be_empty
		   ? OK
		   : csc_garbled(csc, call->name, "",
				 N_("it is no JSON object"), err);
}

static const struct http_header headers[] = {
	{ "Accept", "application/json" },
	{ "Content-Type", "application/json" },
};
static const struct http_header form_headers[] = {
	{ "Accept", "application/json" },
	{ "Content-Type", "application/x-www-form-urlencoded" },
};

enum status csc_call(struct csc *csc, struct arena *arena,
		     const struct csc_call *call, struct json **ret, int *code,
		     struct error *err)
{
	const char *url = call->url;
	const struct http_request request = {
		.method = call->body ? "POST" : "GET",
		.url =
		    url ? url
			: arena_printf(arena, "%s/%s", csc->base, call->name),
		.headers = call->is_form ? form_headers : headers,
		.header_count = call->body ? 2 : 1,
		.body = call->body,
		.size = call->body ? strlen(call->body) : 0,
		.is_once = call->body && !call->is_idempotent,
		.bearer = call->is_bearing ? csc->token : NULL,
		.user = call->user,
		.password = call->password,
	};
	struct http_reply reply;
	enum status rc;

	csc->outcome = (struct csc_outcome){ .certainty = CSC_NOT_DONE,
					     .error = "",
					     .description = "" };
	csc->waited = 0;
	if ((rc = exchange(csc, arena, call, &request, &reply, err)) != OK)
		return rc;
	csc->outcome.code = reply.code;
	if (reply.code < 200 || reply.code > 204)
		return csc_refusal(csc, call, &reply, err);
	if ((rc = answer_read(csc, call, &reply, ret, err)) != OK)
		return rc;
	*code = reply.code;
	csc->outcome.certainty = CSC_DONE;
	return OK;
}
