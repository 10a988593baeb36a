/* pdf_signed - where the signatures of a PDF lie, and what was changed since */
#ifndef IPP_PORT_PDF_SIGNED_H
#define IPP_PORT_PDF_SIGNED_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/signature.h>

struct arena;

#define PDF_SIGNATURES_MAX 32

/* One signature (ISO 32000-2, 12.8), by its own bytes in the file. */
struct pdf_signed {
	bool is_stamp; /* SubFilter ETSI.RFC3161: a document time-stamp */
	/* nobody may change the document after it, nor sign it (DocMDP with P
	 * 1; ISO 32000-2, 12.8.2.2); time-stamps and proofs are no change */
	bool is_final;
	enum signature_format format;
	struct octets message;	/* CMS, zeroes behind it */
	struct octets parts[2]; /* that are signed: around /Contents */
	size_t covered;		/* where the second one ends */
	/* its ByteRange, its gap or its kind is not what it has to be; then
	 * nothing of the above but is_stamp and format counts */
	struct signature_fault fault;
};

/* Finds every signature field with a value. In the order of what they cover.
 * DATA `not_signed`, `file_broken`, `pdf_encrypted`, `too_many_signatures`.
 * For a stranger's file call it in a sandbox, as all of this. */
enum status pdf_signed_find(struct arena *arena, const void *pdf, size_t n,
			    struct pdf_signed ret[PDF_SIGNATURES_MAX],
			    size_t *count, struct error *err);

/* More than any honest file has; the rest is left. */
#define PDF_PROOFS_MAX 64

/* The certificates, CRLs and OCSP responses of the document security store
 * (EN 319 142-1, 5.4.2), in no order, in the arena. */
size_t pdf_proofs_find(struct arena *arena, const void *pdf, size_t n,
		       struct octets ret[PDF_PROOFS_MAX]);

enum pdf_change {
	PDF_SAME,	/* but for signatures and what proves them */
	PDF_CHANGED,	/* what is shown or done is not the same any more */
	PDF_APPENDED,	/* bytes that belong to no revision */
	PDF_UNREADABLE, /* one of the two cannot be read by itself */
};

/* Compares what a reader is shown of the revision that a signature covers
 * (its first `covered` bytes) and of the whole file: pages, annotations,
 * form fields, actions, names, layers. Signature fields that are signed later
 * may be added. */
enum pdf_change pdf_revision_compare(const void *pdf, size_t n, size_t covered);

/* True if nothing but signatures, also one that allows no change (DocMDP), and
 * what proves them was added to the first `size` bytes, which are a document
 * by themselves. */
bool pdf_is_only_signed(const void *pdf, size_t n, size_t size);

/* True if the PDF has layers (optional content), which a reader may show or
 * hide. */
bool pdf_has_layers(const void *pdf, size_t n);

#endif
