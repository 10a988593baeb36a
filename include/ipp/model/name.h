/* name - personal names in the letters of machines, and comparing them */
#ifndef IPP_MODEL_NAME_H
#define IPP_MODEL_NAME_H

#include <stdbool.h>

struct arena;

/* True if `text` can be a person's name, in any script: letters, marks,
 * apostrophes, hyphens, full stops, single blanks, and no word of mixed
 * scripts (port/unicode.h). */
bool name_is_valid(const char *text);

/* The name in A-Z and single blanks as a machine-readable zone has it (ICAO
 * 9303-3, 6: Latin, Cyrillic and Arabic tables; Greek by ELOT 743): Ö is OE,
 * hyphens and full stops are blanks, apostrophes vanish. Letters of other
 * scripts are left out; so "" if nothing is left, or `text` is no UTF-8.
 * Arabic becomes the letter-by-letter form (XH, XSH), not the phonetic one
 * that many countries print. */
char *name_transliterate(struct arena *arena, const char *text);

/* The same with plain Latin letters, as Italian tax codes have them: Ö is O,
 * Å is A, Ø is O. */
char *name_plain(struct arena *arena, const char *text);

enum name_match {
	NAME_SAME,
	NAME_SIMILAR, /* the one has all the words of the other, and more */
	NAME_DIFFERENT,
};

/* Compares names whatever their case, accents, apostrophes, hyphens, order
 * of words and script; Müller, MUELLER and Muller are the same. Names with
 * letters that have no transliteration are the same or different only. Two
 * empty names are the same. */
enum name_match name_compare(struct arena *arena, const char *a, const char *b);

#endif
