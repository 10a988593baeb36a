/* pdf_update - the objects that a signature adds to a PDF and changes in it */
#include "pdf_update.h"

#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/pdf_sign.h>

#include "pdf_file.h"

/* Of qpdf's next number and /Size the larger counts; a file where they lie
 * further apart than this is up to something. */
#define SPARE_NUMBERS_MAX 10000

#define SIGNATURES_EXIST 1
#define APPEND_ONLY	 2

struct maker {
	qpdf_data q;
	struct pdf_update *update;
	qpdf_oh root, page, value, widget;
	struct {
		qpdf_oh oh;
	} dirty[4];
	size_t dirty_count;
};

static void dirty(struct maker *m, qpdf_oh oh)
{
	for (size_t i = 0; i < m->dirty_count; i++)
		if (qpdf_oh_get_object_id(m->q, m->dirty[i].oh) ==
		    qpdf_oh_get_object_id(m->q, oh))
			return;
	m->dirty[m->dirty_count++].oh = oh;
}

static void object_begin(struct maker *m, qpdf_oh oh)
{
	struct pdf_update *u = m->update;
	struct pdf_object *it = &u->objects[u->count++];

	it->number = qpdf_oh_get_object_id(m->q, oh);
	it->generation = qpdf_oh_get_generation(m->q, oh);
	it->offset = u->base + (size_t)ftell(u->out);
	(void)fprintf(u->out, "%ld %ld obj\n", it->number, it->generation);
}

static void object_end(struct maker *m)
{
	(void)fputs("\nendobj\n", m->update->out); /* the end is checked */
}

/* An array below a dictionary gets another item; the array or what holds it
 * has changed then. */
static enum status array_append(struct maker *m, qpdf_oh holder, qpdf_oh dict,
				const char *key, struct error *err)
{
	qpdf_oh array = qpdf_oh_get_key(m->q, dict, key);

	if (qpdf_oh_is_null(m->q, array)) {
		array = qpdf_oh_new_array(m->q);
		qpdf_oh_append_item(m->q, array, m->widget);
		qpdf_oh_replace_key(m->q, dict, key, array);
		dirty(m, holder);
		return OK;
	}
	if (!qpdf_oh_is_array(m->q, array))
		return pdf_broken(err);
	qpdf_oh_append_item(m->q, array, m->widget);
	dirty(m, qpdf_oh_is_indirect(m->q, array) ? array : holder);
	return OK;
}

/* ISO 32000-2, 12.7.3. */
static enum status form_change(struct maker *m, struct error *err)
{
	qpdf_oh form = qpdf_oh_get_key(m->q, m->root, "/AcroForm"), holder;
	qpdf_oh flags;
	long long bits = 0;

	if (qpdf_oh_is_null(m->q, form)) {
		form = qpdf_oh_new_dictionary(m->q);
		qpdf_oh_replace_key(m->q, m->root, "/AcroForm", form);
	} else if (!qpdf_oh_is_dictionary(m->q, form)) {
		return pdf_broken(err);
	}
	holder = qpdf_oh_is_indirect(m->q, form) ? form : m->root;
	flags = qpdf_oh_get_key(m->q, form, "/SigFlags");
	if (qpdf_oh_is_integer(m->q, flags))
		bits = qpdf_oh_get_int_value(m->q, flags);
	if ((bits & (SIGNATURES_EXIST | APPEND_ONLY)) !=
	    (SIGNATURES_EXIST | APPEND_ONLY)) {
		bits |= SIGNATURES_EXIST | APPEND_ONLY;
		qpdf_oh_replace_key(m->q, form, "/SigFlags",
				    qpdf_oh_new_integer(m->q, bits));
		dirty(m, holder);
	}
	return array_append(m, holder, form, "/Fields", err);
}

/* A certifying signature may forbid every change, 12.8.2.2. */
static bool is_locked(struct maker *m)
{
	qpdf_oh perms = qpdf_oh_get_key_if_dict(m->q, m->root, "/Perms");
	qpdf_oh sig = qpdf_oh_get_key_if_dict(m->q, perms, "/DocMDP");
	qpdf_oh list = qpdf_oh_get_key_if_dict(m->q, sig, "/Reference");
	int n = qpdf_oh_is_array(m->q, list)
		    ? qpdf_oh_get_array_n_items(m->q, list)
		    : 0;

	for (int i = 0; i < n; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(m->q, list, i);
		qpdf_oh params =
		    qpdf_oh_get_key_if_dict(m->q, item, "/TransformParams");
		qpdf_oh p = qpdf_oh_get_key_if_dict(m->q, params, "/P");

		if (qpdf_oh_is_integer(m->q, p) &&
		    qpdf_oh_get_int_value(m->q, p) == 1)
			return true;
	}
	return false;
}

/* "Signature3", that no field has yet. */
static void field_name(struct maker *m, char ret[32])
{
	qpdf_oh form = qpdf_oh_get_key(m->q, m->root, "/AcroForm");
	qpdf_oh fields = qpdf_oh_get_key_if_dict(m->q, form, "/Fields");
	int n = qpdf_oh_is_array(m->q, fields)
		    ? qpdf_oh_get_array_n_items(m->q, fields)
		    : 0;
	bool taken = true;

	for (int k = 1; taken; k++) {
		(void)snprintf(ret, 32, "Signature%d", k);
		taken = false;
		for (int i = 0; i < n && !taken; i++) {
			qpdf_oh name = qpdf_oh_get_key_if_dict(
			    m->q, qpdf_oh_get_array_item(m->q, fields, i),
			    "/T");

			taken = qpdf_oh_is_string(m->q, name) &&
				text_equal(qpdf_oh_get_utf8_value(m->q, name),
					   ret);
		}
	}
}

static void text_put(struct maker *m, const char *key, const char *text)
{
	if (!text_is_empty(text))
		(void)fprintf(m->update->out, "%s%s", key,
			      qpdf_oh_unparse(
				  m->q, qpdf_oh_new_unicode_string(m->q, text)));
}

/* 12.8.1 with the restrictions of EN 319 142-1, 5.3 and 6.3. */
static void value_write(struct maker *m, const struct pdf_signature *what)
{
	struct pdf_update *u = m->update;
	char at[INSTANT_SIZE];

	instant_format(what->signing_time, at);
	object_begin(m, m->value);
	(void)fprintf(u->out,
		      "<</Type/Sig/Filter/Adobe.PPKLite"
		      "/SubFilter/ETSI.CAdES.detached"
		      "/M(D:%.4s%.2s%.2s%.2s%.2s%.2sZ)",
		      at, at + 5, at + 8, at + 11, at + 14, at + 17);
	text_put(m, "/Reason", what->reason);
	text_put(m, "/Location", what->location);
	(void)fputs("/ByteRange", u->out);
	u->range = (size_t)ftell(u->out);
	(void)fprintf(u->out, "%*s", PDF_RANGE_SIZE, "");
	(void)fputs("/Contents", u->out);
	u->gap = (size_t)ftell(u->out);
	(void)fputc('<', u->out);
	for (size_t i = 0; i < what->room; i++)
		(void)fputs("00", u->out);
	(void)fputs(">>>", u->out);
	object_end(m);
}

/* 12.5.6.19: a widget without extent, to be printed, locked. */
static void widget_write(struct maker *m, const char *name)
{
	struct pdf_update *u = m->update;

	object_begin(m, m->widget);
	(void)fprintf(u->out,
		      "<</Type/Annot/Subtype/Widget/FT/Sig/T(%s)"
		      "/Rect[0 0 0 0]/F 132/V %d 0 R/P %d %d R>>",
		      name, qpdf_oh_get_object_id(m->q, m->value),
		      qpdf_oh_get_object_id(m->q, m->page),
		      qpdf_oh_get_generation(m->q, m->page));
	object_end(m);
}

static void dirty_write(struct maker *m)
{
	for (size_t i = 0; i < m->dirty_count; i++) {
		object_begin(m, m->dirty[i].oh);
		(void)fputs(qpdf_oh_unparse_resolved(m->q, m->dirty[i].oh),
			    m->update->out);
		object_end(m);
	}
}

static void trailer_keep(struct maker *m)
{
	static const char *const keys[] = { "/Root", "/Info", "/ID" };
	qpdf_oh trailer = qpdf_get_trailer(m->q);
	size_t size;
	FILE *f = open_memstream(&m->update->trailer, &size);

	if (!f)
		memory_exhausted();
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		qpdf_oh value = qpdf_oh_get_key(m->q, trailer, keys[i]);

		if (!qpdf_oh_is_null(m->q, value))
			(void)fprintf(f, "%s %s", keys[i],
				      qpdf_oh_unparse(m->q, value));
	}
	if (fclose(f))
		memory_exhausted();
}

/* Numbers for what is new: behind every other, free ones included. */
static enum status numbers_take(struct maker *m, struct error *err)
{
	qpdf_oh size =
	    qpdf_oh_get_key(m->q, qpdf_get_trailer(m->q), "/Size");
	long long first = qpdf_oh_is_integer(m->q, size)
			      ? qpdf_oh_get_int_value(m->q, size)
			      : 0;

	for (int i = 0; i < SPARE_NUMBERS_MAX; i++) {
		m->value = qpdf_make_indirect_object(
		    m->q, qpdf_oh_new_dictionary(m->q));
		if (qpdf_oh_get_object_id(m->q, m->value) >= first)
			break;
	}
	if (qpdf_oh_get_object_id(m->q, m->value) < first)
		return pdf_broken(err);
	m->widget =
	    qpdf_make_indirect_object(m->q, qpdf_oh_new_dictionary(m->q));
	m->update->next = qpdf_oh_get_object_id(m->q, m->widget) + 1;
	return OK;
}

static enum status maker_open(struct maker *m, struct error *err)
{
	if (qpdf_is_encrypted(m->q))
		return error_set(err, DATA, "pdf_encrypted", NULL,
				 "the PDF is encrypted; give one that opens "
				 "without a passphrase");
	m->root = qpdf_get_root(m->q);
	if (qpdf_get_num_pages(m->q) < 1 || qpdf_has_error(m->q))
		return pdf_broken(err);
	m->page = qpdf_get_page_n(m->q, 0);
	if (!qpdf_oh_is_indirect(m->q, m->root) ||
	    !qpdf_oh_is_indirect(m->q, m->page) || qpdf_more_warnings(m->q))
		return pdf_broken(err);
	if (is_locked(m))
		return error_set(err, REFUSED, "pdf_locked", NULL,
				 "a signature in the PDF forbids every change, "
				 "so nobody can add another; sign it with: "
				 "--cades");
	return numbers_take(m, err);
}

enum status pdf_update_write(const void *pdf, size_t n,
			     const struct pdf_signature *what,
			     struct pdf_update *update, struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	struct maker m = { .update = update };
	char name[32];
	enum status rc;

	if ((rc = pdf_open(pdf, n, NULL, &q, err)) != OK)
		return rc;
	m.q = q;
	if ((rc = maker_open(&m, err)) != OK)
		return rc;
	trailer_keep(&m);
	field_name(&m, name);
	if ((rc = form_change(&m, err)) != OK ||
	    (rc = array_append(&m, m.page, m.page, "/Annots", err)) != OK)
		return rc;
	(void)fputc('\n', update->out);
	value_write(&m, what);
	widget_write(&m, name);
	dirty_write(&m);
	return qpdf_has_error(q) ? pdf_broken(err) : OK;
}
