/* registry_part - what the verbs of the registry share */
#ifndef IPP_ACT_REGISTRY_PART_H
#define IPP_ACT_REGISTRY_PART_H

#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct holder;
struct json;
struct person;

/* E-mail and mobile are nobody's but this holder's (ABSENT: of a new one).
 * DATA `email_taken` (an alias is proposed), `mobile_taken`. */
enum status registry_contacts(struct desk *desk, const struct person *person,
			      int64_t holder_id, struct error *err);

/* An entry of the journal with the holder_id besides what `detail` holds
 * (NULL: nothing); it is freed here. No personal data belong there. */
enum status holder_journal(struct desk *desk, const char *event,
			   const struct holder *holder, int64_t order_id,
			   struct json *detail, struct error *err);

#endif
