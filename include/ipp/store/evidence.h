/* evidence - what proves who a holder is, in the store; append-only */
#ifndef IPP_STORE_EVIDENCE_H
#define IPP_STORE_EVIDENCE_H

#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/field.h>

struct arena;
struct desk;
struct evidence;
struct store;

/* Adds a piece of evidence to a product: user_id, kind, sha256 (of an object
 * that object_put has kept, or NULL), verdict and detail (an object; it stays
 * the caller's) are taken, the rest is what the desk says. */
enum status evidence_add(struct desk *desk, const struct evidence *evidence,
			 struct error *err);

/* All evidence of a product, the oldest first, as an array of struct
 * evidence in the arena. Give it to evidence_forget in the end. */
enum status evidence_list(struct store *store, int64_t user_id,
			  struct arena *arena, struct records *ret,
			  struct error *err);
void evidence_forget(const struct records *list);

/* The newest product of another order that the same file proves something
 * for, or ABSENT. */
enum status evidence_elsewhere(struct store *store, const char *sha256,
			       int64_t order_id, int64_t *ret,
			       struct error *err);

#endif
