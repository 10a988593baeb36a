/* pdf_file - what the two halves of it share */
#ifndef IPP_LIB_PORT_PDF_FILE_H
#define IPP_LIB_PORT_PDF_FILE_H

#include <qpdf/qpdf-c.h>

#include <ipp/base/own.h>
#include <ipp/port/pdf_file.h>

static inline void own_qpdf(qpdf_data *q)
{
	if (*q)
		qpdf_cleanup(q);
}

/* Opens a PDF that stays in the caller's memory, without recovery and
 * without a word on stderr. `passphrase` may be NULL. Clean it up with
 * OWN(qpdf). DATA `file_broken`, `passphrase_wrong`. */
enum status pdf_open(const void *pdf, size_t n, const char *passphrase,
		     qpdf_data *ret, struct error *err);

/* One that opens without a passphrase. DATA `file_broken`, `pdf_encrypted`. */
enum status pdf_open_plain(const void *pdf, size_t n, qpdf_data *ret,
			   struct error *err);

/* DATA `file_broken`. */
enum status pdf_broken(struct error *err);

/* The name tree of embedded files; not initialized where there is none. */
bool pdf_attachments(qpdf_data q, qpdf_oh *ret);

#endif
