/* health - whether the desk is well, check by check */
#ifndef IPP_ACT_HEALTH_H
#define IPP_ACT_HEALTH_H

#include <ipp/base/error.h>
#include <ipp/model/health.h>

struct desk;

/* Does the checks that are wished for, over all organizations of the store,
 * and calls `each` for every finding; a check that found nothing wrong says so
 * in one, at least. A check that could not be done is a critical finding with
 * the code of its error. *ret is the worst of all, also of those that
 * `at_least` leaves out. Then the Prometheus file is written, whole or not at
 * all. USAGE `unknown_check`, `threshold_invalid`; CONFIG `setting_invalid`;
 * what `each` says; CANTCREAT, IOERR. Handles transactions itself. */
enum status act_health(struct desk *desk, const struct health_wish *wish,
		       enum status (*each)(void *context,
					   const struct finding *it,
					   struct error *err),
		       void *context, enum severity *ret, struct error *err);

/* Calls `each` for every check there is, with its thresholds as the settings
 * and the wish have them. The same errors. */
enum status act_health_list(struct desk *desk, const struct health_wish *wish,
			    enum status (*each)(void *context,
						const struct health_check *it,
						struct error *err),
			    void *context, struct error *err);

#endif
