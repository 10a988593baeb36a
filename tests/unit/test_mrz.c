/* test_mrz - machine-readable zones: samples of ICAO 9303 and each mistake */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/field.h>
#include <ipp/model/words.h>
#include <ipp/rule/mrz.h>

#define FROZEN_DAY "2026-11-22"

/* ICAO 9303-5, appendix A; 9303-6, appendix B; 9303-4, appendix A */
#define TD1                                \
	"I<UTOD231458907<<<<<<<<<<<<<<<\n" \
	"7408122F1204159UTO<<<<<<<<<<<6\n" \
	"ERIKSSON<<ANNA<MARIA<<<<<<<<<<\n"
#define TD2                                      \
	"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n" \
	"D231458907UTO7408122F1204159<<<<<<<6\n"
#define TD3                                              \
	"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n" \
	"L898902C36UTO7408122F1204159ZE184226B<<<<<10\n"
/* the specimen of the Italian identity card */
#define CIE                              \
	"C<ITACA00000AA4<<<<<<<<<<<<<<<" \
	"6412308F2212304ITA<<<<<<<<<<<0" \
	"ROSSI<<BIANCA<<<<<<<<<<<<<<<<<"

static struct arena *arena;
static struct error err;

static int arena_start(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int arena_end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct mrz zone_of(const char *text)
{
	struct mrz ret = { 0 };

	error_reset(&err);
	if (mrz_parse(arena, text, FROZEN_DAY, MRZ_SPECIMEN, &ret, &err) != OK)
		fail_msg("%s: %s", err.mistakes[0].code, err.mistakes[0].text);
	assert_int_equal(err.count, 0);
	return ret;
}

static void refused(const char *text, const char *why)
{
	struct mrz mrz;

	error_reset(&err);
	if (mrz_parse(arena, text, FROZEN_DAY, 0, &mrz, &err) != DATA ||
	    !error_has(&err, why))
		fail_msg("not refused as %s: %s (%s)", why, text,
			 err.count ? err.mistakes[0].code : "taken");
	assert_string_equal(err.mistakes[0].field, "mrz");
}

static char check_of(const char *text, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		int value = text[i] == '<'   ? 0
			    : text[i] <= '9' ? text[i] - '0'
					     : text[i] - 'A' + 10;

		sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
	}
	return (char)('0' + sum % 10);
}

/* A card with right check digits; `text` is 90 characters. */
static const char *sealed(const char *text)
{
	static char ret[91];
	char all[51];

	assert_int_equal(strlen(text), 90);
	memcpy(ret, text, sizeof ret);
	if (ret[14] == '?')
		ret[14] = check_of(ret + 5, 9);
	ret[36] = check_of(ret + 30, 6);
	ret[44] = check_of(ret + 38, 6);
	memcpy(all, ret + 5, 25);
	memcpy(all + 25, ret + 30, 7);
	memcpy(all + 32, ret + 38, 7);
	memcpy(all + 39, ret + 48, 11);
	ret[59] = check_of(all, 50);
	return ret;
}

#define NAMES  "ROSSI<<BIANCA<<<<<<<<<<<<<<<<<"
#define NUMBER "C<ITACA00000AA?<<<<<<<<<<<<<<<"
#define DATES  "641230?F221230?ITA<<<<<<<<<<<?"

static void assert_eriksson(const struct mrz *mrz)
{
	assert_string_equal(mrz->issuer_code, "UTO");
	assert_string_equal(mrz->issuer, "");
	assert_string_equal(mrz->surname, "ERIKSSON");
	assert_string_equal(mrz->given_name, "ANNA MARIA");
	assert_string_equal(mrz->nationality_code, "UTO");
	assert_string_equal(mrz->birth_date, "1974-08-12");
	assert_string_equal(mrz->expiry_date, "2012-04-15");
	assert_int_equal(mrz->sex, SEX_F);
	assert_false(mrz->is_truncated);
	assert_int_equal(mrz->repaired, 0);
}

static void the_specimens_of_icao_are_read(void **state)
{
	struct mrz mrz = zone_of(TD1);

	(void)state;
	assert_int_equal(mrz.format, MRZ_TD1);
	assert_string_equal(mrz.document_type, "I");
	assert_string_equal(mrz.number, "D23145890");
	assert_string_equal(mrz.optional[0], "");
	assert_string_equal(mrz.optional[1], "");
	assert_eriksson(&mrz);
	mrz = zone_of(TD2);
	assert_int_equal(mrz.format, MRZ_TD2);
	assert_string_equal(mrz.number, "D23145890");
	assert_eriksson(&mrz);
	mrz = zone_of(TD3);
	assert_int_equal(mrz.format, MRZ_TD3);
	assert_string_equal(mrz.document_type, "P");
	assert_string_equal(mrz.number, "L898902C3");
	assert_string_equal(mrz.optional[0], "ZE184226B");
	assert_eriksson(&mrz);
}

static void the_italian_card_is_read(void **state)
{
	struct mrz mrz = zone_of(CIE);

	(void)state;
	assert_string_equal(mrz.document_type, "C");
	assert_string_equal(mrz.issuer, "IT");
	assert_string_equal(mrz.number, "CA00000AA");
	assert_string_equal(mrz.surname, "ROSSI");
	assert_string_equal(mrz.given_name, "BIANCA");
	assert_string_equal(mrz.nationality, "IT");
	assert_string_equal(mrz.birth_date, "1964-12-30");
	assert_string_equal(mrz.expiry_date, "2022-12-30");
}

static void lines_may_come_joined_apart_or_with_blanks(void **state)
{
	(void)state;
	assert_string_equal(zone_of(" c<ita ca00000aa4 <<<<<<<<<<<<<<<\r\n"
				    "6412308F2212304ITA<<<<<<<<<<<0\r\n"
				    "ROSSI<<BIANCA<<<<<<<<<<<<<<<<<\r\n\r\n")
				.number,
			    "CA00000AA");
}

static void specimens_are_no_documents(void **state)
{
	(void)state;
	refused(TD1, "mrz_country");
	assert_int_equal(err.count, 2); /* issuer and nationality */
}

/* ICAO 9303-5, 4.2.4: D23145890734 with check digit 9 */
static void long_numbers_go_on_in_the_optional_data(void **state)
{
	struct mrz mrz = zone_of("I<UTOD23145890<7349<<<<<<<<<<<"
				 "3407127M9507122UTO<<<<<<<<<<<2"
				 "STEVENSON<<PETER<JOHN<<<<<<<<<");

	(void)state;
	assert_string_equal(mrz.number, "D23145890734");
	assert_string_equal(mrz.optional[0], "");
	assert_string_equal(mrz.given_name, "PETER JOHN");
	assert_string_equal(mrz.expiry_date, "1995-07-12");
	mrz = zone_of("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<"
		      "D23145890<UTO3407127M95071227349<<<8");
	assert_string_equal(mrz.number, "D23145890734");
	mrz = zone_of(sealed("I<ITAD23145890<7349<ABC<<<<<<<" DATES NAMES));
	assert_string_equal(mrz.number, "D23145890734");
	assert_string_equal(mrz.optional[0], " ABC");
	refused(sealed("I<ITAD23145890<7348<<<<<<<<<<<" DATES NAMES),
		"mrz_check_number");
	refused(sealed("I<ITAD23145890<<<<<<<<<<<<<<<<" DATES NAMES),
		"mrz_check_number");
}

/* One character changed in every checked place; what must be said. */
static void each_check_digit_is_named(void **state)
{
	static const struct {
		size_t at;
		const char *why;
	} td3[] = {
		{ 45, "mrz_check_number" },    { 53, "mrz_check_number" },
		{ 58, "mrz_check_birth" },     { 63, "mrz_check_birth" },
		{ 66, "mrz_check_expiry" },    { 71, "mrz_check_expiry" },
		{ 75, "mrz_check_optional" },  { 86, "mrz_check_optional" },
		{ 87, "mrz_check_composite" },
	};
	char text[89];

	(void)state;
	for (size_t i = 0; i < sizeof td3 / sizeof *td3; i++) {
		memcpy(text, TD3, 44);
		memcpy(text + 44, &TD3[45], 44);
		text[88] = '\0';
		text[td3[i].at] = text[td3[i].at] == '7' ? '9' : '7';
		refused(text, td3[i].why);
	}
	memcpy(text, TD3, 44);
	memcpy(text + 44, &TD3[45], 44);
	text[45] = text[58] = text[66] = '7'; /* all of them at once */
	refused(text, "mrz_check_number");
	assert_true(error_has(&err, "mrz_check_birth"));
	assert_true(error_has(&err, "mrz_check_expiry"));
	assert_false(error_has(&err, "mrz_check_composite"));
}

static void the_composite_guards_optional_data_of_cards(void **state)
{
	char text[91];

	(void)state;
	memcpy(text, CIE, sizeof text);
	text[20] = '7';
	refused(text, "mrz_check_composite");
	memcpy(text, CIE, sizeof text);
	text[59] = '3';
	refused(text, "mrz_check_composite");
	assert_int_equal(err.count, 1);
}

static void misread_letters_are_put_right_and_told(void **state)
{
	struct mrz mrz;

	(void)state;
	/* O for 0 in the number: on the Italian card any number of them */
	mrz = zone_of("C<ITACAO0OO0AA4<<<<<<<<<<<<<<<"
		      "6412308F2212304ITA<<<<<<<<<<<0" NAMES);
	assert_string_equal(mrz.number, "CA00000AA");
	assert_int_equal(mrz.repaired, MRZ_REPAIR_NUMBER);
	mrz = zone_of("I<FRACAO0000AA4<<<<<<<<<<<<<<<"
		      "6412308F2212304FRA<<<<<<<<<<<0" NAMES);
	assert_string_equal(mrz.number, "CA00000AA");
	assert_int_equal(mrz.repaired, MRZ_REPAIR_NUMBER);
	mrz = zone_of("C<ITACAO0000AA4<<<<<<<<<<<<<<<"
		      "6412308F2212304ITA<<<<<<<<<<<0" NAMES);
	assert_string_equal(mrz.number, "CA00000AA");
	assert_int_equal(mrz.repaired, MRZ_REPAIR_NUMBER);
	/* I for 1 in the birth, O for 0 in the expiry, O in a check digit */
	mrz = zone_of("C<ITACA00000AA4<<<<<<<<<<<<<<<"
		      "64I2308F22123O4ITA<<<<<<<<<<<O" NAMES);
	assert_string_equal(mrz.birth_date, "1964-12-30");
	assert_string_equal(mrz.expiry_date, "2022-12-30");
	assert_int_equal(mrz.repaired, MRZ_REPAIR_BIRTH | MRZ_REPAIR_EXPIRY |
					   MRZ_REPAIR_CHECK);
	/* 0 for O and 1 for I where only letters can be */
	mrz = zone_of("C<1TACA00000AA4<<<<<<<<<<<<<<<"
		      "6412308F2212304ITA<<<<<<<<<<<0"
		      "R0SSI<<BIANCA<<<<<<<<<<<<<<<<<");
	assert_string_equal(mrz.surname, "ROSSI");
	assert_string_equal(mrz.issuer, "IT");
	assert_int_equal(mrz.repaired, MRZ_REPAIR_NAME | MRZ_REPAIR_COUNTRY);
}

static void a_repair_that_is_a_guess_is_not_made(void **state)
{
	char text[91];

	(void)state;
	/* O at two places of the same weight: either could be a 0 */
	memcpy(text, sealed("I<FRA0AAOAAAAA?<<<<<<<<<<<<<<<" DATES NAMES), 91);
	text[5] = 'O';
	refused(text, "mrz_check_number");
	/* two misread characters, and two exchanges that hide it */
	memcpy(text,
	       "I<FRACA0O00OAA4"
	       "<<<<<<<<<<<<<<<"
	       "6412308F2212304FRA<<<<<<<<<<<0" NAMES,
	       sizeof text);
	refused(text, "mrz_check_number");
	/* the check digit itself is wrong: exchanging 8 and B is no cure */
	refused("P<ITAERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		"L898902C37ITA7408122F1204159ZE184226B<<<<<10",
		"mrz_check_number");
}

static void dates_find_their_century(void **state)
{
	struct mrz mrz;

	(void)state;
	mrz = zone_of(sealed(NUMBER "261122?F761122?ITA<<<<<<<<<<<?" NAMES));
	assert_string_equal(mrz.birth_date, "2026-11-22");
	assert_string_equal(mrz.expiry_date, "2076-11-22");
	mrz = zone_of(sealed(NUMBER "261123?F761123?ITA<<<<<<<<<<<?" NAMES));
	assert_string_equal(mrz.birth_date, "1926-11-23");
	assert_string_equal(mrz.expiry_date, "1976-11-23");
	mrz = zone_of(sealed(NUMBER "000229?F991231?ITA<<<<<<<<<<<?" NAMES));
	assert_string_equal(mrz.birth_date, "2000-02-29");
	assert_string_equal(mrz.expiry_date, "1999-12-31");
}

static void dates_may_be_unknown_but_not_wrong(void **state)
{
	struct mrz mrz;

	(void)state;
	mrz = zone_of(sealed(NUMBER "<<<<<<?<<<<<<<?ITA<<<<<<<<<<<?" NAMES));
	assert_null(mrz.birth_date);
	assert_null(mrz.expiry_date);
	assert_int_equal(mrz.sex, ABSENT);
	mrz = zone_of(sealed(NUMBER "64<<<<?M221230?ITA<<<<<<<<<<<?" NAMES));
	assert_null(mrz.birth_date);
	assert_int_equal(mrz.sex, SEX_M);
	refused(sealed(NUMBER "641330?F221230?ITA<<<<<<<<<<<?" NAMES),
		"mrz_date");
	refused(sealed(NUMBER "641230?F220230?ITA<<<<<<<<<<<?" NAMES),
		"mrz_date");
	refused(sealed(NUMBER "6<1230?F221230?ITA<<<<<<<<<<<?" NAMES),
		"mrz_date");
	refused(sealed(NUMBER "64A230?F221230?ITA<<<<<<<<<<<?" NAMES),
		"mrz_date");
	refused(sealed(NUMBER "010229?F221230?ITA<<<<<<<<<<<?" NAMES),
		"mrz_date");
}

static void names_are_split_and_may_be_cut(void **state)
{
	struct mrz mrz;

	(void)state;
	mrz = zone_of(sealed(NUMBER DATES "ARKFREITH<<<<<<<<<<<<<<<<<<<<<"));
	assert_string_equal(mrz.surname, "ARKFREITH");
	assert_string_equal(mrz.given_name, "");
	mrz = zone_of(sealed(NUMBER DATES "DE<ROSSI<<MARIA<LUISA<ANTONIET"));
	assert_string_equal(mrz.surname, "DE ROSSI");
	assert_string_equal(mrz.given_name, "MARIA LUISA ANTONIET");
	assert_true(mrz.is_truncated);
	assert_int_equal(mrz_name_compare(arena, &mrz, "De Rossi",
					  "Maria Luisa Antonietta Rita"),
			 NAME_SIMILAR);
	assert_int_equal(
	    mrz_name_compare(arena, &mrz, "De Rossi", "Maria Luisa Antonia"),
	    NAME_DIFFERENT);
	assert_int_equal(
	    mrz_name_compare(arena, &mrz, "Bianchi", "Maria Luisa Antonietta"),
	    NAME_DIFFERENT);
	mrz = zone_of(CIE);
	assert_int_equal(mrz_name_compare(arena, &mrz, "Rossi", "Bianca"),
			 NAME_SAME);
	assert_int_equal(mrz_name_compare(arena, &mrz, "Rossi", "Bianca Rita"),
			 NAME_SIMILAR);
	assert_int_equal(mrz_name_compare(arena, &mrz, "Rossi", "Bruna"),
			 NAME_DIFFERENT);
	refused(sealed(NUMBER DATES "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
		"mrz_name");
	refused(sealed(NUMBER DATES "<ROSSI<<BIANCA<<<<<<<<<<<<<<<<"),
		"mrz_name");
	refused(sealed(NUMBER DATES "ROSSI<<<BIANCA<<<<<<<<<<<<<<<<"),
		"mrz_name");
	refused(sealed(NUMBER DATES "ROSSI<<BIANCA<<RITA<<<<<<<<<<<"),
		"mrz_name");
	refused(sealed(NUMBER DATES "ROSSI<<BIANCA7<<<<<<<<<<<<<<<<"),
		"mrz_name");
}

static void states_have_codes_of_their_own(void **state)
{
	struct mrz mrz;

	(void)state;
	mrz = zone_of(sealed("IDD<<L01X00T47?<<<<<<<<<<<<<<<"
			     "641230?F261230?D<<<<<<<<<<<<<?" NAMES));
	assert_string_equal(mrz.document_type, "ID");
	assert_string_equal(mrz.issuer_code, "D");
	assert_string_equal(mrz.issuer, "DE");
	assert_string_equal(mrz.nationality, "DE");
	mrz = zone_of(sealed("ARITAL01X00T47?<<<<<<<<<<<<<<<"
			     "641230?F261230?XXA<<<<<<<<<<<?" NAMES));
	assert_string_equal(mrz.nationality_code, "XXA");
	assert_string_equal(mrz.nationality, "");
	refused(sealed("IDITAL01X00T47?<<<<<<<<<<<<<<<"
		       "641230?F261230?QQQ<<<<<<<<<<<?" NAMES),
		"mrz_country");
	refused(sealed("ID<<<L01X00T47?<<<<<<<<<<<<<<<" DATES NAMES),
		"mrz_country");
}

static void what_is_no_zone_is_refused(void **state)
{
	char text[400];

	(void)state;
	refused("", "mrz_length");
	refused("C<ITACA00000AA4<<<<<<<<<<<<<<<", "mrz_length");
	refused(CIE "<", "mrz_length");
	memset(text, '<', sizeof text);
	text[sizeof text - 1] = '\0';
	refused(text, "mrz_length");
	memset(text, ' ', sizeof text - 1);
	refused(text, "mrz_length");
	refused("C<ITACA00000AA4<<<<<<<<<<<<<<.", "mrz_character");
	refused("C<ITACA00000AA4<<<<<<<<<<<<<<\xC2\xAB", "mrz_character");
	refused("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
		"L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
		"mrz_type");
	refused(sealed("P<ITACA00000AA?<<<<<<<<<<<<<<<" DATES NAMES),
		"mrz_type");
	refused(sealed(NUMBER "641230?Q221230?ITA<<<<<<<<<<<?" NAMES),
		"mrz_sex");
	refused(sealed("C<ITA<<<<<<<<<?<<<<<<<<<<<<<<<" DATES NAMES),
		"mrz_number");
	refused(sealed("C<ITA<<<<<<<<<<<<<<<<<<<<<<<<<" DATES NAMES),
		"mrz_number");
}

static void a_refused_zone_leaves_the_output_alone(void **state)
{
	struct mrz mrz = { .number = "before" };

	(void)state;
	error_reset(&err);
	assert_int_equal(mrz_parse(arena, TD1, FROZEN_DAY, 0, &mrz, &err), DATA);
	assert_string_equal(mrz.number, "before");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_specimens_of_icao_are_read),
		cmocka_unit_test(the_italian_card_is_read),
		cmocka_unit_test(lines_may_come_joined_apart_or_with_blanks),
		cmocka_unit_test(specimens_are_no_documents),
		cmocka_unit_test(long_numbers_go_on_in_the_optional_data),
		cmocka_unit_test(each_check_digit_is_named),
		cmocka_unit_test(the_composite_guards_optional_data_of_cards),
		cmocka_unit_test(misread_letters_are_put_right_and_told),
		cmocka_unit_test(a_repair_that_is_a_guess_is_not_made),
		cmocka_unit_test(dates_find_their_century),
		cmocka_unit_test(dates_may_be_unknown_but_not_wrong),
		cmocka_unit_test(names_are_split_and_may_be_cut),
		cmocka_unit_test(states_have_codes_of_their_own),
		cmocka_unit_test(what_is_no_zone_is_refused),
		cmocka_unit_test(a_refused_zone_leaves_the_output_alone),
	};

	return cmocka_run_group_tests(tests, arena_start, arena_end);
}
