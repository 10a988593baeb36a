/* pdf_signed - finds signatures in a PDF and checks them byte by byte */
#include <ipp/port/pdf_signed.h>

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "pdf_file.h"

#define FIELDS_MAX 4096
#define DEPTH_MAX  16

struct finding {
	qpdf_data q;
	struct arena *arena;
	const unsigned char *pdf;
	size_t n;
	struct pdf_signed *items;
	int seen[PDF_SIGNATURES_MAX]; /* object numbers of the values */
	size_t count, fields;
	bool is_too_much;
};

/* Four numbers: [0, a) and [b, b + c) with a gap between them, and nothing
 * outside the file. */
static bool range_read(const struct finding *f, qpdf_oh value, size_t ret[4])
{
	qpdf_oh array = qpdf_oh_get_key(f->q, value, "/ByteRange");

	if (!qpdf_oh_is_array(f->q, array) ||
	    qpdf_oh_get_array_n_items(f->q, array) != 4)
		return false;
	for (int i = 0; i < 4; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(f->q, array, i);
		long long number;

		if (!qpdf_oh_is_integer(f->q, item))
			return false;
		number = qpdf_oh_get_int_value(f->q, item);
		if (number < 0 || (unsigned long long)number > f->n)
			return false;
		ret[i] = (size_t)number;
	}
	return ret[0] == 0 && ret[1] > 0 && ret[2] > ret[1] + 2 &&
	       ret[3] <= f->n - ret[2];
}

/* The gap is one hexadecimal string in its angle brackets, and this string is
 * /Contents: else something else could hide in what nobody signed. */
static bool gap_matches(const struct finding *f, const size_t range[4],
			struct octets message)
{
	const unsigned char *gap = f->pdf + range[1];
	size_t n = range[2] - range[1];
	unsigned char *decoded;

	if (gap[0] != '<' || gap[n - 1] != '>' || n % 2 != 0 ||
	    (n - 2) / 2 != message.size)
		return false;
	for (size_t i = 1; i < n - 1; i++)
		if (!isxdigit(gap[i]))
			return false;
	decoded = arena_alloc(f->arena, message.size + 1);
	for (size_t i = 0; i < message.size; i++) {
		char pair[3] = { (char)gap[1 + 2 * i], (char)gap[2 + 2 * i],
				 '\0' };

		if (!hex_decode(pair, 1, &decoded[i]))
			return false;
	}
	return !memcmp(decoded, message.bytes, message.size);
}

static bool kind_read(const struct finding *f, qpdf_oh value,
		      struct pdf_signed *ret)
{
	static const struct {
		const char *name;
		enum signature_format format;
		bool is_stamp;
	} kinds[] = {
		{ "/ETSI.CAdES.detached", SIGNATURE_PADES_CADES, false },
		{ "/adbe.pkcs7.detached", SIGNATURE_PADES_PKCS7, false },
		{ "/ETSI.RFC3161", SIGNATURE_PADES_CADES, true },
	};
	qpdf_oh name = qpdf_oh_get_key(f->q, value, "/SubFilter");

	ret->format = SIGNATURE_PADES_PKCS7;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (qpdf_oh_is_name_and_equals(f->q, name, kinds[i].name)) {
			ret->format = kinds[i].format;
			ret->is_stamp = kinds[i].is_stamp;
			return true;
		}
	return false;
}

/* What it leaves open to those after it; what nobody has defined is nothing. */
static bool is_final(const struct finding *f, qpdf_oh value)
{
	qpdf_oh list = qpdf_oh_get_key(f->q, value, "/Reference");
	int n = qpdf_oh_is_array(f->q, list)
		    ? qpdf_oh_get_array_n_items(f->q, list)
		    : 0;

	for (int i = 0; i < n; i++) {
		qpdf_oh one = qpdf_oh_get_array_item(f->q, list, i);
		qpdf_oh method =
		    qpdf_oh_get_key_if_dict(f->q, one, "/TransformMethod");
		qpdf_oh level = qpdf_oh_get_key_if_dict(
		    f->q,
		    qpdf_oh_get_key_if_dict(f->q, one, "/TransformParams"),
		    "/P");
		long long p = qpdf_oh_is_integer(f->q, level)
				  ? qpdf_oh_get_int_value(f->q, level)
				  : 0;

		if (qpdf_oh_is_name_and_equals(f->q, method, "/DocMDP") &&
		    !qpdf_oh_is_null(f->q, level) && p != 2 && p != 3)
			return true;
	}
	return false;
}

static void fault_set(struct pdf_signed *ret, const char *reason)
{
	if (!ret->fault.reason)
		ret->fault = (struct signature_fault){ FORMAT_FAILURE, reason };
}

static void value_read(struct finding *f, qpdf_oh value)
{
	qpdf_oh contents = qpdf_oh_get_key(f->q, value, "/Contents");
	struct pdf_signed *it = &f->items[f->count];
	size_t range[4], size = 0;
	const char *bytes;

	*it = (struct pdf_signed){ .is_final = is_final(f, value) };
	f->count++;
	if (!kind_read(f, value, it))
		fault_set(it, _("signatures of its kind (SubFilter) are not "
				"accepted"));
	if (!range_read(f, value, range)) {
		fault_set(it, _("what it covers (ByteRange) is not two parts "
				"of the file, from its beginning"));
		return;
	}
	if (qpdf_oh_is_string(f->q, contents)) {
		bytes = qpdf_oh_get_binary_string_value(f->q, contents, &size);
		it->message.bytes = arena_bytes(f->arena, bytes, size);
		it->message.size = size;
	}
	if (size == 0 || !gap_matches(f, range, it->message)) {
		fault_set(it, _("the part that it does not cover is not the "
				"signature alone"));
		return;
	}
	it->parts[0] = (struct octets){ f->pdf, range[1] };
	it->parts[1] = (struct octets){ f->pdf + range[2], range[3] };
	it->covered = range[2] + range[3];
}

static bool is_seen(struct finding *f, qpdf_oh value)
{
	int id = qpdf_oh_get_object_id(f->q, value);

	for (size_t i = 0; id > 0 && i < f->count; i++)
		if (f->seen[i] == id)
			return true;
	f->seen[f->count] = id;
	return false;
}

/* A field and those below it; /FT is inherited (ISO 32000-2, 12.7.4.1). */
static void field_walk(struct finding *f, qpdf_oh field, bool is_signature,
		       int depth)
{
	qpdf_oh type, value, kids;
	int n;

	if (++f->fields > FIELDS_MAX || depth > DEPTH_MAX) {
		f->is_too_much = true;
		return;
	}
	if (!qpdf_oh_is_dictionary(f->q, field))
		return;
	type = qpdf_oh_get_key(f->q, field, "/FT");
	if (!qpdf_oh_is_null(f->q, type))
		is_signature = qpdf_oh_is_name_and_equals(f->q, type, "/Sig");
	value = qpdf_oh_get_key(f->q, field, "/V");
	if (is_signature && qpdf_oh_is_dictionary(f->q, value)) {
		if (f->count == PDF_SIGNATURES_MAX)
			f->is_too_much = true;
		else if (!is_seen(f, value))
			value_read(f, value);
	}
	kids = qpdf_oh_get_key(f->q, field, "/Kids");
	n = qpdf_oh_is_array(f->q, kids) ? qpdf_oh_get_array_n_items(f->q, kids)
					 : 0;
	for (int i = 0; i < n && !f->is_too_much; i++)
		field_walk(f, qpdf_oh_get_array_item(f->q, kids, i),
			   is_signature, depth + 1);
}

static int covered_compare(const void *a, const void *b)
{
	const struct pdf_signed *x = a, *y = b;

	return (x->covered > y->covered) - (x->covered < y->covered);
}

enum status pdf_signed_find(struct arena *arena, const void *pdf, size_t n,
			    struct pdf_signed ret[PDF_SIGNATURES_MAX],
			    size_t *count, struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	struct finding f = { .arena = arena, .pdf = pdf, .n = n, .items = ret };
	enum status rc = pdf_open_plain(pdf, n, &q, err);
	qpdf_oh fields;
	int number;

	if (rc != OK)
		return rc;
	f.q = q;
	fields = qpdf_oh_get_key_if_dict(
	    q, qpdf_oh_get_key_if_dict(q, qpdf_get_root(q), "/AcroForm"),
	    "/Fields");
	number = qpdf_oh_is_array(q, fields)
		     ? qpdf_oh_get_array_n_items(q, fields)
		     : 0;
	for (int i = 0; i < number && !f.is_too_much; i++)
		field_walk(&f, qpdf_oh_get_array_item(q, fields, i), false, 0);
	if (qpdf_has_error(q))
		return pdf_broken(err);
	if (f.is_too_much)
		return error_set(err, DATA, "too_many_signatures", NULL,
				 "the PDF has more than %d signatures or %d "
				 "fields; that is no honest file",
				 PDF_SIGNATURES_MAX, FIELDS_MAX);
	if (f.count == 0)
		return error_set(err, DATA, "not_signed", NULL,
				 "the PDF bears no signature; give the signed "
				 "file");
	qsort(ret, f.count, sizeof *ret, covered_compare);
	*count = f.count;
	return OK;
}

/* The streams of one array of the store. */
static size_t proofs_read(struct arena *arena, qpdf_data q, qpdf_oh array,
			  struct octets *ret, size_t room)
{
	int n = qpdf_oh_is_array(q, array) ? qpdf_oh_get_array_n_items(q, array)
					   : 0;
	size_t count = 0;

	for (int i = 0; i < n && count < room; i++) {
		qpdf_oh stream = qpdf_oh_get_array_item(q, array, i);
		OWN(bytes) unsigned char *bytes = NULL;
		size_t size = 0;

		if (!qpdf_oh_is_stream(q, stream) ||
		    qpdf_oh_get_stream_data(q, stream, qpdf_dl_generalized,
					    NULL, &bytes, &size) != 0)
			continue;
		ret[count].bytes = arena_bytes(arena, bytes, size);
		ret[count++].size = size;
	}
	return count;
}

size_t pdf_proofs_find(struct arena *arena, const void *pdf, size_t n,
		       struct octets ret[PDF_PROOFS_MAX])
{
	static const char *const keys[] = { "/CRLs", "/OCSPs", "/Certs" };
	OWN(qpdf) qpdf_data q = NULL;
	struct error err;
	size_t count = 0;
	qpdf_oh dss;

	error_reset(&err);
	if (pdf_open(pdf, n, NULL, &q, &err) != OK)
		return 0;
	dss = qpdf_oh_get_key_if_dict(q, qpdf_get_root(q), "/DSS");
	if (!qpdf_oh_is_dictionary(q, dss))
		return 0;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		count += proofs_read(arena, q, qpdf_oh_get_key(q, dss, keys[i]),
				     ret + count, PDF_PROOFS_MAX - count);
	return count;
}
