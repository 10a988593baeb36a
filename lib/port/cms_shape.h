/* cms_shape - a signed message, read by OpenSSL */
#ifndef IPP_LIB_PORT_CMS_SHAPE_H
#define IPP_LIB_PORT_CMS_SHAPE_H

#include <openssl/cms.h>

#include <ipp/base/own.h>
#include <ipp/port/cms_shape.h>

DEFINE_OWN(cms, CMS_ContentInfo, CMS_ContentInfo_free)

/* SignedData as DER, BER, PEM or base64, to its end; see cms_shape. */
enum status cms_read(const void *bytes, size_t n, CMS_ContentInfo **ret,
		     struct error *err);

#endif
