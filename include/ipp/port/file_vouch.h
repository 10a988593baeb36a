/* file_vouch - whether an engine can have read all of a file */
#ifndef IPP_PORT_FILE_VOUCH_H
#define IPP_PORT_FILE_VOUCH_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct file_bytes;
struct file_look;

/*
 * clamd cuts off what a packed file unpacks to beyond its limits, and calls
 * the rest clean without a word. So its `clean` is believed of files that hold
 * no archive: what file_is_plain says, CMS SignedData (whose content is looked
 * at by itself), and PDF with attachments that are plain. A PDF is parsed in a
 * sandbox, unless one has looked at it (`look`; NULL: none has): DATA
 * `file_broken`, `pdf_encrypted`, `sandbox_failed`; SYSTEM
 * `sandbox_unavailable`.
 */
enum status file_vouch(const struct file_bytes *file,
		       const struct file_look *look, bool *ret,
		       struct error *err);

#endif
