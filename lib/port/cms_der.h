/* cms_der - DER (X.690) that is written from its end to its beginning */
#ifndef IPP_LIB_PORT_CMS_DER_H
#define IPP_LIB_PORT_CMS_DER_H

#include <stddef.h>

#include <ipp/base/certificate.h>

struct arena;

#define DER_INTEGER  0x02
#define DER_OCTETS   0x04
#define DER_SEQUENCE 0x30
#define DER_SET	     0x31
#define DER_CONTEXT0 0xa0
#define DER_HEAD_MAX 10 /* bytes of tag and length */

/* So an element's length is known when its head is written. */
struct der {
	unsigned char *at, *end;
	unsigned char *start;
};

/* Room for `size` bytes, which must be enough. */
struct der der_new(struct arena *arena, size_t size);

void der_put(struct der *der, const void *bytes, size_t n);
void der_octets(struct der *der, struct octets octets);
void der_head(struct der *der, unsigned char tag, size_t n);

/* How much was written so far; der_wrap puts a head before all that was
 * written since. */
size_t der_mark(const struct der *der);
void der_wrap(struct der *der, unsigned char tag, size_t mark);

struct octets der_done(const struct der *der);

#endif
