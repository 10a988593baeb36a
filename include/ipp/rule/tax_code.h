/* tax_code - the Italian tax code (codice fiscale) */
#ifndef IPP_RULE_TAX_CODE_H
#define IPP_RULE_TAX_CODE_H

#include <stdbool.h>

#include <ipp/base/error.h>
#include <ipp/base/time.h>
#include <ipp/model/words.h>

struct arena;
struct person;

#define TAX_CODE_SIZE sizeof "RSSMRA80A01H501U"

/* What a code says (D.M. 23 December 1976). Of a provisional one (eleven
 * digits, also the form of legal persons) only `code` is filled. */
struct tax_code {
	char code[TAX_CODE_SIZE];     /* upper case, as it was assigned */
	char original[TAX_CODE_SIZE]; /* with digits for omocodia's letters */
	char surname[4], given_name[4];
	int year; /* of birth, the last two digits */
	int month, day;
	enum sex sex;
	char birth_place_code[5]; /* cadastral; Z and 3 digits abroad */
	int omocodia;		  /* digits that letters stand for, 0 to 7 */
	bool is_provisional;
};

/*
 * Reads a code; small letters are taken, blanks are not. DATA on field
 * `tax_code`: `tax_code_form` (length, or a character where it cannot be, or
 * a name part that no name gives), `tax_code_check` (the check character,
 * which is named), `tax_code_date` (no such day), `tax_code_place` (no such
 * kind of place code).
 */
enum status tax_code_check(const char *text, struct tax_code *ret,
			   struct error *err);

/* The latest day of birth that the code can mean and that is not after
 * `today`. Not for provisional codes. */
void tax_code_birth_date(const struct tax_code *code, const char *today,
			 char ret[DATE_SIZE]);

enum tax_code_difference {
	TAX_CODE_SURNAME = 1,
	TAX_CODE_GIVEN_NAME = 2,
	TAX_CODE_BIRTH_DATE = 4,
	TAX_CODE_SEX = 8,
	TAX_CODE_BIRTH_PLACE = 16,
};

/* What the code says otherwise than the person, as a set of differences; 0 if
 * nothing. What the person lacks does not differ; a provisional code never
 * does. The assigned code counts, whatever the algorithm gives, so this is
 * something to confirm and no error. */
unsigned tax_code_compare(struct arena *arena, const struct tax_code *code,
			  const struct person *person);

/* The differences as member names: "surname, birth_date". */
const char *tax_code_differences(struct arena *arena, unsigned differences);

/* The code that the algorithm gives the person, without omocodia. DATA
 * `tax_code_facts` on the first field that is missing or unusable: surname,
 * given_name, sex, birth_date, birth_place_code. */
enum status tax_code_compute(struct arena *arena, const struct person *person,
			     char ret[TAX_CODE_SIZE], struct error *err);

/* The code with letters for the digits of `variant`, whose lowest bit is the
 * last digit, and its own check character: variant 1 is what a second person
 * of the same data gets. `variant` is 0 to 127. */
void tax_code_variant(const char *original, unsigned variant,
		      char ret[TAX_CODE_SIZE]);

#endif
