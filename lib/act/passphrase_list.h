/* passphrase_list - generated passphrases for the desk to hand over */
#ifndef IPP_LIB_ACT_PASSPHRASE_LIST_H
#define IPP_LIB_ACT_PASSPHRASE_LIST_H

#include <stdint.h>

#include <ipp/base/error.h>

/* Appends a line "USR000000001<tab>passphrase" to a file of mode 0600, which
 * is made if need be; on disk when this returns. NOPERM `secret_exposed` if
 * others may read it. */
enum status passphrase_list_add(const char *path, int64_t user_id,
				const char *passphrase, struct error *err);

#endif
