/* pdf_look - what lies in a PDF: pages, scripts, actions, attachments */
#include "pdf_file.h"

#include <search.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/file_kind.h>

#define TREE_DEPTH_MAX 16

/* A key with any value, or with a value of this name, betrays a feature.
 * ISO 32000-2: 12.6.4 actions, 12.5.6 annotations, 12.7.8 XFA. */
static const struct clue {
	const char *key, *name;
	enum pdf_feature feature;
} clues[] = {
	{ "/JS", NULL, PDF_JAVASCRIPT },
	{ "/JavaScript", NULL, PDF_JAVASCRIPT },
	{ "/S", "/JavaScript", PDF_JAVASCRIPT },
	{ "/S", "/Launch", PDF_LAUNCH },
	{ "/S", "/SubmitForm", PDF_LAUNCH },
	{ "/S", "/ImportData", PDF_LAUNCH },
	{ "/XFA", NULL, PDF_XFA },
	{ "/EF", NULL, PDF_ATTACHMENT },
	{ "/EmbeddedFiles", NULL, PDF_ATTACHMENT },
	{ "/RichMediaContent", NULL, PDF_MEDIA },
	{ "/Subtype", "/RichMedia", PDF_MEDIA },
	{ "/Subtype", "/Movie", PDF_MEDIA },
	{ "/Subtype", "/Sound", PDF_MEDIA },
	{ "/Subtype", "/Screen", PDF_MEDIA },
	{ "/Subtype", "/3D", PDF_MEDIA },
	{ "/S", "/Rendition", PDF_MEDIA },
	{ "/S", "/RichMediaExecute", PDF_MEDIA },
	{ "/S", "/Movie", PDF_MEDIA },
	{ "/S", "/Sound", PDF_MEDIA },
};

/* Names that a reader's system would run when the file is opened. */
static const char *const program_suffixes[] = {
	".exe", ".com", ".scr", ".pif", ".bat", ".cmd", ".ps1", ".vbs",
	".vbe", ".js",	".jse", ".wsf", ".hta", ".jar", ".msi", ".lnk",
	".dll", ".sh",	".app", ".reg", ".iso", ".img",
};

struct walk {
	qpdf_data q;
	struct pdf_facts *facts;
	void *seen; /* tree of object numbers */
	qpdf_oh *todo;
	size_t count, room;
};

static int number_compare(const void *a, const void *b)
{
	return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

static void number_forget(void *number)
{
	(void)number; /* is no pointer */
}

static void walk_push(struct walk *w, qpdf_oh oh)
{
	if (!qpdf_oh_is_dictionary(w->q, oh) && !qpdf_oh_is_array(w->q, oh) &&
	    !qpdf_oh_is_stream(w->q, oh)) {
		qpdf_oh_release(w->q, oh);
		return;
	}
	if (w->count == w->room) {
		w->room = w->room ? 2 * w->room : 64;
		w->todo = memory_grow(w->todo, w->room * sizeof *w->todo);
	}
	w->todo[w->count++] = oh;
}

/* False for an indirect object that was here before. */
static bool walk_first_time(struct walk *w, qpdf_oh oh)
{
	uintptr_t number = (uintptr_t)qpdf_oh_get_object_id(w->q, oh) << 20 |
			   (uintptr_t)qpdf_oh_get_generation(w->q, oh);
	void *key = (void *)number;

	if (!qpdf_oh_is_indirect(w->q, oh))
		return true;
	if (tfind(key, &w->seen, number_compare))
		return false;
	if (!tsearch(key, &w->seen, number_compare))
		memory_exhausted();
	return true;
}

static void clue_check(struct walk *w, const char *key, qpdf_oh value)
{
	for (size_t i = 0; i < sizeof clues / sizeof *clues; i++)
		if (text_equal(clues[i].key, key) &&
		    (!clues[i].name ||
		     qpdf_oh_is_name_and_equals(w->q, value, clues[i].name)))
			w->facts->features |= clues[i].feature;
}

static bool is_program_name(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0;
	     i < sizeof program_suffixes / sizeof *program_suffixes; i++) {
		size_t m = strlen(program_suffixes[i]);

		if (n >= m && !strcasecmp(name + n - m, program_suffixes[i]))
			return true;
	}
	return false;
}

/* The embedded file of one file specification, ISO 32000-2, 7.11.3. */
static void filespec_check(struct walk *w, qpdf_oh spec)
{
	static const char *const keys[] = { "/F", "/UF", "/DOS", "/Mac",
					    "/Unix" };
	qpdf_oh ef = qpdf_oh_get_key(w->q, spec, "/EF");

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		qpdf_oh name = qpdf_oh_get_key(w->q, spec, keys[i]);
		qpdf_oh file = qpdf_oh_get_key_if_dict(w->q, ef, keys[i]);
		OWN(bytes) unsigned char *bytes = NULL;
		size_t n = 0;

		if (qpdf_oh_is_string(w->q, name) &&
		    is_program_name(qpdf_oh_get_utf8_value(w->q, name)))
			w->facts->features |= PDF_PROGRAM;
		if (qpdf_oh_is_stream(w->q, file) &&
		    qpdf_oh_get_stream_data(w->q, file, qpdf_dl_generalized,
					    NULL, &bytes, &n) == 0) {
			if (file_sniff(bytes, n) == FILE_PROGRAM)
				w->facts->features |= PDF_PROGRAM;
			if (!file_is_plain(bytes, n))
				w->facts->features |= PDF_PACKED;
		}
		qpdf_oh_release(w->q, name);
		qpdf_oh_release(w->q, file);
	}
	qpdf_oh_release(w->q, ef);
}

static void walk_dictionary(struct walk *w, qpdf_oh dict)
{
	qpdf_oh_begin_dict_key_iter(w->q, dict);
	while (qpdf_oh_dict_more_keys(w->q)) {
		const char *key = qpdf_oh_dict_next_key(w->q);
		qpdf_oh value = qpdf_oh_get_key(w->q, dict, key);

		clue_check(w, key, value);
		walk_push(w, value);
	}
	if (qpdf_oh_has_key(w->q, dict, "/EF"))
		filespec_check(w, dict);
}

static void walk_object(struct walk *w, qpdf_oh oh)
{
	if (qpdf_oh_is_array(w->q, oh)) {
		int n = qpdf_oh_get_array_n_items(w->q, oh);

		for (int i = 0; i < n; i++)
			walk_push(w, qpdf_oh_get_array_item(w->q, oh, i));
	} else if (qpdf_oh_is_stream(w->q, oh)) {
		qpdf_oh dict = qpdf_oh_get_dict(w->q, oh);

		walk_dictionary(w, dict);
		qpdf_oh_release(w->q, dict);
	} else {
		walk_dictionary(w, oh);
	}
}

static void walk_all(struct walk *w)
{
	walk_push(w, qpdf_get_trailer(w->q));
	while (w->count) {
		qpdf_oh oh = w->todo[--w->count];

		if (walk_first_time(w, oh))
			walk_object(w, oh);
		qpdf_oh_release(w->q, oh);
	}
	tdestroy(w->seen, number_forget);
	free(w->todo);
}

/* Showing a page is what everybody does; anything else is an action. */
static bool open_action(qpdf_data q)
{
	qpdf_oh action = qpdf_oh_get_key(q, qpdf_get_root(q), "/OpenAction");

	if (!qpdf_oh_is_dictionary(q, action))
		return false;
	return !qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, action, "/S"),
					   "/GoTo");
}

enum status pdf_facts(const void *pdf, size_t n, struct pdf_facts *ret,
		      struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	struct pdf_facts facts = { 0 };
	struct walk walk = { .facts = &facts };
	enum status rc = pdf_open_plain(pdf, n, &q, err);
	int pages;

	if (rc != OK)
		return rc;
	pages = qpdf_get_num_pages(q);
	if (pages < 0 || qpdf_has_error(q))
		return pdf_broken(err);
	facts.pages = (size_t)pages;
	if (open_action(q))
		facts.features |= PDF_OPEN_ACTION;
	(void)snprintf(facts.version, sizeof facts.version, "%s",
		       qpdf_get_pdf_version(q));
	walk.q = q;
	walk_all(&walk);
	/* A warning is a place where readers may see different things. */
	if (qpdf_has_error(q) || qpdf_more_warnings(q))
		return pdf_broken(err);
	*ret = facts;
	return OK;
}

/* Finds a name below a node of the tree, ISO 32000-2, 7.9.6. */
static bool tree_find(qpdf_data q, qpdf_oh node, const char *name, int depth,
		      qpdf_oh *ret)
{
	qpdf_oh names = qpdf_oh_get_key(q, node, "/Names");
	qpdf_oh kids = qpdf_oh_get_key(q, node, "/Kids");
	int n = qpdf_oh_is_array(q, names) ? qpdf_oh_get_array_n_items(q, names)
					   : 0;

	for (int i = 0; i + 1 < n; i += 2) {
		qpdf_oh key = qpdf_oh_get_array_item(q, names, i);

		if (qpdf_oh_is_string(q, key) &&
		    text_equal(qpdf_oh_get_utf8_value(q, key), name)) {
			*ret = qpdf_oh_get_array_item(q, names, i + 1);
			return true;
		}
	}
	n = depth > 0 && qpdf_oh_is_array(q, kids)
		? qpdf_oh_get_array_n_items(q, kids)
		: 0;
	for (int i = 0; i < n; i++) {
		qpdf_oh kid = qpdf_oh_get_array_item(q, kids, i);

		if (qpdf_oh_is_dictionary(q, kid) &&
		    tree_find(q, kid, name, depth - 1, ret))
			return true;
	}
	return false;
}

enum status pdf_attachment_read(struct arena *arena, const void *pdf, size_t n,
				const char *name, size_t max,
				unsigned char **ret, size_t *size,
				struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	OWN(bytes) unsigned char *bytes = NULL;
	enum status rc;
	qpdf_oh tree, spec, file;
	size_t length;

	if ((rc = pdf_open(pdf, n, NULL, &q, err)) != OK)
		return rc;
	if (!pdf_attachments(q, &tree) ||
	    !tree_find(q, tree, name, TREE_DEPTH_MAX, &spec))
		return error_set(err, DATA, "attachment_missing", NULL,
				 "the PDF has no attachment \"%s\"; give the "
				 "one that was made here",
				 name);
	file = qpdf_oh_get_key_if_dict(
	    q, qpdf_oh_get_key_if_dict(q, spec, "/EF"), "/F");
	if (!qpdf_oh_is_stream(q, file) ||
	    qpdf_oh_get_stream_data(q, file, qpdf_dl_generalized, NULL, &bytes,
				    &length) != 0)
		return pdf_broken(err);
	if (length > max)
		return error_set(err, DATA, "attachment_too_large", NULL,
				 "the attachment \"%s\" is larger than %zu "
				 "bytes; give a PDF that was made here",
				 name, max);
	*ret = arena_bytes(arena, bytes, length);
	*size = length;
	return OK;
}
