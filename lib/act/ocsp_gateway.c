/* ocsp_gateway - one request of a web server, handed to who serves */
#include <ipp/act/ocsp.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>

/* A program that starts for each request: no store, no library, no arena. */

#define HEADERS_MAX ((size_t)16 * 1024) /* as in ocsp_serve.c */
#define PATIENCE    20			/* seconds */

struct headers {
	char text[HEADERS_MAX + 8];
	size_t size; /* too large: more than HEADERS_MAX */
};

static void header_add(struct headers *it, const char *name,
		       const char *value)
{
	size_t n = strlen(name) + 1, k = value ? strlen(value) + 1 : 0;

	if (!value || it->size > HEADERS_MAX)
		return;
	if (n + k > HEADERS_MAX - it->size) {
		it->size = HEADERS_MAX + 1;
		return;
	}
	memcpy(it->text + it->size, name, n);
	memcpy(it->text + it->size + n, value, k);
	it->size += n + k;
}

static int reach(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	const struct timeval patience = { PATIENCE, 0 };
	const char *path = secure_getenv("IPP_OCSP_SOCKET");
	int fd;

	if (!path || !*path)
		path = OCSP_SOCKET;
	if (strlen(path) >= sizeof at.sun_path)
		return -1;
	strcpy(at.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
			 sizeof patience);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience,
			 sizeof patience);
	if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
		return fd;
	(void)close(fd); /* there is nothing in it */
	return -1;
}

static bool put(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		size -= (size_t)n;
	}
	return true;
}

/* At most `most` bytes; how many there were. */
static size_t copy(int from, int to, size_t most)
{
	char room[8192];
	size_t done = 0;

	while (done < most) {
		size_t rest = most - done;
		ssize_t n = read(from, room,
				 rest < sizeof room ? rest : sizeof room);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || !put(to, room, (size_t)n))
			break;
		done += (size_t)n;
	}
	return done;
}

/* A body that is too large is refused by its length, unread. */
static size_t body_size(void)
{
	const char *text = getenv("CONTENT_LENGTH");
	unsigned long n = text ? strtoul(text, NULL, 10) : 0;

	return n > LIMIT_OCSP_BYTES ? 0 : n;
}

static void refuse(const char *what)
{
	(void)put(STDOUT_FILENO, what, strlen(what)); /* there is no other way */
}

bool act_ocsp_gateway(void)
{
	static const char *const names[] = { "REQUEST_METHOD", "SCRIPT_NAME",
					     "REQUEST_URI", "PATH_INFO",
					     "CONTENT_TYPE" };
	struct headers headers = { .size = 0 };
	const char *length = getenv("CONTENT_LENGTH");
	char size[8], *at = size + sizeof size;
	OWN(descriptor) int fd = getenv("GATEWAY_INTERFACE") ? reach() : -1;

	if (fd < 0)
		return false;
	header_add(&headers, "CONTENT_LENGTH", length ? length : "");
	header_add(&headers, "SCGI", "1");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		header_add(&headers, names[i], getenv(names[i]));
	if (headers.size > HEADERS_MAX) {
		refuse("Status: 414 URI Too Long\r\n\r\n");
		return true;
	}
	*--at = ':';
	for (size_t n = headers.size; n; n /= 10)
		*--at = (char)('0' + n % 10);
	headers.text[headers.size++] = ',';
	if (!put(fd, at, (size_t)(size + sizeof size - at)) ||
	    !put(fd, headers.text, headers.size) ||
	    copy(STDIN_FILENO, fd, body_size()) < body_size() ||
	    copy(fd, STDOUT_FILENO, SIZE_MAX) == 0)
		refuse("Status: 502 Bad Gateway\r\n\r\n");
	return true;
}
