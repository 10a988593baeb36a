/* test_mrz_propose - what a zone fills in, and what it leaves alone */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/holder.h>
#include <ipp/rule/mrz.h>

#define FROZEN_DAY "2026-11-22"

/* the specimen of the Italian identity card; ICAO 9303-4, appendix A */
#define CIE                              \
	"C<ITACA00000AA4<<<<<<<<<<<<<<<" \
	"6412308F2212304ITA<<<<<<<<<<<0" \
	"ROSSI<<BIANCA<<<<<<<<<<<<<<<<<"
#define TD3                                            \
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<" \
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10"
/* the name fills its field */
#define CUT                              \
	"C<ITACA00000AA4<<<<<<<<<<<<<<<" \
	"6412308F2212304ITA<<<<<<<<<<<0" \
	"ROSSI<<BIANCA<MARIA<CONCETTA<A"

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const char *propose(const char *zone, struct holder *holder)
{
	struct error err;
	struct mrz mrz;

	error_reset(&err);
	if (mrz_parse(arena, zone, FROZEN_DAY, MRZ_SPECIMEN, &mrz, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	return mrz_propose(arena, &mrz, &holder->person, &holder->document);
}

static void nothing_known_is_filled_from_a_card(void **state)
{
	struct holder holder;

	(void)state;
	record_clear(&holder_record, &holder);
	assert_string_equal(propose(CIE, &holder),
			    "surname, given_name, sex, birth_date, "
			    "citizenship, document_type, document_country, "
			    "document_number, document_expiry_date");
	assert_string_equal(holder.person.surname, "ROSSI");
	assert_string_equal(holder.person.given_name, "BIANCA");
	assert_int_equal(holder.person.sex, SEX_F);
	assert_string_equal(holder.person.birth_date, "1964-12-30");
	assert_string_equal(holder.person.citizenship, "IT");
	assert_int_equal(holder.document.document_type,
			 DOCUMENT_IDENTITY_CARD);
	assert_string_equal(holder.document.document_country, "IT");
	assert_string_equal(holder.document.document_number, "CA00000AA");
	assert_string_equal(holder.document.document_expiry_date,
			    "2022-12-30");
}

static void a_passport_is_a_passport_and_no_country_is_none(void **state)
{
	struct holder holder;

	(void)state;
	record_clear(&holder_record, &holder);
	assert_non_null(propose(TD3, &holder));
	assert_int_equal(holder.document.document_type, DOCUMENT_PASSPORT);
	assert_string_equal(holder.person.given_name, "ANNA MARIA");
	assert_null(holder.document.document_country);
	assert_null(holder.person.citizenship);
}

static void what_is_known_stays(void **state)
{
	struct holder holder;

	(void)state;
	record_clear(&holder_record, &holder);
	holder.person.surname = "Bianchi";
	holder.person.given_name = "Ada";
	holder.person.sex = SEX_M;
	holder.person.birth_date = "1970-01-01";
	holder.person.citizenship = "FR";
	holder.document.document_type = DOCUMENT_PASSPORT;
	holder.document.document_number = "X";
	holder.document.document_expiry_date = "2030-01-01";
	assert_string_equal(propose(CIE, &holder), "document_country");
	assert_string_equal(holder.person.surname, "Bianchi");
	assert_int_equal(holder.person.sex, SEX_M);
	assert_string_equal(holder.document.document_number, "X");
	assert_null(propose(CIE, &holder));
}

static void a_name_that_is_cut_short_is_not_taken(void **state)
{
	struct holder holder;

	(void)state;
	record_clear(&holder_record, &holder);
	assert_string_equal(propose(CUT, &holder),
			    "sex, birth_date, citizenship, document_type, "
			    "document_country, document_number, "
			    "document_expiry_date");
	assert_null(holder.person.surname);
	assert_null(holder.person.given_name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_known_is_filled_from_a_card),
		cmocka_unit_test(
			a_passport_is_a_passport_and_no_country_is_none),
		cmocka_unit_test(what_is_known_stays),
		cmocka_unit_test(a_name_that_is_cut_short_is_not_taken),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
