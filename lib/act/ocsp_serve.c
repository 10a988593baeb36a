/* ocsp_serve - many requests of web servers, over SCGI */
#include <ipp/act/ocsp.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/settings.h>
#include <ipp/store/desk.h>

#include "ocsp_part.h"
#include "ocsp_web.h"

#define LINKS	     128 /* at a time; more wait in the system */
#define HEADERS_MAX  ((size_t)16 * 1024)
#define LINK_ROOM    (HEADERS_MAX + 8 + LIMIT_OCSP_BYTES)
#define PATIENCE     5000 /* milliseconds that one request may take */
#define INHERITED    3	  /* sd_listen_fds(3) */

/* A connection whose request is on its way. */
struct link {
	int fd;
	unsigned char *room;
	size_t size;
	int64_t since;
};

struct server {
	struct ocsp_service *service;
	struct arena *arena; /* of the requests at hand */
	int fd, ending;
	bool is_ended;
	struct link links[LINKS];
	size_t count;
};

enum progress { PART, WHOLE, BROKEN };

/* Between the names and values stand NULs (the SCGI protocol). */
static bool headers_read(const char *at, const char *end,
			 struct web_request *ret)
{
	while (at < end) {
		const char *value = memchr(at, '\0', (size_t)(end - at));
		const char *next;

		if (!value || ++value >= end ||
		    !(next = memchr(value, '\0', (size_t)(end - value))))
			return false;
		web_request_set(ret, at, value);
		at = next + 1;
	}
	return true;
}

/* A netstring of headers, and the body. */
static enum progress request_read(const struct link *link,
				  struct web_request *ret)
{
	const char *text = (const char *)link->room;
	size_t digits = 0, headers = 0, body;

	while (digits < link->size && text[digits] >= '0' &&
	       text[digits] <= '9' && digits < 6)
		headers = headers * 10 + (size_t)(text[digits++] - '0');
	if (digits == link->size)
		return digits < 6 ? PART : BROKEN;
	if (!digits || text[digits] != ':' || headers > HEADERS_MAX)
		return BROKEN;
	text += digits + 1;
	if (link->size < digits + 1 + headers + 1)
		return PART;
	*ret = (struct web_request){ .method = NULL };
	if (text[headers] != ',' ||
	    !headers_read(text, text + headers, ret))
		return BROKEN;
	body = web_body_size(ret);
	if (body > LIMIT_OCSP_BYTES)
		return WHOLE; /* refused by its length */
	if (link->size < digits + 1 + headers + 1 + body)
		return PART;
	ret->body = (struct octets){ link->room + digits + 1 + headers + 1,
				     body };
	return WHOLE;
}

static void link_close(struct server *it, size_t i)
{
	free(it->links[i].room);
	(void)close(it->links[i].fd); /* nothing of ours is lost */
	it->links[i] = it->links[--it->count];
}

/* A peer that does not read gets what fits in its socket. */
static void link_say(const struct link *link, struct octets all)
{
	while (all.size) {
		ssize_t n = send(link->fd, all.bytes, all.size, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		all.bytes += n;
		all.size -= (size_t)n;
	}
}

static void link_accept(struct server *it)
{
	struct timeval patience = { PATIENCE / 1000, 0 };
	struct link *link = &it->links[it->count];
	int fd = accept4(it->fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return; /* its peer is gone; the next poll tells */
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
			 sizeof patience);
	*link = (struct link){ fd, memory_room(LINK_ROOM), 0, steady_clock() };
	it->count++;
}

/* The requests that are whole. */
struct group {
	size_t links[LINKS];
	struct web_request requests[LINKS];
	struct ocsp_exchange list[LINKS];
	size_t count;
};

static void link_add(struct server *it, size_t i, struct group *group)
{
	struct web_request *request = &group->requests[group->count];
	enum progress progress = request_read(&it->links[i], request);
	const char *refusal = NULL;

	if (progress == PART && it->links[i].size < LINK_ROOM)
		return;
	if (progress != WHOLE)
		refusal = "400 Bad Request";
	group->list[group->count] = (struct ocsp_exchange){ .is_refused = 0 };
	if (!refusal)
		refusal = web_read(it->arena, request,
				   &group->list[group->count].request);
	if (!refusal) {
		group->links[group->count++] = i;
		return;
	}
	link_say(&it->links[i], web_refuse(it->arena, refusal));
	it->links[i].size = SIZE_MAX; /* over */
}

static void link_read(struct server *it, size_t i, struct group *group)
{
	struct link *link = &it->links[i];
	ssize_t n = recv(link->fd, link->room + link->size,
			 LINK_ROOM - link->size, MSG_DONTWAIT);

	if (n > 0) {
		link->size += (size_t)n;
		link_add(it, i, group);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		link->size = SIZE_MAX;
	}
}

/* What fails is told to those who ask; what will not pass ends us. */
static enum status group_answer(struct server *it, struct group *group,
				struct error *err)
{
	struct error why;
	enum status rc;

	if (!group->count)
		return OK;
	error_reset(&why);
	rc = ocsp_answer(it->service, group->list, group->count, &why);
	for (size_t i = 0; i < group->count; i++) {
		struct ocsp_exchange *exchange = &group->list[i];
		struct link *link = &it->links[group->links[i]];

		if (rc != OK) {
			exchange->answer = ocsp_failure(rc);
			exchange->is_refused = true;
		}
		link_say(link, web_write(it->arena, &group->requests[i],
					 exchange));
		link->size = SIZE_MAX;
	}
	return rc == OK || rc == BUSY ? OK : error_merge(err, &why);
}

static void links_end(struct server *it)
{
	int64_t now = steady_clock();

	for (size_t i = it->count; i-- > 0;)
		if (it->links[i].size == SIZE_MAX ||
		    now - it->links[i].since > PATIENCE)
			link_close(it, i);
}

static enum status round_run(struct server *it, struct group *group,
			     struct error *err)
{
	struct pollfd polls[LINKS + 2] = { { it->ending, POLLIN, 0 },
					   { it->fd, POLLIN, 0 } };
	size_t count = it->count;
	enum status rc;

	if (count == LINKS)
		polls[1].events = 0;
	for (size_t i = 0; i < count; i++)
		polls[i + 2] = (struct pollfd){ it->links[i].fd, POLLIN, 0 };
	if (poll(polls, count + 2, count ? PATIENCE : -1) < 0)
		return OK; /* a signal that is not for us */
	it->is_ended = polls[0].revents != 0;
	arena_reset(it->arena);
	group->count = 0;
	for (size_t i = 0; i < count; i++)
		if (polls[i + 2].revents)
			link_read(it, i, group);
	rc = group_answer(it, group, err);
	links_end(it);
	if (polls[1].revents & POLLIN)
		link_accept(it);
	return rc;
}

/* Becomes readable when somebody ends us. */
static enum status ending_open(int *ret, struct error *err)
{
	sigset_t signals;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	if (sigprocmask(SIG_BLOCK, &signals, NULL) ||
	    (*ret = signalfd(-1, &signals, SFD_CLOEXEC)) < 0)
		return error_system(err, SYSTEM, "signals_unusable", errno,
				    "cannot wait for signals");
	return OK;
}

static int inherited(void)
{
	const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
	int64_t n;

	return pid && integer_parse(pid, 1, INT64_MAX, &n) && n == getpid() &&
			       text_equal(count, "1")
		   ? INHERITED
		   : -1;
}

/* What a server that was killed left there goes; one that listens there is not
 * robbed of it, although its queue be full. */
static enum status place_clear(const struct sockaddr_un *at, struct error *err)
{
	OWN(descriptor) int fd =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return error_system(err, SYSTEM, "socket_unusable", errno,
				    "cannot make a socket");
	if (connect(fd, (const struct sockaddr *)at, sizeof *at) == 0 ||
	    errno == EAGAIN)
		return error_set(err, BUSY, "socket_taken", "socket",
				 "somebody serves at \"%s\" already; end that "
				 "first, or name another socket with --socket",
				 at->sun_path);
	if (errno == ECONNREFUSED)
		(void)unlink(at->sun_path);
	return OK;
}

static enum status listener(const char *path, int *ret, struct error *err)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	OWN(descriptor) int fd = -1;
	struct stat st;
	enum status rc;

	if (strlen(path) >= sizeof at.sun_path)
		return error_set(err, USAGE, "socket_too_long", "serve",
				 "\"%.80s\" is too long for a socket", path);
	(void)strcpy(at.sun_path, path);
	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode) &&
	    (rc = place_clear(&at, err)) != OK)
		return rc;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) ||
	    listen(fd, SOMAXCONN))
		return error_system(err, CANTCREAT, "socket_unusable", errno,
				    "cannot listen at \"%s\"", path);
	*ret = fd;
	fd = -1;
	return OK;
}

static enum status serve(struct server *it, struct desk *desk,
			 struct error *err)
{
	struct group *group = arena_alloc(desk->arena, sizeof *group);
	enum status rc = OK;

	while (!it->is_ended && rc == OK)
		rc = round_run(it, group, err);
	while (it->count)
		link_close(it, 0);
	return rc;
}

static const char *path_of(const struct desk *desk, const char *path)
{
	if (!path && desk->settings)
		path = desk->settings->ocsp_socket;
	return path ? path : OCSP_SOCKET;
}

enum status act_ocsp_serve(struct desk *desk, const char *path,
			   struct error *err)
{
	OWN(ocsp_service) struct ocsp_service *service = NULL;
	OWN(arena) struct arena *arena = arena_new();
	OWN(descriptor) int fd = path ? -1 : inherited(), ending = -1;
	bool ours = fd < 0;
	struct server *it = arena_alloc(desk->arena, sizeof *it);
	enum status rc;

	path = path_of(desk, path);
	if ((rc = ocsp_service_open(desk, &service, err)) != OK ||
	    (rc = ocsp_service_ready(service, err)) != OK ||
	    (rc = ending_open(&ending, err)) != OK ||
	    (ours && (rc = listener(path, &fd, err)) != OK))
		return rc;
	*it = (struct server){ service, arena, fd, ending, false };
	rc = serve(it, desk, err);
	if (ours)
		(void)unlink(path); /* nobody listens there */
	return rc;
}
