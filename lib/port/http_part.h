/* http_part - a conversation over HTTP, as the files of its client see it */
#ifndef IPP_LIB_PORT_HTTP_PART_H
#define IPP_LIB_PORT_HTTP_PART_H

#include <ipp/port/http.h>

#include "http_curl.h"

struct http {
	CURL *curl;
	size_t max;
	unsigned char *body; /* of the reply on its way */
	size_t size, room;
	const struct http_request *request;
	size_t sent;
	bool was_sent;
	bool is_too_large, is_broken; /* a file could not be read or written */
	char detail[CURL_ERROR_SIZE];
};

/* Callbacks of libcurl; `context` is the struct http. */
size_t http_body_write(char *part, size_t size, size_t count, void *context);
size_t http_body_read(char *ret, size_t size, size_t count, void *context);
int http_body_seek(void *context, curl_off_t offset, int origin);

/* Wipes the answer and forgets the request. */
void http_body_forget(struct http *http);

#endif
