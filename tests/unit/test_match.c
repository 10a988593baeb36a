/* test_match - whether who signed is who applied (registration 3.3, 3.8) */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/person.h>
#include <ipp/rule/match.h>
#include <ipp/rule/tax_code.h>

#define ROSSI "RSSMRA80A01H501U"

static struct person person_of(const char *tax_code)
{
	return (struct person){ .surname = "Rossi",
				.given_name = "Mario",
				.tax_code = tax_code,
				.sex = ABSENT,
				.legal_id_type = ABSENT };
}

static const struct identity_document card = {
	.document_type = DOCUMENT_IDENTITY_CARD,
	.document_country = "IT",
	.document_number = "CA00000AA",
};
static const struct identity_document passport = {
	.document_type = DOCUMENT_PASSPORT,
	.document_country = "IT",
	.document_number = "YA 1234567",
};

static enum match identifiers(const char *serial_number,
			      const struct person *person,
			      const struct identity_document *document)
{
	OWN(arena) struct arena *arena = arena_new();
	struct match_signer signer = { .serial_number = serial_number };
	struct match_verdict found =
	    match_identifier(arena, &signer, person, document);

	assert_non_null(found.text);
	assert_true(*found.text);
	assert_null(strchr(found.text, '\n'));
	return found.match;
}

static enum match codes(const char *signer, const char *applicant)
{
	struct person person = person_of(applicant);

	return identifiers(signer, &person, &card);
}

static void the_same_tax_code_is_the_same_person(void **state)
{
	(void)state;
	assert_int_equal(codes("TINIT-" ROSSI, ROSSI), MATCH_EQUAL);
	assert_int_equal(codes("tinit-rssmra80a01h501u", ROSSI), MATCH_EQUAL);
	assert_int_equal(codes("TINIT-" ROSSI, "rssmra80a01h501u"),
			 MATCH_EQUAL);
	assert_int_equal(codes("TINIT-RSSMRA 80A01 H501U", ROSSI),
			 MATCH_EQUAL);
	assert_int_equal(codes("TAXIT-" ROSSI, ROSSI), MATCH_EQUAL);
	assert_int_equal(codes("IT:" ROSSI, ROSSI), MATCH_EQUAL);
	assert_int_equal(codes("it:" ROSSI, ROSSI), MATCH_EQUAL);
	assert_int_equal(codes("TINIT-97735020584", "97735020584"),
			 MATCH_EQUAL);
}

static void another_tax_code_is_somebody_else(void **state)
{
	(void)state;
	assert_int_equal(codes("TINIT-GDASDV00A01H501J", ROSSI),
			 MATCH_DIFFERS);
	assert_int_equal(codes("IT:GDASDV00A01H501J", ROSSI), MATCH_DIFFERS);
	/* mistyped: its check character is wrong */
	assert_int_equal(codes("TINIT-RSSMRA80A01H501X", ROSSI),
			 MATCH_DIFFERS);
	assert_int_equal(codes("TINIT-" ROSSI "U", ROSSI), MATCH_DIFFERS);
	assert_int_equal(codes("TINIT-RSSMRA80A01H501", ROSSI),
			 MATCH_DIFFERS);
	/* a tax number of another state is no Italian tax code */
	assert_int_equal(codes("TINSM-" ROSSI, ROSSI), MATCH_DIFFERS);
	assert_int_equal(codes("VATIT-" ROSSI, ROSSI), MATCH_DIFFERS);
	assert_int_equal(codes("TINIT-97735020584", ROSSI), MATCH_DIFFERS);
}

static void what_is_no_identifier_matches_nobody(void **state)
{
	static const char *const wrong[] = {
		"",	"TINIT-", "TINIT",  "IT:",    "IT:A",	ROSSI,
		"T1NIT-" ROSSI,	  "TI-IT-" ROSSI, "TINIT:" ROSSI, " ", "-",
		"TINIT-----", "IT:......",
	};

	(void)state;
	assert_int_equal(codes(NULL, ROSSI), MATCH_DIFFERS);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(codes(wrong[i], ROSSI), MATCH_DIFFERS);
}

/* 127 variants, either way; the very same variant is equal. */
static void omocodia_is_for_a_person_to_decide(void **state)
{
	char a[TAX_CODE_SIZE], b[TAX_CODE_SIZE];
	OWN(arena) struct arena *arena = arena_new();

	(void)state;
	for (unsigned i = 0; i < 128; i++) {
		tax_code_variant(ROSSI, i, a);
		for (unsigned k = 0; k < 128; k++) {
			tax_code_variant(ROSSI, k, b);
			assert_int_equal(
			    codes(arena_printf(arena, "TINIT-%s", a), b),
			    i == k ? MATCH_EQUAL : MATCH_PERSON);
		}
		assert_int_equal(codes(arena_printf(arena, "TINIT-%s", a),
				       "GDASDV00A01H501J"),
				 MATCH_DIFFERS);
	}
}

static void who_has_no_tax_code_is_known_by_another_identifier(void **state)
{
	struct person person = person_of(NULL);

	(void)state;
	person.legal_id_type = LEGAL_ID_PNO;
	person.legal_id_country = "BE";
	person.legal_id_number = "85.07.30-033.28";
	assert_int_equal(identifiers("PNOBE-85073003328", &person, &passport),
			 MATCH_EQUAL);
	assert_int_equal(identifiers("PNOBE-85.07.30-033 28", &person,
				     &passport),
			 MATCH_EQUAL);
	assert_int_equal(identifiers("PNONL-85073003328", &person, &passport),
			 MATCH_DIFFERS);
	assert_int_equal(identifiers("TINBE-85073003328", &person, &passport),
			 MATCH_DIFFERS);
	assert_int_equal(identifiers("PNOBE-85073003329", &person, &passport),
			 MATCH_DIFFERS);
	assert_int_equal(identifiers("TINIT-" ROSSI, &person, &passport),
			 MATCH_DIFFERS);
	person.legal_id_country = NULL;
	assert_int_equal(identifiers("PNOBE-85073003328", &person, &passport),
			 MATCH_DIFFERS);
	person.legal_id_type = ABSENT;
	assert_int_equal(identifiers("PNOBE-85073003328", &person, &passport),
			 MATCH_DIFFERS);
}

static void a_document_in_the_place_of_the_tax_code_is_looked_at(void **state)
{
	struct person person = person_of(ROSSI);

	(void)state;
	assert_int_equal(identifiers("PASIT-YA1234567", &person, &passport),
			 MATCH_PERSON);
	assert_int_equal(identifiers("IDCIT-CA00000AA", &person, &card),
			 MATCH_PERSON);
	assert_int_equal(identifiers("IDCIT-YA1234567", &person, &passport),
			 MATCH_DIFFERS);
	assert_int_equal(identifiers("PASFR-YA1234567", &person, &passport),
			 MATCH_DIFFERS);
	assert_int_equal(identifiers("PASIT-YA1234568", &person, &passport),
			 MATCH_DIFFERS);
	/* the tax code in the certificate counts, where it is there */
	assert_int_equal(identifiers("TINIT-GDASDV00A01H501J", &person,
				     &passport),
			 MATCH_DIFFERS);
}

static enum match names(const struct match_signer *signer, const char *surname,
			const char *given_name)
{
	OWN(arena) struct arena *arena = arena_new();
	struct person person = person_of(ROSSI);
	struct match_verdict found;

	person.surname = surname;
	person.given_name = given_name;
	found = match_name(arena, signer, &person);
	assert_true(found.text && *found.text);
	return found.match;
}

/* certificate: surname, given name; applicant: surname, given name */
static const struct {
	const char *text[4];
	enum match match;
} name_rows[] = {
	{ { "Rossi", "Mario", "Rossi", "Mario" }, MATCH_EQUAL },
	{ { "ROSSI", "MARIO", "Rossi", "Mario" }, MATCH_EQUAL },
	{ { "NICOLO'", "ANDREA", "Nicolò", "Andrea" }, MATCH_EQUAL },
	{ { "D'ANGELO", "MARIA", "D’Angelo", "Maria" }, MATCH_EQUAL },
	{ { "DANGELO", "MARIA", "D'Angelo", "Maria" }, MATCH_EQUAL },
	{ { "DE ROSSI", "MARIO", "Derossi", "Mario" }, MATCH_EQUAL },
	{ { "MUELLER", "JOERG", "Müller", "Jörg" }, MATCH_EQUAL },
	{ { "MULLER", "JORG", "Müller", "Jörg" }, MATCH_EQUAL },
	{ { "SHCHUKIN", "IVAN", "Щукин", "Иван" }, MATCH_EQUAL },
	{ { "Mario", "Rossi", "Rossi", "Mario" }, MATCH_EQUAL },
	{ { "ROSSI BIANCHI", "ANNA", "Bianchi-Rossi", "Anna" }, MATCH_EQUAL },
	{ { "Rossi", "Mario Luca", "Rossi", "Mario" }, MATCH_EQUAL },
	{ { "Rossi", "Mario", "Rossi", "Mario Luca Maria" }, MATCH_EQUAL },
	{ { "Rossi", "Luca", "Rossi", "Mario Luca" }, MATCH_EQUAL },
	/* for a person */
	{ { "Rossi", "Maria", "Rossi", "Mario" }, MATCH_PERSON },
	{ { "Verdi", "Mario", "Rossi", "Mario" }, MATCH_PERSON },
	{ { "Rossi Bianchi", "Anna", "Rossi", "Anna" }, MATCH_PERSON },
	{ { "Rossi", "Mario Luca", "Rossi", "Mario Piero" }, MATCH_PERSON },
	{ { "Rossi", "", "Rossi", "Mario" }, MATCH_PERSON },
	{ { "Rossi", "M.", "Rossi", "Mario" }, MATCH_PERSON },
	{ { "Rossi Mario", NULL, "Rossi", "Mario" }, MATCH_EQUAL },
	{ { "山田", "Mario", "Rossi", "Mario" }, MATCH_PERSON },
};

static void names_are_compared_as_people_write_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof name_rows / sizeof *name_rows; i++) {
		const char *const *text = name_rows[i].text;
		struct match_signer signer = { .surname = text[0],
					       .given_name = text[1],
					       .common_name = "Other Body" };

		if (names(&signer, text[2], text[3]) != name_rows[i].match)
			fail_msg("row %zu: %s", i, text[0]);
	}
}

static void a_common_name_serves_where_there_is_no_other(void **state)
{
	struct match_signer signer = { .common_name = "ROSSI MARIO" };

	(void)state;
	assert_int_equal(names(&signer, "Rossi", "Mario"), MATCH_EQUAL);
	assert_int_equal(names(&signer, "Rossi", "Mario Luca"), MATCH_PERSON);
	signer.common_name = NULL;
	assert_int_equal(names(&signer, "Rossi", "Mario"), MATCH_DIFFERS);
	signer.common_name = "";
	assert_int_equal(names(&signer, "Rossi", "Mario"), MATCH_DIFFERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_tax_code_is_the_same_person),
		cmocka_unit_test(another_tax_code_is_somebody_else),
		cmocka_unit_test(what_is_no_identifier_matches_nobody),
		cmocka_unit_test(omocodia_is_for_a_person_to_decide),
		cmocka_unit_test(
		    who_has_no_tax_code_is_known_by_another_identifier),
		cmocka_unit_test(
		    a_document_in_the_place_of_the_tax_code_is_looked_at),
		cmocka_unit_test(names_are_compared_as_people_write_them),
		cmocka_unit_test(a_common_name_serves_where_there_is_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
