/* lifecycle - the legal steps in the life of a product */
#ifndef IPP_RULE_LIFECYCLE_H
#define IPP_RULE_LIFECYCLE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

/* A row of the one table of legal steps; the store holds the same rows in
 * `transitions`, and `ipp-store check` compares them. */
struct lifecycle_step {
	int64_t status, next; /* enum product_status */
};
extern const struct lifecycle_step lifecycle_steps[];
extern const unsigned lifecycle_step_count;

bool lifecycle_is_legal(int64_t status, int64_t next);

/* REFUSED `transition_refused` with the product's name and what can follow. */
enum status lifecycle_check(int64_t user_id, int64_t status, int64_t next,
			    struct error *err);

/* REFUSED `other_recognition` unless a product was asked for with the wanted
 * recognition (both enum recognition; ABSENT: with none yet). */
enum status lifecycle_recognition(int64_t user_id, int64_t recognition,
				  int64_t wanted, struct error *err);

#endif
