/* seal - certificates of the authority for what it signs itself */
#ifndef IPP_STORE_SEAL_H
#define IPP_STORE_SEAL_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct desk;
struct store;

enum seal_purpose { SEAL_JOURNAL, SEAL_DOSSIER };

struct seal {
	const char *serial; /* upper-case hexadecimal */
	int64_t authority_id;
	enum seal_purpose purpose;
	int64_t not_before, not_after;
	struct octets certificate; /* DER */
};

/* Keeps one, in the open transaction. */
enum status seal_insert(struct desk *desk, const struct seal *seal,
			struct error *err);

/* Calls `each` for every one, by serial number. What it gets lives until it
 * returns. */
enum status seal_each(struct store *store,
		      enum status (*each)(void *context, const struct seal *it,
					  struct error *err),
		      void *context, struct error *err);

#endif
