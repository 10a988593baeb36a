/* pdf_aid - documents for tests, and what other programs say of them */
#ifndef IPP_TESTS_PDF_AID_H
#define IPP_TESTS_PDF_AID_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/port/pdf_page.h>

#define CREATED INT64_C(1795335300)

struct blob {
	unsigned char *bytes;
	size_t size;
};

/* A document of so many pages. */
__attribute__((unused)) static struct blob pages_make(struct arena *arena,
						      int pages)
{
	static const struct pdf_page_about about = { "Pages", "Tests", "en",
						     "ORD1", CREATED };
	OWN(pdf_page_writer)
	struct pdf_page_writer *w = pdf_page_begin(&about);
	struct blob ret;
	struct error err;

	pdf_page_paragraph(w, "page");
	while (--pages > 0) {
		pdf_page_break(w);
		pdf_page_paragraph(w, "page");
	}
	error_reset(&err);
	if (pdf_page_finish(w, arena, &ret.bytes, &ret.size, &err) != OK)
		abort();
	return ret;
}

/* Writes bytes to a file in a fresh folder, runs `format` with its quoted
 * path by the shell, and gives what that prints and its exit status. */
__attribute__((unused)) static char *judge(struct arena *arena,
					   const char *format,
					   const void *bytes, size_t n,
					   int *status)
{
	char folder[] = "/tmp/ipp-test-XXXXXX";
	char *path, *command;
	unsigned char *said = NULL;
	size_t size;
	struct error err;
	FILE *f;

	error_reset(&err);
	if (!mkdtemp(folder))
		abort();
	path = arena_printf(arena, "%s/file", folder);
	if (file_write(path, bytes, n, 0600, &err) != OK)
		abort();
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	command = arena_printf(arena, format, path);
#pragma GCC diagnostic pop
	f = popen(command, "re");
	if (!f || file_read_fd(arena, fileno(f), "answer", 1 << 24, &said,
			       &size, &err) != OK)
		abort();
	*status = pclose(f);
	(void)unlink(path);
	(void)rmdir(folder);
	return (char *)said;
}

#endif
