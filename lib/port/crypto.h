/* crypto - what the OpenSSL files of this folder share */
#ifndef IPP_LIB_PORT_CRYPTO_H
#define IPP_LIB_PORT_CRYPTO_H

#include <ipp/base/error.h>

/* INTERNAL `crypto_failed`: "`what` failed: reason of OpenSSL". Empties the
 * thread's queue of OpenSSL errors. */
enum status crypto_failed(const char *what, struct error *err);

#endif
