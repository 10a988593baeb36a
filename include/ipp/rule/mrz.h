/* mrz - the machine-readable zone of identity cards and passports */
#ifndef IPP_RULE_MRZ_H
#define IPP_RULE_MRZ_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/name.h>

struct arena;
struct identity_document;
struct person;

enum mrz_format {
	MRZ_TD1, /* 3 lines of 30: cards (ICAO 9303-5) */
	MRZ_TD2, /* 2 lines of 36 (ICAO 9303-6) */
	MRZ_TD3, /* 2 lines of 44: passports (ICAO 9303-4) */
};

/* What was misread and put right, a set. */
enum mrz_repair {
	MRZ_REPAIR_NUMBER = 1,
	MRZ_REPAIR_BIRTH = 2,
	MRZ_REPAIR_EXPIRY = 4,
	MRZ_REPAIR_NAME = 8,
	MRZ_REPAIR_COUNTRY = 16,
	MRZ_REPAIR_CHECK = 32, /* a check digit */
};

/* Texts lie in the arena. Fillers inside a text are blanks. */
struct mrz {
	enum mrz_format format;
	const char *document_type; /* as printed: P, C, ID */
	const char *issuer_code;   /* as printed, without fillers: ITA, D */
	const char *issuer;	   /* ISO 3166-1 alpha-2; "": no country */
	const char *number;
	const char *surname, *given_name; /* A-Z; "" if there is none */
	const char *nationality_code, *nationality;
	const char *birth_date, *expiry_date; /* ISO 8601; NULL if unknown */
	int64_t sex;			      /* enum sex, or ABSENT */
	const char *optional[2];	      /* personal number and the like */
	bool is_truncated;		      /* the name fills its field */
	unsigned repaired;
};

#define MRZ_SPECIMEN 1U /* takes the country of specimens, UTO, too */

/*
 * Reads a zone, its lines apart or joined, blanks and small letters allowed.
 * `today` (ISO date) decides the centuries: births are not in the future,
 * expiries within 50 years. Where a letter cannot be (dates, check digits) or
 * a digit (names, countries, numbers of the Italian card) its lookalike is
 * meant; in other numbers O 0, I 1 and B 8 are exchanged if just one exchange
 * makes all check digits right. Chance does that too: have it confirmed.
 *
 * All mistakes, DATA on field `mrz`: `mrz_length`, `mrz_character`,
 * `mrz_type` (visas too), `mrz_country`, `mrz_number`, `mrz_name`, `mrz_sex`,
 * `mrz_date`; check digits: `mrz_check_number`, `mrz_check_birth`,
 * `mrz_check_expiry`, `mrz_check_optional`, `mrz_check_composite` (the last
 * only if the others are right).
 */
enum status mrz_parse(struct arena *arena, const char *text, const char *today,
		      unsigned options, struct mrz *ret, struct error *err);

/* How the names of the zone and of a person go together; a zone that cuts
 * the person's names short is similar. */
enum name_match mrz_name_compare(struct arena *arena, const struct mrz *mrz,
				 const char *surname, const char *given_name);

/* Fills what person and document lack from the zone, names in its capitals
 * unless they are cut short. Gives the names of the members it filled,
 * "document_number, birth_date", or NULL if there was nothing to fill. */
const char *mrz_propose(struct arena *arena, const struct mrz *mrz,
			struct person *person,
			struct identity_document *document);

#endif
