/* sign_file - a file to be signed, and where its signature goes */
#ifndef IPP_LIB_ACT_SIGN_FILE_H
#define IPP_LIB_ACT_SIGN_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct sign_file_options;
struct signed_file;

/* USAGE `style_ambiguous`. */
enum status sign_options_check(const struct sign_file_options *options,
			       struct error *err);

/* The bytes of the file. DATA `file_empty`; and those of file_read. */
enum status sign_content(struct arena *arena, const char *file,
			 unsigned char **ret, size_t *size, struct error *err);

/* enum signature_format: PAdES for a PDF, CAdES for all else, as the options
 * want it. */
int64_t sign_format(const struct sign_file_options *options, const void *bytes,
		    size_t n);

/* Beside the file, or where it shall be. DATA `output_missing`,
 * `output_exists`. */
enum status sign_output(struct arena *arena, const struct signed_file *in,
			int64_t format, bool overwrites, const char **ret,
			struct error *err);

/* Lower-case hexadecimal. */
enum status sign_sha256(struct arena *arena, const void *bytes, size_t n,
			const char **ret, struct error *err);

#endif
