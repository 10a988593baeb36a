/* clamd_call - one question to clamd and its answer, within a time */
#include "clamd.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>

#define CHUNK ((size_t)256 * 1024)

static enum status gone(const struct clamd *clamd, int number,
			struct error *err)
{
	return error_system(err, UNAVAILABLE, "scan_engine_gone", number,
			    "the virus scanner at \"%s\" cannot be asked; see "
			    "that clamd runs, or correct socket in [scan]",
			    clamd->socket);
}

static enum status slow(const struct clamd *clamd, struct error *err)
{
	return error_set(err, UNAVAILABLE, "scan_engine_slow", NULL,
			 "the virus scanner at \"%s\" does not answer in "
			 "time; try again, or look what clamd is doing",
			 clamd->socket);
}

/* Waits until something of `events` can be done. */
static enum status call_wait(const struct call *call, short events,
			     struct error *err)
{
	struct pollfd p = { .fd = call->fd, .events = events };

	for (;;) {
		int64_t left = call->deadline - steady_clock();
		int n;

		if (left <= 0)
			return slow(call->clamd, err);
		n = poll(&p, 1, left > 60000 ? 60000 : (int)left);
		if (n > 0)
			return OK;
		if (n < 0 && errno != EINTR)
			return gone(call->clamd, errno, err);
	}
}

static enum status connected(struct call *call, const struct sockaddr *address,
			     socklen_t n, struct error *err)
{
	int number = 0;
	socklen_t size = sizeof number;
	enum status rc;

	call->fd = socket(address->sa_family,
			  SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (call->fd < 0)
		return gone(call->clamd, errno, err);
	while (connect(call->fd, address, n) != 0 && errno != EINPROGRESS) {
		if (errno != EAGAIN && errno != EINTR)
			return gone(call->clamd, errno, err);
		if (steady_clock() >= call->deadline)
			return slow(call->clamd, err);
		(void)poll(NULL, 0, 5); /* a unix socket with a full queue */
	}
	if ((rc = call_wait(call, POLLOUT, err)) != OK)
		return rc;
	if (getsockopt(call->fd, SOL_SOCKET, SO_ERROR, &number, &size) != 0)
		number = errno;
	return number ? gone(call->clamd, number, err) : OK;
}

static enum status connect_path(struct call *call, struct error *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(call->clamd->socket) >= sizeof address.sun_path)
		return gone(call->clamd, ENAMETOOLONG, err);
	(void)stpcpy(address.sun_path, call->clamd->socket);
	return connected(call, (struct sockaddr *)&address, sizeof address,
			 err);
}

static enum status connect_host(struct call *call, struct error *err)
{
	OWN(text) char *host = memory_text(call->clamd->socket);
	char *port = strrchr(host, ':'), *name = host;
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM }, *list = NULL;
	enum status rc = UNAVAILABLE;

	if (!port)
		return gone(call->clamd, EINVAL, err);
	*port++ = '\0';
	if (*name == '[' && port - host >= 3 && port[-2] == ']') {
		name++; /* [::1]:3310 */
		port[-2] = '\0';
	}
	if (getaddrinfo(name, port, &hints, &list) != 0)
		return gone(call->clamd, EADDRNOTAVAIL, err);
	for (struct addrinfo *it = list; it && rc != OK; it = it->ai_next) {
		descriptor_close(&call->fd);
		error_reset(err);
		rc = connected(call, it->ai_addr, it->ai_addrlen, err);
	}
	freeaddrinfo(list);
	return rc;
}

enum status call_begin(struct call *call, const struct clamd *clamd,
		       unsigned seconds, struct error *err)
{
	*call = (struct call){ clamd, -1,
			       steady_clock() + 1000 * (int64_t)seconds };
	return strchr(clamd->socket, '/') ? connect_path(call, err)
					  : connect_host(call, err);
}

static bool is_closed(int number)
{
	return number == EPIPE || number == ECONNRESET;
}

static enum status message_send(struct call *call,
				const struct msghdr *message, struct error *err)
{
	enum status rc;

	while (sendmsg(call->fd, message, MSG_NOSIGNAL) < 0) {
		if (is_closed(errno))
			break;
		if (errno != EINTR && errno != EAGAIN)
			return gone(call->clamd, errno, err);
		if ((rc = call_wait(call, POLLOUT, err)) != OK)
			return rc;
	}
	return OK;
}

enum status call_send(struct call *call, const void *bytes, size_t n,
		      struct error *err)
{
	const char *at = bytes;

	while (n) {
		ssize_t sent = send(call->fd, at, n, MSG_NOSIGNAL);
		enum status rc;

		if (sent < 0 && is_closed(errno))
			return OK;
		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			return gone(call->clamd, errno, err);
		if (sent < 0 && (rc = call_wait(call, POLLOUT, err)) != OK)
			return rc;
		at += sent > 0 ? sent : 0;
		n -= sent > 0 ? (size_t)sent : 0;
	}
	return OK;
}

enum status call_stream(struct call *call, const void *bytes, size_t n,
			struct error *err)
{
	const char *at = bytes;
	enum status rc = call_send(call, "zINSTREAM", sizeof "zINSTREAM", err);

	while (rc == OK) {
		size_t part = n < CHUNK ? n : CHUNK;
		unsigned char size[4] = { (unsigned char)(part >> 24),
					  (unsigned char)(part >> 16),
					  (unsigned char)(part >> 8),
					  (unsigned char)part };

		if ((rc = call_send(call, size, sizeof size, err)) != OK ||
		    part == 0)
			break;
		rc = call_send(call, at, part, err);
		at += part;
		n -= part;
	}
	return rc;
}

enum status call_send_file(struct call *call, int file, struct error *err)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte = '\0'; /* something must carry it */
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control.room,
				  .msg_controllen = sizeof control.room };
	enum status rc = call_send(call, "zFILDES", sizeof "zFILDES", err);

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof file);
	memcpy(CMSG_DATA(&control.header), &file, sizeof file);
	return rc == OK ? message_send(call, &message, err) : rc;
}

enum status call_answer(struct call *call, char ret[CLAMD_ANSWER_MAX],
			size_t *n, struct error *err)
{
	size_t have = 0;
	enum status rc;

	while (have < CLAMD_ANSWER_MAX) {
		ssize_t got;

		if ((rc = call_wait(call, POLLIN, err)) != OK)
			return rc;
		got = recv(call->fd, ret + have, CLAMD_ANSWER_MAX - have, 0);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0 || (got == 0 && have == 0))
			return gone(call->clamd, got < 0 ? errno : EPIPE, err);
		if (got == 0)
			break;
		have += (size_t)got;
		if (ret[have - 1] == '\0') {
			*n = have - 1;
			return OK;
		}
	}
	return error_set(err, UNAVAILABLE, "scan_engine_garbled", NULL,
			 "what is at \"%s\" does not answer as clamd does; "
			 "correct socket in [scan]",
			 call->clamd->socket);
}

enum status call_verdict(struct call *call, struct clamav_answer *ret,
			 struct error *err)
{
	char text[CLAMD_ANSWER_MAX];
	enum status rc;
	size_t n;

	if ((rc = call_answer(call, text, &n, err)) != OK)
		return rc;
	if (clamd_answer_parse(text, n, ret))
		return OK;
	return error_set(err, UNAVAILABLE, "scan_engine_garbled", NULL,
			 "what is at \"%s\" does not answer as clamd does; "
			 "correct socket in [scan]",
			 call->clamd->socket);
}
