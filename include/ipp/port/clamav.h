/* clamav - libclamav in process, each file in a child of its own */
#ifndef IPP_PORT_CLAMAV_H
#define IPP_PORT_CLAMAV_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

/* What an engine says of a file, here and over clamd's socket. Only CLEAN is
 * clean. */
enum clamav_result {
	CLAMAV_CLEAN,
	CLAMAV_FOUND, /* `name`: a virus, or a heuristic such as
			 Heuristics.Encrypted.PDF */
	CLAMAV_TOO_LARGE,
	CLAMAV_TOO_DEEP,
	CLAMAV_TIMED_OUT,
	CLAMAV_BROKEN,
	CLAMAV_FAILED, /* `name`: why */
};

#define CLAMAV_NAME_SIZE 128

struct clamav_answer {
	enum clamav_result result;
	char name[CLAMAV_NAME_SIZE]; /* printable ASCII; "" if there is none */
};

/* Keeps of a stranger's text what can be printed and has room. */
void clamav_name_set(char ret[CLAMAV_NAME_SIZE], const char *text, size_t n);

struct clamav_facts {
	char engine[32];  /* `ClamAV 1.4.6` */
	char version[24]; /* of the database; "" if unknown */
	int64_t date;	  /* of the database; 0 if unknown */
};

struct clamav;

/* Loads libclamav.so.12 and the database in a folder: milliseconds for a
 * small one, ten seconds and a gigabyte for ClamAV's own. Once a process,
 * before there are threads. CONFIG `scan_engine_missing` (no library),
 * `scan_database_missing`, `scan_database_broken`. */
enum status clamav_open(const char *database, struct clamav **ret,
			struct error *err);
void clamav_close(struct clamav *clamav); /* NULL is fine */
DEFINE_OWN(clamav, struct clamav, clamav_close)

/* The same facts of the newest official database in a folder, read off its
 * first lines in a moment; `date` is 0 if there are only others. CONFIG
 * `scan_engine_missing`, `scan_database_missing`. */
enum status clamav_look(const char *database, struct clamav_facts *ret,
			struct error *err);

const struct clamav_facts *clamav_facts(const struct clamav *clamav);

/* Scans in a sandbox with a folder of its own below $TMPDIR, which is gone
 * afterwards. A crash there is CLAMAV_FAILED, too long CLAMAV_TIMED_OUT; a
 * packed file that unpacks to more than can be looked at is never clean.
 * Threads may share `clamav`. SYSTEM `sandbox_unavailable`, IOERR
 * `scan_folder_uncreatable`. */
enum status clamav_scan(const struct clamav *clamav, const void *bytes,
			size_t n, unsigned seconds, struct clamav_answer *ret,
			struct error *err);

#endif
