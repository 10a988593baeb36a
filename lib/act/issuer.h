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

/* A new serial number: 17 bytes, 134 of its bits random, the top bit clear
 * and the one below set, so that all have one length (RFC 5280, 4.1.2.2). */
enum status serial_draw(struct arena *arena, struct octets *ret,
			struct error *err);

/* Upper-case hexadecimal without prefix. */
const char *serial_text(struct octets serial, struct arena *arena);

#endif
