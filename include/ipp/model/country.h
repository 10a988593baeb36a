/* country - ISO 3166-1 codes and what travel documents write instead */
#ifndef IPP_MODEL_COUNTRY_H
#define IPP_MODEL_COUNTRY_H

#include <stdbool.h>

/* True for the 249 assigned alpha-2 codes, in upper case, and XK (Kosovo,
 * user-assigned, in common use in the EU). */
bool country_is_alpha2(const char *code);

/* The alpha-3 code of an alpha-2 code (XK: RKS); NULL if there is none. */
const char *country_alpha3(const char *alpha2);

/* The alpha-2 code of a code in a travel document (ICAO 9303-3, 5): ISO
 * alpha-3, D, GBD, GBN, GBO, GBP, GBS, RKS; fillers `<` at the end do not
 * matter. "" for codes that stand for no country (XXA stateless, UNO, EUE,
 * XOM ...); NULL for codes that nobody has, UTO of the specimens too. */
const char *country_of_icao(const char *code);

#endif
