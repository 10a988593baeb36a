/* unicode - what a piece of text is made of, and its forms for comparing */
#ifndef IPP_PORT_UNICODE_H
#define IPP_PORT_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* True if `text` is well-formed UTF-8 without control characters (C0, DEL,
 * C1, U+2028, U+2029) and noncharacters. `controls` lists the control
 * characters that are welcome nevertheless, e.g. "\n\t"; NULL: none. */
bool unicode_is_valid(const char *text, const char *controls);

/* True if `text` can be a person's name: letters, marks, apostrophes,
 * hyphens, full stops and single blanks; it begins with a letter or an
 * apostrophe, holds a letter, and no word mixes scripts (UTS 39, 5.1, the
 * Japanese and Korean mixtures excepted). So no digits, no controls of
 * writing direction, no lookalikes of other scripts inside a word. */
bool unicode_is_name(const char *text);

/* Normalization form C (UAX 15) in the arena; NULL if not well-formed. */
char *unicode_nfc(struct arena *arena, const char *text);

/* What searches compare: case, accents and width do not matter, letters that
 * have no decomposition become their plain neighbours (ł l, ø o, æ ae),
 * apostrophes, hyphens and blanks become one blank each run, none at the
 * ends. In the arena; NULL if not well-formed. The key of a key is itself. */
char *unicode_search_key(struct arena *arena, const char *text);

/* The code points of the upper-cased normalization form C, `count` of them,
 * in the arena. NULL if not well-formed. */
uint32_t *unicode_upper(struct arena *arena, const char *text, size_t *count);

/* The letter without its marks (É: E); itself if it does not decompose. */
uint32_t unicode_base(uint32_t point);

/* Letters of any script, and combining marks. */
bool unicode_is_letter(uint32_t point);
bool unicode_is_mark(uint32_t point);

/* Characters (code points), and columns on a terminal; 0 if not well-formed.
 * Bytes are strlen's business. */
size_t unicode_length(const char *text);
size_t unicode_width(const char *text);

/* Bytes of the character that a text begins with, by their form alone; 0 if it
 * begins with none. */
size_t unicode_character_size(const char *text);

#endif
