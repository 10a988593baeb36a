/* pdf_revision - whether two revisions of a PDF show and do the same */
#include <ipp/port/pdf_signed.h>

#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>

#include "pdf_file.h"

#define PAGES_MAX   10000
#define INHERIT_MAX 32

/* What of the catalog is done or shown beside the pages. Names of objects do
 * not change in an update (ISO 32000-2, 7.5.6), so what refers to the same
 * things is the same text. */
static const char *const catalog_keys[] = { "/OpenAction", "/AA",
					    "/Names",	   "/OCProperties",
					    "/Dests",	   "/ViewerPreferences",
					    "/Collection", "/PageLabels",
					    NULL };
static const char *const inherited_keys[] = { "/Resources", "/MediaBox",
					      "/CropBox", "/Rotate", NULL };

struct reading {
	qpdf_data q;
	struct digest *digest;
	size_t limit; /* signatures that end behind it do not count */
	void *seen;   /* tree of object numbers */
	qpdf_oh *todo;
	size_t count, room;
	bool failed;
};

static int number_compare(const void *a, const void *b)
{
	return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

static void number_forget(void *number)
{
	(void)number; /* is no pointer */
}

static void hash(struct reading *r, const void *bytes, size_t n)
{
	struct error err;
	uint64_t length = n;

	error_reset(&err);
	r->failed |= digest_update(r->digest, &length, sizeof length, &err) !=
			 OK ||
		     digest_update(r->digest, bytes, n, &err) != OK;
}

static void hash_text(struct reading *r, const char *text)
{
	hash(r, text, strlen(text));
}

static void push(struct reading *r, qpdf_oh oh)
{
	if (r->count == r->room) {
		r->room = r->room ? 2 * r->room : 64;
		r->todo = memory_grow(r->todo, r->room * sizeof *r->todo);
	}
	r->todo[r->count++] = oh;
}

static bool is_first_time(struct reading *r, qpdf_oh oh)
{
	uintptr_t number = (uintptr_t)qpdf_oh_get_object_id(r->q, oh) << 20 |
			   (uintptr_t)qpdf_oh_get_generation(r->q, oh);
	void *key = (void *)number;

	if (tfind(key, &r->seen, number_compare))
		return false;
	if (!tsearch(key, &r->seen, number_compare))
		memory_exhausted();
	return true;
}

static void refer(struct reading *r, qpdf_oh oh);

/* The iterator over keys is one for all: what nests comes after it. */
static void refer_values(struct reading *r, qpdf_oh dict)
{
	size_t first = r->count, end;

	qpdf_oh_begin_dict_key_iter(r->q, dict);
	while (qpdf_oh_dict_more_keys(r->q))
		push(r,
		     qpdf_oh_get_key(r->q, dict, qpdf_oh_dict_next_key(r->q)));
	end = r->count;
	for (size_t i = first; i < end; i++) {
		qpdf_oh value = r->todo[i];

		if (qpdf_oh_is_indirect(r->q, value))
			continue;
		r->todo[i] = qpdf_oh_new_null(r->q);
		refer(r, value);
	}
}

static void refer_items(struct reading *r, qpdf_oh array)
{
	int n = qpdf_oh_get_array_n_items(r->q, array);

	for (int i = 0; i < n; i++)
		refer(r, qpdf_oh_get_array_item(r->q, array, i));
}

/* Puts what a value refers to on the list. Nesting is bounded by the
 * parser. */
static void refer(struct reading *r, qpdf_oh oh)
{
	if (qpdf_oh_is_indirect(r->q, oh))
		push(r, oh);
	else if (qpdf_oh_is_array(r->q, oh))
		refer_items(r, oh);
	else if (qpdf_oh_is_dictionary(r->q, oh))
		refer_values(r, oh);
}

static bool is_a(struct reading *r, qpdf_oh oh, const char *type)
{
	return qpdf_oh_is_dictionary(r->q, oh) &&
	       qpdf_oh_is_name_and_equals(
		   r->q, qpdf_oh_get_key(r->q, oh, "/Type"), type);
}

static void object_hash(struct reading *r, qpdf_oh oh)
{
	OWN(bytes) unsigned char *data = NULL;
	size_t n = 0;

	if (is_a(r, oh, "/Page") || is_a(r, oh, "/Pages") ||
	    is_a(r, oh, "/Catalog"))
		return; /* walked on their own; as links they are names */
	if (qpdf_oh_is_stream(r->q, oh)) {
		qpdf_oh dict = qpdf_oh_get_dict(r->q, oh);

		hash_text(r, qpdf_oh_unparse_resolved(r->q, dict));
		r->failed |= qpdf_oh_get_stream_data(r->q, oh, qpdf_dl_none,
						     NULL, &data, &n) != 0;
		hash(r, data, n);
		refer(r, dict);
		return;
	}
	hash_text(r, qpdf_oh_unparse_resolved(r->q, oh));
	if (qpdf_oh_is_array(r->q, oh))
		refer_items(r, oh);
	else if (qpdf_oh_is_dictionary(r->q, oh))
		refer_values(r, oh);
}

static void drain(struct reading *r)
{
	while (r->count > 0) {
		qpdf_oh oh = r->todo[--r->count];

		if (qpdf_oh_is_indirect(r->q, oh) && is_first_time(r, oh))
			object_hash(r, oh);
	}
}

/* A value with all that it leads to. */
static void value_hash(struct reading *r, const char *name, qpdf_oh value)
{
	hash_text(r, name);
	hash_text(r, qpdf_oh_unparse(r->q, value));
	refer(r, value);
	drain(r);
}

/* A signature field that was signed behind the limit is free, and one that
 * waits for a signature as long as it shows nothing: it could lie over what
 * is to be read. */
static bool is_free_signature(struct reading *r, qpdf_oh annotation)
{
	qpdf_oh type = qpdf_oh_get_key(r->q, annotation, "/FT");
	qpdf_oh value = qpdf_oh_get_key(r->q, annotation, "/V"), range;
	qpdf_oh parent = qpdf_oh_get_key(r->q, annotation, "/Parent");

	if (!qpdf_oh_is_name_and_equals(
		r->q, qpdf_oh_get_key(r->q, annotation, "/Subtype"), "/Widget"))
		return false;
	if (qpdf_oh_is_null(r->q, type))
		type = qpdf_oh_get_key_if_dict(r->q, parent, "/FT");
	if (qpdf_oh_is_null(r->q, value))
		value = qpdf_oh_get_key_if_dict(r->q, parent, "/V");
	if (!qpdf_oh_is_name_and_equals(r->q, type, "/Sig"))
		return false;
	if (qpdf_oh_is_null(r->q, value))
		return qpdf_oh_is_null(
		    r->q, qpdf_oh_get_key(r->q, annotation, "/AP"));
	range = qpdf_oh_get_key_if_dict(r->q, value, "/ByteRange");
	return qpdf_oh_is_array(r->q, range) &&
	       qpdf_oh_get_array_n_items(r->q, range) == 4 &&
	       qpdf_oh_get_int_value(r->q,
				     qpdf_oh_get_array_item(r->q, range, 2)) +
		       qpdf_oh_get_int_value(
			   r->q, qpdf_oh_get_array_item(r->q, range, 3)) >
		   (long long)r->limit;
}

static void annotations_hash(struct reading *r, qpdf_oh page)
{
	qpdf_oh list = qpdf_oh_get_key(r->q, page, "/Annots");
	int n = qpdf_oh_is_array(r->q, list)
		    ? qpdf_oh_get_array_n_items(r->q, list)
		    : 0;

	for (int i = 0; i < n; i++) {
		qpdf_oh one = qpdf_oh_get_array_item(r->q, list, i);

		if (!qpdf_oh_is_dictionary(r->q, one) ||
		    !is_free_signature(r, one))
			value_hash(r, "annotation", one);
	}
}

static void page_hash(struct reading *r, qpdf_oh page)
{
	for (const char *const *key = inherited_keys; *key; key++) {
		qpdf_oh at = page, value = qpdf_oh_get_key(r->q, at, *key);

		for (int i = 0;
		     i < INHERIT_MAX && qpdf_oh_is_null(r->q, value) &&
		     qpdf_oh_is_dictionary(r->q, at);
		     i++) {
			at = qpdf_oh_get_key(r->q, at, "/Parent");
			value = qpdf_oh_get_key_if_dict(r->q, at, *key);
		}
		value_hash(r, *key, value);
	}
	value_hash(r, "/Contents", qpdf_oh_get_key(r->q, page, "/Contents"));
	value_hash(r, "/AA", qpdf_oh_get_key(r->q, page, "/AA"));
	value_hash(r, "/Group", qpdf_oh_get_key(r->q, page, "/Group"));
	annotations_hash(r, page);
}

/* Fields of forms that are no signatures, as the form has them. */
static void form_hash(struct reading *r)
{
	qpdf_oh form = qpdf_oh_get_key(r->q, qpdf_get_root(r->q), "/AcroForm");
	qpdf_oh fields = qpdf_oh_get_key_if_dict(r->q, form, "/Fields");
	int n = qpdf_oh_is_array(r->q, fields)
		    ? qpdf_oh_get_array_n_items(r->q, fields)
		    : 0;

	value_hash(r, "/XFA", qpdf_oh_get_key_if_dict(r->q, form, "/XFA"));
	for (int i = 0; i < n; i++) {
		qpdf_oh one = qpdf_oh_get_array_item(r->q, fields, i);

		if (!qpdf_oh_is_name_and_equals(
			r->q, qpdf_oh_get_key_if_dict(r->q, one, "/FT"),
			"/Sig"))
			value_hash(r, "field", one);
	}
}

/* Everything that is shown or done, as one digest. False if not readable.
 * `takes_perms`: a signature may forbid changes (ISO 32000-2, 12.8.6). */
static bool revision_digest(const void *pdf, size_t n, size_t limit,
			    bool takes_perms, unsigned char ret[DIGEST_SIZE])
{
	OWN(qpdf) qpdf_data q = NULL;
	OWN(digest) struct digest *digest = NULL;
	struct reading r = { .limit = limit };
	qpdf_oh root;
	struct error err;
	int pages;

	error_reset(&err);
	if (pdf_open(pdf, n, NULL, &q, &err) != OK || qpdf_is_encrypted(q) ||
	    digest_new(&digest, &err) != OK)
		return false;
	r.q = q;
	r.digest = digest;
	pages = qpdf_get_num_pages(q);
	if (pages < 0 || pages > PAGES_MAX)
		return false;
	hash(&r, &pages, sizeof pages);
	for (int i = 0; i < pages; i++)
		page_hash(&r, qpdf_get_page_n(q, (size_t)i));
	root = qpdf_get_root(q);
	for (const char *const *key = catalog_keys; *key; key++)
		value_hash(&r, *key, qpdf_oh_get_key(q, root, *key));
	if (!takes_perms)
		value_hash(&r, "/Perms", qpdf_oh_get_key(q, root, "/Perms"));
	form_hash(&r);
	tdestroy(r.seen, number_forget);
	memory_free(r.todo);
	return !r.failed && !qpdf_has_error(q) &&
	       digest_finish(digest, ret, &err) == OK;
}

/* An update ends with a new startxref (ISO 32000-2, 7.5.6). */
static bool is_update(const unsigned char *tail, size_t n)
{
	return memmem(tail, n, "startxref", strlen("startxref")) != NULL;
}

static enum pdf_change compare(const void *pdf, size_t n, size_t covered,
			       bool takes_perms)
{
	unsigned char before[DIGEST_SIZE], after[DIGEST_SIZE];

	if (covered >= n)
		return PDF_SAME;
	if (!is_update((const unsigned char *)pdf + covered, n - covered))
		return PDF_APPENDED;
	if (!revision_digest(pdf, covered, covered, takes_perms, before) ||
	    !revision_digest(pdf, n, covered, takes_perms, after))
		return PDF_UNREADABLE;
	return memcmp(before, after, sizeof after) == 0 ? PDF_SAME
							: PDF_CHANGED;
}

enum pdf_change pdf_revision_compare(const void *pdf, size_t n, size_t covered)
{
	return compare(pdf, n, covered, false);
}

bool pdf_is_only_signed(const void *pdf, size_t n, size_t size)
{
	return size <= n && compare(pdf, n, size, true) == PDF_SAME;
}

bool pdf_has_layers(const void *pdf, size_t n)
{
	OWN(qpdf) qpdf_data q = NULL;
	struct error err;

	error_reset(&err);
	return pdf_open(pdf, n, NULL, &q, &err) != OK ||
	       qpdf_oh_has_key(q, qpdf_get_root(q), "/OCProperties");
}
