/* clamd - asks clamd about itself, and about a file */
#include "clamd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <ipp/base/memory.h>

/* What needs no scan is answered at once, but for a reload. */
#define QUICK_SECONDS 10

enum status clamd_facts(const struct clamd *clamd, struct clamav_facts *ret,
			struct error *err)
{
	OWN(call) struct call call = { .fd = -1 };
	char text[CLAMD_ANSWER_MAX];
	enum status rc;
	size_t n;

	if ((rc = call_begin(&call, clamd, QUICK_SECONDS, err)) != OK ||
	    (rc = call_send(&call, "zVERSION", sizeof "zVERSION", err)) != OK ||
	    (rc = call_answer(&call, text, &n, err)) != OK)
		return rc;
	if (clamd_version_parse(text, n, ret))
		return OK;
	return error_set(err, UNAVAILABLE, "scan_engine_garbled", NULL,
			 "what is at \"%s\" does not say which ClamAV it is; "
			 "correct socket in [scan]",
			 clamd->socket);
}

/* The bytes as an open file that nobody can change any more. */
static enum status memory_file(const void *bytes, size_t n, int *ret,
			       struct error *err)
{
	OWN(descriptor) int fd =
	    memfd_create("ipp-scan", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	enum status rc;

	if (fd < 0)
		return error_system(err, SYSTEM, "scan_memory", errno,
				    "cannot make a file in memory");
	if ((rc = file_write_fd(fd, bytes, n, "memory", err)) != OK)
		return rc;
	if (fcntl(fd, F_ADD_SEALS,
		  F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) ||
	    lseek(fd, 0, SEEK_SET) != 0)
		return error_system(err, SYSTEM, "scan_memory", errno,
				    "cannot close a file in memory");
	*ret = fd;
	fd = -1; /* the caller's now */
	return OK;
}

void own_clamd_scan(struct clamd_scan *scan)
{
	descriptor_close(&scan->fd);
}

static enum status send_file(struct call *call, const void *bytes, size_t n,
			     struct error *err)
{
	OWN(descriptor) int file = -1;
	enum status rc;

	if ((rc = memory_file(bytes, n, &file, err)) != OK)
		return rc;
	return call_send_file(call, file, err);
}

static bool is_here(const struct clamd *clamd)
{
	return strchr(clamd->socket, '/');
}

/* Too slow is an answer, too. */
static enum status late(const struct error *why, struct clamav_answer *ret,
			struct error *err)
{
	if (!error_has(why, "scan_engine_slow"))
		return error_merge(err, why);
	*ret = (struct clamav_answer){ .result = CLAMAV_TIMED_OUT };
	return OK;
}

static enum status scan_stream(const struct clamd *clamd, const void *bytes,
			       size_t n, struct clamav_answer *ret,
			       struct error *err)
{
	OWN(call) struct call call = { .fd = -1 };
	enum status rc;

	if ((rc = call_begin(&call, clamd, clamd->seconds, err)) != OK ||
	    (rc = call_stream(&call, bytes, n, err)) != OK)
		return rc;
	return call_verdict(&call, ret, err);
}

enum status clamd_scan_begin(const struct clamd *clamd, const void *bytes,
			     size_t n, struct clamd_scan *ret,
			     struct error *err)
{
	OWN(call) struct call call = { .fd = -1 };
	enum status rc;

	if ((rc = call_begin(&call, clamd, clamd->seconds, err)) != OK ||
	    (rc = is_here(clamd) ? send_file(&call, bytes, n, err)
				 : call_stream(&call, bytes, n, err)) != OK)
		return rc;
	*ret = (struct clamd_scan){ clamd, bytes, n, call.fd, call.deadline };
	call.fd = -1; /* the scan's now */
	return OK;
}

enum status clamd_scan_end(struct clamd_scan *scan, struct clamav_answer *ret,
			   struct error *err)
{
	struct call call = { scan->clamd, scan->fd, scan->deadline };
	struct clamav_answer answer = { .result = CLAMAV_FAILED };
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = call_verdict(&call, &answer, &why);
	/* a profile of AppArmor may keep it from files it did not open */
	if (rc == OK && answer.result == CLAMAV_FAILED && is_here(scan->clamd))
		rc = scan_stream(scan->clamd, scan->bytes, scan->n, &answer,
				 &why);
	if (rc != OK)
		return late(&why, ret, err);
	*ret = answer;
	return OK;
}
