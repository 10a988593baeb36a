/* identifier - who a person is, in the serialNumber of a certificate */
#ifndef IPP_RULE_IDENTIFIER_H
#define IPP_RULE_IDENTIFIER_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct arena;
struct person;

#define IDENTIFIER_MAX 64 /* ub-serial-number, RFC 5280, appendix A.1 */

/* The semantic identifier of a natural person (ETSI EN 319 412-1, 5.1.3):
 * TINIT-TAXCODE if there is an Italian tax code, as assigned (in capitals);
 * else the identifier of the person's kind (TIN, PNO, IDC, PAS), its country
 * and number. DATA on the field: `tax_code_form`, `tax_code_check` ... for the
 * tax code, `identifier_missing`, `identifier_country`, `identifier_number`
 * (empty, not ASCII, or too long). A provisional tax code will do. */
enum status identifier_of(struct arena *arena, const struct person *person,
			  char **ret, struct error *err);

/* True if `text` has the form of such an identifier: a type of three capitals
 * (TAX is deprecated and none), or two and a colon of a national scheme, an
 * ISO 3166-1 country, a hyphen, and something after it; at most 64 bytes of
 * ASCII without controls. */
bool identifier_is_valid(const char *text);

#endif
