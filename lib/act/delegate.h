/* delegate - certificates for what works in the name of the authority */
#ifndef IPP_LIB_ACT_DELEGATE_H
#define IPP_LIB_ACT_DELEGATE_H

#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct authority;
struct desk;
struct key;

struct delegate_wish {
	const char *profile;	 /* its code */
	const char *common_name; /* the rest is the authority's organization */
	int64_t not_after;	 /* cut to what profile and authority allow */
	const struct key *key;
};

struct delegate {
	const char *serial; /* upper-case hexadecimal */
	int64_t not_before, not_after;
	struct octets certificate; /* DER */
};

/* Has the authority certify a key from now on. What is signed was checked
 * against the profile; nothing is stored. In the arena of the desk. */
enum status delegate_certify(struct desk *desk,
			     const struct authority *authority,
			     const struct delegate_wish *wish,
			     struct delegate *ret, struct error *err);

#endif
