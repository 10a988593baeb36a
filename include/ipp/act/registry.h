/* registry - holders entered, found, changed, verified */
#ifndef IPP_ACT_REGISTRY_H
#define IPP_ACT_REGISTRY_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct document_image;
struct holder;
struct request;
struct texts;

/*
 * Looks for the holder of a request and whether the registry agrees:
 * holder_id is ABSENT if he is new. DATA `holder_mismatch` (holder_id is
 * somebody else), `email_taken` (an alias is proposed), `mobile_taken`.
 * Where the entry is verified, differences are warnings `registry_differs`:
 * a request does not change it.
 */
enum status registry_look(struct desk *desk, struct request *request,
			  struct holder *ret, struct error *err);

/* Enters what registry_look found: a new holder, or new data for one who is
 * not verified. Sets request->holder_id. */
enum status registry_enter(struct desk *desk, struct request *request,
			   struct holder *holder, struct error *err);

/* Fills what the request lacks from the entry it names. DATA
 * `holder_unknown`. */
enum status registry_fill(struct desk *desk, struct request *request,
			  struct error *err);

/* An officer has established the identity: the data of the order replace
 * those of the entry, which is verified now. The caller has checked that he
 * may. DATA `email_taken`, `mobile_taken`. */
enum status registry_verify(struct desk *desk, const struct request *order,
			    struct error *err);

/* The verbs of ipp-registry. DATA `holder_exists`, `holder_unknown`; USAGE
 * `too_few_data` (neither tax code nor three personal data). A verified entry
 * is changed only by who may recognise. */
enum status registry_add(struct desk *desk, const struct holder *in,
			 struct holder *ret, struct error *err);
enum status registry_edit(struct desk *desk, const struct holder *in,
			  const struct texts *clear, struct holder *ret,
			  struct error *err);
enum status registry_show(struct desk *desk, int64_t holder_id,
			  struct holder *ret, struct error *err);
enum status registry_find(struct desk *desk, const struct holder *like,
			  int64_t limit, int64_t **ret, size_t *count,
			  struct error *err);
/* Reads an image of an identity document (JPEG, PNG, PDF), inspects it and
 * binds it to the document. The errors of port/file_inspect.h. */
enum status registry_image(struct desk *desk, const struct document_image *in,
			   struct document_image *ret, struct error *err);

#endif
