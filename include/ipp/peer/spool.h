/* spool - files that are put into a folder whole, and once */
#ifndef IPP_PEER_SPOOL_H
#define IPP_PEER_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct arena;

/* A file name for a Message-ID: letters, digits and `.-_@` stay, any other
 * byte and a leading dot become `=XX`. At most 255 bytes with `suffix`, else
 * NULL. Different identifiers give different names. */
char *spool_name(struct arena *arena, const char *message_id,
		 const char *suffix);

/* Makes `folder`/`sub`/ and its parents (0700). */
enum status spool_make(const char *folder, const char *sub, struct error *err);

/* Writes `folder`/tmp/..., syncs it, links it to `folder`/`sub`/`name` and
 * syncs that folder (file mode 0600). If a file of that name is there already
 * nothing is written, and it is OK: the same message was put before. So
 * after a crash at any moment the same call again leaves exactly one file.
 * CANTCREAT or IOERR. */
enum status spool_put(const char *folder, const char *sub, const char *name,
		      const void *bytes, size_t size, struct error *err);

#endif
