/* signing - what is known of the officer's key while a tool runs */
#ifndef IPP_LIB_ACT_SIGNING_H
#define IPP_LIB_ACT_SIGNING_H

#include <ipp/act/signing.h>
#include <ipp/base/certificate.h>
#include <ipp/model/signing.h>

struct token;
struct verify_shelf;

struct signing {
	struct arena *arena;
	struct signing_options options; /* with what the settings say */
	struct octets file;		/* of the PKCS #12 key, or */
	struct token *token;		/* until it is open */
	const char *token_serial;	/* or NULL */
	struct octets *certificates;	/* registered, the usable ones first */
	size_t count;
	struct signer *signer;
	struct cms_signatory *signatory; /* of the key at hand */
	struct stash_signing *stash;	 /* or a remote certificate */
	struct verify_shelf *shelf; /* of trust, for all signatures */
	struct certificate_facts facts;
};

#endif
