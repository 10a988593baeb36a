/* csc_aid - an authority on loopback that answers what a test wants it to, and
 * remembers what it was asked */
#ifndef IPP_TESTS_UNIT_CSC_AID_H
#define IPP_TESTS_UNIT_CSC_AID_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include <ipp/base/error.h>
#include <ipp/base/memory.h>
#include <ipp/peer/csc.h>

#define AID_ANSWERS 8
#define AID_BYTES   16384

/* One answer: a body with a status and type, or a raw text; `cut` breaks off
 * after it, `silent` closes without a word. */
struct aid_answer {
	int code;
	const char *type, *body, *headers, *raw;
	bool cut, silent;
};

struct aid {
	int fd, port;
	pthread_t thread;
	const struct aid_answer *answers;
	size_t count, asked;
	char requests[AID_ANSWERS][AID_BYTES]; /* headers and body */
	int64_t waits[AID_ANSWERS];
	size_t waited;
	struct csc_service service;
	struct csc *csc;
	struct arena *arena;
	struct error err;
};

/* Reads one request; false at the end of a connection. */
static bool aid_read(int fd, char *ret)
{
	size_t n = 0, want = 0;
	const char *end = NULL, *length;

	while (!end || n < want) {
		ssize_t got = recv(fd, ret + n, AID_BYTES - 1 - n, 0);

		if (got <= 0)
			return false;
		n += (size_t)got;
		ret[n] = '\0';
		end = strstr(ret, "\r\n\r\n");
		length = strcasestr(ret, "Content-Length:");
		if (end)
			want = (size_t)(end - ret) + 4 +
			       (length ? strtoul(length + 15, NULL, 10) : 0);
	}
	return true;
}

static void aid_send(int fd, const struct aid_answer *it)
{
	char text[2 * AID_BYTES];
	const char *body = it->body ? it->body : "";

	if (it->raw)
		(void)snprintf(text, sizeof text, "%s", it->raw);
	else
		(void)snprintf(text, sizeof text,
			       "HTTP/1.1 %d X\r\nContent-Type: %s\r\n%s"
			       "Content-Length: %zu\r\n\r\n%s",
			       it->code ? it->code : 200,
			       it->type ? it->type : "application/json",
			       it->headers ? it->headers : "", strlen(body),
			       body);
	(void)!send(fd, text, strlen(text), MSG_NOSIGNAL);
}

static void *aid_run(void *context)
{
	struct aid *aid = context;
	int fd;

	while (aid->asked < aid->count &&
	       (fd = accept(aid->fd, NULL, NULL)) >= 0) {
		while (aid->asked < aid->count &&
		       aid_read(fd, aid->requests[aid->asked])) {
			const struct aid_answer *it =
			    &aid->answers[aid->asked++];

			if (!it->silent)
				aid_send(fd, it);
			if (it->silent || it->cut)
				break;
		}
		(void)close(fd);
	}
	return NULL;
}

static void aid_wait(void *context, int64_t milliseconds)
{
	struct aid *aid = context;

	if (aid->waited < AID_ANSWERS)
		aid->waits[aid->waited++] = milliseconds;
}

/* An authority with these answers, and a conversation with it. */
static struct aid *aid_new(enum csc_version version,
			   const struct aid_answer *answers, size_t count)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof at;
	struct aid *aid = calloc(1, sizeof *aid);

	assert_non_null(aid);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	aid->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(aid->fd, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(aid->fd, 8), 0);
	assert_int_equal(getsockname(aid->fd, (struct sockaddr *)&at, &size),
			 0);
	aid->port = ntohs(at.sin_port);
	aid->answers = answers;
	aid->count = count;
	aid->arena = arena_new();
	error_reset(&aid->err);
	aid->service = (struct csc_service){
		.version = version,
		.base_url = arena_printf(
		    aid->arena, "http://127.0.0.1:%d/csc/v1//", aid->port),
		.client = "desk",
		.secret = "s3cret",
		.call_seconds = 5,
		.now = 1000000,
		.clock_stands = true,
		.wait = aid_wait,
		.wait_context = aid,
	};
	assert_int_equal(csc_open(&aid->service, &aid->csc, &aid->err), OK);
	csc_bear(aid->csc, "t0ken");
	assert_int_equal(pthread_create(&aid->thread, NULL, aid_run, aid), 0);
	return aid;
}

/* Ends it; tells how many requests came. */
static size_t aid_end(struct aid *aid)
{
	size_t asked;

	csc_close(aid->csc);
	(void)shutdown(aid->fd, SHUT_RDWR);
	(void)pthread_join(aid->thread, NULL);
	(void)close(aid->fd);
	asked = aid->asked;
	arena_free(aid->arena);
	free(aid);
	return asked;
}

/* An authority of a version, and what it answers, one after the other. */
#define AID(version_, ...)                                          \
	static const struct aid_answer answers[] = { __VA_ARGS__ }; \
	struct aid *aid =                                           \
	    aid_new(version_, answers, sizeof answers / sizeof *answers)

static const char digest[32] = "01234567890123456789012345678901";
static const struct octets hash = { (const unsigned char *)digest, 32 };

__attribute__((unused)) static void assert_code(struct aid *aid,
						enum status status,
						enum status wanted,
						const char *code)
{
	assert_int_equal(status, wanted);
	assert_string_equal(aid->err.mistakes[0].code, code);
}

__attribute__((unused)) static enum status authorize(struct aid *aid,
						     struct csc_sad *ret)
{
	static const struct csc_factor_value values[] = { { "PIN", "p1n" },
							  { "OTP", "123" } };
	const struct csc_authorization it = {
		.credential_id = "GX1",
		.signatures = 1,
		.hashes = &hash,
		.hash_count = 1,
		.hash_algorithm = CSC_OID_SHA256,
		.values = values,
		.value_count = 2,
	};

	return csc_authorize(aid->csc, aid->arena, &it, ret, &aid->err);
}

#endif
