/* maildir - puts mail into a Maildir, each message once */
#ifndef IPP_PEER_MAILDIR_H
#define IPP_PEER_MAILDIR_H

#include <stddef.h>

#include <ipp/base/error.h>

/* Makes `path` with its folders tmp, new and cur, where missing. CANTCREAT. */
enum status maildir_make(const char *path, struct error *err);

/* Puts a message (lines ending with \n) into new/. Its file name follows
 * from `message_id` (port/mime.h); if new/ or cur/ hold a message of that name,
 * whatever its flags, nothing is done and it is OK. CANTCREAT, IOERR, or DATA
 * `message_id_refused`. */
enum status maildir_put(const char *path, const char *message_id,
			const char *bytes, size_t size, struct error *err);

#endif
