/* loopback - where a browser comes back to: one page on this machine */
#include <ipp/port/loopback.h>

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>

#define LINKS	    8 /* browsers open some before they need them */
#define REQUEST_MAX ((size_t)16 * 1024)
#define PATIENCE    10000 /* milliseconds that one request may take */
#define URI_MAX	    512

struct link {
	int fd;
	char *room;
	size_t size;
	int64_t since;
};

struct loopback {
	int fd, came; /* the browser that is to be answered, or -1 */
	char uri[URI_MAX];
	const char *host, *path; /* in it: "127.0.0.1:8080/", "/" */
	size_t host_size;
	struct link links[LINKS];
	size_t count;
};

/* ---- the address */

static const struct place {
	const char *name;
	int family;
} places[] = {
	{ "http://127.0.0.1", AF_INET },
	{ "http://[::1]", AF_INET6 },
	{ "http://localhost", AF_INET },
};

/* What follows the host of a URI on this machine; NULL for any other. */
static const char *behind_host(const char *uri, const struct place **ret)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		size_t n = strlen(places[i].name);

		if (!strncasecmp(uri, places[i].name, n) &&
		    (!uri[n] || uri[n] == ':' || uri[n] == '/')) {
			*ret = &places[i];
			return uri + n;
		}
	}
	return NULL;
}

/* The port (0: a free one) and the path behind it. */
static bool rest_read(const char *rest, uint16_t *port, const char **path)
{
	char digits[8] = "";
	size_t n;
	int64_t number = 0;

	if (*rest == ':') {
		n = strcspn(++rest, "/");
		if (n >= sizeof digits)
			return false;
		memcpy(digits, rest, n);
		rest += n;
		if (n && !integer_parse(digits, 0, UINT16_MAX, &number))
			return false;
	}
	*port = (uint16_t)number;
	*path = *rest ? rest : "/";
	for (const char *p = *path; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("?#%\\\"", *p))
			return false;
	return true;
}

bool loopback_is(const char *uri)
{
	const struct place *place;
	const char *rest = behind_host(uri, &place), *path;
	uint16_t port;

	return rest && strlen(uri) < URI_MAX - 8 &&
	       rest_read(rest, &port, &path);
}

static enum status listen_at(struct loopback *it, int family, uint16_t port,
			     uint16_t *ret, struct error *err)
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} at = { .any = { .sa_family = (sa_family_t)family } };
	socklen_t size = family == AF_INET ? sizeof at.four : sizeof at.six;
	int yes = 1;

	if (family == AF_INET) {
		at.four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		at.four.sin_port = htons(port);
	} else {
		at.six.sin6_addr = in6addr_loopback;
		at.six.sin6_port = htons(port);
	}
	it->fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (it->fd < 0 ||
	    setsockopt(it->fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) ||
	    bind(it->fd, &at.any, size) || listen(it->fd, LINKS) ||
	    getsockname(it->fd, &at.any, &size))
		return error_system(err, CANTCREAT, "redirect_unusable", errno,
				    "cannot listen for the browser on port "
				    "%u; let a free one be taken, or paste "
				    "the address",
				    port);
	*ret = ntohs(family == AF_INET ? at.four.sin_port : at.six.sin6_port);
	return OK;
}

enum status loopback_open(const char *uri, struct loopback **ret,
			  struct error *err)
{
	OWN(loopback) struct loopback *it = memory_new(sizeof *it);
	const struct place *place = NULL;
	const char *rest, *path;
	uint16_t port = 0;
	enum status rc;
	int n;

	it->fd = it->came = -1;
	rest = loopback_is(uri) ? behind_host(uri, &place) : NULL;
	if (!rest || !rest_read(rest, &port, &path))
		return error_set(err, DATA, "redirect_not_loopback",
				 "redirect_uri",
				 "\"%.200s\" is not on this machine; give it "
				 "as http://127.0.0.1:0/",
				 uri);
	if ((rc = listen_at(it, place->family, port, &port, err)) != OK)
		return rc;
	n = snprintf(it->uri, sizeof it->uri, "%s:%u%s", place->name, port,
		     path);
	if (n < 0 || (size_t)n >= sizeof it->uri)
		return error_set(err, INTERNAL, "redirect_too_long", NULL,
				 "address for the browser is too long");
	it->host = it->uri + strlen("http://");
	it->path = strchr(it->host, '/');
	it->host_size = (size_t)(it->path - it->host);
	*ret = TAKE(it);
	return OK;
}

static void link_close(struct loopback *it, size_t i)
{
	memory_wipe_free(it->links[i].room, REQUEST_MAX + 1);
	descriptor_close(&it->links[i].fd);
	it->links[i] = it->links[--it->count];
}

void loopback_close(struct loopback *it)
{
	if (!it)
		return;
	while (it->count)
		link_close(it, 0);
	descriptor_close(&it->came);
	descriptor_close(&it->fd);
	free(it);
}

const char *loopback_uri(const struct loopback *it)
{
	return it->uri;
}

/* ---- who comes */

static void page_send(int fd, const char *status, const char *line)
{
	char text[2048];
	int n = snprintf(text, sizeof text,
			 "HTTP/1.1 %s\r\n"
			 "Content-Type: text/html; charset=utf-8\r\n"
			 "Cache-Control: no-store\r\n"
			 "Referrer-Policy: no-referrer\r\n"
			 "Content-Security-Policy: default-src 'none'\r\n"
			 "X-Content-Type-Options: nosniff\r\n"
			 "Connection: close\r\n"
			 "\r\n"
			 "<!DOCTYPE html><title>ipp-tools</title><p>%.900s\n",
			 status, line);

	/* whoever does not read gets what fits */
	if (n > 0)
		(void)!send(fd, text,
			    (size_t)n < sizeof text ? (size_t)n
						    : sizeof text - 1,
			    MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)shutdown(fd, SHUT_WR);
}

void loopback_answer(struct loopback *it, bool is_good, const char *line)
{
	char ignored[512];

	if (it->came < 0)
		return;
	page_send(it->came, is_good ? "200 OK" : "400 Bad Request", line);
	/* unread bytes would have the system hang up before the page is read */
	while (recv(it->came, ignored, sizeof ignored, MSG_DONTWAIT) > 0)
		;
	descriptor_close(&it->came);
}

/* "Host: 127.0.0.1:8080": a page elsewhere cannot send a browser here under
 * another name. */
static bool is_host_ours(const struct loopback *it, const char *headers)
{
	const char *at = strcasestr(headers, "\r\nHost:");

	if (!at)
		return false;
	at += strlen("\r\nHost:");
	at += strspn(at, " \t");
	return !strncasecmp(at, it->host, it->host_size) &&
	       (at[it->host_size] == '\r' || at[it->host_size] == ' ');
}

/* The target of "GET /path?query HTTP/1.1"; NULL, and the refusal, for any
 * other request. */
static const char *target_of(const struct loopback *it, const char *text,
			     size_t *size, const char **refusal)
{
	const char *target = text + strlen("GET ");
	size_t n = strlen(it->path);

	*refusal = "405 Method Not Allowed";
	if (strncmp(text, "GET ", 4) != 0)
		return NULL;
	*refusal = "400 Bad Request";
	*size = strcspn(target, " \r\n");
	if (strncmp(target + *size, " HTTP/1.", 8) != 0 ||
	    !is_host_ours(it, text))
		return NULL;
	*refusal = "404 Not Found";
	return *size > n && !strncmp(target, it->path, n) && target[n] == '?'
		   ? target
		   : NULL;
}

/* Whether this one is it; then its descriptor waits for the answer. */
static bool link_read(struct loopback *it, size_t i, struct arena *arena,
		      char **ret)
{
	struct link *link = &it->links[i];
	const char *refusal = "431 Request Header Fields Too Large";
	const char *target = NULL;
	size_t size = 0;
	ssize_t n = recv(link->fd, link->room + link->size,
			 REQUEST_MAX - link->size, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n > 0) {
		link->size += (size_t)n;
		link->room[link->size] = '\0';
		if (strstr(link->room, "\r\n\r\n"))
			target = target_of(it, link->room, &size, &refusal);
		else if (link->size < REQUEST_MAX &&
			 strlen(link->room) == link->size)
			return false; /* more will come */
	}
	if (target) {
		*ret = arena_text_n(arena, target, size);
		it->came = link->fd;
		link->fd = -1;
	} else if (n > 0) {
		page_send(link->fd, refusal, refusal);
	}
	link_close(it, i);
	return target != NULL;
}

static size_t eldest(const struct loopback *it)
{
	size_t ret = 0;

	for (size_t i = 1; i < it->count; i++)
		if (it->links[i].since < it->links[ret].since)
			ret = i;
	return ret;
}

static void link_accept(struct loopback *it)
{
	int fd = accept4(it->fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return; /* its peer is gone */
	if (it->count == LINKS)
		link_close(it, eldest(it)); /* it had its chance */
	it->links[it->count++] =
	    (struct link){ fd, memory_new(REQUEST_MAX + 1), 0, steady_clock() };
}

static void links_end(struct loopback *it)
{
	for (size_t i = it->count; i-- > 0;)
		if (steady_clock() - it->links[i].since > PATIENCE)
			link_close(it, i);
}

static enum status round_run(struct loopback *it, int other, int wait,
			     struct arena *arena, char **ret,
			     enum loopback_event *event, struct error *err)
{
	struct pollfd polls[LINKS + 2] = { { it->fd, POLLIN, 0 },
					   { other, POLLIN, 0 } };
	size_t count = it->count;

	for (size_t i = 0; i < count; i++)
		polls[i + 2] = (struct pollfd){ it->links[i].fd, POLLIN, 0 };
	if (poll(polls, count + 2, wait) < 0 && errno != EINTR)
		return error_system(err, SYSTEM, "redirect_failed", errno,
				    "cannot wait for the browser");
	for (size_t i = count; i-- > 0;)
		if (polls[i + 2].revents && link_read(it, i, arena, ret)) {
			*event = LOOPBACK_CAME;
			return OK;
		}
	if (polls[0].revents & POLLIN)
		link_accept(it);
	links_end(it);
	if (polls[1].revents)
		*event = LOOPBACK_OTHER;
	return OK;
}

enum status loopback_wait(struct loopback *it, int other, int milliseconds,
			  struct arena *arena, char **ret,
			  enum loopback_event *event, struct error *err)
{
	int64_t end = steady_clock() + milliseconds, left;
	enum loopback_event what = LOOPBACK_OVER;
	enum status rc = OK;

	descriptor_close(&it->came); /* one that was not answered */
	while (rc == OK && what == LOOPBACK_OVER &&
	       (left = end - steady_clock()) > 0)
		rc = round_run(it, other,
			       left < PATIENCE ? (int)left : PATIENCE, arena,
			       ret, &what, err);
	if (rc == OK)
		*event = what;
	return rc;
}
