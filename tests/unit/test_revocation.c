/* test_revocation - CRLs are got and OCSP requests posted, within bounds */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/peer/revocation.h>
#include <ipp/port/http.h>

/* A web server for one request: says what it is told and keeps what it got. */
struct web {
	int listener;
	unsigned port;
	const char *status;
	size_t size; /* of the answer: as many `x` */
	char got[4096];
	pthread_t thread;
};

static void say(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t put = send(fd, bytes, n, MSG_NOSIGNAL);

		if (put <= 0)
			return;
		bytes += put;
		n -= (size_t)put;
	}
}

/* The body of a POST may come after its head. */
static void hear(int fd, struct web *web)
{
	size_t have = 0;
	ssize_t n;

	do {
		n = recv(fd, web->got + have, sizeof web->got - 1 - have, 0);
		have += n > 0 ? (size_t)n : 0;
		web->got[have] = '\0';
	} while (n > 0 && (!strstr(web->got, "\r\n\r\n") ||
			   (!strncmp(web->got, "POST", 4) &&
			    !strstr(web->got, "\r\n\r\nquestion"))));
}

static void *answer(void *context)
{
	struct web *web = context;
	int fd = accept(web->listener, NULL, NULL);
	char *body = memory_new(web->size + 1), head[128];

	hear(fd, web);
	memset(body, 'x', web->size);
	(void)snprintf(head, sizeof head,
		       "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n",
		       web->status, web->size);
	say(fd, head, strlen(head));
	say(fd, body, web->size);
	(void)close(fd);
	free(body);
	return NULL;
}

static void web_open(struct web *web, const char *status, size_t size)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof at;

	*web = (struct web){ .status = status, .size = size };
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	web->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(web->listener >= 0);
	assert_int_equal(bind(web->listener, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(web->listener, 1), 0);
	assert_int_equal(
	    getsockname(web->listener, (struct sockaddr *)&at, &n), 0);
	web->port = ntohs(at.sin_port);
	assert_int_equal(pthread_create(&web->thread, NULL, answer, web), 0);
}

struct asked {
	enum status rc;
	struct error err;
	size_t size;
	struct web web;
};

static void ask(struct asked *ret, const char *question, const char *status,
		size_t size)
{
	const struct http_config config = {
		.reply_bytes_max = LIMIT_REVOCATION_BYTES,
	};
	const struct octets request = { (const unsigned char *)question,
					strlen(question) };
	OWN(arena) struct arena *arena = arena_new();
	OWN(http) struct http *http = NULL;
	struct octets got = { NULL, 0 };

	error_reset(&ret->err);
	web_open(&ret->web, status, size);
	assert_int_equal(http_open(&config, &http, &ret->err), OK);
	ret->rc = revocation_fetch(
	    http, arena,
	    arena_printf(arena, "http://127.0.0.1:%u/ca.crl", ret->web.port),
	    request, &got, &ret->err);
	ret->size = got.size;
	assert_int_equal(pthread_join(ret->web.thread, NULL), 0);
	(void)close(ret->web.listener);
}

static void refuses(const struct asked *it, enum status rc, const char *code)
{
	assert_int_equal(it->rc, rc);
	assert_string_equal(it->err.mistakes[0].code, code);
}

static void a_crl_is_got_and_a_request_posted(void **state)
{
	struct asked it;

	(void)state;
	ask(&it, "", "200 OK", 5);
	assert_int_equal(it.rc, OK);
	assert_int_equal(it.size, 5);
	assert_int_equal(strncmp(it.web.got, "GET /ca.crl ", 12), 0);
	ask(&it, "question", "200 OK", 7);
	assert_int_equal(it.rc, OK);
	assert_int_equal(it.size, 7);
	assert_int_equal(strncmp(it.web.got, "POST /ca.crl ", 13), 0);
	assert_non_null(strstr(it.web.got, "application/ocsp-request\r\n"));
	assert_non_null(strstr(it.web.got, "\r\n\r\nquestion"));
}

static void an_answer_without_data_is_none(void **state)
{
	struct asked it;

	(void)state;
	ask(&it, "", "404 Not Found", 5);
	refuses(&it, UNAVAILABLE, "revocation_unavailable");
	ask(&it, "", "302 Found", 5);
	refuses(&it, UNAVAILABLE, "revocation_unavailable");
	ask(&it, "", "200 OK", 0);
	refuses(&it, DATA, "revocation_empty");
}

static void an_answer_has_a_largest_size(void **state)
{
	struct asked it;

	(void)state;
	ask(&it, "", "200 OK", LIMIT_REVOCATION_BYTES);
	assert_int_equal(it.rc, OK);
	assert_int_equal(it.size, LIMIT_REVOCATION_BYTES);
	ask(&it, "", "200 OK", LIMIT_REVOCATION_BYTES + 1);
	refuses(&it, DATA, "http_reply_too_large");
}

static void only_web_addresses_are_asked(void **state)
{
	static const char *const urls[] = { "file:///etc/passwd", "ldap://x/",
					    "ftp://x/ca.crl", "", "/ca.crl" };
	OWN(arena) struct arena *arena = arena_new();
	OWN(http) struct http *http = NULL;
	struct octets got, none = { NULL, 0 };
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(http_open(&(struct http_config){ 0 }, &http, &err), OK);
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		assert_int_equal(revocation_fetch(http, arena, urls[i], none,
						  &got, &err),
				 DATA);
		assert_string_equal(err.mistakes[0].code, "revocation_url");
		error_reset(&err);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_crl_is_got_and_a_request_posted),
		cmocka_unit_test(an_answer_without_data_is_none),
		cmocka_unit_test(an_answer_has_a_largest_size),
		cmocka_unit_test(only_web_addresses_are_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
