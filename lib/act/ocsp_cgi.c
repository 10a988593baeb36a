/* ocsp_cgi - one request of a web server, one answer (RFC 3875) */
#include <ipp/act/ocsp.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/store/desk.h>

#include "ocsp_part.h"
#include "ocsp_web.h"

static void request_take(struct web_request *ret)
{
	static const char *const names[] = { "REQUEST_METHOD", "SCRIPT_NAME",
					     "REQUEST_URI",    "PATH_INFO",
					     "CONTENT_TYPE",   "CONTENT_LENGTH" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		web_request_set(ret, names[i], getenv(names[i]));
}

/* No more than was announced: some servers leave the connection open. */
static enum status body_read(struct arena *arena, struct web_request *request,
			     struct error *err)
{
	size_t wanted = web_body_size(request), n = 0;
	unsigned char *bytes;

	if (wanted > LIMIT_OCSP_BYTES)
		return OK; /* refused by its length */
	bytes = arena_alloc(arena, wanted + 1);
	while (n < wanted) {
		ssize_t got = read(STDIN_FILENO, bytes + n, wanted - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_system(err, IOERR, "file_unreadable",
					    errno, "cannot read the request");
		if (got == 0)
			break; /* what is there is malformed */
		n += (size_t)got;
	}
	request->body = (struct octets){ bytes, n };
	return OK;
}

/* An answer, if only that there is none. */
static enum status answer(struct desk *desk, struct ocsp_exchange *exchange,
			  struct ocsp_service **service, struct error *err)
{
	enum status rc;

	if ((rc = ocsp_service_open(desk, service, err)) == OK)
		rc = ocsp_answer(*service, exchange, 1, err);
	if (rc != OK) {
		exchange->answer = ocsp_failure(rc);
		exchange->is_refused = true;
	}
	return rc;
}

enum status act_ocsp_cgi(struct desk *desk, struct error *err)
{
	OWN(ocsp_service) struct ocsp_service *service = NULL;
	struct ocsp_exchange exchange = { .is_refused = false };
	struct web_request request = { .method = NULL };
	const char *refusal;
	struct octets all;
	struct error why;
	enum status rc, said;

	request_take(&request);
	if ((rc = body_read(desk->arena, &request, err)) != OK)
		return rc;
	refusal = web_read(desk->arena, &request, &exchange.request);
	if (!refusal)
		rc = answer(desk, &exchange, &service, err);
	all = refusal ? web_refuse(desk->arena, refusal)
		      : web_write(desk->arena, &request, &exchange);
	error_reset(&why);
	said = file_write_fd(STDOUT_FILENO, all.bytes, all.size, "the answer",
			     &why);
	return said == OK ? rc : error_merge(err, &why);
}
