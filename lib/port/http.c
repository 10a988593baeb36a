/* http - a small bounded HTTP client on libcurl */
#include <ipp/port/http.h>

#include <stdbool.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "http_part.h"

#define REPLY_BYTES_DEFAULT ((size_t)1024 * 1024)

static void list_free(struct curl_slist *list)
{
	curl_slist_free_all(list);
}
static void url_free(CURLU *url)
{
	curl_url_cleanup(url);
}
DEFINE_OWN(list, struct curl_slist, list_free)
DEFINE_OWN(url, CURLU, url_free)

static bool is_token(const char *text)
{
	const char *p = text;

	while ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
	       (*p >= '0' && *p <= '9') || *p == '-' || *p == '_')
		p++;
	return p > text && !*p;
}

/* RFC 9110, 5.5; no header or secret may end the line it stands in. */
static bool is_one_line(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p < ' ' || *p == 0x7f)
			return false;
	return true;
}

/* A secret may go in clear only where no wire is. */
static bool is_this_machine(const char *host)
{
	return !strcmp(host, "localhost") || !strcmp(host, "[::1]") ||
	       !strcmp(host, "127.0.0.1");
}

/* `place` becomes scheme, host and path, for messages. */
static enum status request_check(struct arena *arena,
				 const struct http_request *request,
				 const char **place, bool *is_near,
				 struct error *err)
{
	OWN(url) CURLU *url = curl_url();
	char *scheme = NULL, *host = NULL, *path = NULL;
	bool is_good = url && is_token(request->method) &&
		       is_one_line(request->url) &&
		       !request->user == !request->password &&
		       (!request->bearer || is_one_line(request->bearer));
	bool is_secret = request->bearer || request->user, is_clear = false;

	for (size_t i = 0; i < request->header_count; i++)
		is_good = is_good && is_token(request->headers[i].name) &&
			  is_one_line(request->headers[i].value);
	if (is_good && !curl_url_set(url, CURLUPART_URL, request->url, 0) &&
	    !curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) &&
	    !curl_url_get(url, CURLUPART_HOST, &host, 0) &&
	    !curl_url_get(url, CURLUPART_PATH, &path, 0)) {
		*place = arena_printf(arena, "%s://%s%s", scheme, host, path);
		*is_near = is_this_machine(host);
		is_clear = is_secret && strcmp(scheme, "https") && !*is_near;
	} else {
		is_good = false;
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(path);
	if (!is_good)
		return error_set(err, USAGE, "http_request", NULL,
				 "request has no proper method, URL or header; "
				 "mend the configured URL");
	if (is_clear)
		return error_set(err, CONFIG, "http_secret_in_clear", NULL,
				 "secret for \"%s\" would go out in clear; "
				 "configure an https URL",
				 *place);
	return OK;
}

static CURLcode session_set(struct http *http, const struct http_config *config)
{
	CURL *curl = http->curl;
	long connect = config->connect_seconds ? config->connect_seconds : 10;
	long total = config->total_seconds ? config->total_seconds : 30;
	struct curl_blob ca = { .flags = CURL_BLOB_COPY };
	CURLcode rc;

	if (config->ca_pem) {
		ca.data = (void *)(uintptr_t)config->ca_pem;
		ca.len = strlen(config->ca_pem);
	}
	if ((rc =
		 curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https")) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_NETRC,
				   (long)CURL_NETRC_IGNORED)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_SSLVERSION,
				   (long)CURL_SSLVERSION_TLSv1_2)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_TIMEOUT, total)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, http->detail)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION,
				   http_body_write)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_WRITEDATA, http)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_READFUNCTION,
				   http_body_read)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_READDATA, http)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION,
				   http_body_seek)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_SEEKDATA, http)))
		return rc;
	if (config->ca_file &&
	    ((rc = curl_easy_setopt(curl, CURLOPT_CAINFO, config->ca_file)) ||
	     (rc = curl_easy_setopt(curl, CURLOPT_CAPATH, NULL))))
		return rc;
	if (config->ca_pem &&
	    ((rc = curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &ca)) ||
	     (rc = curl_easy_setopt(curl, CURLOPT_CAPATH, NULL))))
		return rc;
	return CURLE_OK;
}

enum status http_open(const struct http_config *config, struct http **ret,
		      struct error *err)
{
	OWN(http) struct http *http = NULL;
	CURLcode code = CURLE_FAILED_INIT;

	if (!http_curl_load())
		return error_set(err, CONFIG, "http_config", NULL,
				 "libcurl cannot be loaded; install the "
				 "package libcurl4");
	http = memory_new(sizeof *http);
	http->max = config->reply_bytes_max ? config->reply_bytes_max
					    : REPLY_BYTES_DEFAULT;
	http->curl = curl_easy_init();
	if (!http->curl || (code = session_set(http, config)) != CURLE_OK)
		return error_set(err, CONFIG, "http_config", NULL,
				 "cannot set up the web client: %s; mend the "
				 "configuration",
				 curl_easy_strerror(code));
	*ret = TAKE(http);
	return OK;
}

void http_close(struct http *http)
{
	if (!http)
		return;
	if (http->curl)
		curl_easy_cleanup(http->curl);
	http_body_forget(http);
	free(http);
}

static CURLcode headers_set(CURL *curl, struct arena *arena,
			    const struct http_request *request,
			    struct curl_slist **list)
{
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *row = request->headers + i;
		/* "Name;" is how curl wants a header that has no value */
		struct curl_slist *grown = curl_slist_append(
		    *list, *row->value ? arena_printf(arena, "%s: %s",
						      row->name, row->value)
				       : arena_printf(arena, "%s;", row->name));

		if (!grown)
			return CURLE_OUT_OF_MEMORY;
		*list = grown;
	}
	return curl_easy_setopt(curl, CURLOPT_HTTPHEADER, *list);
}

static CURLcode login_set(CURL *curl, const struct http_request *request)
{
	long kind = request->bearer ? (long)CURLAUTH_BEARER
		    : request->user ? (long)CURLAUTH_BASIC
				    : (long)CURLAUTH_NONE;
	CURLcode rc;

	if ((rc = curl_easy_setopt(curl, CURLOPT_HTTPAUTH, kind)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER,
				   request->bearer)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_USERNAME, request->user)))
		return rc;
	return curl_easy_setopt(curl, CURLOPT_PASSWORD, request->password);
}

static CURLcode body_set(CURL *curl, const struct http_request *request)
{
	CURLcode rc;

	if ((rc = curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_NOBODY,
				   (long)!strcmp(request->method, "HEAD"))))
		return rc;
	if (request->body &&
	    ((rc = curl_easy_setopt(curl, CURLOPT_POST, 1L)) ||
	     (rc = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
				    (curl_off_t)request->size)) ||
	     (rc = curl_easy_setopt(curl, CURLOPT_POSTFIELDS,
				    request->is_once ? NULL : request->body))))
		return rc;
	if (request->from &&
	    ((rc = curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L)) ||
	     (rc = curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
				    (curl_off_t)request->from->size))))
		return rc;
	return curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

static enum status failure(const struct http *http, CURLcode code,
			   const char *place, struct error *err)
{
	const char *why = *http->detail ? http->detail
					: curl_easy_strerror(code);

	if (http->is_too_large)
		return error_set(err, DATA, "http_reply_too_large", NULL,
				 "answer of \"%s\" is larger than %zu bytes; "
				 "ask who runs it",
				 place,
				 http->request->into ? http->request->into->size
						     : http->max);
	if (http->is_broken)
		return error_set(err, IOERR, "file_unwritable", NULL,
				 "what goes to or comes from \"%s\" cannot be "
				 "kept on disk; make room",
				 place);
	switch (code) {
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
		return error_set(err, CONFIG, "http_tls", NULL,
				 "no trusted TLS with \"%s\" (%s); mend its "
				 "certificate or the CA file",
				 place, why);
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
		return error_set(err, USAGE, "http_request", NULL,
				 "\"%s\" is no web address; mend the "
				 "configured URL",
				 place);
	default:
		return error_set(err, UNAVAILABLE, "http_unavailable", NULL,
				 "cannot talk to \"%s\" (%s); try again later",
				 place, why);
	}
}

/* Bytes of requests, headers included. */
static bool sent_look(CURL *curl)
{
	long size = 0;

	(void)curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &size);
	return size > 0;
}

static void reply_take(struct http *http, struct arena *arena,
		       struct http_reply *ret)
{
	const char *type = NULL;
	curl_off_t wait = 0;
	long code = 0;

	(void)curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &code);
	(void)curl_easy_getinfo(http->curl, CURLINFO_CONTENT_TYPE, &type);
	(void)curl_easy_getinfo(http->curl, CURLINFO_RETRY_AFTER, &wait);
	ret->code = (int)code;
	ret->type = arena_text(arena, type ? type : "");
	ret->body = (unsigned char *)(http->body
					  ? arena_text_n(
						arena, (const char *)http->body,
						http->size)
					  : arena_text(arena, ""));
	ret->size = http->size;
	ret->retry_after = wait;
}

enum status http_call(struct http *http, struct arena *arena,
		      const struct http_request *request,
		      struct http_reply *ret, struct error *err)
{
	OWN(list) struct curl_slist *headers = NULL;
	CURL *curl = http->curl;
	const char *place = "";
	bool is_near = false;
	CURLcode code;
	enum status rc;

	if ((rc = request_check(arena, request, &place, &is_near, err)) != OK)
		return rc;
	http->detail[0] = '\0';
	http->was_sent = false;
	http->request = request;
	if ((code = curl_easy_setopt(curl, CURLOPT_URL, request->url)) ==
		CURLE_OK &&
	    (code = curl_easy_setopt(curl, CURLOPT_PROXY,
				     is_near ? "" : NULL)) == CURLE_OK &&
	    (code = headers_set(curl, arena, request, &headers)) == CURLE_OK &&
	    (code = login_set(curl, request)) == CURLE_OK &&
	    (code = body_set(curl, request)) == CURLE_OK)
		code = curl_easy_perform(curl);
	http->was_sent = sent_look(curl);
	if (code == CURLE_OK)
		reply_take(http, arena, ret);
	else
		rc = failure(http, code, place, err);
	http_body_forget(http);
	(void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
	(void)curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, NULL);
	(void)curl_easy_setopt(curl, CURLOPT_PASSWORD, NULL);
	return rc;
}

bool http_was_sent(const struct http *http)
{
	return http->was_sent;
}
