/* image - JPEG and PNG: their size, and whether they are whole */
#ifndef IPP_PORT_IMAGE_H
#define IPP_PORT_IMAGE_H

#include <stddef.h>

#include <ipp/base/error.h>

struct image_facts {
	size_t width, height; /* pixels */
	unsigned bits;	      /* per sample */
};

/* Reads the header, then decodes all of it and forgets the pixels. DATA
 * `file_broken` for anything else than a whole JPEG or PNG, and
 * `image_too_large` above LIMIT_IMAGE_PIXELS, said before it is decoded. For
 * a stranger's file call it in a sandbox, as file_inspect does. */
enum status image_facts(const void *bytes, size_t n, struct image_facts *ret,
			struct error *err);

#endif
