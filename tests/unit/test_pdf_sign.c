/* test_pdf_sign - signatures in PDF files that other readers find valid */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/port/cms_sign.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/pdf_sign.h>

#include "sign_aid.h"

#define AT INT64_C(1795335300)

static int setup(void **state)
{
	struct blob pages;

	(void)state;
	if (folder_begin())
		return -1;
	pair_make("p256", "ec -pkeyopt ec_paramgen_curve:P-256");
	pair_make("rsa", "rsa:2048");
	pages = pages_make(arena, 2);
	return file_write(arena_printf(arena, "%s/plain.pdf", folder),
			  pages.bytes, pages.size, 0600, &err);
}

static enum status prepare(struct octets pdf, const char *reason,
			   struct pdf_draft *ret)
{
	struct file_bytes in = { "in.pdf", pdf.bytes, pdf.size };
	struct pdf_signature what = { AT, reason, NULL, 8192 };

	error_reset(&err);
	return pdf_sign_prepare(arena, &in, &what, ret, &err);
}

static struct octets sign(struct octets pdf, const char *who)
{
	OWN(signer) struct signer *signer = signer_of(who);
	struct pdf_draft draft = { 0 };

	if (prepare(pdf, "Кирилл (sì)", &draft) != OK ||
	    pdf_sign_finish(arena, signer, &draft, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	assert_memory_equal(draft.bytes, pdf.bytes, pdf.size);
	return (struct octets){ draft.bytes, draft.size };
}

static const char *times(const char *said, const char *what, size_t wanted)
{
	size_t n = 0;

	for (const char *p = said; (p = strstr(p, what)); p += strlen(what))
		n++;
	if (n != wanted)
		fail_msg("\"%s\" %zu times instead of %zu: %s", what, n, wanted,
			 said);
	return said;
}

/* pdfsig and qpdf agree that these are so many good signatures, the last of
 * which covers everything. */
static const char *good(struct octets pdf, size_t signatures)
{
	int status;
	char *said =
	    judge(arena, "pdfsig -nocert '%s'", pdf.bytes, pdf.size, &status);

	assert_int_equal(status, 0);
	times(said, "Signature is Valid", signatures);
	times(said, "ETSI.CAdES.detached", signatures);
	times(said, "Total document signed",
	      1); /* those before cover a revision */
	(void)judge(arena, "qpdf --check '%s'", pdf.bytes, pdf.size, &status);
	assert_int_equal(status, 0);
	return said;
}

static void poppler_finds_the_signature_valid(void **state)
{
	struct octets made = sign(file("plain.pdf"), "p256");
	int status;

	(void)state;
	good(made, 1);
	assert_non_null(strstr(
	    judge(arena, "pdftotext '%s' -", made.bytes, made.size, &status),
	    "page"));
	good(sign(file("plain.pdf"), "rsa"), 1);
}

static void a_signed_file_takes_more_signatures(void **state)
{
	struct octets made = sign(file("plain.pdf"), "p256");
	const char *said;

	(void)state;
	made = sign(made, "rsa");
	said = good(made, 2);
	assert_non_null(strstr(said, "Signature1"));
	assert_non_null(strstr(said, "Signature2"));
	good(sign(made, "p256"), 3);
}

static void a_signature_of_poppler_stays_valid(void **state)
{
	struct octets made;
	int status;
	char *said;

	(void)state;
	shell("openssl pkcs12 -export -inkey rsa.key -in rsa.pem -name b "
	      "-passout pass: -out b.p12 && mkdir nss && "
	      "certutil -N -d sql:nss --empty-password && pk12util -d sql:nss "
	      "-i b.p12 -W '' && "
	      "pdfsig -nssdir sql:nss -add-signature -nick b plain.pdf "
	      "theirs.pdf");
	made = sign(file("theirs.pdf"), "p256");
	said =
	    judge(arena, "pdfsig -nocert '%s'", made.bytes, made.size, &status);
	times(said, "Signature is Valid", 2);
	times(said, "adbe.pkcs7.detached", 1);
	times(said, "ETSI.CAdES.detached", 1);
}

static void every_way_of_keeping_tables_and_forms_is_continued(void **state)
{
	static const char *const ways[] = {
		"--object-streams=generate", "--linearize",
		"--object-streams=generate --linearize", "--qdf"
	};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct octets made;

		shell("qpdf %s plain.pdf other.pdf", ways[i]);
		made = sign(file("other.pdf"), "p256");
		good(made, 1);
		good(sign(made, "rsa"), 2);
	}
	/* form, fields and annotations: direct, and objects of their own */
	shell(
	    "printf '%%%%PDF-1.7\\n"
	    "1 0 obj\\n<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>\\nendobj\\n"
	    "2 0 obj\\n<</Type/Pages/Kids[3 0 R]/Count 1>>\\nendobj\\n"
	    "3 0 obj\\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]"
	    "/Annots 6 0 R>>\\nendobj\\n"
	    "4 0 obj\\n<</Fields 5 0 R>>\\nendobj\\n"
	    "5 0 obj\\n[]\\nendobj\\n6 0 obj\\n[]\\nendobj\\n"
	    "trailer\\n<</Size 7/Root 1 0 R>>\\n' >raw.pdf && "
	    "(qpdf raw.pdf form.pdf || [ $? = 3 ])");
	good(sign(sign(file("form.pdf"), "p256"), "rsa"), 2);
	shell("sed 's|/AcroForm 4 0 R|/AcroForm<</SigFlags 1/Fields[]>>|; "
	      "s|/Annots 6 0 R|/Annots[]|' raw.pdf >raw2.pdf && "
	      "(qpdf raw2.pdf form.pdf || [ $? = 3 ])");
	good(sign(sign(file("form.pdf"), "rsa"), "p256"), 2);
}

static void the_reason_is_kept_in_every_script(void **state)
{
	struct octets made = sign(file("plain.pdf"), "p256");
	int status;

	(void)state;
	/* Кир, as UTF-16BE */
	assert_int_equal(
	    (judge(arena, "grep -aqi '/Reason<feff041a04380440' '%s'",
		   made.bytes, made.size, &status),
	     status),
	    0);
	assert_int_equal((judge(arena, "grep -aq /M.D:20261122081500Z '%s'",
				made.bytes, made.size, &status),
			  status),
			 0);
}

static void refuses(const char *name, const char *code)
{
	struct pdf_draft draft = { 0 };

	assert_int_not_equal(prepare(file(name), NULL, &draft), OK);
	assert_string_equal(err.mistakes[0].code, code);
	assert_null(draft.bytes);
}

static void what_cannot_be_signed_is_refused(void **state)
{
	(void)state;
	shell("qpdf --encrypt x x 256 -- plain.pdf locked.pdf && "
	      "qpdf --encrypt '' x 256 -- plain.pdf open.pdf && "
	      "head -c 900 plain.pdf >cut.pdf && echo hello >text.pdf");
	refuses("locked.pdf", "file_broken");
	refuses("open.pdf", "pdf_encrypted");
	refuses("cut.pdf", "file_broken");
	refuses("text.pdf", "file_broken");
	/* qpdf would count from the second header, others from the first */
	shell("sed '1s/^/%%%%PDF-/' plain.pdf >shifted.pdf");
	refuses("shifted.pdf", "file_broken");
	shell("sed 's|/AcroForm 4 0 R|/Perms<</DocMDP<</Type/Sig/Reference"
	      "[<</TransformMethod/DocMDP/TransformParams<</P 1>>>>]>>>>|' "
	      "raw.pdf >raw3.pdf && (qpdf raw3.pdf fixed.pdf || [ $? = 3 ])");
	refuses("fixed.pdf", "pdf_locked");
	shell("sed 's|/P 1|/P 2|' raw3.pdf >raw4.pdf && "
	      "(qpdf raw4.pdf fixed.pdf || [ $? = 3 ])");
	good(sign(file("fixed.pdf"), "p256"), 1);
}

static void what_would_not_be_read_again_is_not_signed(void **state)
{
	struct pdf_draft draft = { 0 };
	unsigned char *bytes;
	size_t size;

	(void)state;
	assert_int_equal(file_read(arena, "tests/fuzz/corpus/pdf_sign/tail.pdf",
				   4096, &bytes, &size, &err),
			 OK);
	assert_int_equal(prepare((struct octets){ bytes, size }, NULL, &draft),
			 DATA);
	assert_string_equal(err.mistakes[0].code, "file_broken");
}

static void a_signature_without_room_is_not_cut_short(void **state)
{
	OWN(signer) struct signer *signer = signer_of("rsa");
	struct octets pdf = file("plain.pdf");
	struct file_bytes in = { "in.pdf", pdf.bytes, pdf.size };
	struct pdf_signature what = { AT, NULL, NULL, 100 };
	struct pdf_draft draft = { 0 };

	(void)state;
	assert_int_equal(pdf_sign_prepare(arena, &in, &what, &draft, &err), OK);
	assert_int_equal(pdf_sign_finish(arena, signer, &draft, &err),
			 INTERNAL);
	assert_string_equal(err.mistakes[0].code, "signature_too_large");
}

/* The one child says first what is in it. */
static void a_foreign_file_is_looked_into_by_the_same_child(void **state)
{
	static const struct {
		const char *file, *code;
	} rows[] = {
		{ "plain.pdf", NULL },
		{ "active.pdf", "pdf_active_content" },
		{ "open.pdf", "pdf_encrypted" },
		{ "cut.pdf", "file_broken" },
		{ "text.pdf", "file_kind_refused" },
	};

	(void)state;
	shell("qpdf --qdf --object-streams=disable plain.pdf raw.pdf && "
	      "sed 's|/Type /Catalog|& /OpenAction << /S /JavaScript /JS "
	      "(app.alert) >>|' raw.pdf >action.pdf && "
	      "qpdf --warning-exit-0 action.pdf active.pdf && "
	      "qpdf --encrypt '' x 256 -- plain.pdf open.pdf && "
	      "head -c 900 plain.pdf >cut.pdf && echo hello >text.pdf");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct octets pdf = file(rows[i].file);
		struct file_bytes in = { rows[i].file, pdf.bytes, pdf.size };
		struct pdf_signature what = { AT, NULL, NULL, 8192, true };
		struct pdf_draft draft = { 0 };

		error_reset(&err);
		assert_int_equal(
		    pdf_sign_prepare(arena, &in, &what, &draft, &err),
		    rows[i].code ? DATA : OK);
		if (rows[i].code)
			assert_string_equal(err.mistakes[0].code, rows[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(poppler_finds_the_signature_valid),
		cmocka_unit_test(
		    a_foreign_file_is_looked_into_by_the_same_child),
		cmocka_unit_test(a_signed_file_takes_more_signatures),
		cmocka_unit_test(a_signature_of_poppler_stays_valid),
		cmocka_unit_test(
		    every_way_of_keeping_tables_and_forms_is_continued),
		cmocka_unit_test(the_reason_is_kept_in_every_script),
		cmocka_unit_test(what_cannot_be_signed_is_refused),
		cmocka_unit_test(what_would_not_be_read_again_is_not_signed),
		cmocka_unit_test(a_signature_without_room_is_not_cut_short),
	};

	return cmocka_run_group_tests(tests, setup, folder_end);
}
