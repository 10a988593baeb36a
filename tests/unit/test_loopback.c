/* test_loopback - the page that a browser comes back to */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/port/loopback.h>

static struct error err;
static struct arena *arena;

static struct loopback *listener(const char *uri)
{
	struct loopback *it = NULL;

	error_reset(&err);
	assert_int_equal(loopback_open(uri, &it, &err), OK);
	return it;
}

static int port_of(const struct loopback *it)
{
	const char *uri = loopback_uri(it);

	return (int)strtol(strrchr(uri, ':') + 1, NULL, 10);
}

/* Sends a text to it; the descriptor waits for the answer. */
static int come(const struct loopback *it, const char *text)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	at.sin_port = htons((uint16_t)port_of(it));
	assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL),
			 strlen(text));
	return fd;
}

static const char *hear(int fd)
{
	static char text[4096];
	size_t n = 0;
	ssize_t got;

	while ((got = recv(fd, text + n, sizeof text - 1 - n, 0)) > 0)
		n += (size_t)got;
	text[n] = '\0';
	(void)close(fd);
	return text;
}

static char *request(const struct loopback *it, const char *target)
{
	return arena_printf(arena,
			    "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
			    target, port_of(it));
}

static enum loopback_event wait_for(struct loopback *it, int other,
				    int milliseconds, char **ret)
{
	enum loopback_event event;

	assert_int_equal(
	    loopback_wait(it, other, milliseconds, arena, ret, &event, &err),
	    OK);
	return event;
}

static void test_addresses(void **state)
{
	static const char *const good[] = {
		"http://127.0.0.1:0/", "http://127.0.0.1",
		"http://localhost/a",  "HTTP://[::1]:8080/x",
		"http://127.0.0.1:",
	};
	static const char *const bad[] = {
		"https://127.0.0.1/",	     "http://127.0.0.2/",
		"http://127.0.0.1.a.test",   "http://localhost.test/",
		"http://127.0.0.1:65536/",   "http://127.0.0.1:a/",
		"http://127.0.0.1/?a=b",     "http://127.0.0.1/#a",
		"urn:ietf:wg:oauth:2.0:oob",
	};
	struct loopback *it = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(loopback_is(good[i]));
	error_reset(&err);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(loopback_is(bad[i]));
		assert_int_equal(loopback_open(bad[i], &it, &err), DATA);
	}
}

static void test_a_browser_comes_back(void **state)
{
	OWN(loopback) struct loopback *it = listener("http://127.0.0.1:0/cb");
	char *target = NULL;
	const char *page;
	int fd;

	(void)state;
	assert_true(port_of(it) > 0);
	fd = come(it, request(it, "/cb?code=1&state=2"));
	assert_int_equal(wait_for(it, -1, 5000, &target), LOOPBACK_CAME);
	assert_string_equal(target, "/cb?code=1&state=2");
	loopback_answer(it, true, "fine");
	page = hear(fd);
	assert_non_null(strstr(page, "HTTP/1.1 200 OK\r\n"));
	assert_non_null(strstr(page, "no-store"));
	assert_non_null(strstr(page, "<p>fine\n"));
	assert_null(strstr(page, "code=1"));
}

/* In pieces, beside a connection that says nothing. */
static void test_browsers_are_slow(void **state)
{
	OWN(loopback) struct loopback *it = listener("http://127.0.0.1:0");
	char *target = NULL;
	int idle = come(it, ""), fd = come(it, "GET /?a");

	(void)state;
	assert_int_equal(wait_for(it, -1, 100, &target), LOOPBACK_OVER);
	target = request(it, "b");
	target = arena_printf(arena, "=b%s", strstr(target, " HTTP"));
	assert_int_equal(send(fd, target, strlen(target), 0), strlen(target));
	assert_int_equal(wait_for(it, -1, 5000, &target), LOOPBACK_CAME);
	assert_string_equal(target, "/?a=b");
	loopback_answer(it, false, "no");
	assert_non_null(strstr(hear(fd), " 400 "));
	(void)close(idle);
}

static void test_all_else_is_refused(void **state)
{
	OWN(loopback) struct loopback *it = listener("http://127.0.0.1:0/cb");
	char *long_one = arena_alloc(arena, 20000), *target = NULL;
	const struct {
		const char *text, *answer;
	} rows[] = {
		{ request(it, "/favicon.ico"), " 404 " },
		{ request(it, "/cb"), " 404 " },
		{ request(it, "/cbx?code=1"), " 404 " },
		{ "POST /cb?code=1 HTTP/1.1\r\nHost: x\r\n\r\n", " 405 " },
		{ "GET /cb?code=1 HTTP/1.1\r\nHost: a.test\r\n\r\n", " 400 " },
		{ "GET /cb?code=1 HTTP/1.1\r\n\r\n", " 400 " },
		{ "GET /cb?code=1\r\n\r\n", " 400 " },
		{ "\r\n\r\n", " 405 " },
		{ long_one, " 431 " },
	};

	(void)state;
	memset(long_one, 'a', 19999);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int fd = come(it, rows[i].text);

		assert_int_equal(wait_for(it, -1, 100, &target), LOOPBACK_OVER);
		assert_non_null(strstr(hear(fd), rows[i].answer));
	}
	assert_null(target);
}

static void test_more_than_there_is_room_for(void **state)
{
	OWN(loopback) struct loopback *it = listener("http://127.0.0.1:0/");
	char *target = NULL;
	int idle[12], fd;

	(void)state;
	for (size_t i = 0; i < 12; i++) {
		idle[i] = come(it, "G");
		assert_int_equal(wait_for(it, -1, 20, &target), LOOPBACK_OVER);
	}
	fd = come(it, request(it, "/?code=1"));
	assert_int_equal(wait_for(it, -1, 5000, &target), LOOPBACK_CAME);
	loopback_answer(it, true, "fine");
	assert_non_null(strstr(hear(fd), " 200 "));
	for (size_t i = 0; i < 12; i++)
		(void)close(idle[i]);
}

static void test_somebody_types(void **state)
{
	OWN(loopback) struct loopback *it = listener("http://127.0.0.1:0/");
	char *target = NULL;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(wait_for(it, ends[0], 20, &target), LOOPBACK_OVER);
	assert_int_equal(write(ends[1], "a\n", 2), 2);
	assert_int_equal(wait_for(it, ends[0], 5000, &target), LOOPBACK_OTHER);
	(void)close(ends[0]);
	(void)close(ends[1]);
}

static void test_a_port_that_is_taken(void **state)
{
	OWN(loopback) struct loopback *it = listener("http://127.0.0.1:0/");
	struct loopback *other = NULL;

	(void)state;
	assert_int_equal(loopback_open(loopback_uri(it), &other, &err),
			 CANTCREAT);
	assert_string_equal(err.mistakes[0].code, "redirect_unusable");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_a_browser_comes_back),
		cmocka_unit_test(test_browsers_are_slow),
		cmocka_unit_test(test_all_else_is_refused),
		cmocka_unit_test(test_more_than_there_is_room_for),
		cmocka_unit_test(test_somebody_types),
		cmocka_unit_test(test_a_port_that_is_taken),
	};
	int rc;

	arena = arena_new();
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return rc;
}
