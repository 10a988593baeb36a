/* token_pair - the two objects of a key pair on a token */
#ifndef IPP_LIB_PORT_TOKEN_PAIR_H
#define IPP_LIB_PORT_TOKEN_PAIR_H

#include <openssl/evp.h>

#include <ipp/port/key_token.h>

#include "token.h"

/* Finds them, or makes them; the private key and the public half. Errors of
 * key_token_pair but for the challenge. */
enum status token_pair_get(const struct token *token,
			   const struct token_pair *pair, bool must_be,
			   CK_OBJECT_HANDLE *private, EVP_PKEY **public,
			   struct error *err);

/* Removes all keys with this CKA_ID. */
enum status token_pair_drop(const struct token *token,
			    const unsigned char *id, struct error *err);

#endif
