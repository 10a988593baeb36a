/* identifier - natural person semantic identifiers (EN 319 412-1, 5.1.3) */
#include <ipp/rule/identifier.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/country.h>
#include <ipp/model/person.h>
#include <ipp/rule/tax_code.h>

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7E)
			return false;
	return true;
}

bool identifier_is_valid(const char *text)
{
	size_t n = strlen(text);
	char country[3] = "";

	if (n < sizeof "TINIT-" || n > IDENTIFIER_MAX || !is_printable(text) ||
	    !is_capital(text[0]) || !is_capital(text[1]) ||
	    (text[2] != ':' && !is_capital(text[2])) || text[5] != '-' ||
	    !strncmp(text, "TAX", 3) || text[6] == ' ' || text[n - 1] == ' ')
		return false;
	memcpy(country, text + 3, 2);
	return country_is_alpha2(country);
}

static enum status tax_code_identifier(struct arena *arena,
				       const struct person *person, char **ret,
				       struct error *err)
{
	struct tax_code code;
	enum status rc = tax_code_check(person->tax_code, &code, err);

	if (rc == OK)
		*ret = arena_printf(arena, "TINIT-%s", code.code);
	return rc;
}

enum status identifier_of(struct arena *arena, const struct person *person,
			  char **ret, struct error *err)
{
	const char *country = person->legal_id_country;
	const char *number = person->legal_id_number;
	char *text;

	if (!text_is_empty(person->tax_code))
		return tax_code_identifier(arena, person, ret, err);
	if (person->legal_id_type < LEGAL_ID_TIN ||
	    person->legal_id_type > LEGAL_ID_PAS)
		return error_set(err, DATA, "identifier_missing", "tax_code",
				 "the person has no tax code; add it, or "
				 "legal_id_type, legal_id_country and "
				 "legal_id_number");
	if (text_is_empty(country) || !country_is_alpha2(country))
		return error_set(err, DATA, "identifier_country",
				 "legal_id_country",
				 "country \"%s\" of the identifier is not an "
				 "ISO 3166 code of two capitals; mend it",
				 country ? country : "");
	text = arena_printf(arena, "%s%s-%s",
			    legal_id_type_words[person->legal_id_type].name,
			    country, number ? number : "");
	if (!identifier_is_valid(text))
		return error_set(err, DATA, "identifier_number",
				 "legal_id_number",
				 "number \"%s\" of the identifier is not 1 to "
				 "58 letters, digits and signs of ASCII; mend "
				 "it",
				 number ? number : "");
	*ret = text;
	return OK;
}
