/* request_person - who the holder is, where he lives, how he is reached */
#include "request_part.h"

#include <ctype.h>
#include <string.h>

#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/name.h>
#include <ipp/rule/contact.h>
#include <ipp/rule/identifier.h>
#include <ipp/rule/tax_code.h>

#define ADULT_MONTHS  (18 * 12)
#define OLDEST_MONTHS (120 * 12)
#define ABROAD	      "EE" /* in place of a province */
#define DIGITS	      "0123456789"

static void check_name(struct check *check, const char *name,
		       const char *field)
{
	if (need(check, name != NULL, field) && !name_is_valid(name))
		MISTAKE(check, "name_invalid", field,
			"%s \"%s\" is no name: letters, hyphens and "
			"apostrophes of one script only; mend it",
			field, name);
}

/* Who has one name only has it as surname (ICAO Doc 9303-3, 4), and says so;
 * a given name that was forgotten is a mistake. */
static void check_given_name(struct check *check)
{
	const struct person *person = &check->request->person;

	if (person->single_name != 1)
		check_name(check, person->given_name, "given_name");
	else if (person->given_name)
		MISTAKE(check, "single_name_conflict", "given_name",
			"given_name is there, though the holder has one name "
			"only; leave it or single_name out");
}

static void check_birth_date(struct check *check)
{
	const char *date = check->request->person.birth_date;
	const char *today = check->view->today;
	char limit[DATE_SIZE];

	if (!need(check, date != NULL, "birth_date"))
		return;
	if (strcmp(date, today) > 0) {
		MISTAKE(check, "birth_date_future", "birth_date",
			"birth_date %s lies in the future; mend it", date);
		return;
	}
	date_add_months(today, -OLDEST_MONTHS, limit);
	if (strcmp(date, limit) < 0)
		MISTAKE(check, "birth_date_implausible", "birth_date",
			"birth_date %s is more than 120 years ago; mend it",
			date);
	date_add_months(date, ADULT_MONTHS, limit);
	if (strcmp(limit, today) > 0)
		WARN(check, "holder_minor",
		     "the holder is under age (born on %s); whoever has "
		     "parental responsibility must agree",
		     date);
}

/* A town of Italy by its cadastral code, else a country as Z and digits. */
static void check_birth_place(struct check *check)
{
	struct person *person = &check->request->person;
	const char *code;

	person->birth_place_code = capitals(check, person->birth_place_code);
	code = person->birth_place_code;
	if (!code) {
		(void)need(check, person->birth_place != NULL,
			   "birth_place"); /* reported */
	} else if (strlen(code) != 4 || !isupper((unsigned char)code[0]) ||
		   strspn(code + 1, DIGITS) != 3) {
		MISTAKE(check, "birth_place_invalid", "birth_place_code",
			"birth_place_code \"%s\" is malformed; write a letter "
			"and three digits, as H501 or Z133",
			code);
	}
	check_country(check, &person->birth_country, "birth_country");
}

static void check_tax_code(struct check *check)
{
	struct person *person = &check->request->person;
	struct tax_code code;
	struct error more;
	unsigned differences;

	error_reset(&more);
	person->tax_code = capitals(check, person->tax_code);
	if (tax_code_check(person->tax_code, &code, &more) != OK) {
		merge(check, &more);
		return;
	}
	differences = tax_code_compare(check->arena, &code, person);
	if (differences)
		WARN(check, "tax_code_mismatch",
		     "tax code %s does not agree with %s; compare them with "
		     "the tax card",
		     code.code,
		     tax_code_differences(check->arena, differences));
}

static void check_legal_id(struct check *check)
{
	static const char *const members[] = { "tax_code", "citizenship",
					       "legal_id_type",
					       "legal_id_country",
					       "legal_id_number" };
	struct person *person = &check->request->person;
	struct error more;
	char *identifier;

	error_reset(&more);
	person->legal_id_country = capitals(check, person->legal_id_country);
	person->legal_id_number = capitals(check, person->legal_id_number);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		if (is_excused(check, members[i]))
			return;
	if (text_equal(person->citizenship, "IT"))
		MISTAKE(check, "tax_code_required", "tax_code",
			"tax_code is missing; every Italian citizen has one");
	else if (identifier_of(check->arena, person, &identifier, &more) != OK)
		merge(check, &more);
}

static void check_residence(struct check *check)
{
	struct person *person = &check->request->person;
	const char *code = person->postal_code;

	check_country(check, &person->country, "country");
	(void)need(check, person->country != NULL, "country"); /* reported */
	(void)need(check, person->street != NULL, "street");
	(void)need(check, person->city != NULL, "city");
	person->province = capitals(check, person->province);
	if (!text_equal(person->country, "IT")) {
		if (person->country && person->province &&
		    strcmp(person->province, ABROAD) != 0)
			MISTAKE(check, "province_invalid", "province",
				"province \"%s\" is for residents of Italy; "
				"write %s or leave it out",
				person->province, ABROAD);
		return;
	}
	if (need(check, code != NULL, "postal_code") &&
	    (strlen(code) != 5 || strspn(code, DIGITS) != 5))
		MISTAKE(check, "postal_code_invalid", "postal_code",
			"postal_code \"%s\" is none of Italy; write five "
			"digits",
			code);
	if (need(check, person->province != NULL, "province") &&
	    !province_is_known(person->province))
		MISTAKE(check, "province_invalid", "province",
			"province \"%s\" is none of Italy; write its two "
			"letters, as RM",
			person->province);
}

void check_holder(struct check *check)
{
	struct person *person = &check->request->person;

	check_name(check, person->surname, "surname");
	check_given_name(check);
	(void)need(check, person->sex != ABSENT, "sex"); /* reported */
	check_birth_date(check);
	check_birth_place(check);
	(void)need(check, person->citizenship != NULL, "citizenship");
	check_country(check, &person->citizenship, "citizenship");
	if (person->tax_code)
		check_tax_code(check);
	else
		check_legal_id(check);
	check_residence(check);
}

static void check_alias(struct check *check)
{
	struct person *person = &check->request->person;
	const char *alias = person->email_alias;
	char *lower;

	if (!alias)
		return;
	lower = arena_text(check->arena, alias);
	for (char *p = lower; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	if (strlen(lower) < 3 || !isalnum((unsigned char)*lower) ||
	    strspn(lower, "abcdefghijklmnopqrstuvwxyz._-" DIGITS) !=
		    strlen(lower))
		MISTAKE(check, "email_alias_invalid", "email_alias",
			"email_alias \"%s\" is malformed; write 3 to 64 "
			"letters, digits, full stops, hyphens",
			alias);
	person->email_alias = lower;
}

void check_contacts(struct check *check)
{
	struct person *person = &check->request->person;
	struct error more;
	char *text;

	error_reset(&more);
	if (need(check, person->email != NULL, "email") &&
	    contact_email(check->arena, person->email, "email", &text, &more) ==
		    OK)
		person->email = text;
	merge(check, &more);
	check_alias(check);
	error_reset(&more);
	if (need(check, person->mobile != NULL, "mobile") &&
	    contact_mobile(check->arena, person->mobile, "mobile", &text,
			   &more) == OK)
		person->mobile = text;
	merge(check, &more);
}
