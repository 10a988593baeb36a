/* pdf_sign - adds a signature to a PDF without touching a byte of it */
#ifndef IPP_PORT_PDF_SIGN_H
#define IPP_PORT_PDF_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct file_bytes;
struct signer;

struct pdf_signature {
	int64_t signing_time;	      /* as the signer claims it */
	const char *reason, *location; /* UTF-8, or NULL */
	size_t room;		      /* for the CMS, see cms_sign_room, cms_signatory_room */
	bool is_foreign; /* looked into as by file_inspect, with its errors */
};

/* The file with a place for a signature in it. */
struct pdf_draft {
	unsigned char *bytes;
	size_t size;
	size_t gap, gap_size; /* of /Contents, its angle brackets included */
};

/* Appends an incremental update (ISO 32000-2, 7.5.6) with an invisible
 * signature field, SubFilter ETSI.CAdES.detached (EN 319 142-1, 5.3), on the
 * first page; signatures that are there stay valid. The file is parsed in a
 * sandbox, one for all of it: whatever happens there is of this file alone.
 * DATA `file_broken`,
 * `pdf_encrypted`, `pdf_too_complex` where the update outgrows a mebibyte;
 * REFUSED `pdf_locked` where an earlier signature forbids any change
 * (12.8.2.2); sandbox_failed, sandbox_unavailable. */
enum status pdf_sign_prepare(struct arena *arena, const struct file_bytes *file,
			     const struct pdf_signature *what,
			     struct pdf_draft *ret, struct error *err);

/* The same without the sandbox: for a PDF of ours, and for the fuzzer. */
enum status pdf_sign_draft(struct arena *arena, const struct file_bytes *file,
			   const struct pdf_signature *what,
			   struct pdf_draft *ret, struct error *err);

/* What is signed of it: everything but the gap. */
void pdf_draft_content(const struct pdf_draft *draft, struct octets ret[2]);

/* Fills the gap with the signature, a CMS without content. INTERNAL
 * `signature_too_large` if there is no room. */
enum status pdf_draft_fill(struct pdf_draft *draft, struct octets cms,
			   struct error *err);

/* Signs everything but the gap and fills it. Errors of cms_sign and
 * pdf_draft_fill. */
enum status pdf_sign_finish(struct arena *arena, struct signer *signer,
			    struct pdf_draft *draft, struct error *err);

#endif
