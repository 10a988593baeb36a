/* file_inspect - whether a stranger's file is what we take, and harmless */
#ifndef IPP_PORT_FILE_INSPECT_H
#define IPP_PORT_FILE_INSPECT_H

#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/port/cms_shape.h>
#include <ipp/port/file_kind.h>
#include <ipp/port/image.h>
#include <ipp/port/pdf_file.h>

struct arena;
struct sandbox_answer;

struct file_bytes {
	const char *name; /* for messages only, never believed */
	const void *bytes;
	size_t size;
	const unsigned char *sha256; /* counted already, or NULL */
};

/* Before anything is read of it: DATA `file_empty`, `file_too_large` (beyond
 * LIMIT_FILE_BYTES). */
enum status file_size_check(const struct file_bytes *file, struct error *err);

/* The SHA-256 of its bytes, counted only if nobody has. */
enum status file_sha256(const struct file_bytes *file, unsigned char ret[32],
			struct error *err);

struct file_facts {
	enum file_kind kind;
	const char *mime;
	union {
		struct image_facts image; /* FILE_JPEG, FILE_PNG */
		struct pdf_facts pdf;	  /* FILE_PDF */
		struct cms_shape cms;	  /* FILE_P7M */
	};
};

/* Takes a file of one of the `allowed` kinds (of FILE_JPEG, FILE_PNG,
 * FILE_PDF and FILE_P7M), known by its content, after its own parser has read
 * all of it in a sandbox. All else is DATA:
 *	file_empty, file_too_large (LIMIT_FILE_BYTES),
 *	file_kind_refused (says what it is),
 *	file_broken, pdf_encrypted, too_many_pages (LIMIT_PDF_PAGES),
 *	pdf_active_content (scripts, actions, programs, media, XFA forms),
 *	image_too_large (LIMIT_IMAGE_PIXELS), sandbox_failed,
 * or SYSTEM sandbox_unavailable. No virus scan, no verification of what is
 * signed. */
enum status file_inspect(struct arena *arena, const struct file_bytes *file,
			 unsigned allowed, struct file_facts *ret,
			 struct error *err);

/* Reads an attachment of a stranger's PDF that file_inspect would take, in a
 * sandbox: pdf_attachment_read of port/pdf_file.h, with its errors and those of
 * file_inspect. */
enum status file_attachment(struct arena *arena, const struct file_bytes *file,
			    const char *name, size_t max, unsigned char **ret,
			    size_t *size, struct error *err);

/* Who has a child that reads a PDF anyway lets it look for these questions,
 * too: what it said, for those who ask without a child of their own. */
struct file_look {
	const void *bytes; /* NULL: nobody looked */
	size_t size;
};

/* For the work of a sandbox: looks at a PDF and at its attachment `name` (NULL:
 * at none), and says at most file_look_size(max) bytes. `known` is what
 * pdf_facts said of it, or NULL. */
void file_look_say(const struct file_bytes *pdf, const struct pdf_facts *known,
		   const char *name, size_t max, struct sandbox_answer *answer);
size_t file_look_size(size_t max);
/* file_attachment of what was looked for. */
enum status file_look_attachment(struct arena *arena,
				 const struct file_bytes *file,
				 const struct file_look *look,
				 unsigned char **ret, size_t *size,
				 struct error *err);
/* The features of the PDF (enum pdf_feature). DATA `file_broken`,
 * `pdf_encrypted`. */
enum status file_look_features(const struct file_bytes *file,
			       const struct file_look *look, unsigned *ret,
			       struct error *err);

#endif
