/* smtp - mail to a server (RFC 5321, RFC 3207, RFC 4954) */
#ifndef IPP_PORT_SMTP_H
#define IPP_PORT_SMTP_H

#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

enum smtp_security {
	SMTP_STARTTLS,		/* demanded; the default */
	SMTP_TLS,		/* from the first byte (RFC 8314) */
	SMTP_STARTTLS_IF_THERE, /* open to a downgrade; never with a password */
	SMTP_CLEAR,
};

struct smtp_config {
	const char *host; /* name, address, or [IPv6 address] */
	unsigned port;	  /* 0: 25, or 465 with SMTP_TLS, or 587 with user */
	enum smtp_security security;
	const char *ca_file;  /* PEM; NULL: the system's */
	const char *user;     /* NULL: no authentication */
	const char *password; /* NULL only if `user` is */
	const char *hello;    /* name said in EHLO; NULL: the machine's */
	int connect_seconds;  /* 0: 15 */
	int total_seconds;    /* a message; 0: 120 */
};

struct arena;

/* Reads `smtp://HOST:PORT` or `smtps://HOST:PORT` (the port may be missing)
 * into host, port and, for smtps, security. CONFIG `smtp_config`. */
enum status smtp_url_parse(const char *text, struct arena *arena,
			   struct smtp_config *ret, struct error *err);

/* A session: one connection over many messages, opened when needed, and anew
 * when it broke. Not shared between threads. */
struct smtp;

/* Copies `config` and talks to nobody yet. CONFIG `smtp_config`: no plain host
 * name, or user without password; `smtp_secret_in_clear`: a password without
 * compulsory TLS. */
enum status smtp_open(const struct smtp_config *config, struct smtp **ret,
		      struct error *err);
void smtp_close(struct smtp *smtp); /* NULL is fine */
DEFINE_OWN(smtp, struct smtp, smtp_close)

/*
 * Sends one message, lines ending with \r\n (mime_crlf), to one recipient.
 *   OK           the server took it over
 *   DATA         `address_refused`: nothing was sent
 *   REFUSED      `mail_refused`: 5xx for this recipient or message, for good
 *   BUSY         `mail_deferred`: 4xx for this message
 *   UNAVAILABLE  `smtp_unavailable`: not reached, time-out, broken off, 421;
 *                other messages will fare no better now. If it broke off
 *                after the message went out, the server may have it.
 *   CONFIG       `smtp_tls`, `smtp_login`, `smtp_not_wanted`: TLS or the
 *                certificate, the password, or the server does not take
 *                mail from us; somebody must mend something first
 * The server's last reply, code first, stands in the message.
 */
enum status smtp_send(struct smtp *smtp, const char *from, const char *to,
		      const char *bytes, size_t size, struct error *err);

#endif
