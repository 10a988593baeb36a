/* registry - holders entered, found, changed, verified */
#ifndef IPP_ACT_REGISTRY_H
#define IPP_ACT_REGISTRY_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct document_files;
struct holder;
struct holder_filter;
struct images;
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
 * those of the entry, which is verified now, and the images of the identity
 * document among the product's evidence are the entry's too. Contacts that
 * are another holder's by now stay as they were. An entry that was made
 * another person's meanwhile is left alone, and so is nothing where the order
 * names no holder. The caller has checked that he may. */
enum status registry_verify(struct desk *desk, const struct request *order,
			    int64_t user_id, struct error *err);

/*
 * A new entry: holder, document and contacts whole, as request_check has it
 * for a request. What the machine-readable zone tells and `in` lacks is taken
 * from it; `warnings` say what (mrz_filled), and holder_similar when somebody
 * of the same name was born on the same day. All mistakes, DATA: those of
 * request_check, `holder_exists` (names the entry), `holder_id_unexpected`,
 * `email_taken`, `mobile_taken`.
 */
enum status registry_add(struct desk *desk, const struct holder *in,
			 struct holder *ret, struct error *err);

struct registry_change {
	const struct holder *in;   /* what it has replaces what there is */
	const struct texts *clear; /* members to be emptied, or NULL */
	bool is_confirmed;	   /* verified data may change too */
};

/*
 * Changes an entry. Only the steps that a change touches are checked: contacts
 * of a holder whose document has expired may change. A new zone brings its
 * document's type, country, number and expiry along unless `in` has them.
 * Identity and document of a verified entry change only when that is
 * confirmed (else REFUSED `holder_verified`), and it is verified no more.
 * DATA as of registry_add, and `holder_unknown`, `missing`, `unknown_member`.
 * The journal has the names of the members, not what they hold.
 */
enum status registry_edit(struct desk *desk,
			  const struct registry_change *change,
			  struct holder *ret, struct error *err);

/* The entry with images of its documents, and the products of its orders as
 * far as the profile may search. DATA `holder_unknown`. */
enum status registry_show(struct desk *desk, int64_t holder_id,
			  struct holder *ret, struct error *err);

/* Calls `each` for every holder of the organization that agrees with the
 * data of filter->like (store/holder.h). USAGE `too_few_data` where that is
 * neither tax code, holder_id nor three data; `limit`; DATA `mobile_invalid`,
 * `domain_invalid`. */
enum status registry_find(struct desk *desk, const struct holder_filter *filter,
			  enum status (*each)(void *context,
					      const struct holder *holder,
					      struct error *err),
			  void *context, struct error *err);

/* Images of the document that the entry has now, in stages: first what is
 * known without the files (DATA `holder_unknown`, `document_missing`; USAGE
 * `image_missing`, `sides_ambiguous`, `stdin_twice`), then, apart from the
 * store, the files are read and inspected (errors of port/file_inspect.h),
 * then they are kept. */
enum status images_begin(struct desk *desk, const struct document_files *in,
			 struct images **ret, struct error *err);
enum status images_read(struct desk *desk, struct images *images,
			struct error *err);
enum status images_keep(struct desk *desk, const struct images *images,
			struct holder *ret, struct error *err);

#endif
