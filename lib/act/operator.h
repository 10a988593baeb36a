/* operator - what the acts about operators share */
#ifndef IPP_ACT_OPERATOR_INTERNAL_H
#define IPP_ACT_OPERATOR_INTERNAL_H

#include <ipp/base/error.h>

struct desk;
struct json;
struct operator_person;

/* MAY_MANAGE, for what belongs to no unit. */
enum status manage_check(struct desk *desk, struct error *err);

/* The mistakes of an operator's data, all at once; brings them to their one
 * written form. */
enum status operator_check(struct desk *desk, struct operator_person *it,
			   struct error *err);

/* An entry of the journal about an operator; `detail` is freed here. */
enum status operator_journal(struct desk *desk, const char *event,
			     const char *login, struct json *detail,
			     struct error *err);

#endif
