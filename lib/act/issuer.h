/* issuer - an authority as the rules about certificates see it */
#ifndef IPP_LIB_ACT_ISSUER_H
#define IPP_LIB_ACT_ISSUER_H

#include <ipp/rule/certificate_profile.h>

struct arena;
struct authority;

/* Everything that certificates of `authority` say of it. Leads into the arena
 * and the authority. */
struct certificate_issuer issuer_of(const struct authority *authority,
				    bool demo, struct arena *arena);

/* A new serial number: 3 bytes of time (units of 1024 seconds, so the top bit
 * is clear until 2242) and 16 random bytes. Those of one day lie beside each
 * other in the store's index, which keeps issuing as fast with millions of
 * certificates as with none; and the time is in the certificate anyway. */
enum status serial_draw(int64_t now, struct arena *arena, struct octets *ret,
			struct error *err);

/* Upper-case hexadecimal without prefix. */
const char *serial_text(struct octets serial, struct arena *arena);

#endif
