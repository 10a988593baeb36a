/* cms_shape - the outside of a signed message, before anybody verifies it */
#ifndef IPP_PORT_CMS_SHAPE_H
#define IPP_PORT_CMS_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

struct cms_shape {
	size_t signers;
	bool detached; /* the signed bytes are not inside */
};

/* Parses CMS SignedData (RFC 5652, 5) as DER or BER, PEM or bare base64, and
 * counts; verifies nothing. DATA `file_broken`, also if anything but white
 * space or zeroes follows. For a stranger's file call it in a sandbox, as
 * file_inspect does. */
enum status cms_shape(const void *bytes, size_t n, struct cms_shape *ret,
		      struct error *err);

#endif
