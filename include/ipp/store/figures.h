/* figures - requests of a period, counted */
#ifndef IPP_STORE_FIGURES_H
#define IPP_STORE_FIGURES_H

#include <ipp/base/error.h>

struct figures;
struct figures_wish;
struct store;

/* Calls `each` for every group that had requests in the period, by name; the
 * wish is complete. */
enum status figures_count(struct store *store, const struct figures_wish *wish,
			  enum status (*each)(void *context,
					      const struct figures *figures,
					      struct error *err),
			  void *context, struct error *err);

#endif
