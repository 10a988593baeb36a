/* request_document - the identity document and its machine-readable zone */
#include "request_part.h"

#include <string.h>

#include <ipp/base/text.h>
#include <ipp/model/name.h>
#include <ipp/rule/mrz.h>

#define NUMBER_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/."

static void check_number(struct check *check)
{
	struct identity_document *document = &check->request->document;
	const char *number;

	document->document_number = capitals(check, document->document_number);
	number = document->document_number;
	if (need(check, number != NULL, "document_number") &&
	    strspn(number, NUMBER_CHARACTERS) != strlen(number))
		MISTAKE(check, "document_number_invalid", "document_number",
			"document_number \"%s\" holds more than letters and "
			"digits; mend it",
			number);
}

static void check_dates(struct check *check)
{
	const struct identity_document *document = &check->request->document;
	const char *issued = document->document_issue_date;
	const char *expires = document->document_expiry_date;
	const char *born = check->request->person.birth_date;
	const char *today = check->view->today;

	(void)need(check, issued != NULL, "document_issue_date"); /* reported */
	if (need(check, expires != NULL, "document_expiry_date") &&
	    strcmp(expires, today) < 0)
		MISTAKE(check, "document_expired", "document_expiry_date",
			"the identity document expired on %s; ask for a valid "
			"one",
			expires);
	if (issued && strcmp(issued, today) > 0)
		MISTAKE(check, "document_future", "document_issue_date",
			"document_issue_date %s lies in the future; mend it",
			issued);
	if (issued && expires && strcmp(issued, expires) >= 0)
		MISTAKE(check, "document_dates", "document_expiry_date",
			"document_expiry_date %s is not after "
			"document_issue_date %s; mend one",
			expires, issued);
	if (issued && born && strcmp(issued, born) < 0)
		MISTAKE(check, "document_dates", "document_issue_date",
			"document_issue_date %s is before the birth on %s; "
			"mend one",
			issued, born);
}

static void compare(struct check *check, const char *ours, const char *zone,
		    const char *field)
{
	if (ours && zone && *zone && strcmp(ours, zone) != 0)
		MISTAKE(check, "mrz_mismatch", field,
			"%s is \"%s\", but the machine-readable zone says "
			"\"%s\"; mend one",
			field, ours, zone);
}

/* Numbers are compared without their separators, as zones have them. */
static const char *bare(struct check *check, const char *number)
{
	char *ret, *to;

	if (!number)
		return NULL;
	ret = to = arena_text(check->arena, number);
	for (; *number; number++)
		if (!strchr("-/. ", *number))
			*to++ = *number;
	*to = '\0';
	return ret;
}

static void compare_name(struct check *check, const struct mrz *mrz)
{
	const struct person *person = &check->request->person;
	const char *surname = person->surname;
	const char *given_name = person->given_name;

	/* Letters without a transliteration cannot be compared. */
	if (person->single_name == 1)
		given_name = "";
	if (!surname || !given_name ||
	    (!*name_transliterate(check->arena, surname) &&
	     !*name_transliterate(check->arena, given_name)))
		return;
	if (mrz_name_compare(check->arena, mrz, surname, given_name) ==
	    NAME_DIFFERENT)
		WARN(check, "mrz_name",
		     "the machine-readable zone has the name \"%s, %s\"; "
		     "compare it with the document",
		     mrz->surname, mrz->given_name);
}

static void check_mrz(struct check *check)
{
	const struct identity_document *document = &check->request->document;
	const struct person *person = &check->request->person;
	struct error more;
	struct mrz mrz;

	error_reset(&more);
	if (mrz_parse(check->arena, document->mrz, check->view->today, 0, &mrz,
		      &more) != OK) {
		merge(check, &more);
		return;
	}
	compare(check, bare(check, document->document_number),
		bare(check, mrz.number), "document_number");
	compare(check, document->document_country, mrz.issuer,
		"document_country");
	compare(check, document->document_expiry_date, mrz.expiry_date,
		"document_expiry_date");
	compare(check, person->birth_date, mrz.birth_date, "birth_date");
	if (mrz.sex != ABSENT && person->sex != ABSENT)
		compare(check, sex_words[person->sex].name,
			sex_words[mrz.sex].name, "sex");
	compare_name(check, &mrz);
	if (mrz.repaired)
		WARN(check, "mrz_repaired",
		     "a misread letter of the machine-readable zone was put "
		     "right; compare it with the document");
}

void check_document(struct check *check)
{
	struct identity_document *document = &check->request->document;

	(void)need(check, document->document_type != ABSENT,
		   "document_type"); /* reported */
	(void)need(check, document->document_country != NULL,
		   "document_country");
	check_country(check, &document->document_country, "document_country");
	(void)need(check, document->document_issuer != NULL,
		   "document_issuer");
	check_number(check);
	check_dates(check);
	if (document->mrz)
		check_mrz(check);
}
