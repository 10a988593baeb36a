/* mrz - reads the machine-readable zone of identity documents */
#include <ipp/rule/mrz.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/country.h>
#include <ipp/model/words.h>

#include "mrz_layout.h"

#define INPUT_MAX     ((size_t)200) /* blanks and line ends included */
#define WINDOW_MONTHS 600	    /* an expiry is at most that far away */

static const struct layout layouts[] = {
	{ MRZ_TD1, 90, "ACI", .name = { 60, 30 }, .number = { 5, 9 },
	  .number_check = 14, .number_more = { 15, 15 },
	  .optional = { { 15, 15 }, { 48, 11 } }, .birth = { 30, 6 },
	  .birth_check = 36, .sex = { 37, 1 }, .expiry = { 38, 6 },
	  .expiry_check = 44, .nationality = { 45, 3 },
	  .composite = { { 5, 25 }, { 30, 7 }, { 38, 7 }, { 48, 11 } },
	  .composite_check = 59 },
	{ MRZ_TD2, 72, "ACI", .name = { 5, 31 }, .number = { 36, 9 },
	  .number_check = 45, .number_more = { 64, 7 },
	  .nationality = { 46, 3 }, .birth = { 49, 6 }, .birth_check = 55,
	  .sex = { 56, 1 }, .expiry = { 57, 6 }, .expiry_check = 63,
	  .optional = { { 64, 7 } },
	  .composite = { { 36, 10 }, { 49, 7 }, { 57, 14 } },
	  .composite_check = 71 },
	{ MRZ_TD3, 88, "P", .name = { 5, 39 }, .number = { 44, 9 },
	  .number_check = 53, .nationality = { 54, 3 }, .birth = { 57, 6 },
	  .birth_check = 63, .sex = { 64, 1 }, .expiry = { 65, 6 },
	  .expiry_check = 71, .optional = { { 72, 14 } }, .optional_check = 86,
	  .composite = { { 44, 10 }, { 57, 7 }, { 65, 22 } },
	  .composite_check = 87 },
};

/* Joins the lines; false if there is a character that no zone has. */
static bool zone_clean(struct zone *zone, const char *text, size_t *size)
{
	size_t n = 0;

	for (; *text; text++) {
		char c = *text;

		if (c == ' ' || (c >= '\t' && c <= '\r'))
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - ('a' - 'A'));
		if (c != '<' && (c < '0' || c > '9') && (c < 'A' || c > 'Z'))
			return false;
		if (n < MRZ_SIZE_MAX)
			zone->text[n] = c;
		n++;
	}
	*size = n;
	return true;
}

static enum status zone_read(struct zone *zone, const char *text)
{
	size_t size = strlen(text);

	if (size <= INPUT_MAX && !zone_clean(zone, text, &size)) {
		mrz_wrong(zone, "mrz_character",
			  "the machine-readable zone holds a character that "
			  "is not A-Z, 0-9 or <; type it as printed");
		return zone->status;
	}
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
		if (layouts[i].size == size)
			zone->layout = &layouts[i];
	if (!zone->layout)
		mrz_wrong(zone, "mrz_length",
			  "the machine-readable zone has %zu characters; a "
			  "card has 90 or 72, a passport 88",
			  size);
	else if (!strchr(zone->layout->types, zone->text[0]))
		mrz_wrong(zone, "mrz_type",
			  "document type \"%.1s\" is not one of %s in a zone "
			  "of %zu characters; use an identity card or a "
			  "passport",
			  zone->text, zone->layout->types, size);
	return zone->status;
}

/* A stretch without the fillers at its end, those inside as blanks. */
static char *text_at(struct arena *arena, const struct zone *zone,
		     struct span span)
{
	char *ret = arena_text_n(arena, zone->text + span.at, span.size);
	size_t n = span.size;

	while (n > 0 && ret[n - 1] == '<')
		ret[--n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (ret[i] == '<')
			ret[i] = ' ';
	return ret;
}

static void country_read(struct arena *arena, struct zone *zone,
			 struct span span, unsigned options, const char *ret[2])
{
	if (mrz_make_letters(zone->text + span.at, span.size))
		zone->repaired |= MRZ_REPAIR_COUNTRY;
	ret[0] = text_at(arena, zone, span);
	ret[1] = country_of_icao(ret[0]);
	if (!ret[1] && (options & MRZ_SPECIMEN) && !strcmp(ret[0], "UTO"))
		ret[1] = "";
	if (!ret[1])
		mrz_wrong(zone, "mrz_country",
			  "no country has the code \"%s\"; compare the zone "
			  "with the document",
			  ret[0]);
}

static void number_read(struct arena *arena, struct zone *zone, struct mrz *ret)
{
	const struct layout *layout = zone->layout;
	struct span rest = zone->long_rest, left = layout->optional[0];
	const char *number = text_at(arena, zone, layout->number);

	if (zone->is_long) {
		number = arena_printf(arena, "%s%.*s", number, rest.size - 1,
				      zone->text + rest.at);
		left.at = (unsigned char)(left.at + rest.size);
		left.size = (unsigned char)(left.size - rest.size);
	}
	ret->number = number;
	ret->optional[0] = text_at(arena, zone, left);
	ret->optional[1] = text_at(arena, zone, layout->optional[1]);
	if (!*number || number[0] == ' ')
		mrz_wrong(zone, "mrz_number",
			  "the document number is missing in the "
			  "machine-readable zone; type it as printed");
}

/* SURNAME<<GIVEN<NAMES<<<; the second half may be missing. */
static void name_read(struct arena *arena, struct zone *zone, struct mrz *ret)
{
	struct span span = zone->layout->name;
	char *name, *given;

	if (mrz_make_letters(zone->text + span.at, span.size))
		zone->repaired |= MRZ_REPAIR_NAME;
	ret->is_truncated = zone->text[span.at + span.size - 1] != '<';
	name = text_at(arena, zone, span);
	given = strstr(name, "  ");
	if (given) {
		*given = '\0';
		given += 2;
	}
	ret->surname = name;
	ret->given_name = given ? given : "";
	if (!*name || *name == ' ' || *ret->given_name == ' ' ||
	    strstr(ret->given_name, "  ") ||
	    strcspn(name, "0123456789") != strlen(name) ||
	    strcspn(ret->given_name, "0123456789") != strlen(ret->given_name))
		mrz_wrong(zone, "mrz_name",
			  "the name \"%.*s\" is not SURNAME<<GIVEN<NAMES; "
			  "type it as printed",
			  span.size, zone->text + span.at);
}

/* True if year, month or day is unknown: two fillers. */
static bool is_unknown(const char *text)
{
	bool ret = false;

	for (int i = 0; i < 6; i += 2) {
		if (text[i] == '<' && text[i + 1] == '<')
			ret = true;
		else if (text[i] == '<' || text[i + 1] == '<')
			return false;
	}
	return ret && strspn(text, "0123456789<") >= 6;
}

/* Births are the latest that is not in the future; expiries the one within
 * 50 years. NULL if no century makes it a day. */
static const char *date_in_century(struct arena *arena, const char *text,
				   const char *today, bool is_birth)
{
	char last[DATE_SIZE], *ret = NULL;

	if (is_birth)
		memcpy(last, today, DATE_SIZE);
	else
		date_add_months(today, WINDOW_MONTHS, last);
	for (int i = 0; i < 2; i++) {
		int century = ((last[0] - '0') * 10 + last[1] - '0') - i;

		ret = arena_printf(arena, "%02d%.2s-%.2s-%.2s", century, text,
				   text + 2, text + 4);
		if (date_is_valid(ret) && strcmp(ret, last) <= 0)
			return ret;
	}
	return NULL;
}

static const char *date_read(struct arena *arena, struct zone *zone,
			     struct span span, const char *today)
{
	const char *text = zone->text + span.at, *ret = NULL;
	bool is_birth = span.at == zone->layout->birth.at;

	if (is_unknown(text))
		return NULL;
	if (strspn(text, "0123456789") >= 6)
		ret = date_in_century(arena, text, today, is_birth);
	if (!ret)
		mrz_wrong(zone, "mrz_date",
			  "\"%.6s\" is no day of %s (YYMMDD); compare the zone "
			  "with the document",
			  text, is_birth ? _("birth") : _("expiry"));
	return ret;
}

static int64_t sex_read(struct zone *zone)
{
	char c = zone->text[zone->layout->sex.at];

	if (c == 'F')
		return SEX_F;
	if (c == 'M')
		return SEX_M;
	if (c != '<')
		mrz_wrong(zone, "mrz_sex",
			  "sex \"%c\" is not F, M or <; compare the zone with "
			  "the document",
			  c);
	return ABSENT;
}

enum status mrz_parse(struct arena *arena, const char *text, const char *today,
		      unsigned options, struct mrz *ret, struct error *err)
{
	struct zone zone = { .err = err, .status = OK };
	struct mrz mrz = { 0 };
	const char *country[2];

	if (zone_read(&zone, text) != OK)
		return zone.status;
	mrz.format = zone.layout->format;
	mrz.document_type = text_at(arena, &zone, (struct span){ 0, 2 });
	country_read(arena, &zone, (struct span){ 2, 3 }, options, country);
	mrz.issuer_code = country[0];
	mrz.issuer = country[1];
	country_read(arena, &zone, zone.layout->nationality, options, country);
	mrz.nationality_code = country[0];
	mrz.nationality = country[1];
	mrz_check_all(&zone);
	number_read(arena, &zone, &mrz);
	name_read(arena, &zone, &mrz);
	mrz.birth_date = date_read(arena, &zone, zone.layout->birth, today);
	mrz.expiry_date = date_read(arena, &zone, zone.layout->expiry, today);
	mrz.sex = sex_read(&zone);
	mrz.repaired = zone.repaired;
	if (zone.status != OK)
		return zone.status;
	*ret = mrz;
	return OK;
}

enum name_match mrz_name_compare(struct arena *arena, const struct mrz *mrz,
				 const char *surname, const char *given_name)
{
	enum name_match a = name_compare(arena, mrz->surname, surname);
	enum name_match b = name_compare(arena, mrz->given_name, given_name);
	const char *cut = *mrz->given_name ? mrz->given_name : mrz->surname;
	const char *whole =
	    name_transliterate(arena, *mrz->given_name ? given_name : surname);

	if (mrz->is_truncated && !strncmp(whole, cut, strlen(cut))) {
		if (*mrz->given_name && b == NAME_DIFFERENT)
			b = NAME_SIMILAR;
		if (!*mrz->given_name)
			return NAME_SIMILAR;
	}
	return a > b ? a : b;
}
