/* text - small things with strings; what needs Unicode is in port/unicode.h */
#ifndef IPP_BASE_TEXT_H
#define IPP_BASE_TEXT_H

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define _(text) gettext(text)
#define N_(text) text

/* A list of texts, borrowed. */
struct texts {
	const char *const *items;
	size_t count;
};

/* Both NULL or both the same. */
bool text_equal(const char *a, const char *b);
/* NULL or "". */
bool text_is_empty(const char *text);
bool text_starts(const char *text, const char *prefix);

/* Lower-case hexadecimal into `ret`, which holds 2 * n + 1 chars. */
void hex_encode(const void *bytes, size_t n, char *ret);
/* Decodes exactly 2 * n hexadecimal digits, either case. */
bool hex_decode(const char *text, size_t n, void *ret);

/* Decimal digits, at least `width` (1 to DIGITS_MAX) with zeros before them,
 * into `ret`, which has room for DIGITS_MAX; returns how many. No NUL: this is
 * for where printf takes longer than all the rest. */
#define DIGITS_MAX 20
size_t digits_put(char *ret, uint64_t value, size_t width);

/* A whole decimal number and nothing else, within [min, max]. */
bool integer_parse(const char *text, int64_t min, int64_t max, int64_t *ret);

#endif
