/* holder - the registry: who the holders are */
#ifndef IPP_STORE_HOLDER_H
#define IPP_STORE_HOLDER_H

#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/field.h>

struct arena;
struct desk;
struct document_image;
struct holder;
struct holder_filter;
struct store;

/* Keeps a new holder of the session's organization under a fresh iut. The
 * person has an identity_key. Sets holder_id, iut and the rest. REFUSED
 * `duplicate` if identity, e-mail or mobile are another's. */
enum status holder_insert(struct desk *desk, struct holder *holder,
			  struct error *err);
enum status holder_update(struct desk *desk, struct holder *holder,
			  struct error *err);

/* DATA `holder_unknown` (also for other organizations'). */
enum status holder_load(struct store *store, int64_t client_id,
			int64_t holder_id, struct arena *arena,
			struct holder *ret, struct error *err);

/* By identity_key; holder_id is ABSENT if there is none. */
enum status holder_find_identity(struct store *store, int64_t client_id,
				 const char *identity, struct arena *arena,
				 struct holder *ret, struct error *err);

/* Whose they are, or ABSENT. The case of the address does not matter. */
enum status holder_with_email(struct desk *desk, const char *email,
			      const char *alias, int64_t *ret,
			      struct error *err);
enum status holder_with_mobile(struct desk *desk, const char *mobile,
			       int64_t *ret, struct error *err);

/* Calls `each` for every holder, in the order of their ids, who agrees with
 * all personal data of `like`: codes and dates as they are, the e-mail
 * whatever its case, all else whatever case and accents, given names by their
 * first words too. The texts live until `each` returns; stops at the first
 * status but OK. */
enum status holder_find(struct store *store, const struct holder_filter *filter,
			enum status (*each)(void *context,
					    const struct holder *holder,
					    struct error *err),
			void *context, struct error *err);
/* How many personal data `like` has. */
unsigned holder_find_data(const struct holder *like);

/* Binds an object to a side of a document, instead of one before. */
enum status holder_image_put(struct desk *desk,
			     const struct document_image *image,
			     const unsigned char *sha256, struct error *err);
/* Images of all documents of the holder, as struct document_image in the
 * arena, by document and side. */
enum status holder_images(struct store *store, int64_t holder_id,
			  struct arena *arena, struct records *ret,
			  struct error *err);

/* Products of the holder's orders in that unit (ABSENT: in all), as struct
 * product in the arena, the newest first; at most HOLDER_HISTORY_MAX. */
#define HOLDER_HISTORY_MAX 1000
enum status holder_history(struct store *store, int64_t holder_id,
			   int64_t unit_id, struct arena *arena,
			   struct records *ret, struct error *err);

#endif
