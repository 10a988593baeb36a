/* dossier_page - a dossier as people read it */
#ifndef IPP_LIB_ACT_DOSSIER_PAGE_H
#define IPP_LIB_ACT_DOSSIER_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct detail;

/* A file of the dossier, by its place in the folder. */
struct dossier_file {
	const char *path, *sha256;
};

struct dossier_page {
	struct desk *desk;
	const struct detail *detail;
	const struct dossier_file *files; /* of evidence */
	size_t count;
	int64_t language; /* enum language */
};

/* The PDF, in desk->arena. */
enum status dossier_page_print(const struct dossier_page *page,
			       unsigned char **ret, size_t *size,
			       struct error *err);

#endif
