/* scan - whether a file is free of viruses, as far as an engine can tell */
#ifndef IPP_ACT_SCAN_H
#define IPP_ACT_SCAN_H

#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct desk;
struct file_bytes;
struct file_look;
struct scan_verdict;

/*
 * The engine that the settings name: clamd where there is a `scan_socket`,
 * else libclamav in process with the database in `scan_database`.
 *
 * A file is `clean` only if an engine whose database is known and not older
 * than `scan_max_age_days` read all of it. What is wrong with the file is a
 * verdict; what is wrong with the engine is an error, and no verdict on any
 * file: CONFIG `scan_database_missing`, `scan_database_broken`,
 * `scan_database_undated`, `scan_database_old`, `scan_database_future`,
 * `scan_engine_lenient` (clamd is not set to tell what it leaves out);
 * UNAVAILABLE `scan_engine_gone`, `scan_engine_slow`, `scan_engine_garbled`;
 * SYSTEM `sandbox_unavailable`.
 */
struct scanner;

/* Finds the engine and proves that it may be believed. Done once a process,
 * before there are threads: libclamav loads its whole database. The desk must
 * outlive the scanner. */
enum status scanner_open(const struct desk *desk, struct scanner **ret,
			 struct error *err);
void scanner_close(struct scanner *scanner); /* NULL is fine */
DEFINE_OWN(scanner, struct scanner, scanner_close)

/* The verdict on exactly these bytes, without unpacking a signed message.
 * `look` is what a sandbox saw of them already, or NULL. Touches no store; many
 * threads may use one scanner, each with a desk (and so an arena) of its own.
 * Texts of `ret` are in the arena. */
enum status scan_bytes(struct desk *desk, struct scanner *scanner,
		       const struct file_bytes *file,
		       const struct file_look *look, struct scan_verdict *ret,
		       struct error *err);

/* The same for a file and, if it is a signed message (CMS: DER, BER, PEM or
 * base64), for the content in it, also where that is signed again: the first
 * verdict that is not clean. What cannot be unpacked is refused. */
enum status scan_file(struct desk *desk, struct scanner *scanner,
		      const struct file_bytes *file, struct scan_verdict *ret,
		      struct error *err);

/* Keeps the verdict as evidence of kind `check` (`"check": "antivirus"`) of a
 * product, bound to the SHA-256 of an object that is kept. In a transaction. */
enum status scan_keep(struct desk *desk, int64_t user_id,
		      const struct scan_verdict *verdict, struct error *err);

/* Reads a file (`-` is stdin) and scans it. IOERR `file_unreadable`, DATA
 * `file_too_large`. */
enum status scan_path(struct desk *desk, struct scanner *scanner,
		      const char *path, struct scan_verdict *ret,
		      struct error *err);

/* Scans every file that is evidence for a product, keeps each verdict and
 * hands it to `put`. Outside transactions. NOPERM as product_open. */
enum status scan_papers(struct desk *desk, struct scanner *scanner,
			int64_t user_id,
			enum status (*put)(void *context,
					   const struct scan_verdict *verdict,
					   struct error *err),
			void *context, struct error *err);

#endif
