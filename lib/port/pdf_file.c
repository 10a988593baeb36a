/* pdf_file - attaches to, encrypts and decrypts whole PDF files */
#include "pdf_file.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

enum status pdf_broken(struct error *err)
{
	return error_set(err, DATA, "file_broken", NULL,
			 "the PDF does not keep to the rules of its format; "
			 "print it to a new PDF and give that one");
}

enum status pdf_open(const void *pdf, size_t n, const char *passphrase,
		     qpdf_data *ret, struct error *err)
{
	OWN(qpdf) qpdf_data q = qpdf_init();
	enum qpdf_error_code_e code;

	if (n < 5 || memcmp(pdf, "%PDF-", 5) != 0)
		return pdf_broken(err);
	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_set_attempt_recovery(q, QPDF_FALSE);
	if (qpdf_read_memory(q, "PDF", pdf, n, passphrase) & QPDF_ERRORS) {
		code = qpdf_get_error_code(q, qpdf_get_error(q));
		if (code != qpdf_e_password)
			return pdf_broken(err);
		return error_set(err, DATA, "passphrase_wrong", "passphrase",
				 "the passphrase does not open the PDF; "
				 "check it and try again");
	}
	*ret = TAKE(q);
	return OK;
}

enum status pdf_open_plain(const void *pdf, size_t n, qpdf_data *ret,
			   struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	enum status rc = pdf_open(pdf, n, NULL, &q, err);

	if (rc != OK && !error_has(err, "passphrase_wrong"))
		return rc;
	if (rc != OK || qpdf_is_encrypted(q))
		return error_set(err, DATA, "pdf_encrypted", NULL,
				 "the PDF is encrypted; give one that opens "
				 "without a passphrase");
	*ret = TAKE(q);
	return OK;
}

static enum status pdf_write(struct arena *arena, qpdf_data q,
			     unsigned char **ret, size_t *size,
			     struct error *err)
{
	if (qpdf_write(q) & QPDF_ERRORS || qpdf_has_error(q))
		return pdf_broken(err);
	*size = qpdf_get_buffer_length(q);
	*ret = arena_bytes(arena, qpdf_get_buffer(q), *size);
	return OK;
}

bool pdf_attachments(qpdf_data q, qpdf_oh *ret)
{
	qpdf_oh names = qpdf_oh_get_key_if_dict(q, qpdf_get_root(q), "/Names");

	*ret = qpdf_oh_get_key_if_dict(q, names, "/EmbeddedFiles");
	return qpdf_oh_is_dictionary(q, *ret);
}

/* The value of a key, made if it is not there. */
static qpdf_oh member(qpdf_data q, qpdf_oh dict, const char *key,
		      qpdf_oh (*make)(qpdf_data))
{
	qpdf_oh ret = qpdf_oh_get_key(q, dict, key);

	if (!qpdf_oh_is_null(q, ret))
		return ret;
	ret = make(q);
	qpdf_oh_replace_key(q, dict, key, ret);
	return qpdf_oh_get_key(q, dict, key);
}

/* Puts name and value into the leaf of a name tree, which is sorted. */
static enum status name_insert(qpdf_data q, qpdf_oh tree, const char *name,
			       qpdf_oh value, struct error *err)
{
	qpdf_oh names = member(q, tree, "/Names", qpdf_oh_new_array);
	int i, n = qpdf_oh_get_array_n_items(q, names);

	if (qpdf_oh_has_key(q, tree, "/Kids") || !qpdf_oh_is_array(q, names) ||
	    n % 2 != 0)
		return pdf_broken(err);
	for (i = 0; i < n; i += 2) {
		qpdf_oh key = qpdf_oh_get_array_item(q, names, i);
		int order = strcmp(qpdf_oh_get_utf8_value(q, key), name);

		if (order == 0)
			return error_set(err, DATA, "attachment_exists", NULL,
					 "the PDF has an attachment \"%s\" "
					 "already; use another name",
					 name);
		if (order > 0)
			break;
	}
	qpdf_oh_insert_item(q, names, i, qpdf_oh_new_unicode_string(q, name));
	qpdf_oh_insert_item(q, names, i + 1, value);
	return OK;
}

/* ISO 32000-2, 7.11.4.1: the stream with the bytes. */
static qpdf_oh stream_new(qpdf_data q, const struct pdf_attachment *what)
{
	char type[128] = "/";
	qpdf_oh ret = qpdf_oh_new_stream(q), dict, params;

	strncat(type, what->mime, sizeof type - 2);
	qpdf_oh_replace_stream_data(q, ret, what->bytes, what->size,
				    qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	params = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(q, params, "/Size",
			    qpdf_oh_new_integer(q, (long long)what->size));
	dict = qpdf_oh_get_dict(q, ret);
	qpdf_oh_replace_key(q, dict, "/Type",
			    qpdf_oh_new_name(q, "/EmbeddedFile"));
	qpdf_oh_replace_key(q, dict, "/Subtype", qpdf_oh_new_name(q, type));
	qpdf_oh_replace_key(q, dict, "/Params", params);
	return ret;
}

/* ISO 32000-2, 7.11.3: the file specification that names it. */
static qpdf_oh filespec_new(qpdf_data q, const struct pdf_attachment *what)
{
	qpdf_oh ret = qpdf_oh_new_dictionary(q), ef, stream;
	qpdf_oh name = qpdf_oh_new_unicode_string(q, what->name);

	stream = stream_new(q, what);
	ef = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(q, ef, "/F", stream);
	qpdf_oh_replace_key(q, ef, "/UF", stream);
	qpdf_oh_replace_key(q, ret, "/Type", qpdf_oh_new_name(q, "/Filespec"));
	qpdf_oh_replace_key(q, ret, "/F", name);
	qpdf_oh_replace_key(q, ret, "/UF", name);
	qpdf_oh_replace_key(q, ret, "/EF", ef);
	qpdf_oh_replace_key(q, ret, "/Desc",
			    qpdf_oh_new_unicode_string(q, what->description));
	qpdf_oh_replace_key(q, ret, "/AFRelationship",
			    qpdf_oh_new_name(q, "/Data"));
	return qpdf_make_indirect_object(q, ret);
}

enum status pdf_attach(struct arena *arena, const void *pdf, size_t n,
		       const struct pdf_attachment *what, unsigned char **ret,
		       size_t *size, struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	enum status rc;
	qpdf_oh root, file, tree;

	if ((rc = pdf_open(pdf, n, NULL, &q, err)) != OK)
		return rc;
	root = qpdf_get_root(q);
	file = filespec_new(q, what);
	tree = member(q, member(q, root, "/Names", qpdf_oh_new_dictionary),
		      "/EmbeddedFiles", qpdf_oh_new_dictionary);
	if ((rc = name_insert(q, tree, what->name, file, err)) != OK)
		return rc;
	qpdf_oh_append_item(q, member(q, root, "/AF", qpdf_oh_new_array), file);
	if (qpdf_init_write_memory(q) & QPDF_ERRORS)
		return pdf_broken(err);
	qpdf_set_minimum_pdf_version(q, "1.7");
	qpdf_set_deterministic_ID(q, QPDF_TRUE);
	return pdf_write(arena, q, ret, size, err);
}

static bool passphrase_fits(const char *passphrase)
{
	return !text_is_empty(passphrase) &&
	       strlen(passphrase) <= LIMIT_PASSPHRASE_BYTES;
}

enum status pdf_encrypt(struct arena *arena, const void *pdf, size_t n,
			const char *user, const char *owner,
			unsigned char **ret, size_t *size, struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	enum status rc;

	if (!passphrase_fits(user) || !passphrase_fits(owner))
		return error_set(err, DATA, "passphrase_size", "passphrase",
				 "the passphrase is empty or longer than %zu "
				 "bytes; choose another",
				 LIMIT_PASSPHRASE_BYTES);
	if ((rc = pdf_open(pdf, n, NULL, &q, err)) != OK)
		return rc;
	if (qpdf_init_write_memory(q) & QPDF_ERRORS)
		return pdf_broken(err);
	qpdf_set_r6_encryption_parameters2(
	    q, user, owner, QPDF_TRUE, QPDF_TRUE, QPDF_FALSE, QPDF_FALSE,
	    QPDF_FALSE, QPDF_FALSE, qpdf_r3p_full, QPDF_TRUE);
	return pdf_write(arena, q, ret, size, err);
}

enum status pdf_decrypt(struct arena *arena, const void *pdf, size_t n,
			const char *passphrase, unsigned char **ret,
			size_t *size, struct error *err)
{
	OWN(qpdf) qpdf_data q = NULL;
	enum status rc;

	if ((rc = pdf_open(pdf, n, passphrase, &q, err)) != OK)
		return rc;
	if (qpdf_init_write_memory(q) & QPDF_ERRORS)
		return pdf_broken(err);
	qpdf_set_preserve_encryption(q, QPDF_FALSE);
	return pdf_write(arena, q, ret, size, err);
}
