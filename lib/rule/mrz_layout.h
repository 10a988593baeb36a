/* mrz_layout - where things are in a zone, and their check digits */
#ifndef IPP_LIB_RULE_MRZ_LAYOUT_H
#define IPP_LIB_RULE_MRZ_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/rule/mrz.h>

#define MRZ_SIZE_MAX ((size_t)90)

/* A stretch of the joined lines, from 0; size 0 if the format lacks it. */
struct span {
	unsigned char at, size;
};

struct layout {
	enum mrz_format format;
	size_t size;
	const char *types; /* first letters of document types */
	struct span name, number, number_more, nationality;
	struct span birth, sex, expiry, optional[2];
	unsigned char number_check, birth_check, expiry_check;
	unsigned char optional_check; /* 0 if the format lacks it */
	struct span composite[4];
	unsigned char composite_check;
};

/* The zone while it is read and repaired. */
struct zone {
	const struct layout *layout;
	char text[MRZ_SIZE_MAX + 1];
	unsigned repaired;
	bool is_long; /* the number goes on in the optional data */
	struct span long_rest;
	struct error *err;
	enum status status;
};

/* Puts lookalikes right where only letters or only digits can be; true if
 * something changed. */
bool mrz_make_digits(char *text, size_t n);
bool mrz_make_letters(char *text, size_t n);

/* Verifies all check digits, repairs what they allow to repair, reports the
 * others to zone->err. */
void mrz_check_all(struct zone *zone);

/* Reports a mistake about the zone. */
void mrz_wrong(struct zone *zone, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
