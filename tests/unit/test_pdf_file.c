/* test_pdf_file - attachments, encryption and what a stranger's PDF hides */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <ipp/base/limits.h>
#include <ipp/port/pdf_file.h>

#include "pdf_aid.h"

#define RECORD "{\"order_id\":\"ORD1\",\"surname\":\"Wałęsa\"}"

static const struct pdf_attachment record = {
	.name = "record.json",
	.description = "The record, né più né meno",
	.mime = "application/json",
	.bytes = RECORD,
	.size = sizeof RECORD - 1,
};

static struct blob attach(struct arena *arena, struct blob pdf,
			  const struct pdf_attachment *what)
{
	struct blob ret;
	struct error err;

	error_reset(&err);
	assert_int_equal(pdf_attach(arena, pdf.bytes, pdf.size, what,
				    &ret.bytes, &ret.size, &err),
			 OK);
	return ret;
}

/* A small PDF with this catalog and page body, its offsets right. */
static struct blob pdf_with(struct arena *arena, const char *catalog,
			    const char *more)
{
	const char *objects[] = {
		catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>", more
	};
	char *text = arena_text(arena, "%PDF-1.7\n");
	size_t at[4], start;

	for (size_t i = 0; i < 4; i++) {
		at[i] = strlen(text);
		text = arena_printf(arena, "%s%zu 0 obj\n%s\nendobj\n", text,
				    i + 1, objects[i]);
	}
	start = strlen(text);
	text = arena_printf(arena, "%sxref\n0 5\n0000000000 65535 f \n", text);
	for (size_t i = 0; i < 4; i++)
		text = arena_printf(arena, "%s%010zu 00000 n \n", text, at[i]);
	text = arena_printf(arena,
			    "%strailer\n<</Size 5/Root 1 0 R>>\n"
			    "startxref\n%zu\n%%%%EOF\n",
			    text, start);
	return (struct blob){ (unsigned char *)text, strlen(text) };
}

static struct pdf_facts facts_of(struct blob pdf)
{
	struct pdf_facts ret;
	struct error err;

	error_reset(&err);
	if (pdf_facts(pdf.bytes, pdf.size, &ret, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return ret;
}

static void an_attachment_is_seen_by_others(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob pdf = attach(arena, pages_make(arena, 1), &record);
	char *said;
	int status;

	(void)state;
	said = judge(arena, "pdfdetach -list %s", pdf.bytes, pdf.size, &status);
	assert_non_null(strstr(said, "record.json"));
	said = judge(arena, "pdfdetach -save 1 -o /dev/stdout %s", pdf.bytes,
		     pdf.size, &status);
	assert_string_equal(said, RECORD);
	said = judge(arena, "qpdf --list-attachments --verbose %s", pdf.bytes,
		     pdf.size, &status);
	assert_non_null(strstr(said, "application/json"));
	assert_non_null(strstr(said, record.description));
	(void)judge(arena, "qpdf --check %s", pdf.bytes, pdf.size, &status);
	assert_int_equal(status, 0);
}

static void an_attachment_is_read_back(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct pdf_attachment other = record;
	struct blob pdf = attach(arena, pages_make(arena, 1), &record), got;
	struct error err;

	(void)state;
	error_reset(&err);
	other.name = "atto.txt";
	other.bytes = "x";
	other.size = 1;
	pdf = attach(arena, pdf, &other);
	assert_int_equal(pdf_attachment_read(arena, pdf.bytes, pdf.size,
					     "record.json", record.size,
					     &got.bytes, &got.size, &err),
			 OK);
	assert_int_equal(got.size, record.size);
	assert_memory_equal(got.bytes, RECORD, got.size);
	assert_int_equal(pdf_attachment_read(arena, pdf.bytes, pdf.size,
					     "record.json", record.size - 1,
					     &got.bytes, &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "attachment_too_large"));
	assert_int_equal(pdf_attachment_read(arena, pdf.bytes, pdf.size,
					     "recor", 99, &got.bytes, &got.size,
					     &err),
			 DATA);
	assert_true(error_has(&err, "attachment_missing"));
	assert_int_equal(pdf_attach(arena, pdf.bytes, pdf.size, &record,
				    &got.bytes, &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "attachment_exists"));
}

static void attaching_twice_gives_the_same_bytes(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob pages = pages_make(arena, 1);
	struct blob a = attach(arena, pages, &record);
	struct blob b = attach(arena, pages, &record);

	(void)state;
	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.bytes, b.bytes, a.size);
}

static void only_the_passphrase_opens(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob pages = pages_make(arena, 1), closed, open;
	struct error err;
	char *said;
	int status;

	(void)state;
	error_reset(&err);
	assert_int_equal(pdf_encrypt(arena, pages.bytes, pages.size,
				     "perché no €", "owner", &closed.bytes,
				     &closed.size, &err),
			 OK);
	said = judge(arena, "pdftotext -upw 'perché no €' %s - 2>&1",
		     closed.bytes, closed.size, &status);
	assert_int_equal(status, 0);
	assert_non_null(strstr(said, "page"));
	(void)judge(arena, "pdftotext -upw wrong %s - 2>&1", closed.bytes,
		    closed.size, &status);
	assert_int_not_equal(status, 0);
	said = judge(arena, "qpdf --password='perché no €' --check %s",
		     closed.bytes, closed.size, &status);
	assert_int_equal(status, 0);
	assert_non_null(strstr(said, "R = 6"));
	assert_non_null(strstr(said, "stream encryption method: AESv3"));
	assert_null(memmem(closed.bytes, closed.size, "ORD1", 4));
	assert_int_equal(pdf_decrypt(arena, closed.bytes, closed.size, "wrong",
				     &open.bytes, &open.size, &err),
			 DATA);
	assert_true(error_has(&err, "passphrase_wrong"));
	assert_int_equal(pdf_decrypt(arena, closed.bytes, closed.size,
				     "perché no €", &open.bytes, &open.size,
				     &err),
			 OK);
	assert_int_equal(facts_of(open).pages, 1);
}

static void a_passphrase_has_1_to_127_bytes(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob pages = pages_make(arena, 1), out;
	char text[LIMIT_PASSPHRASE_BYTES + 2] = "";
	struct error err;

	(void)state;
	error_reset(&err);
	memset(text, 'x', LIMIT_PASSPHRASE_BYTES);
	assert_int_equal(pdf_encrypt(arena, pages.bytes, pages.size, text, "o",
				     &out.bytes, &out.size, &err),
			 OK);
	assert_int_equal(pdf_decrypt(arena, out.bytes, out.size, text,
				     &out.bytes, &out.size, &err),
			 OK);
	text[LIMIT_PASSPHRASE_BYTES] = 'x';
	assert_int_equal(pdf_encrypt(arena, pages.bytes, pages.size, text, "o",
				     &out.bytes, &out.size, &err),
			 DATA);
	assert_true(error_has(&err, "passphrase_size"));
	assert_int_equal(pdf_encrypt(arena, pages.bytes, pages.size, "", "o",
				     &out.bytes, &out.size, &err),
			 DATA);
}

static void a_plain_file_has_no_surprises(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct pdf_facts f = facts_of(pages_make(arena, 3));

	(void)state;
	assert_int_equal(f.pages, 3);
	assert_int_equal(f.features, 0);
	assert_string_equal(f.version, "1.5");
}

static void active_content_is_found(void **state)
{
	static const struct {
		const char *catalog, *more;
		enum pdf_feature feature;
	} cases[] = {
#define CASE(catalog, more, fact) \
	{ "<</Type/Catalog/Pages 2 0 R" catalog ">>", more, fact }
		CASE("/OpenAction 4 0 R", "<</S/JavaScript/JS(app.alert(1))>>",
		     PDF_JAVASCRIPT),
		CASE("/OpenAction 4 0 R", "<</S/J#61vaScript/J#53(x)>>",
		     PDF_JAVASCRIPT),
		CASE("/Names<</JavaScript 4 0 R>>", "<</Names[]>>",
		     PDF_JAVASCRIPT),
		CASE("/X[[[4 0 R]]]", "<</S/JavaScript/JS(x)>>",
		     PDF_JAVASCRIPT),
		CASE("/OpenAction 4 0 R", "<</S/URI/URI(http://x)>>",
		     PDF_OPEN_ACTION),
		CASE("/AA<</WC 4 0 R>>", "<</S/Launch/F(cmd)>>", PDF_LAUNCH),
		CASE("/AcroForm<</Fields[]/XFA 4 0 R>>", "[]", PDF_XFA),
		CASE("/X 4 0 R", "<</Subtype/RichMedia>>", PDF_MEDIA),
		CASE("/X 4 0 R", "<</Type/Filespec/F(a.txt)/EF<<>>>>",
		     PDF_ATTACHMENT),
		CASE("/X 4 0 R", "<</Type/Filespec/UF(a.EXE)/EF<<>>>>",
		     PDF_PROGRAM),
	};
	OWN(arena) struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct pdf_facts f =
		    facts_of(pdf_with(arena, cases[i].catalog, cases[i].more));

		if (!(f.features & cases[i].feature))
			fail_msg("not found: %s %s", cases[i].catalog,
				 cases[i].more);
	}
}

static void an_open_action_to_a_page_is_harmless(void **state)
{
	OWN(arena) struct arena *arena = arena_new();

	(void)state;
	assert_false(facts_of(pdf_with(arena,
				       "<</Type/Catalog/Pages 2 0 R"
				       "/OpenAction[3 0 R/Fit]>>",
				       "null"))
			 .features &
		     PDF_OPEN_ACTION);
	assert_false(facts_of(pdf_with(arena,
				       "<</Type/Catalog/Pages 2 0 R"
				       "/OpenAction 4 0 R>>",
				       "<</S/GoTo/D[3 0 R/Fit]>>"))
			 .features &
		     PDF_OPEN_ACTION);
}

static void a_program_among_the_attachments_is_found(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct pdf_attachment program = record;
	struct blob pages = pages_make(arena, 1);
	struct pdf_facts f = facts_of(attach(arena, pages, &record));

	(void)state;
	assert_int_equal(f.features, PDF_ATTACHMENT);
	program.bytes = "MZ\x90";
	program.size = 3;
	f = facts_of(attach(arena, pages, &program));
	assert_true(f.features & PDF_PROGRAM);
}

static void what_is_not_quite_pdf_is_broken(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob good = pages_make(arena, 1);
	const struct blob bad[] = {
		{ (unsigned char *)arena_text(arena, ""), 0 },
		{ (unsigned char *)arena_text(arena, "%PDF-"), 5 },
		{ (unsigned char *)arena_text(arena, "%PDF-1.7\n%%EOF\n"), 15 },
		{ good.bytes, good.size - 200 }, /* cut */
		{ good.bytes + 1, good.size - 1 },
		pdf_with(arena, "<</Type/Catalog/Pages 2 0 R/Pages 3 0 R>>",
			 "null"), /* said twice */
		pdf_with(arena, "<</Type/Catalog/Pages 2 0 R/X 4 0 R>>", "<<"),
	};
	struct pdf_facts f;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		error_reset(&err);
		if (pdf_facts(bad[i].bytes, bad[i].size, &f, &err) != DATA)
			fail_msg("taken: %zu", i);
		assert_string_equal(err.mistakes[0].code, "file_broken");
	}
}

static void an_encrypted_file_is_named_so(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob pages = pages_make(arena, 1), out;
	struct pdf_facts f;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(pdf_encrypt(arena, pages.bytes, pages.size, "a", "o",
				     &out.bytes, &out.size, &err),
			 OK);
	assert_int_equal(pdf_facts(out.bytes, out.size, &f, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "pdf_encrypted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_attachment_is_seen_by_others),
		cmocka_unit_test(an_attachment_is_read_back),
		cmocka_unit_test(attaching_twice_gives_the_same_bytes),
		cmocka_unit_test(only_the_passphrase_opens),
		cmocka_unit_test(a_passphrase_has_1_to_127_bytes),
		cmocka_unit_test(a_plain_file_has_no_surprises),
		cmocka_unit_test(active_content_is_found),
		cmocka_unit_test(an_open_action_to_a_page_is_harmless),
		cmocka_unit_test(a_program_among_the_attachments_is_found),
		cmocka_unit_test(what_is_not_quite_pdf_is_broken),
		cmocka_unit_test(an_encrypted_file_is_named_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
