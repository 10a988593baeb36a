/* secret - memory for keys, which no forked child inherits */
#ifndef IPP_BASE_SECRET_H
#define IPP_BASE_SECRET_H

#include <stddef.h>

#include <ipp/base/own.h>

/*
 * Whole pages of their own: kept out of core dumps, of swap where the
 * system's lock limit lets us, and of children, which find zeroes in their
 * place (madvise(2), MADV_WIPEONFORK). So a parser that a stranger's file
 * takes over (port/sandbox.h) has no key to give away. Meant for the few
 * long-lived keys, not for many small values: each takes at least a page.
 */

/* Zeroed, aligned 16; ends the process as memory_new does when there is no
 * memory. Release with secret_free. */
void *secret_alloc(size_t size);

/* Wipes and unmaps. NULL is fine. Only in the process that allocated. */
void secret_free(void *p);
DEFINE_OWN(secret, void, secret_free)

/* From now on this process leaves no core dump, and no other process of the
 * same user can look into it (prctl(2), PR_SET_DUMPABLE). For who sends secrets
 * to others: libraries copy them into memory of their own. Never undone. */
void secret_guard(void);

#endif
