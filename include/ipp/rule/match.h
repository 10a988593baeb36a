/* match - whether who signed is who applied */
#ifndef IPP_RULE_MATCH_H
#define IPP_RULE_MATCH_H

struct arena;
struct identity_document;
struct person;

enum match {
	MATCH_EQUAL,
	MATCH_DIFFERS,
	MATCH_PERSON, /* a person may decide, no program */
};

/* What was compared, and what came of it in one line for people, in the
 * arena. */
struct match_verdict {
	enum match match;
	const char *text;
};

/* Who signed, as his certificate has it; NULL where it says nothing. */
struct match_signer {
	const char *serial_number; /* X.520 serialNumber, as it stands */
	const char *surname, *given_name, *common_name;
};

/*
 * Compares the signer's identifier (EN 319 412-1, 5.1.3: `TINIT-...`; also
 * `IT:...` of older Italian certificates) with the applicant's tax code, or
 * legal identifier where he has none. Case, blanks and punctuation do not
 * matter.
 *
 * Tax codes that are the same but for omocodia are for a person to decide:
 * letters for digits are what tells two people of the same data apart, but
 * also what one of them gets anew. So is a certificate that names the identity
 * document of the request instead of the tax code.
 */
struct match_verdict match_identifier(struct arena *arena,
				      const struct match_signer *signer,
				      const struct person *person,
				      const struct identity_document *document);

/* Compares names as name_compare does, in any order; one side may have more
 * given names than the other. All else is for a person to decide: names
 * change, and certificates shorten them. A certificate without surname and
 * given name is held to its common name. */
struct match_verdict match_name(struct arena *arena,
				const struct match_signer *signer,
				const struct person *person);

#endif
