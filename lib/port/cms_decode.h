/* cms_decode - CMS that came as text */
#ifndef IPP_LIB_PORT_CMS_DECODE_H
#define IPP_LIB_PORT_CMS_DECODE_H

#include <stddef.h>

/* The bytes of base64 with or without the lines of PEM; NULL if it is none.
 * The caller frees them. */
unsigned char *cms_decode(const unsigned char *text, size_t n, size_t *size);

#endif
