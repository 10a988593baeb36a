/* sign_file - a file to be signed, and where its signature goes */
#include "sign_file.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/signature.h>
#include <ipp/model/signing.h>
#include <ipp/port/digest.h>
#include <ipp/port/file_inspect.h>

enum status sign_options_check(const struct sign_file_options *options,
			       struct error *err)
{
	if (options->detached == 1 && options->cades == 1)
		return error_set(err, USAGE, "style_ambiguous", "cades",
				 "--cades puts the content inside and "
				 "--detached leaves it outside; give one of "
				 "them");
	return OK;
}

enum status sign_content(struct arena *arena, const char *file,
			 unsigned char **ret, size_t *size, struct error *err)
{
	enum status rc =
	    file_read(arena, file, LIMIT_FILE_BYTES, ret, size, err);

	if (rc != OK || *size > 0)
		return rc;
	return error_set(err, DATA, "file_empty", "file",
			 "\"%s\" is empty; give the file that was meant", file);
}

int64_t sign_format(const struct sign_file_options *options, const void *bytes,
		    size_t n)
{
	if (options->detached == 1)
		return SIGNATURE_CADES_DETACHED;
	return options->cades == 1 || file_sniff(bytes, n) != FILE_PDF
		   ? SIGNATURE_CADES_ATTACHED
		   : SIGNATURE_PADES_CADES;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "report.pdf" becomes "report-signed.pdf", "report.txt.p7m", ... */
static const char *name_beside(struct arena *arena, const char *name,
			       int64_t format)
{
	size_t n = strlen(name);

	if (format == SIGNATURE_CADES_ATTACHED)
		return arena_printf(arena, "%s.p7m", name);
	if (format == SIGNATURE_CADES_DETACHED)
		return arena_printf(arena, "%s.p7s", name);
	if (n > 4 && !strcasecmp(name + n - 4, ".pdf"))
		n -= 4;
	return arena_printf(arena, "%.*s-signed.pdf", (int)n, name);
}

enum status sign_output(struct arena *arena, const struct signed_file *in,
			int64_t format, bool overwrites, const char **ret,
			struct error *err)
{
	const char *wanted = in->output;
	const char *beside = name_beside(arena, in->file, format);
	struct stat st;

	if (!strcmp(in->file, "-") && !wanted)
		return error_set(err, DATA, "output_missing", "output",
				 "what is read from stdin has no name; say "
				 "where the signature goes with --output=FILE");
	*ret = wanted ? wanted : beside;
	if (wanted && stat(wanted, &st) == 0 && S_ISDIR(st.st_mode))
		*ret = path_join(arena, wanted, base_name(beside));
	if (!overwrites && lstat(*ret, &st) == 0)
		return error_set(err, DATA, "output_exists", "output",
				 "\"%s\" is there already; name another with "
				 "--output, or say --overwrite",
				 *ret);
	return OK;
}

enum status sign_sha256(struct arena *arena, const void *bytes, size_t n,
			const char **ret, struct error *err)
{
	char *hex = arena_alloc(arena, 2 * DIGEST_SIZE + 1);
	unsigned char hash[DIGEST_SIZE];
	enum status rc = digest_sha256(bytes, n, hash, err);

	hex_encode(hash, sizeof hash, hex);
	*ret = hex;
	return rc;
}
