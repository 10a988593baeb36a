/* tax_code_letters - the tables that reading and making a code share */
#ifndef IPP_LIB_RULE_TAX_CODE_LETTERS_H
#define IPP_LIB_RULE_TAX_CODE_LETTERS_H

#define TAX_CODE_MONTHS	  "ABCDEHLMPRST"
#define TAX_CODE_OMOCODIA "LMNPQRSTUV" /* for 0 to 9 */
#define TAX_CODE_LENGTH	  16
#define TAX_CODE_DIGITS	  7
#define TAX_CODE_FEMALE	  40 /* added to the day */

/* Where the digits are, from the left. */
extern const unsigned char tax_code_digits[TAX_CODE_DIGITS];

/* The check character of the first 15, which are A-Z and 0-9. */
char tax_code_check_character(const char *code);

#endif
