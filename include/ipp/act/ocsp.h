/* ocsp - answers about certificates (RFC 6960) */
#ifndef IPP_ACT_OCSP_H
#define IPP_ACT_OCSP_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct ocsp_answers;

/* All of them answer for the authority that issues, by a responder that it has
 * certified, and make that responder where there is none, or where its end is
 * near; a store that cannot be written does until its end. Whoever may read
 * the store and its key may answer: it needs no session. They handle
 * transactions themselves. CONFIG `setting_invalid`, `authority_missing`. */

/* A filter: OCSPRequests in DER on standard input, one after the other, and
 * their OCSPResponses on standard output, in the same order. DATA
 * `ocsp_malformed` in the end if there was one that could not be read; it was
 * answered. IOERR. */
enum status act_ocsp_filter(struct desk *desk, struct error *err);

/* One request of a web server (RFC 3875): GET or POST (RFC 6960, A.1), from the
 * environment and standard input; what is to be sent goes to standard output.
 * Whatever fails is an answer, too; the status tells what it was. */
enum status act_ocsp_cgi(struct desk *desk, struct error *err);

#define OCSP_SOCKET "/run/ipp/ocsp.sock"

/* Hands one request of a web server (RFC 3875) to act_ocsp_serve, and its
 * answer back. False if nobody listens there, or nothing was requested: then
 * nothing was read nor written. Needs neither store nor library: whoever runs it needs the right to
 * use the socket, $IPP_OCSP_SOCKET or that above, and no other. */
bool act_ocsp_gateway(void);

/* Serves web servers over SCGI at a socket in the file system until SIGTERM or
 * SIGINT; NULL: the one that was inherited (sd_listen_fds(3)), that of the
 * settings, or /run/ipp/ocsp.sock. */
enum status act_ocsp_serve(struct desk *desk, const char *path,
			   struct error *err);

struct ocsp_wish {
	const char *folder; /* NULL: that of the settings */
	bool due;	    /* only what has to be made anew */
};

/* Answers about every certificate, in files that a web server shows as they
 * are: the path below the folder is that of the request below the service's
 * address (RFC 6960, A.1), the request of RFC 5019, 2.1.1: SHA-1 and no nonce.
 * With `due` a file stays that was made after the last change of its
 * certificate, while less than half of its time is over; so what was
 * interrupted is gone on with. USAGE `folder_missing`; CANTCREAT, IOERR. */
enum status act_ocsp_all(struct desk *desk, const struct ocsp_wish *wish,
			 struct ocsp_answers *ret, struct error *err);

#endif
