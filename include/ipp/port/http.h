/* http - a small bounded HTTP client (RFC 9110) */
#ifndef IPP_PORT_HTTP_H
#define IPP_PORT_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;

struct http_config {
	const char *ca_file;	/* PEM; NULL: the system's */
	const char *ca_pem;	/* the same as text, instead of a file */
	int connect_seconds;	/* 0: 10 */
	int total_seconds;	/* a request; 0: 30 */
	size_t reply_bytes_max; /* 0: 1 MiB */
};

struct http_header {
	const char *name;
	const char *value;
};

/* A body that is not in memory: `size` bytes from the beginning of a file, or
 * at most so many into one. */
struct http_file {
	int fd;
	size_t size;
};

struct http_request {
	const char *method; /* "GET", "POST", ... */
	const char *url;    /* https, or http without secrets */
	const struct http_header *headers;
	size_t header_count;
	const void *body; /* NULL: none */
	size_t size;
	const struct http_file *from; /* instead of body, or NULL */
	const struct http_file *into; /* takes the answer's body, or NULL */
	/* It must not happen twice: never sent again by itself, not even when
	 * the server closed a connection that was kept. Only with `body`. */
	bool is_once;
	const char *bearer;	     /* a token (RFC 6750), or NULL */
	const char *user, *password; /* basic (RFC 7617), or both NULL */
};

struct http_reply {
	int code;	     /* 200 */
	const char *type;    /* media type as sent, "" if none */
	unsigned char *body; /* in the arena, NUL after it; "" if it went into
				a file */
	size_t size;	     /* of it, wherever it is */
	int64_t retry_after; /* seconds asked for; 0: none */
};

/* A session: connections are used again. Not shared between threads. */
struct http;

/* Talks to nobody yet. CONFIG `http_config`. */
enum status http_open(const struct http_config *config, struct http **ret,
		      struct error *err);
void http_close(struct http *http); /* NULL is fine */
DEFINE_OWN(http, struct http, http_close)

/*
 * Any answer of the server is OK, whatever its code; redirects are not
 * followed. TLS 1.2 at least, the certificate is always checked.
 *   USAGE        `http_request`: a control character in a header, no such
 *                method or URL; nothing was sent
 *   CONFIG       `http_secret_in_clear`: a token or password to `http:` beyond
 *                this machine; `http_tls`: no trusted TLS
 *   UNAVAILABLE  `http_unavailable`: not reached, time-out, broken off
 *   DATA         `http_reply_too_large`
 *   IOERR        `file_unwritable`, `file_unreadable`: of `into` and `from`
 * Messages quote host and path, never the query of the URL or a secret.
 */
enum status http_call(struct http *http, struct arena *arena,
		      const struct http_request *request,
		      struct http_reply *ret, struct error *err);

/* After a call that failed: false if for certain nothing of it went out. */
bool http_was_sent(const struct http *http);

#endif
