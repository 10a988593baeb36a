/* tax_code_make - makes tax codes from personal data and compares them */
#include <ipp/rule/tax_code.h>

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/name.h>
#include <ipp/model/person.h>

#include "tax_code_letters.h"

/* The letters of `name` that are vowels, or that are not, in order. */
static size_t letters_pick(const char *name, bool vowels, char *ret)
{
	size_t n = 0;

	for (; *name; name++)
		if (*name != ' ' && !!strchr("AEIOU", *name) == vowels)
			ret[n++] = *name;
	ret[n] = '\0';
	return n;
}

/* `name` is A-Z and blanks. A given name of four consonants and more gives
 * the first, the third and the fourth. */
static void name_part(struct arena *arena, const char *name, bool is_given,
		      char ret[4])
{
	char *letters = arena_alloc(arena, strlen(name) + 4), *rest;
	size_t n = letters_pick(name, false, letters);

	if (is_given && n >= 4)
		memmove(letters + 1, letters + 2, n - 1);
	rest = letters + strlen(letters);
	if (n < 3) {
		rest += letters_pick(name, true, rest);
		memcpy(rest, "XXX", 4);
	}
	memcpy(ret, letters, 3);
	ret[3] = '\0';
}

/* The authority writes Ö as O or as OE, so either will do. */
static bool name_differs(struct arena *arena, const char *name, bool is_given,
			 const char *part)
{
	char plain[4], icao[4];

	if (text_is_empty(name))
		return false;
	name_part(arena, name_plain(arena, name), is_given, plain);
	name_part(arena, name_transliterate(arena, name), is_given, icao);
	return strcmp(plain, part) != 0 && strcmp(icao, part) != 0;
}

/* Of a person with one name only the decree says nothing: the rule for short
 * names leaves XXX, and some have the one name in both places. */
static bool given_name_differs(struct arena *arena, const struct person *person,
			       const char *part)
{
	if (person->single_name == 1)
		return strcmp(part, "XXX") != 0 &&
		       name_differs(arena, person->surname, true, part);
	return name_differs(arena, person->given_name, true, part);
}

static bool date_differs(const struct tax_code *code, const char *date)
{
	int year, month, day;

	if (!date || !date_is_valid(date) ||
	    sscanf(date, "%d-%d-%d", &year, &month, &day) != 3)
		return false;
	return year % 100 != code->year || month != code->month ||
	       day != code->day;
}

static bool place_differs(const struct tax_code *code,
			  const struct person *person)
{
	if (!text_is_empty(person->birth_place_code))
		return strcasecmp(person->birth_place_code,
				  code->birth_place_code) != 0;
	/* The reverse does happen: towns that Italy lost keep their codes. */
	return text_equal(person->birth_country, "IT") &&
	       code->birth_place_code[0] == 'Z';
}

unsigned tax_code_compare(struct arena *arena, const struct tax_code *code,
			  const struct person *person)
{
	unsigned ret = 0;

	if (code->is_provisional)
		return 0;
	if (name_differs(arena, person->surname, false, code->surname))
		ret |= TAX_CODE_SURNAME;
	if (given_name_differs(arena, person, code->given_name))
		ret |= TAX_CODE_GIVEN_NAME;
	if (date_differs(code, person->birth_date))
		ret |= TAX_CODE_BIRTH_DATE;
	if (person->sex != ABSENT && person->sex != (int64_t)code->sex)
		ret |= TAX_CODE_SEX;
	if (place_differs(code, person))
		ret |= TAX_CODE_BIRTH_PLACE;
	return ret;
}

const char *tax_code_differences(struct arena *arena, unsigned differences)
{
	static const char *const names[] = { "surname", "given_name",
					     "birth_date", "sex",
					     "birth_place_code" };
	const char *ret = "";

	for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
		if (differences & 1U << i)
			ret = *ret
				  ? arena_printf(arena, "%s, %s", ret, names[i])
				  : names[i];
	return ret;
}

static enum status fact_unusable(const char *field, const char *what,
				 struct error *err)
{
	return error_set(err, DATA, "tax_code_facts", field,
			 "no tax code without %s; add or mend it", what);
}

static bool is_place_code(const char *code)
{
	return code && strlen(code) == 4 && code[0] >= 'A' && code[0] <= 'Z' &&
	       strspn(code + 1, "0123456789") == 3;
}

static enum status facts_check(const struct person *person, const char *surname,
			       const char *given_name, struct error *err)
{
	if (!*surname)
		return fact_unusable("surname", _("a surname"), err);
	if (!*given_name && person->single_name != 1)
		return fact_unusable("given_name", _("a given name"), err);
	if (person->sex != SEX_F && person->sex != SEX_M)
		return fact_unusable("sex", _("the sex"), err);
	if (!person->birth_date || !date_is_valid(person->birth_date))
		return fact_unusable("birth_date", _("the day of birth"), err);
	if (!is_place_code(person->birth_place_code))
		return fact_unusable("birth_place_code",
				     _("the cadastral code of the birth place"),
				     err);
	return OK;
}

enum status tax_code_compute(struct arena *arena, const struct person *person,
			     char ret[TAX_CODE_SIZE], struct error *err)
{
	const char *surname = name_plain(arena, person->surname ?: "");
	const char *given_name = name_plain(arena, person->given_name ?: "");
	unsigned year = 0, month = 1, day = 0;
	char parts[2][4], *code;
	enum status rc = facts_check(person, surname, given_name, err);

	if (rc != OK)
		return rc;
	(void)sscanf(person->birth_date, "%u-%u-%u", &year, &month, &day);
	name_part(arena, surname, false, parts[0]);
	name_part(arena, given_name, true, parts[1]);
	code = arena_printf(arena, "%s%s%02u%c%02u%s", parts[0], parts[1],
			    year % 100, TAX_CODE_MONTHS[month - 1],
			    day + (person->sex == SEX_F ? TAX_CODE_FEMALE : 0),
			    person->birth_place_code);
	memcpy(ret, code, TAX_CODE_LENGTH - 1);
	ret[TAX_CODE_LENGTH - 1] = tax_code_check_character(code);
	ret[TAX_CODE_LENGTH] = '\0';
	return OK;
}

void tax_code_variant(const char *original, unsigned variant,
		      char ret[TAX_CODE_SIZE])
{
	char code[TAX_CODE_SIZE];

	memcpy(code, original, TAX_CODE_SIZE);
	for (int i = 0; i < TAX_CODE_DIGITS; i++) {
		char *c = &code[tax_code_digits[TAX_CODE_DIGITS - 1 - i]];

		if (variant & 1U << i)
			*c = TAX_CODE_OMOCODIA[*c - '0'];
	}
	code[TAX_CODE_LENGTH - 1] = tax_code_check_character(code);
	memcpy(ret, code, TAX_CODE_SIZE);
}
