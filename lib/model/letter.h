/* letter - one letter of a national alphabet in A-Z */
#ifndef IPP_LIB_MODEL_LETTER_H
#define IPP_LIB_MODEL_LETTER_H

#include <stdint.h>

enum letter_other {
	NEVER,
	WHEN_PLAIN,   /* without the extra letter (Ö: O) */
	WHEN_INITIAL, /* at the beginning of a word */
	WHEN_FINAL,   /* at the end of a word */
};

struct letter {
	uint32_t point;
	char text[5];
	enum letter_other when;
	char other[5];
};

/* The row of an upper-case letter; NULL if it has none. */
const struct letter *letter_find(uint32_t point);

#endif
