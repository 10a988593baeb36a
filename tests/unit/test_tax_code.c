/* test_tax_code - reading, making and comparing Italian tax codes */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/person.h>
#include <ipp/rule/tax_code.h>

#define ROSSI "RSSMRA80A01H501U"
#define GADDA "GDASDV00A01H501J"

static struct error err;

static struct tax_code code_of(const char *text)
{
	struct tax_code ret = { 0 };

	error_reset(&err);
	if (tax_code_check(text, &ret, &err) != OK)
		fail_msg("\"%s\": %s", text, err.mistakes[0].text);
	return ret;
}

static void a_code_says_who_was_born_where_and_when(void **state)
{
	struct tax_code code = code_of(ROSSI);

	(void)state;
	assert_string_equal(code.surname, "RSS");
	assert_string_equal(code.given_name, "MRA");
	assert_int_equal(code.year, 80);
	assert_int_equal(code.month, 1);
	assert_int_equal(code.day, 1);
	assert_int_equal(code.sex, SEX_M);
	assert_string_equal(code.birth_place_code, "H501");
	assert_int_equal(code.omocodia, 0);
	assert_false(code.is_provisional);
	assert_string_equal(code.original, ROSSI);
	code = code_of(GADDA);
	assert_string_equal(code.surname, "GDA");
	assert_int_equal(code.year, 0);
	assert_string_equal(code_of("rssmra80a01h501u").code, ROSSI);
}

static void eleven_digits_are_a_provisional_code(void **state)
{
	struct tax_code code = code_of("97735020584");

	(void)state;
	assert_true(code.is_provisional);
	assert_string_equal(code.code, "97735020584");
	assert_int_equal(tax_code_check("97735020585", &code, &err), DATA);
	assert_true(error_has(&err, "tax_code_check"));
	assert_non_null(strstr(err.mistakes[0].text, "4"));
	assert_int_equal(tax_code_check("9773502058", &code, &err), DATA);
	assert_true(error_has(&err, "tax_code_form"));
	assert_string_equal(code.code, "97735020584"); /* untouched */
}

static void every_variant_of_omocodia_means_the_same_person(void **state)
{
	static const char *const all[] = { ROSSI, GADDA };
	char seen[128][TAX_CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < 2; i++)
		for (unsigned v = 0; v < 128; v++) {
			struct tax_code code, original = code_of(all[i]);

			tax_code_variant(all[i], v, seen[v]);
			code = code_of(seen[v]);
			assert_int_equal(code.omocodia, __builtin_popcount(v));
			assert_string_equal(code.original, all[i]);
			assert_string_equal(code.code, seen[v]);
			assert_string_equal(code.birth_place_code,
					    original.birth_place_code);
			assert_int_equal(code.year, original.year);
			assert_int_equal(code.month, original.month);
			assert_int_equal(code.day, original.day);
			assert_int_equal(code.sex, original.sex);
			for (unsigned w = 0; w < v; w++)
				assert_string_not_equal(seen[w], seen[v]);
		}
	tax_code_variant(ROSSI, 1, seen[0]);
	assert_memory_equal(seen[0], "RSSMRA80A01H50M", 15);
	tax_code_variant(ROSSI, 127, seen[0]);
	assert_memory_equal(seen[0], "RSSMRAULALMHRLM", 15);
}

/* Every mistyped single character is found: odd and even places alike. */
static void every_single_slip_of_a_digit_is_found(void **state)
{
	static const int places[] = { 6, 7, 9, 10, 12, 13, 14 };

	(void)state;
	for (size_t i = 0; i < 7; i++)
		for (char c = '0'; c <= '9'; c++) {
			char text[] = ROSSI;
			struct tax_code code;

			if (text[places[i]] == c)
				continue;
			text[places[i]] = c;
			assert_int_equal(tax_code_check(text, &code, &err),
					 DATA);
		}
}

/* Puts the right check character, so that another check is what refuses. */
static const char *mended(const char *fifteen)
{
	static char ret[TAX_CODE_SIZE];

	tax_code_variant(fifteen, 0, ret);
	return ret;
}

static void refused(const char *text, const char *why)
{
	struct tax_code code;

	error_reset(&err);
	if (tax_code_check(text, &code, &err) != DATA || !error_has(&err, why))
		fail_msg("\"%s\" is not refused as %s", text, why);
	assert_string_equal(err.mistakes[0].field, "tax_code");
}

static void each_check_refuses_on_its_own(void **state)
{
	(void)state;
	refused("", "tax_code_form");
	refused("RSSMRA80A01H501", "tax_code_form");
	refused("RSSMRA80A01H501UU", "tax_code_form");
	refused("RSS RA80A01H501U", "tax_code_form");
	refused("RSSMRA80A01H501\xC3", "tax_code_form");
	refused("RSSMRA80A01H5012", "tax_code_form");
	refused("RSSMRA80A0AH501U", "tax_code_form"); /* A is no omocodia */
	refused("RSSMRA80F01H501U", "tax_code_form"); /* no month F */
	refused("RSSMRA80A011501U", "tax_code_form");
	refused("R1SMRA80A01H501U", "tax_code_form");
	refused("ARSMRA80A01H501U", "tax_code_form"); /* vowel before R */
	refused("AXEMRA80A01H501U", "tax_code_form"); /* vowel after filler */
	refused("RSSMRA80A01H501V", "tax_code_check");
	refused(mended("RSSMRA80A00H501U"), "tax_code_date");
	refused(mended("RSSMRA80A32H501U"), "tax_code_date");
	refused(mended("RSSMRA80A40H501U"), "tax_code_date");
	refused(mended("RSSMRA80A72H501U"), "tax_code_date");
	refused(mended("RSSMRA80D31H501U"), "tax_code_date");
	refused(mended("RSSMRA81B29H501U"), "tax_code_date");
	refused(mended("RSSMRA80B70H501U"), "tax_code_date"); /* F, 30 Feb */
	refused(mended("RSSMRA80A01H000U"), "tax_code_place");
	refused(mended("RSSMRA80A01Z099U"), "tax_code_place");
	refused(mended("RSSMRA80A01N501U"), "tax_code_place");
	assert_int_equal(code_of(mended("RSSMRA80B29H501U")).day, 29);
	assert_int_equal(code_of(mended("RSSMRA80B69H501U")).sex, SEX_F);
	assert_int_equal(code_of(mended("RSSMRA00B29H501U")).day, 29);
}

struct made {
	const char *surname, *given_name, *birth_date, *place;
	enum sex sex;
	const char *code; /* without its check character */
};

static const struct made made[] = {
	{ "Rossi", "Mario", "1980-01-01", "H501", SEX_M, "RSSMRA80A01H501" },
	{ "Rossi", "Maria", "1980-01-31", "H501", SEX_F, "RSSMRA80A71H501" },
	/* four consonants: first, third, fourth */
	{ "Bianchi", "Gianfranco", "1999-12-09", "F205", SEX_M,
	  "BNCGFR99T09F205" },
	{ "Bianchi", "Marta", "1999-05-09", "F205", SEX_F, "BNCMRT99E49F205" },
	{ "Bianchi", "Roberto", "1999-05-09", "F205", SEX_M,
	  "BNCRRT99E09F205" },
	/* short names */
	{ "Fo", "Dario", "1926-03-24", "I625", SEX_M, "FOXDRA26C24I625" },
	{ "Aiello", "Ada", "2001-10-02", "C352", SEX_F, "LLADAA01R42C352" },
	{ "Io", "Ea", "2001-11-02", "C352", SEX_F, "IOXEAX01S42C352" },
	{ "Hu", "Xu", "2001-08-02", "Z210", SEX_M, "HUXXUX01M02Z210" },
	{ "O", "Ng", "2001-08-02", "Z210", SEX_M, "OXXNGX01M02Z210" },
	/* compound names */
	{ "De Rossi", "Maria Luisa", "1970-06-15", "A944", SEX_F,
	  "DRSMLS70H55A944" },
	{ "D'Angelo", "Niccolò", "1970-07-15", "A944", SEX_M,
	  "DNGNCL70L15A944" },
	{ "Dell’Ò-Uà", "Giò", "1970-09-15", "A944", SEX_M, "DLLGIO70P15A944" },
	/* foreigners */
	{ "Müller", "Jörg", "1985-02-28", "Z112", SEX_M, "MLLJRG85B28Z112" },
	{ "Łukasiewicz", "Żaneta", "1985-04-30", "Z127", SEX_F,
	  "LKSZNT85D70Z127" },
	{ "Παπαδόπουλος", "Γιώργος", "1985-04-30", "Z115", SEX_M,
	  "PPDGGS85D30Z115" },
	{ "Щукин", "Юлия", "1985-04-30", "Z154", SEX_F, "SHCLIU85D70Z154" },
};

static struct person person_of(const struct made *m)
{
	return (struct person){ .surname = m->surname,
				.given_name = m->given_name,
				.sex = m->sex,
				.birth_date = m->birth_date,
				.birth_place_code = m->place };
}

static void codes_are_made_as_the_decree_says(void **state)
{
	OWN(arena) struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		struct person person = person_of(&made[i]);
		struct tax_code code;
		char text[TAX_CODE_SIZE];

		error_reset(&err);
		assert_int_equal(tax_code_compute(arena, &person, text, &err),
				 OK);
		assert_int_equal(strlen(text), 16);
		if (memcmp(text, made[i].code, 15) != 0)
			fail_msg("%s is not %s", text, made[i].code);
		code = code_of(text);
		assert_int_equal(tax_code_compare(arena, &code, &person), 0);
	}
}

static void known_codes_are_what_the_algorithm_gives(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct person person = person_of(&made[0]);
	char text[TAX_CODE_SIZE];

	(void)state;
	assert_int_equal(tax_code_compute(arena, &person, text, &err), OK);
	assert_string_equal(text, ROSSI);
}

static void a_code_is_not_made_of_too_little(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct person whole = person_of(&made[0]), p;
	char text[TAX_CODE_SIZE] = "untouched";

	(void)state;
#define LACKS(member, value)                                              \
	do {                                                              \
		p = whole;                                                \
		p.member = (value);                                       \
		error_reset(&err);                                        \
		assert_int_equal(tax_code_compute(arena, &p, text, &err), \
				 DATA);                                   \
		assert_true(error_has(&err, "tax_code_facts"));           \
		assert_string_equal(err.mistakes[0].field, #member);      \
		assert_string_equal(text, "untouched");                   \
	} while (0)
	LACKS(surname, NULL);
	LACKS(surname, "山田");
	LACKS(given_name, "");
	LACKS(sex, ABSENT);
	LACKS(birth_date, NULL);
	LACKS(birth_date, "1980-02-30");
	LACKS(birth_place_code, NULL);
	LACKS(birth_place_code, "h501");
	LACKS(birth_place_code, "H5011");
#undef LACKS
}

static unsigned differences(struct arena *arena, const char *text,
			    struct person person)
{
	struct tax_code code = code_of(text);

	return tax_code_compare(arena, &code, &person);
}

static void each_difference_is_told_apart(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct person whole = person_of(&made[0]), p;

	(void)state;
#define DIFFERS(member, value, expected)                                    \
	do {                                                                \
		p = whole;                                                  \
		p.member = (value);                                         \
		assert_int_equal(differences(arena, ROSSI, p), (expected)); \
	} while (0)
	DIFFERS(surname, "Bianchi", TAX_CODE_SURNAME);
	DIFFERS(given_name, "Marco", TAX_CODE_GIVEN_NAME);
	DIFFERS(given_name, "Maria", 0); /* the same letters */
	DIFFERS(birth_date, "1980-01-02", TAX_CODE_BIRTH_DATE);
	DIFFERS(birth_date, "1980-02-01", TAX_CODE_BIRTH_DATE);
	DIFFERS(birth_date, "1981-01-01", TAX_CODE_BIRTH_DATE);
	DIFFERS(birth_date, "1880-01-01", 0); /* the code has two digits */
	DIFFERS(sex, SEX_F, TAX_CODE_SEX);
	DIFFERS(birth_place_code, "F205", TAX_CODE_BIRTH_PLACE);
	DIFFERS(birth_place_code, "h501", 0);
	/* what is missing does not differ */
	DIFFERS(surname, NULL, 0);
	DIFFERS(given_name, NULL, 0);
	DIFFERS(birth_date, NULL, 0);
	DIFFERS(sex, ABSENT, 0);
	DIFFERS(birth_place_code, NULL, 0);
#undef DIFFERS
	p = (struct person){ .surname = "Verdi",
			     .given_name = "Ugo",
			     .birth_date = "2000-12-31",
			     .sex = SEX_F,
			     .birth_place_code = "Z100" };
	assert_int_equal(differences(arena, ROSSI, p), 31);
	assert_int_equal(differences(arena, "97735020584", p), 0);
	assert_string_equal(tax_code_differences(arena, 31),
			    "surname, given_name, birth_date, sex, "
			    "birth_place_code");
	assert_string_equal(tax_code_differences(arena, TAX_CODE_SEX), "sex");
	assert_string_equal(tax_code_differences(arena, 0), "");
}

static void who_has_one_name_only_has_it_twice_or_xxx(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct person p = person_of(&made[0]);
	char text[TAX_CODE_SIZE];
	struct tax_code code;

	(void)state;
	error_reset(&err);
	p.surname = "Suharto";
	p.given_name = NULL;
	assert_int_equal(tax_code_compute(arena, &p, text, &err), DATA);
	p.single_name = 1;
	error_reset(&err);
	assert_int_equal(tax_code_compute(arena, &p, text, &err), OK);
	assert_memory_equal(text, "SHRXXX", 6);
	code = code_of(text);
	assert_int_equal(tax_code_compare(arena, &code, &p), 0);
	memcpy(code.given_name, "SRT", 3); /* consonants 1, 3 and 4 */
	assert_int_equal(tax_code_compare(arena, &code, &p), 0);
	memcpy(code.given_name, "MRA", 3);
	assert_int_equal(tax_code_compare(arena, &code, &p),
			 TAX_CODE_GIVEN_NAME);
}

static void a_code_of_a_birth_abroad_is_none_of_an_italian_town(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct person p = { .sex = ABSENT, .birth_country = "IT" };

	(void)state;
	assert_int_equal(differences(arena, mended("RSSMRA80A01Z112U"), p),
			 TAX_CODE_BIRTH_PLACE);
	assert_int_equal(differences(arena, ROSSI, p), 0);
	p.birth_country = "HR"; /* Pola, before 1947 */
	assert_int_equal(differences(arena, ROSSI, p), 0);
}

static void either_way_to_write_an_umlaut_will_do(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct person p = { .sex = ABSENT, .surname = "Öz" };

	(void)state;
	assert_int_equal(differences(arena, mended("ZOXMRA80A01Z243U"), p), 0);
	assert_int_equal(differences(arena, mended("ZOEMRA80A01Z243U"), p), 0);
	assert_int_equal(differences(arena, mended("ZUXMRA80A01Z243U"), p),
			 TAX_CODE_SURNAME);
}

static void the_birth_date_is_the_latest_possible(void **state)
{
	struct tax_code code = code_of(ROSSI);
	char date[DATE_SIZE];

	(void)state;
	tax_code_birth_date(&code, "2026-11-22", date);
	assert_string_equal(date, "1980-01-01");
	tax_code_birth_date(&code, "2080-01-01", date);
	assert_string_equal(date, "2080-01-01");
	tax_code_birth_date(&code, "2079-12-31", date);
	assert_string_equal(date, "1980-01-01");
	code = code_of(mended("RSSMRA00B29H501U"));
	tax_code_birth_date(&code, "2100-03-01", date); /* no leap year */
	assert_string_equal(date, "2000-02-29");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_says_who_was_born_where_and_when),
		cmocka_unit_test(eleven_digits_are_a_provisional_code),
		cmocka_unit_test(
		    every_variant_of_omocodia_means_the_same_person),
		cmocka_unit_test(every_single_slip_of_a_digit_is_found),
		cmocka_unit_test(each_check_refuses_on_its_own),
		cmocka_unit_test(codes_are_made_as_the_decree_says),
		cmocka_unit_test(known_codes_are_what_the_algorithm_gives),
		cmocka_unit_test(a_code_is_not_made_of_too_little),
		cmocka_unit_test(each_difference_is_told_apart),
		cmocka_unit_test(who_has_one_name_only_has_it_twice_or_xxx),
		cmocka_unit_test(
		    a_code_of_a_birth_abroad_is_none_of_an_italian_town),
		cmocka_unit_test(either_way_to_write_an_umlaut_will_do),
		cmocka_unit_test(the_birth_date_is_the_latest_possible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
