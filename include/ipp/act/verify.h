/* verify - whose signature a file bears, and what it is worth */
#ifndef IPP_ACT_VERIFY_H
#define IPP_ACT_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/model/signature.h>
#include <ipp/port/file_inspect.h>

struct desk;

/*
 * Verifies CAdES and PAdES after EN 319 102-1. Everything of the file is
 * parsed and judged in a sandbox, against the trust material at hand; what
 * was lacking is then looked up in the store, and fetched from the network:
 *
 *	begin (STORE), judge (APART),
 *	load (STORE), judge (APART)			twice, and
 *	fetch (APART), judge (APART), keep (STORE),
 *	and load and judge twice			four times
 *
 * Certificates of issuers that a file lacks are fetched from where the one
 * below names them (caIssuers), two on a path, and then what was revoked.
 * Each does nothing where nothing is wanted; what was found for one file of a
 * run is on the shelf for the next ones.
 *
 * DATA `file_empty`, `file_too_large`, `not_signed` (neither CMS SignedData
 * nor a PDF with a signature), `file_broken`, `pdf_encrypted`,
 * `too_many_signatures`, `content_differs` (another one is inside than was
 * given), `sandbox_failed`; SYSTEM `sandbox_unavailable`. A
 * signature that is no good is no error, but a report that says so.
 */
struct verification; /* lives in the document's arena, as all it returns */

/*
 * What is known of whom to trust and of what was revoked, gathered while a run
 * goes on: made once a run (.open of a verb), for all its files. Several
 * threads may use it.
 */
struct verify_shelf;

/* `alone`: only what is put on it by hand counts, and not the store. */
struct verify_shelf *verify_shelf_new(bool alone);
void verify_shelf_free(struct verify_shelf *shelf); /* NULL is fine */

/* Certificates that a path may end in, one PEM after the other, or one in DER.
 * DATA `certificate_unreadable`, or `pem_unreadable` where there is none. */
enum status verify_shelf_trust(struct verify_shelf *shelf, const void *bytes,
			       size_t n, struct error *err);
/* A CRL or an OCSP response, DER or PEM; looked at by whoever uses it. */
void verify_shelf_revocation(struct verify_shelf *shelf, const void *bytes,
			     size_t n);

/* A document of which what was signed may be the signed copy. */
struct verify_origin {
	size_t size;
	unsigned char sha256[32];
};

enum verify_descent {
	DESCENT_NONE,	 /* it begins with none of them */
	DESCENT_SAME,	 /* it is one of them, or signatures were added to it */
	DESCENT_CHANGED, /* it begins with one, and shows or does another thing
			  */
};

struct verify_wish {
	struct file_bytes file;
	/* .bytes NULL: none. Where there is a content inside, it must be the
	 * same; one that only lay beside the file counts for nothing then */
	struct file_bytes detached_content;
	bool lay_beside;
	bool offline; /* fetch nothing */
	int64_t at;   /* judge as of this instant; ABSENT: desk->now */
	struct verify_shelf *shelf;
	/* what a PDF that was signed may have attached, NULL if nobody asks,
	 * and its size at most: then verification_look tells */
	const char *attachment;
	size_t attachment_max;
	const struct verify_origin
	    *origins; /* then verification_descent tells */
	size_t origin_count;
};

enum status verification_begin(struct desk *desk,
			       const struct verify_wish *wish,
			       struct verification **ret, struct error *err);
enum status verification_judge(struct desk *desk, struct verification *it,
			       struct error *err);
enum status verification_load(struct desk *desk, struct verification *it,
			      struct error *err);
enum status verification_fetch(struct desk *desk, struct verification *it,
			       struct error *err);
enum status verification_keep(struct desk *desk, struct verification *it,
			      struct error *err);

/* What the last judge said. Never NULL after one that was OK. */
const struct signature_report *
verification_report(const struct verification *it);

/* What was signed: the innermost content of attached CMS, the detached
 * content, or the PDF itself (the whole file). REFUSED `content_unproved`
 * unless every signature over it holds cryptographically (digest and
 * signature), whatever its certificates are worth. */
enum status verification_content(const struct verification *it,
				 const void **bytes, size_t *size,
				 struct error *err);
/* What the child that judged saw of a content that is a PDF. .bytes is NULL
 * where nobody asked, or it is none. */
struct file_look verification_look(const struct verification *it);

/* What the document that was signed came from. DESCENT_NONE, too, where nobody
 * asked and where its signatures do not hold. */
enum verify_descent verification_descent(const struct verification *it);

#endif
