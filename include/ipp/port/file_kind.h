/* file_kind - what a file is, by its content and never by its name */
#ifndef IPP_PORT_FILE_KIND_H
#define IPP_PORT_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct arena;

/* Bits, so that a set of them is an unsigned. */
enum file_kind {
	FILE_UNKNOWN = 0,
	FILE_JPEG = 1 << 0,
	FILE_PNG = 1 << 1,
	FILE_PDF = 1 << 2,
	FILE_P7M = 1 << 3, /* CMS SignedData: DER, PEM or bare base64 */
	FILE_TIFF = 1 << 4,
	FILE_XML = 1 << 5,
	FILE_ZIP = 1 << 6,     /* and what is built on it: DOCX, ODT */
	FILE_PROGRAM = 1 << 7, /* ELF, PE, Mach-O, Java class, #! script */
	FILE_SEALED = 1 << 8,  /* CMS that is encrypted: DER, or its base64 */
};

/* Sniffs the first bytes. This is no security check: it says which parser
 * must have the next word. A PDF counts only if it starts at byte 0. */
enum file_kind file_sniff(const void *bytes, size_t n);

/* "image/jpeg" and so on; application/octet-stream for the unknown. */
const char *file_kind_mime(enum file_kind kind);

/* A few words for a message, such as `GIF image data, version 89a`, by
 * libmagic in a sandbox; printable ASCII, in the arena. If it has no answer,
 * "an unknown kind of file". Never fails. */
const char *file_describe(struct arena *arena, const void *bytes, size_t n);

/* A JPEG, PNG or JSON document, by its first bytes, with no trace of an
 * archive (ZIP) further on: it holds no other files. */
bool file_is_plain(const void *bytes, size_t n);
/* Whether there is something in it that a program for ZIP may take for one. */
bool file_holds_zip(const void *bytes, size_t n);

#endif
