/* request_part - what the verbs of a request share */
#ifndef IPP_ACT_REQUEST_PART_H
#define IPP_ACT_REQUEST_PART_H

#include <ipp/model/request.h>
#include <ipp/store/desk.h>

struct holder;

/* Puts the domain of the address as the network wants it; what is no address
 * is left for the rule to refuse. DATA `domain_invalid`. */
void email_domain(struct desk *desk, struct person *person, struct error *err);
/* Checks steps (enum request_step) by the rule alone, see request_check;
 * reports on `err` and goes on with what is left to look at. */
enum status request_examine(struct desk *desk, struct request *request,
			    unsigned steps, struct error *err);
/* The unit of the request, and whether the session may work there. */
enum status request_unit(struct desk *desk, struct request *request,
			 struct error *err);
/* Checks everything a submission needs; *holder is who he is. */
enum status request_prove(struct desk *desk, struct request *request,
			  struct holder *holder, struct error *err);
/* What a draft is not kept with. */
enum status request_bear(struct desk *desk, struct request *request,
			 struct error *err);
/* Puts what would be refused among the warnings. */
void request_mistakes(struct desk *desk, struct request *request,
		      const struct error *mistakes);
/* What stands in the way of submission, among the warnings. */
enum status request_foresee(struct desk *desk, struct request *request,
			    struct error *err);
/* What the draft of a renewal is not kept with: DATA `renewal_product`,
 * `renewal_holder`. */
enum status renewal_bear(struct desk *desk, const struct request *request,
			 struct error *err);
/* Whether it may still be renewed, and for whom. REFUSED as renewal_check,
 * DATA `renewal_holder`. */
enum status renewal_prove(struct desk *desk, const struct request *request,
			  const struct holder *holder, struct error *err);
/* A new order, or a draft changed; then the journal. `submitted` hands it
 * on. */
enum status request_keep(struct desk *desk, struct request *request,
			 const unsigned char *hash, struct holder *submitted,
			 struct error *err);

#endif
