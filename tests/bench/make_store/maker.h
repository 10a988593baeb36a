/* maker - what the parts of make_store share */
#ifndef MAKER_H
#define MAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/person.h>
#include <ipp/rule/tax_code.h>
#include <ipp/store/desk.h>

#define NOW	    INT64_C(1793520000) /* 2026-11-01, the newest day */
#define SPAN	    (INT64_C(3) * 366 * DAY_SECONDS)
#define UNITS	    12
#define OPERATORS   24
#define SURNAMES    480
#define GIVEN_NAMES 96

#define COUNT(array_) (sizeof(array_) / sizeof *(array_))

struct arena;
struct sql;
struct store;

struct name {
	const char *text, *key, *address;
};

/* What fills a store: where it is, and how far. */
struct maker {
	struct arena *names_arena, *arena; /* for good; for an order */
	struct store *store;
	struct sql *sql;
	struct error err;
	uint64_t random;
	int64_t products, made, certificate_bytes, to_issue;
	const char *folder;
	struct name surnames[SURNAMES], given[GIVEN_NAMES];
	int64_t client, other_client, authority;
	int64_t units[UNITS + 1], operators[OPERATORS + 1]; /* last: other's */
	int64_t persons, order_id, holder_id;
	struct session session;
	struct desk desk;
};

/* What a product is on its way to. */
struct goal {
	const char *status;
	unsigned weight; /* of 1000 */
	const char *steps[5];
};

/* A product with its certificates. */
struct issued {
	int64_t order_id, user_id;
	int64_t at, until; /* valid from and to */
};

/* What may be asked for. */
struct kind {
	const char *code, *key_place, *recognitions;
	unsigned weight; /* of 1000 */
};

/* One order under way. */
struct order {
	int64_t order_id, client, unit, operator_id, created_at, holder;
	int64_t person;
	bool is_draft, is_new;
	const char *recognition;
	const struct name *surname, *given_name;
	struct person who;
	char tax_code[TAX_CODE_SIZE];
};

/* Ends the program unless `rc` is OK. */
void check(struct maker *maker, enum status rc);

/* Runs a statement: `types` says what follows, i(nteger), t(ext), b(ytes
 * with size); returns what the first column of the first row holds. */
int64_t run(struct maker *maker, const char *sql, const char *types, ...);

uint64_t mixed(uint64_t z);
uint64_t below(struct maker *maker, uint64_t n);
/* Below n, small numbers are the frequent ones. */
uint64_t skewed(struct maker *maker, uint64_t n);
/* Below n, the first is one of ten. */
uint64_t favoured(struct maker *maker, uint64_t n);

void names_make(struct maker *maker);

/* Person number i: day, place of birth and sex tell him from the others, or
 * the omocodia of his tax code does. */
void person_make(struct maker *maker, int64_t i, struct order *ret);

/* Organizations, units, operators, catalogue, and a desk to work at. */
void desk_make(struct maker *maker);

/* Sessions that last, so that tools can be measured without signing in. */
void tokens_make(struct maker *maker);

/* One order with its products; mostly for someone new, else for someone who
 * was here before. */
void order_make(struct maker *maker);

/* A product that walks the steps to its goal. */
void product_make(struct maker *maker, const struct order *order,
		  const struct goal *goal, const struct kind *kind);

/* What is asked for after issue: put on hold; revoked; or left as it is, but
 * for some that were on hold once. */
void product_suspend(struct maker *maker, const struct issued *it);
void product_revoke(struct maker *maker, const struct issued *it);
void product_settle(struct maker *maker, const struct issued *it);

/* All of it was public at once. */
void requests_settle(struct maker *maker);

#endif
