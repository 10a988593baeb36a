/* mailbox - which mail addresses may go on the wire */
#ifndef IPP_BASE_MAILBOX_H
#define IPP_BASE_MAILBOX_H

#include <stdbool.h>

#define MAILBOX_BYTES_MAX 254 /* RFC 5321, 4.5.3.1.3, without < and > */

/* True if `address` is `local@domain` (RFC 5321, 4.1.2): the local part a
 * dot-string of at most 64 ASCII characters, the domain of labels of letters
 * (of any script), digits and hyphens. Quoted local parts, address literals
 * and a leading hyphen (which a command could take for an option) are not
 * accepted; so control characters, blanks and brackets never are. It does
 * not say that anybody reads mail there. NULL is false. */
bool mailbox_is_sendable(const char *address);

/* True if `id` is the inside of a Message-ID (RFC 5322, 3.6.4), without < and
 * >: `left@right` of dot-strings, at most 200 bytes. NULL is false. */
bool message_id_is_valid(const char *id);

#endif
