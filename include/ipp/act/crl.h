/* crl - revocation lists made and put where relying parties find them */
#ifndef IPP_ACT_CRL_H
#define IPP_ACT_CRL_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct desk;
struct revocation_list;

struct crl_wish {
	const char *folder; /* NULL: that of the settings */
	bool due;	    /* only what has to be made anew */
	bool delta;	    /* lists of changes, where that is enough */
	bool replace;	    /* also lists that the store does not know */
};

/* Makes the list of each authority that works, root first, and of each of its
 * partitions, and puts it into the folder under the name that certificates
 * tell of it; calls `each` for every list. What was asked to be suspended or
 * revoked is public then. With `due` a list is left as it is while its file is
 * there, nothing has changed since and less than half of its time is over.
 * With `delta` a list of what changed since the complete one is made where
 * that is out, less than half of its time is over, and nothing waits that must
 * be public before that: it makes no request public.
 *
 * The number is taken and the entries are read in one transaction; the file is
 * written after it, and only then does the store say that it is out. Who is
 * killed between leaves a number that nobody saw.
 *
 * A list in the folder whose number is higher than all that the store knows was
 * made before the store was restored from a backup, and may tell of revocations
 * that the backup has not: REFUSED `list_unknown`, but with `replace`. That of a
 * root has no entries and is not looked at.
 *
 * One run at a time does it; the next one waits a while, and is BUSY
 * `lists_under_way` then.
 *
 * USAGE `folder_missing`; CONFIG `setting_invalid`, `delta_hours_missing`;
 * CANTCREAT, IOERR. Handles
 * transactions itself. */
enum status act_crl(struct desk *desk, const struct crl_wish *wish,
		    enum status (*each)(void *context,
					const struct revocation_list *it,
					struct error *err),
		    void *context, struct error *err);

#endif
