/* stash_factor - what a credential wants of its holder, asked one by one */
#ifndef IPP_LIB_ACT_STASH_FACTOR_H
#define IPP_LIB_ACT_STASH_FACTOR_H

#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/peer/csc.h>

struct arena;
struct stash_asking;
struct stash_holder;

/* Gives the value of the factor of this number: by stash_factor_ask, or from
 * what is known already. NULL where the holder says yes elsewhere, or leaves
 * out what is optional. */
typedef enum status stash_factor_answers(const struct stash_asking *it,
					 size_t number, char **ret,
					 struct error *err);

struct stash_asking {
	struct arena *arena;
	struct csc *csc;
	const struct csc_credential *credential;
	const struct stash_holder *holder;
	const char *name; /* that the holder knows the certificate by */
	stash_factor_answers *answers;
	void *context; /* of `answers` */
};

/* What was given so far. */
struct stash_given {
	struct csc_factor_value values[CSC_FACTORS_MAX];
	const char *ids[CSC_FACTORS_MAX];
	size_t count;
};

/* Has a code sent where it must be, and asks for the value of a factor, or says
 * that the holder confirms elsewhere. Errors of csc_challenge and of the
 * holder's asks_secret. */
stash_factor_answers stash_factor_ask;

/* All that are wanted, in their order, until what was given is enough. */
enum status stash_factors_ask(const struct stash_asking *it,
			      struct stash_given *ret, struct error *err);

#endif
