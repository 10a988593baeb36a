/* name_style - the two ways to write a name in A-Z */
#ifndef IPP_LIB_MODEL_NAME_STYLE_H
#define IPP_LIB_MODEL_NAME_STYLE_H

#include <stdbool.h>

struct arena;

enum name_style {
	NAME_ICAO,  /* Ö: OE */
	NAME_PLAIN, /* Ö: O */
};

/* Sets `is_lossy`, if not NULL, when a letter had to be left out. */
char *name_style(struct arena *arena, const char *text, enum name_style style,
		 bool *is_lossy);

#endif
