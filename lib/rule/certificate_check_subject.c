/* certificate_check_subject - judges the name in a certificate */
#include <string.h>

#include <ipp/base/text.h>
#include <ipp/model/country.h>
#include <ipp/rule/identifier.h>

#include "certificate_judge.h"

static size_t count_of(const struct judge *judge, enum attribute type)
{
	size_t n = 0;

	for (size_t i = 0; i < judge->plan->subject_count; i++)
		n += judge->plan->subject[i].type == type;
	return n;
}

static const char *value_of(const struct judge *judge, enum attribute type)
{
	for (size_t i = 0; i < judge->plan->subject_count; i++)
		if (judge->plan->subject[i].type == type)
			return judge->plan->subject[i].value;
	return NULL;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* EN 319 412-1, 5.1.4: `^[A-Z]{2}[A-Z:][A-Z]{2}-.+$`. */
static bool is_organization(const char *text)
{
	return is_capital(text[0]) && is_capital(text[1]) &&
	       (is_capital(text[2]) || text[2] == ':') && is_capital(text[3]) &&
	       is_capital(text[4]) && text[5] == '-' && text[6];
}

static bool is_person_type(const char *text)
{
	static const char *const types[] = { "PAS", "IDC", "PNO", "TIN" };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (text_starts(text, types[i]))
			return true;
	return text[2] == ':';
}

static void judge_serial_number(struct judge *judge)
{
	const char *number = value_of(judge, ATTRIBUTE_SERIAL_NUMBER);
	const struct qc_statements *qc = &judge->plan->qc;
	bool deprecated = number && text_starts(number, "TAX");
	bool valid = number && identifier_is_valid(number);

	judge_that(judge, !deprecated, "identity_type_deprecated",
		   "serial_number",
		   "the type TAX is withdrawn; use TIN (EN 319 412-1, 5.1.3)");
	if (!number || deprecated)
		return;
	judge_that(judge, valid, "identity_malformed", "serial_number",
		   "serialNumber is not of the form TINIT-RSSMRA80A01H501U; "
		   "give type, country and number (EN 319 412-1, 5.1.3)");
	if (!valid)
		return;
	judge_that(judge, is_person_type(number), "identity_type_unknown",
		   "serial_number",
		   "serialNumber is of no type for persons; use TIN, IDC, PAS, "
		   "PNO or a national scheme (EN 319 412-1, 5.1.3)");
	if (!judge->profile->qualified)
		return;
	judge_that(judge, qc->semantics == QC_SEMANTICS_NATURAL,
		   "semantics_missing", "serial_number",
		   "the semantics identifier for natural persons is missing "
		   "(EN 319 412-1, 5.1.1)");
	judge_that(judge, number[2] != ':' || qc->name_authority,
		   "name_authority_missing", "name_authority",
		   "a national scheme needs the URI of its authority (EN 319 "
		   "412-1, 5.1.3)");
}

static void judge_names(struct judge *judge)
{
	size_t given = count_of(judge, ATTRIBUTE_GIVEN_NAME);
	size_t surname = count_of(judge, ATTRIBUTE_SURNAME);
	size_t pseudonym = count_of(judge, ATTRIBUTE_PSEUDONYM);

	judge_that(judge, given + surname + pseudonym > 0, "name_missing",
		   "surname",
		   "there is neither name nor pseudonym (EN 319 412-2, 4.2.4)");
	judge_that(judge, !pseudonym || given + surname == 0,
		   "pseudonym_and_name", "pseudonym",
		   "pseudonym and names cannot stand together; leave one out "
		   "(EN 319 412-2, 4.2.4)");
	judge_that(judge, given <= 1 && surname <= 1 && pseudonym <= 1,
		   "name_twice", "surname",
		   "given name, surname and pseudonym stand once at most (EN "
		   "319 412-2, 4.2.4)");
}

/* AgID 147/2019: only with proof, so only where the profile is for roles. */
static void judge_role(struct judge *judge)
{
	size_t organization = count_of(judge, ATTRIBUTE_ORGANIZATION);
	size_t title = count_of(judge, ATTRIBUTE_TITLE);
	const char *identifier =
	    value_of(judge, ATTRIBUTE_ORGANIZATION_IDENTIFIER);

	judge_that(judge,
		   judge->profile->role ||
		       organization + title + (identifier != NULL) == 0,
		   "role_not_allowed", "organization",
		   "organization and title need a role product, and the "
		   "organization's consent (AgID 147/2019)");
	judge_that(judge, !judge->profile->role || organization == 1,
		   "organization_missing", "organization",
		   "a role certificate names one organization; give it");
	judge_that(judge, !judge->profile->needs_title || title == 1,
		   "title_missing", "title",
		   "this certificate names the role; give one title");
	judge_that(judge, !identifier || is_organization(identifier),
		   "organization_identifier_malformed",
		   "organization_identifier",
		   "organizationIdentifier is not of the form "
		   "VATIT-01234567890 (EN 319 412-1, 5.1.4)");
}

static void judge_person(struct judge *judge)
{
	judge_names(judge);
	judge_that(judge, count_of(judge, ATTRIBUTE_SERIAL_NUMBER) == 1,
		   "identity_missing", "serial_number",
		   "serialNumber stands once, with the tax code or another "
		   "number of the holder (EN 319 412-2, 4.2.4; AgID)");
	judge_serial_number(judge);
	judge_that(judge, count_of(judge, ATTRIBUTE_DN_QUALIFIER) == 1,
		   "iut_missing", "iut",
		   "dnQualifier stands once, with the holder's identifier at "
		   "the issuer (AgID 147/2019)");
	judge_role(judge);
}

/* EN 319 412-2, 4.2.3.1, by which subjects find the issuer. */
static void judge_legal_person(struct judge *judge)
{
	const char *identifier =
	    value_of(judge, ATTRIBUTE_ORGANIZATION_IDENTIFIER);

	judge_that(judge, count_of(judge, ATTRIBUTE_ORGANIZATION) == 1,
		   "organization_missing", "organization",
		   "the authority's certificate names its organization (EN 319 "
		   "412-2, 4.2.3.1)");
	judge_that(judge, !identifier || is_organization(identifier),
		   "organization_identifier_malformed",
		   "organization_identifier",
		   "organizationIdentifier is not of the form "
		   "VATIT-01234567890 (EN 319 412-1, 5.1.4)");
}

static bool demo_is_marked(const struct judge *judge)
{
	const char *name = value_of(judge, ATTRIBUTE_COMMON_NAME);

	return name && text_starts(name, "DEMO ") &&
	       text_equal(value_of(judge, ATTRIBUTE_DESCRIPTION),
			  CERTIFICATE_DEMO_MARK);
}

static bool is_person(const struct judge *judge)
{
	return judge->profile->purpose == PURPOSE_SIGNATURE ||
	       judge->profile->purpose == PURPOSE_AUTHENTICATION;
}

void judge_subject(struct judge *judge)
{
	const char *country = value_of(judge, ATTRIBUTE_COUNTRY);

	judge_that(judge,
		   count_of(judge, ATTRIBUTE_COUNTRY) == 1 &&
		       country_is_alpha2(country),
		   "country_wrong", "country",
		   "countryName stands once, as two capitals of ISO 3166 (EN "
		   "319 412-2, 4.2.4)");
	judge_that(judge, count_of(judge, ATTRIBUTE_COMMON_NAME) == 1,
		   "common_name_wrong", "common_name",
		   "commonName stands exactly once (EN 319 412-2, 4.2.4)");
	judge_that(judge, count_of(judge, ATTRIBUTE_OTHER) == 0,
		   "attribute_not_allowed", "subject",
		   "there is an attribute that the profile does not have");
	judge_that(judge, !judge->issuer->demo || demo_is_marked(judge),
		   "demo_not_marked", "description",
		   "a certificate of a demo store must say so in its subject");
	if (is_person(judge))
		judge_person(judge);
	else
		judge_legal_person(judge);
}
