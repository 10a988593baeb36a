/* test_pdf_page - forms in any script, split over pages, the same each time */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "pdf_aid.h"

static const struct pdf_page_about about = { "Modulo di richiesta", "Desk",
					     "it", "ORD0001 – modulo",
					     CREATED };

static void form_fill(struct pdf_page_writer *w)
{
	pdf_page_heading(w, 1, "Richiesta di certificato di firma");
	pdf_page_paragraph(w,
			   "Il sottoscritto chiede l'emissione di un "
			   "certificato qualificato di firma elettronica "
			   "alle condizioni che seguono, e dichiara sotto "
			   "la propria responsabilità che i dati sono veri.");
	pdf_page_heading(w, 2, "Titolare");
	pdf_page_row(w, "Cognome e nome", "D'Àgostino Niccolò");
	pdf_page_row(w, "Ελληνικά", "Παπαδόπουλος Γεώργιος");
	pdf_page_row(w, "Po polsku", "Wałęsa-Śliwińska Małgorzata");
	pdf_page_row(w, "بالعربية", "محمد عبد الرحمن الخطيب");
	pdf_page_row(w, "Codice fiscale", "RSSMRA80A01H501U");
	pdf_page_row(w,
		     "Indirizzo di residenza con un'etichetta che non sta "
		     "su una sola riga",
		     "Via della Conciliazione 12345, scala B, interno 27, "
		     "presso Società Cooperativa a responsabilità limitata, "
		     "00193 Roma");
	pdf_page_row(w, "Telefono", NULL);
	pdf_page_code(w, "PIN", "0O1lI-58S");
	pdf_page_heading(w, 2, "Consensi");
	pdf_page_check(w, true, "Ho letto l'informativa sulla privacy.");
	pdf_page_check(w, false, "Acconsento a ricevere comunicazioni.");
	pdf_page_sign(w, "Luogo e data", "Firma");
	pdf_page_small(w, "Documento prodotto in modo automatico.");
}

static struct blob form_make(struct arena *arena)
{
	OWN(pdf_page_writer)
	struct pdf_page_writer *w = pdf_page_begin(&about);
	struct error err;
	struct blob ret = { 0 };

	error_reset(&err);
	form_fill(w);
	assert_int_equal(pdf_page_finish(w, arena, &ret.bytes, &ret.size, &err),
			 OK);
	return ret;
}

static void every_script_can_be_read_back(void **state)
{
	static const char *const texts[] = { "D'Àgostino Niccolò",
					     "Παπαδόπουλος Γεώργιος",
					     "Wałęsa-Śliwińska Małgorzata",
					     "0O1lI-58S",
					     "ORD0001 – modulo",
					     "1/1" };
	OWN(arena) struct arena *arena = arena_new();
	struct blob form = form_make(arena);
	char *said;
	int status;

	(void)state;
	said = judge(arena, "pdftotext -layout %s -", form.bytes, form.size,
		     &status);
	assert_int_equal(status, 0);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (!strstr(said, texts[i]))
			fail_msg("\"%s\" is not in: %s", texts[i], said);
	/* The letters; where the words end is pdftotext's guess. */
	assert_non_null(strstr(said, "لخطيب"));
	assert_non_null(strstr(said, "محمد عبد"));
}

static void qpdf_finds_nothing_wrong(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob form = form_make(arena);
	int status;

	(void)state;
	(void)judge(arena, "qpdf --check %s", form.bytes, form.size, &status);
	assert_int_equal(status, 0);
}

static void the_metadata_are_as_told(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob form = form_make(arena);
	char *said;
	int status;

	(void)state;
	said = judge(arena, "TZ=UTC pdfinfo -isodates %s", form.bytes,
		     form.size, &status);
	assert_non_null(strstr(said, "Modulo di richiesta"));
	assert_non_null(strstr(said, "2026-11-22T08:15:00"));
	assert_non_null(strstr(said, "A4"));
}

static void the_same_form_gives_the_same_bytes(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct blob a = form_make(arena), b = form_make(arena);

	(void)state;
	assert_int_equal(a.size, b.size);
	assert_memory_equal(a.bytes, b.bytes, a.size);
}

static void a_long_value_goes_on_over_the_page(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(pdf_page_writer)
	struct pdf_page_writer *w = pdf_page_begin(&about);
	char *value = arena_alloc(arena, 12001), *said;
	struct blob pdf;
	struct error err;
	int status;

	(void)state;
	for (int i = 0; i < 2000; i++)
		memcpy(value + (ptrdiff_t)6 * i, "parola", 6);
	for (int i = 0; i < 1500; i++)
		value[8 * i] = ' ';
	memcpy(value + 11990, "FINE", 4);
	error_reset(&err);
	pdf_page_row(w, "Lungo", value);
	assert_int_equal(pdf_page_finish(w, arena, &pdf.bytes, &pdf.size, &err),
			 OK);
	said = judge(arena, "pdftotext %s -", pdf.bytes, pdf.size, &status);
	assert_non_null(strstr(said, "2/"));
	assert_non_null(strstr(said, "FINE"));
	/* Nothing runs into the foot: each page has its own number. */
	assert_non_null(strstr(strchr(said, '\f') + 1, "\f"));
}

static void text_that_is_not_utf8_is_refused(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(pdf_page_writer)
	struct pdf_page_writer *w = pdf_page_begin(&about);
	struct blob pdf = { 0 };
	struct error err;

	(void)state;
	error_reset(&err);
	pdf_page_row(w, "Nome", "Niccol\xF2");
	assert_int_equal(pdf_page_finish(w, arena, &pdf.bytes, &pdf.size, &err),
			 DATA);
	assert_true(error_has(&err, "text_not_utf8"));
	assert_null(pdf.bytes);
}

static void a_character_without_a_font_is_said(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(pdf_page_writer)
	struct pdf_page_writer *w = pdf_page_begin(&about);
	struct blob pdf = { 0 };
	struct error err;

	(void)state;
	error_reset(&err);
	pdf_page_row(w, "Nome", "\xF3\xB0\x80\x80"); /* private use */
	assert_int_equal(pdf_page_finish(w, arena, &pdf.bytes, &pdf.size, &err),
			 CONFIG);
	assert_true(error_has(&err, "font_missing"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_script_can_be_read_back),
		cmocka_unit_test(qpdf_finds_nothing_wrong),
		cmocka_unit_test(the_metadata_are_as_told),
		cmocka_unit_test(the_same_form_gives_the_same_bytes),
		cmocka_unit_test(a_long_value_goes_on_over_the_page),
		cmocka_unit_test(text_that_is_not_utf8_is_refused),
		cmocka_unit_test(a_character_without_a_font_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
