/* cms_content - what a signed message holds */
#ifndef IPP_PORT_CMS_CONTENT_H
#define IPP_PORT_CMS_CONTENT_H

#include <stddef.h>

#include <ipp/base/error.h>

struct arena;
struct file_bytes;

/* Takes the content out of CMS SignedData (RFC 5652, 5.2), as port/cms_shape.h
 * reads it, in a sandbox; nothing is verified. In the arena; *ret NULL if the
 * message holds none (detached). DATA `file_broken`, `sandbox_failed`; SYSTEM
 * `sandbox_unavailable`. */
enum status cms_content(struct arena *arena, const struct file_bytes *file,
			unsigned char **ret, size_t *size, struct error *err);

#endif
