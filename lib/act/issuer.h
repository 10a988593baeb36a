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

/* Where the list of one of its partitions is, and that of the changes since;
 * 0: the list that is not parted (RFC 5280, 5.2.5 and 5.2.6). */
const char *issuer_list_url(const struct authority *authority,
			    int64_t partition, struct arena *arena);
const char *issuer_changes_url(const struct authority *authority,
			       int64_t partition, struct arena *arena);

/* Lets certificates name the list of a partition. */
void issuer_divide(struct certificate_issuer *issuer,
		   const struct authority *authority, int64_t partition,
		   struct arena *arena);

/* The partition of a new certificate: no one is larger than others. */
int64_t issuer_partition(const struct authority *authority,
			 struct octets serial);

/* A new serial number: 3 bytes of time (units of 1024 seconds, so the top bit
 * is clear until 2242) and 16 random bytes. Those of one day lie beside each
 * other in the store's index, which keeps issuing as fast with millions of
 * certificates as with none; and the time is in the certificate anyway. */
enum status serial_draw(int64_t now, struct arena *arena, struct octets *ret,
			struct error *err);

/* Upper-case hexadecimal without prefix. */
const char *serial_text(struct octets serial, struct arena *arena);

#endif
