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

/* Holders that agree with every personal datum that `like` has, whatever
 * case and accents of names; given names by their beginning too. At most
 * `limit`, ids in the arena. */
enum status holder_find(struct store *store, int64_t client_id,
			const struct holder *like, int64_t limit,
			struct arena *arena, int64_t **ret, size_t *count,
			struct error *err);
/* How many data of `like` holder_find would compare. */
unsigned holder_find_data(const struct holder *like);

/* Binds an object to a side of a document, instead of one before. */
enum status holder_image_put(struct desk *desk,
			     const struct document_image *image,
			     const unsigned char *sha256, struct error *err);
/* Names of the sides that the document has images of. */
enum status holder_images(struct store *store, int64_t holder_id,
			  const char *document_number, struct arena *arena,
			  struct texts *ret, struct error *err);

#endif
