/* tax_code - reads an Italian tax code and checks it */
#include <ipp/rule/tax_code.h>

#include <stdio.h>
#include <string.h>

#include <ipp/base/time.h>

#include "tax_code_letters.h"

#define MEMBER "tax_code"

const unsigned char tax_code_digits[TAX_CODE_DIGITS] = {
	6, 7, 9, 10, 12, 13, 14
};

/* ctype depends on the locale; these do not. */
static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

char tax_code_check_character(const char *code)
{
	static const unsigned char odd[26] = {
		1,  0,	5, 7, 9, 13, 15, 17, 19, 21, 2,	 4,  18,
		20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
	};
	int sum = 0;

	for (int i = 0; i < TAX_CODE_LENGTH - 1; i++) {
		int value = is_digit(code[i]) ? code[i] - '0' : code[i] - 'A';

		sum += i % 2 ? value : odd[value];
	}
	return (char)('A' + sum % 26);
}

/* A code of 11 digits: the check digit is Luhn's. */
static char number_check_digit(const char *code)
{
	int sum = 0;

	for (int i = 0; i < 10; i++) {
		int value = (code[i] - '0') * (i % 2 + 1);

		sum += value > 9 ? value - 9 : value;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

static enum status number_check(const char *code, struct tax_code *ret,
				struct error *err)
{
	char digit = number_check_digit(code);

	if (code[10] != digit)
		return error_set(err, DATA, "tax_code_check", MEMBER,
				 "tax code \"%s\" is mistyped: its check "
				 "digit would be %c",
				 code, digit);
	*ret = (struct tax_code){ .is_provisional = true };
	memcpy(ret->code, code, sizeof "97735020584");
	return OK;
}

/* Consonants, then vowels, then X to fill; X is a consonant too (XUX). */
static bool is_name_part(const char *part)
{
	enum { CONSONANTS, VOWELS, FILLERS } phase = CONSONANTS;

	for (int i = 0; i < 3; i++) {
		bool is_vowel = strchr("AEIOU", part[i]) != NULL;

		if (!is_capital(part[i]) || (is_vowel && phase == FILLERS) ||
		    (!is_vowel && phase != CONSONANTS && part[i] != 'X'))
			return false;
		if (is_vowel)
			phase = VOWELS;
		else if (phase != CONSONANTS)
			phase = FILLERS;
	}
	return true;
}

/* Puts digits back for the letters of omocodia; -1 if there are others. */
static int omocodia_undo(char code[TAX_CODE_SIZE])
{
	int ret = 0;

	for (int i = 0; i < TAX_CODE_DIGITS; i++) {
		char *c = &code[tax_code_digits[i]];
		const char *letter = strchr(TAX_CODE_OMOCODIA, *c);

		if (is_digit(*c))
			continue;
		if (!letter)
			return -1;
		*c = (char)('0' + (letter - TAX_CODE_OMOCODIA));
		ret++;
	}
	return ret;
}

static int two_digits(const char *text)
{
	return (text[0] - '0') * 10 + text[1] - '0';
}

/* The 29 February of 00 passes for 2000, which was a leap year. */
static bool day_exists(const struct tax_code *code)
{
	char date[DATE_SIZE];
	int n = snprintf(
	    date, sizeof date, "20%02u-%02u-%02u", (unsigned)code->year % 100,
	    (unsigned)code->month % 100, (unsigned)code->day % 100);

	return n == DATE_SIZE - 1 && date_is_valid(date);
}

/* Municipalities have A001 to M999, countries Z100 to Z999. */
static bool place_is_possible(const char *code)
{
	if (code[0] == 'Z')
		return code[1] != '0';
	return code[0] >= 'A' && code[0] <= 'M' && strcmp(code + 1, "000") != 0;
}

static enum status form_wrong(const char *text, struct error *err)
{
	return error_set(err, DATA, "tax_code_form", MEMBER,
			 "not a tax code: \"%s\"; it is 6 letters, 2 digits, a "
			 "letter, 2 digits, a letter, 3 digits, a letter (for "
			 "digits also L to V), or 11 digits",
			 text);
}

static bool code_read(struct tax_code *ret)
{
	const char *months = TAX_CODE_MONTHS, *month;
	const char *code = ret->original;

	ret->omocodia = omocodia_undo(ret->original);
	month = strchr(months, code[8]);
	if (ret->omocodia < 0 || !is_name_part(code) ||
	    !is_name_part(code + 3) || !month || !is_capital(code[11]) ||
	    !is_capital(code[15]))
		return false;
	memcpy(ret->surname, code, 3);
	memcpy(ret->given_name, code + 3, 3);
	memcpy(ret->birth_place_code, code + 11, 4);
	ret->year = two_digits(code + 6);
	ret->month = (int)(month - months) + 1;
	ret->day = two_digits(code + 9);
	ret->sex = ret->day > TAX_CODE_FEMALE ? SEX_F : SEX_M;
	if (ret->sex == SEX_F)
		ret->day -= TAX_CODE_FEMALE;
	return true;
}

static enum status person_check(const char *text, const char *upper,
				struct tax_code *ret, struct error *err)
{
	struct tax_code code = { 0 };
	char check;

	memcpy(code.code, upper, TAX_CODE_SIZE);
	memcpy(code.original, upper, TAX_CODE_SIZE);
	if (!code_read(&code))
		return form_wrong(text, err);
	check = tax_code_check_character(code.code);
	if (check != code.code[15])
		return error_set(err, DATA, "tax_code_check", MEMBER,
				 "tax code \"%s\" is mistyped: its check "
				 "character would be %c",
				 text, check);
	if (!day_exists(&code))
		return error_set(err, DATA, "tax_code_date", MEMBER,
				 "tax code \"%s\" means a day that does not "
				 "exist; check \"%.5s\"",
				 text, code.code + 6);
	if (!place_is_possible(code.birth_place_code))
		return error_set(err, DATA, "tax_code_place", MEMBER,
				 "tax code \"%s\" means a place that does not "
				 "exist; check \"%.4s\"",
				 text, code.code + 11);
	code.original[15] = tax_code_check_character(code.original);
	*ret = code;
	return OK;
}

enum status tax_code_check(const char *text, struct tax_code *ret,
			   struct error *err)
{
	char upper[TAX_CODE_SIZE] = "";
	size_t n = strlen(text);

	if (n == 11 && strspn(text, "0123456789") == n)
		return number_check(text, ret, err);
	if (n != TAX_CODE_LENGTH)
		return form_wrong(text, err);
	for (size_t i = 0; i < n; i++) {
		char c = text[i];

		upper[i] = (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
		if (!is_digit(upper[i]) && !is_capital(upper[i]))
			return form_wrong(text, err);
	}
	return person_check(text, upper, ret, err);
}

void tax_code_birth_date(const struct tax_code *code, const char *today,
			 char ret[DATE_SIZE])
{
	int century = two_digits(today);
	char date[sizeof "-2147483648-2147483648-2147483648"];

	do {
		(void)snprintf(date, sizeof date, "%02d%02d-%02d-%02d", century,
			       code->year, code->month, code->day);
		century--;
	} while ((strcmp(date, today) > 0 || !date_is_valid(date)) &&
		 century >= 18);
	memcpy(ret, date, DATE_SIZE);
	ret[DATE_SIZE - 1] = '\0';
}
