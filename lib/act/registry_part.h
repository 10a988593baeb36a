/* registry_part - what the verbs of the registry share */
#ifndef IPP_ACT_REGISTRY_PART_H
#define IPP_ACT_REGISTRY_PART_H

#include <stdint.h>

#include <ipp/base/error.h>

#define REGISTRY_STEPS (STEP_HOLDER | STEP_DOCUMENT | STEP_CONTACTS)

struct desk;
struct holder;
struct json;
struct person;
struct request;

/* E-mail and mobile are nobody's but this holder's (ABSENT: of a new one).
 * DATA `email_taken` (an alias is proposed), `mobile_taken`. */
enum status registry_contacts(struct desk *desk, const struct person *person,
			      int64_t holder_id, struct error *err);

/* An entry of the journal with the holder_id besides what `detail` holds
 * (NULL: nothing); it is freed here. No personal data belong there. */
enum status holder_journal(struct desk *desk, const char *event,
			   const struct holder *holder, int64_t order_id,
			   struct json *detail, struct error *err);

/* Fills `request` from its machine-readable zone, with a warning; a zone that
 * cannot be read is left for the rule to refuse. */
void registry_propose(struct desk *desk, struct request *request);

/* Refuses a person that the registry has as another entry. DATA
 * `holder_exists`. */
enum status registry_exists(const struct holder *found, int64_t holder_id,
			    const struct person *person, struct error *err);

/* After the data of `from` were laid over `to`: one name only and a given name
 * do not stand together, and `from` is right. */
void registry_names(struct person *to, const struct person *from);

/* Warns of somebody with the same name and day of birth. */
enum status registry_similar(struct desk *desk, struct request *request,
			     struct error *err);

/* Images of the entry: `images` of its present document, `document_images`
 * of all. */
enum status registry_images(struct desk *desk, struct holder *holder,
			    struct error *err);

#endif
