/* random - bytes nobody can guess */
#ifndef IPP_PORT_RANDOM_H
#define IPP_PORT_RANDOM_H

#include <stddef.h>

#include <ipp/base/error.h>

/* From the private generator of OpenSSL (SP 800-90A). SYSTEM
 * `random_unavailable` if the machine gives no entropy; `ret` then holds
 * nothing to be used. */
enum status random_bytes(void *ret, size_t n, struct error *err);

/* `n` decimal digits, each equally likely, and a NUL: `ret` has n + 1. */
enum status random_digits(char *ret, size_t n, struct error *err);

/* The same with the characters of `alphabet` (1 to 256, all different). */
enum status random_word(char *ret, size_t n, const char *alphabet,
			struct error *err);

#endif
