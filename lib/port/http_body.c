/* http_body - bodies of requests and answers, in memory or in files */
#include "http_part.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>

void http_body_forget(struct http *http)
{
	memory_wipe_free(http->body, http->size);
	http->body = NULL;
	http->size = http->room = http->sent = 0;
	http->is_too_large = http->is_broken = false;
	http->request = NULL;
}

size_t http_body_write(char *part, size_t size, size_t count, void *context)
{
	struct http *http = context;
	const struct http_file *into = http->request->into;
	size_t n = size * count, max = into ? into->size : http->max;
	struct error ignored; /* the call says what failed */

	if (n > max - http->size) {
		http->is_too_large = true;
		return 0; /* ends the transfer */
	}
	if (into) {
		error_reset(&ignored);
		http->is_broken =
		    file_write_fd(into->fd, part, n, "", &ignored) != OK;
		http->size += n;
		return http->is_broken ? 0 : n;
	}
	if (n > http->room - http->size) {
		size_t room = 2 * http->size + n;
		unsigned char *grown = memory_new(room);

		if (http->size > 0)
			memcpy(grown, http->body, http->size);
		memory_wipe_free(http->body, http->size);
		http->body = grown;
		http->room = room;
	}
	if (n > 0)
		memcpy(http->body + http->size, part, n);
	http->size += n;
	return n;
}

static size_t memory_send(struct http *http, char *ret, size_t n)
{
	const struct http_request *request = http->request;

	if (n > request->size - http->sent)
		n = request->size - http->sent;
	memcpy(ret, (const char *)request->body + http->sent, n);
	http->sent += n;
	return n;
}

size_t http_body_read(char *ret, size_t size, size_t count, void *context)
{
	struct http *http = context;
	const struct http_file *from = http->request->from;
	size_t n = size * count;
	ssize_t got;

	if (!from)
		return memory_send(http, ret, n);
	if (n > from->size - http->sent)
		n = from->size - http->sent;
	do
		got = pread(from->fd, ret, n, (off_t)http->sent);
	while (got < 0 && errno == EINTR);
	if (got < 0 || (got == 0 && n)) {
		http->is_broken = true;
		return CURL_READFUNC_ABORT;
	}
	http->sent += (size_t)got;
	return (size_t)got;
}

/* Some answers make it begin anew, and so does a connection that was kept and
 * then found closed: what must not happen twice does not follow. */
int http_body_seek(void *context, curl_off_t offset, int origin)
{
	struct http *http = context;

	if (origin != SEEK_SET || offset < 0 || !http->request->from ||
	    (size_t)offset > http->request->from->size)
		return CURL_SEEKFUNC_FAIL;
	http->sent = (size_t)offset;
	return CURL_SEEKFUNC_OK;
}
