/* match - compares who signed with who applied */
#include <ipp/rule/match.h>

#include <stdbool.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/name.h>
#include <ipp/model/person.h>
#include <ipp/rule/tax_code.h>

/* An identifier in its parts (EN 319 412-1, 5.1.3). */
struct identifier {
	char type[4], country[3];
	const char *number; /* letters and digits, upper case */
};

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static char upper(char c)
{
	return (char)(c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c);
}

/* Letters and digits alone: `85.07.30-033 28` is 85073003328. */
static const char *number_plain(struct arena *arena, const char *text)
{
	char *ret = arena_alloc(arena, strlen(text) + 1), *to = ret;

	for (; *text; text++)
		if (is_alphanumeric(upper(*text)))
			*to++ = upper(*text);
	return ret;
}

/* Takes `TINIT-...`, of any type and country, and `IT:...`, which Italian
 * certificates had before 2016. False if it is neither. */
static bool identifier_read(struct arena *arena, const char *text,
			    struct identifier *ret)
{
	char head[6];

	*ret = (struct identifier){ .number = "" };
	if (strlen(text) < 7)
		return false;
	if (upper(text[0]) == 'I' && upper(text[1]) == 'T' && text[2] == ':' &&
	    text[5] != '-') {
		memcpy(ret->type, "TIN", sizeof ret->type);
		memcpy(ret->country, "IT", sizeof ret->country);
		ret->number = number_plain(arena, text + 3);
		return *ret->number;
	}
	if (text[5] != '-')
		return false;
	for (int i = 0; i < 5; i++) {
		head[i] = upper(text[i]);
		if (!(head[i] >= 'A' && head[i] <= 'Z') &&
		    !(i == 2 && head[i] == ':'))
			return false;
	}
	memcpy(ret->type, head, 3);
	memcpy(ret->country, head + 3, 2);
	ret->number = number_plain(arena, text + 6);
	return *ret->number;
}

static struct match_verdict verdict(enum match match, const char *text)
{
	return (struct match_verdict){ match, text };
}

/* `TAX` is what TIN was called first; it is still met. */
static bool is_tax_code(const struct identifier *it)
{
	return (!strcmp(it->type, "TIN") || !strcmp(it->type, "TAX")) &&
	       !strcmp(it->country, "IT");
}

static struct match_verdict tax_codes(struct arena *arena, const char *signer,
				      const char *applicant)
{
	const char *wanted = number_plain(arena, applicant);
	struct tax_code a, b;
	struct error ignored;

	error_reset(&ignored);
	if (tax_code_check(signer, &a, &ignored) != OK)
		return verdict(MATCH_DIFFERS,
			       arena_printf(arena,
					    _("the signer's tax code %s is "
					      "none"),
					    signer));
	if (!strcmp(signer, wanted))
		return verdict(MATCH_EQUAL,
			       arena_printf(arena, _("tax code %s"), signer));
	if (tax_code_check(wanted, &b, &ignored) == OK && !a.is_provisional &&
	    !b.is_provisional && !strcmp(a.original, b.original))
		return verdict(
		    MATCH_PERSON,
		    arena_printf(arena,
				 _("the signer's tax code %s and the "
				   "applicant's %s are the same but for "
				   "omocodia: two people of the same data, or "
				   "a code that was replaced"),
				 signer, wanted));
	return verdict(MATCH_DIFFERS,
		       arena_printf(arena,
				    _("the signer's tax code is %s, the "
				      "applicant's %s"),
				    signer, wanted));
}

static bool is_document(struct arena *arena, const struct identifier *it,
			const struct identity_document *document)
{
	const char *type =
	    document->document_type == DOCUMENT_PASSPORT ? "PAS" : "IDC";

	return document->document_number &&
	       document->document_type != ABSENT && !strcmp(it->type, type) &&
	       text_equal(document->document_country, it->country) &&
	       !strcmp(number_plain(arena, document->document_number),
		       it->number);
}

static bool is_legal_id(struct arena *arena, const struct identifier *it,
			const struct person *person)
{
	return person->legal_id_type != ABSENT && person->legal_id_number &&
	       !strcmp(legal_id_type_words[person->legal_id_type].name,
		       it->type) &&
	       text_equal(person->legal_id_country, it->country) &&
	       !strcmp(number_plain(arena, person->legal_id_number),
		       it->number);
}

static const char *applicant_identifier(struct arena *arena,
					const struct person *person)
{
	if (person->tax_code)
		return person->tax_code;
	if (person->legal_id_type == ABSENT || !person->legal_id_number)
		return _("none");
	return arena_printf(
	    arena, "%s%s-%s", legal_id_type_words[person->legal_id_type].name,
	    person->legal_id_country ? person->legal_id_country : "",
	    person->legal_id_number);
}

struct match_verdict match_identifier(struct arena *arena,
				      const struct match_signer *signer,
				      const struct person *person,
				      const struct identity_document *document)
{
	const char *serial = signer->serial_number;
	struct identifier it;

	if (text_is_empty(serial))
		return verdict(MATCH_DIFFERS,
			       _("the signer's certificate has no identifier "
				 "to compare"));
	if (!identifier_read(arena, serial, &it))
		return verdict(MATCH_DIFFERS,
			       arena_printf(arena,
					    _("\"%.64s\" in the signer's "
					      "certificate is no identifier "
					      "of a known kind"),
					    serial));
	if (is_tax_code(&it) && person->tax_code)
		return tax_codes(arena, it.number, person->tax_code);
	if (!person->tax_code && is_legal_id(arena, &it, person))
		return verdict(MATCH_EQUAL,
			       arena_printf(arena, _("identifier %s%s-%s"),
					    it.type, it.country, it.number));
	if (is_document(arena, &it, document))
		return verdict(MATCH_PERSON,
			       arena_printf(arena,
					    _("the signer's certificate names "
					      "the applicant's identity "
					      "document %s, not %s"),
					    it.number,
					    applicant_identifier(arena,
								 person)));
	return verdict(MATCH_DIFFERS,
		       arena_printf(arena,
				    _("the signer's identifier is %.64s, the "
				      "applicant's %s"),
				    serial,
				    applicant_identifier(arena, person)));
}

static const char *whole(struct arena *arena, const char *given,
			 const char *surname)
{
	return arena_printf(arena, "%s %s", given ? given : "",
			    surname ? surname : "");
}

/* The surnames are the same, and one side has all the given names of the
 * other. */
static bool is_shortened(struct arena *arena, const struct match_signer *signer,
			 const struct person *person)
{
	return signer->surname && signer->given_name && person->surname &&
	       person->given_name &&
	       name_compare(arena, signer->surname, person->surname) ==
		   NAME_SAME &&
	       name_compare(arena, signer->given_name, person->given_name) ==
		   NAME_SIMILAR;
}

struct match_verdict match_name(struct arena *arena,
				const struct match_signer *signer,
				const struct person *person)
{
	const char *wanted = whole(arena, person->given_name, person->surname);
	const char *name =
	    signer->surname || signer->given_name
		? whole(arena, signer->given_name, signer->surname)
		: signer->common_name;

	if (text_is_empty(name))
		return verdict(MATCH_DIFFERS,
			       _("the signer's certificate names nobody"));
	if (name_compare(arena, name, wanted) == NAME_SAME ||
	    is_shortened(arena, signer, person))
		return verdict(MATCH_EQUAL,
			       arena_printf(arena, _("signed by %s"),
					    name));
	return verdict(MATCH_PERSON,
		       arena_printf(arena,
				    _("the signer is %s, the applicant %s"),
				    name, wanted));
}
