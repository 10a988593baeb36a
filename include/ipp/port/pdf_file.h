/* pdf_file - finished PDF files: attach, encrypt, decrypt, look inside */
#ifndef IPP_PORT_PDF_FILE_H
#define IPP_PORT_PDF_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct arena;

/* Every result lies in the arena. A file that does not parse, without
 * guessing at what it might have meant, is DATA `file_broken`. */

struct pdf_attachment {
	const char *name;	 /* UTF-8, e.g. "record.json" */
	const char *description; /* UTF-8 */
	const char *mime;	 /* e.g. "application/json" */
	const void *bytes;
	size_t size;
};

/* Adds an embedded file, associated with the whole document (ISO 32000-2,
 * 7.11.4 and 14.13, relationship Data). The same input gives the same
 * bytes. DATA `attachment_exists` if there is one of that name. */
enum status pdf_attach(struct arena *arena, const void *pdf, size_t n,
		       const struct pdf_attachment *what, unsigned char **ret,
		       size_t *size, struct error *err);

/* Encrypts with AES-256, revision 6 (ISO 32000-2, 7.6.4.3): `user` opens the
 * file for reading and printing, `owner` lifts the rest and should be random
 * and forgotten. UTF-8, already normalized, 1 to LIMIT_PASSPHRASE_BYTES
 * bytes; else DATA `passphrase_size`. */
enum status pdf_encrypt(struct arena *arena, const void *pdf, size_t n,
			const char *user, const char *owner,
			unsigned char **ret, size_t *size, struct error *err);

/* Takes the encryption off. DATA `passphrase_wrong`. */
enum status pdf_decrypt(struct arena *arena, const void *pdf, size_t n,
			const char *passphrase, unsigned char **ret,
			size_t *size, struct error *err);

enum pdf_feature {
	PDF_JAVASCRIPT = 1 << 0,
	PDF_OPEN_ACTION = 1 << 1, /* other than to show a page */
	PDF_LAUNCH = 1 << 2,	  /* starts programs, sends or imports data */
	PDF_ATTACHMENT = 1 << 3,
	PDF_PROGRAM = 1 << 4, /* an attachment, by content or name */
	PDF_XFA = 1 << 5,
	PDF_MEDIA = 1 << 6, /* sound, film, 3D, Flash */
	PDF_PACKED = 1 << 7, /* an attachment that may hold other files: all
				but what file_is_plain says */
};

struct pdf_facts {
	size_t pages;
	unsigned features; /* of enum pdf_feature */
	char version[8];   /* of the header, "1.7" */
};

/* What is in a PDF, by walking everything that a reader can reach from the
 * trailer. An encrypted file is DATA `pdf_encrypted`. For a stranger's file
 * call it in a sandbox, as file_inspect does. */
enum status pdf_facts(const void *pdf, size_t n, struct pdf_facts *ret,
		      struct error *err);

/* The embedded file of that name. DATA `attachment_missing`, or
 * `attachment_too_large` above `max` bytes. For a stranger's file use
 * file_attachment (port/file_inspect.h). */
enum status pdf_attachment_read(struct arena *arena, const void *pdf, size_t n,
				const char *name, size_t max,
				unsigned char **ret, size_t *size,
				struct error *err);

#endif
