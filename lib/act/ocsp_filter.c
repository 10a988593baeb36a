/* ocsp_filter - requests in, answers out, in a stream */
#include <ipp/act/ocsp.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/port/ocsp.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#include "ocsp_part.h"

#define GROUP 1024 /* answered at a time, if so many are there */
#define ROOM  ((size_t)256 * 1024)

_Static_assert(ROOM > 2 * LIMIT_OCSP_BYTES, "a whole request has room");

struct filter {
	struct ocsp_service *service;
	unsigned char *room;
	size_t from, until; /* what of it was read and not answered */
	struct ocsp_exchange list[GROUP];
	size_t count, answered;
	size_t malformed;
	unsigned char *out;
	size_t out_size;
	bool is_over, is_broken; /* where one ends is not known any more */
};

static void filter_free(struct filter *it)
{
	free(it->out);
	free(it);
}
DEFINE_OWN(filter, struct filter, filter_free)

static enum status fill(struct filter *it, struct error *err)
{
	ssize_t n;

	memmove(it->room, it->room + it->from, it->until - it->from);
	it->until -= it->from;
	it->from = 0;
	do
		n = read(STDIN_FILENO, it->room + it->until, ROOM - it->until);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot read the requests");
	it->until += (size_t)n;
	it->is_over = n == 0;
	return OK;
}

static void take(struct filter *it, size_t size)
{
	it->list[it->count++] = (struct ocsp_exchange){
		.request = { it->room + it->from, size }
	};
	it->from += size;
}

/* The requests that are whole; of what cannot be the rest is one. */
static void group_make(struct filter *it)
{
	struct error ignored;
	size_t size;

	error_reset(&ignored);
	it->count = 0;
	while (it->count < GROUP && it->from < it->until) {
		size_t n = it->until - it->from;

		if (ocsp_request_size(it->room + it->from, n, &size,
				      &ignored) != OK ||
		    (it->is_over && (!size || size > n))) {
			it->is_broken = true;
			take(it, n);
			return;
		}
		if (!size || size > n)
			return;
		take(it, size);
	}
}

static enum status group_put(struct filter *it, struct error *err)
{
	size_t size = 0;

	for (size_t i = 0; i < it->count; i++)
		size += it->list[i].answer.size;
	if (size > it->out_size) {
		it->out = memory_grow(it->out, size);
		it->out_size = size;
	}
	size = 0;
	for (size_t i = 0; i < it->count; i++) {
		const struct octets *one = &it->list[i].answer;

		memcpy(it->out + size, one->bytes, one->size);
		size += one->size;
		it->malformed += it->list[i].is_malformed;
	}
	it->answered += it->count;
	return file_write_fd(STDOUT_FILENO, it->out, size, "the answers", err);
}

static enum status run(struct filter *it, struct error *err)
{
	enum status rc;

	while (!it->is_broken) {
		group_make(it);
		if (it->count) {
			if ((rc = ocsp_answer(it->service, it->list, it->count,
					      err)) != OK ||
			    (rc = group_put(it, err)) != OK)
				return rc;
			continue;
		}
		if (it->is_over)
			break;
		if ((rc = fill(it, err)) != OK)
			return rc;
	}
	if (it->malformed)
		return error_set(err, DATA, "ocsp_malformed", NULL,
				 "%zu of %zu requests are none of RFC 6960, "
				 "4.1, and were answered so",
				 it->malformed, it->answered);
	return OK;
}

enum status act_ocsp_filter(struct desk *desk, struct error *err)
{
	OWN(ocsp_service) struct ocsp_service *service = NULL;
	OWN(bytes) unsigned char *room = memory_room(ROOM);
	OWN(filter) struct filter *it = memory_new(sizeof *it);
	enum status rc;

	if ((rc = ocsp_service_open(desk, &service, err)) != OK ||
	    (rc = store_keep_pages(desk->store, err)) != OK)
		return rc;
	it->service = service;
	it->room = room;
	return run(it, err);
}
