/* clamd - the virus scanner daemon of ClamAV, over its socket */
#ifndef IPP_PEER_CLAMD_H
#define IPP_PEER_CLAMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/port/clamav.h>

/* Each call has a connection of its own, so threads may share this. Errors of
 * all of them are UNAVAILABLE: `scan_engine_gone` (no connection, or it was
 * closed), `scan_engine_slow`, `scan_engine_garbled`. */
struct clamd {
	const char *socket; /* a path (it has a `/`), or HOST:PORT */
	unsigned seconds;   /* that a scan may take */
};

/* Engine and database that clamd works with at this moment; after a reload
 * that failed these are not what lies in its folder. */
enum status clamd_facts(const struct clamd *clamd, struct clamav_facts *ret,
			struct error *err);

/* A scan that goes on while its caller does something else. */
struct clamd_scan {
	const struct clamd *clamd;
	const void *bytes; /* the caller's, until the end */
	size_t n;
	int fd;
	int64_t deadline; /* of steady_clock */
};

/* Has clamd begin to scan these bytes: over a unix socket it is given an open
 * file of memory (FILDES), elsewhere the bytes (INSTREAM). */
enum status clamd_scan_begin(const struct clamd *clamd, const void *bytes,
			     size_t n, struct clamd_scan *ret,
			     struct error *err);
/* Waits for the answer. A file that clamd cannot read is sent as bytes. No
 * answer in time is CLAMAV_TIMED_OUT. */
enum status clamd_scan_end(struct clamd_scan *scan, struct clamav_answer *ret,
			   struct error *err);
/* For OWN(clamd_scan) struct clamd_scan scan = { .fd = -1 }: closes. */
void own_clamd_scan(struct clamd_scan *scan);

/* Has clamd look at three harmless files that it must not call clean: one
 * encrypted, one broken, one too large. CONFIG `scan_engine_lenient`
 * with each setting that it lacks: by default clamd says of what it did not
 * read that it is clean. */
enum status clamd_prove(const struct clamd *clamd, struct error *err);

/* What clamd answers to a scan, without the zero that ends it: `fd[9]: OK`,
 * `stream: NAME FOUND`, `TEXT ERROR`. False if it is nothing of this. */
bool clamd_answer_parse(const char *text, size_t n, struct clamav_answer *ret);
/* To VERSION: `ClamAV 1.4.6` or `ClamAV 1.4.6/27500/Wed Nov 25 08:12:13 2026`.
 * The time is that of clamd's place; it is taken for UTC. */
bool clamd_version_parse(const char *text, size_t n, struct clamav_facts *ret);

#endif
