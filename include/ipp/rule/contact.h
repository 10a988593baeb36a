/* contact - e-mail addresses and mobile numbers in their one written form */
#ifndef IPP_RULE_CONTACT_H
#define IPP_RULE_CONTACT_H

#include <ipp/base/error.h>

struct arena;

/* The address with its domain in lower case: LOCAL@DOMAIN of at most 254
 * bytes, LOCAL an RFC 5321 dot-string of at most 64, DOMAIN ASCII (A-labels
 * already, port/hostname.h) with a dot in it. Blanks around it are dropped.
 * What the local part means is its host's affair, so its case stays (RFC
 * 5321, 2.4). DATA `email_invalid` on `field`. */
enum status contact_email(struct arena *arena, const char *text,
			  const char *field, char **ret, struct error *err);

/* The number in E.164, `+` and 8 to 15 digits: blanks, dots, dashes, slashes
 * and parentheses are dropped, 00 is +, and 3xx without a prefix is Italian
 * (+39). An Italian mobile number has 9 or 10 digits after +39, from 3.
 * DATA `mobile_invalid` on `field`. */
enum status contact_mobile(struct arena *arena, const char *text,
			   const char *field, char **ret, struct error *err);

#endif
