/* key_pieces - signatures over bytes that come piece by piece */
#include <openssl/err.h>
#include <openssl/evp.h>

#include <ipp/base/memory.h>

#include "crypto.h"
#include "key_part.h"

#define SIGNATURE_MAX 1024

DEFINE_OWN(evp_md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)

/* A token is given the digest, a key of ours the pieces. */
static bool pieces_begin(EVP_MD_CTX *md, const struct key *key)
{
	const EVP_MD *digest = key_digest(key->kind);

	return key->on_token
		   ? EVP_DigestInit_ex(md, digest, NULL) == 1
		   : EVP_DigestSignInit(md, NULL, digest, NULL, key->pair) == 1;
}

static enum status pieces_end(EVP_MD_CTX *md, const struct key *key,
			      struct arena *arena, struct octets *ret,
			      struct error *err)
{
	unsigned char bytes[SIGNATURE_MAX];
	size_t size = sizeof bytes;

	if (key->on_token) {
		if (EVP_DigestFinal_ex(md, bytes, NULL) != 1)
			return crypto_failed("signing", err);
		return token_key_sign(key->on_token, key->kind, bytes, arena,
				      ret, err);
	}
	if (EVP_DigestSignFinal(md, bytes, &size) != 1)
		return crypto_failed("signing", err);
	ret->bytes = arena_bytes(arena, bytes, size);
	ret->size = size;
	return OK;
}

enum status key_sign_pieces(struct arena *arena, const struct key *key,
			    key_sign_next *next, void *context,
			    struct octets *ret, struct error *err)
{
	OWN(evp_md_ctx) EVP_MD_CTX *md = EVP_MD_CTX_new();
	struct octets piece;
	enum status rc;

	if (!md || !pieces_begin(md, key))
		return crypto_failed("signing", err);
	while ((rc = next(context, &piece, err)) == OK && piece.size)
		if (EVP_DigestUpdate(md, piece.bytes, piece.size) != 1)
			return crypto_failed("signing", err);
	return rc != OK ? rc : pieces_end(md, key, arena, ret, err);
}

enum status signature_wrong(struct error *err)
{
	ERR_clear_error();
	return error_set(err, REFUSED, "signature_wrong", NULL,
			 "the signature does not belong to these bytes and "
			 "this key; sign again");
}

enum status key_verify_pieces(const struct key *key, key_sign_next *next,
			      void *context, struct octets signature,
			      struct error *err)
{
	OWN(evp_md_ctx) EVP_MD_CTX *md = EVP_MD_CTX_new();
	struct octets piece;
	enum status rc;

	if (!md || EVP_DigestVerifyInit(md, NULL, key_digest(key->kind), NULL,
					key->pair) != 1)
		return crypto_failed("verifying a signature", err);
	while ((rc = next(context, &piece, err)) == OK && piece.size)
		if (EVP_DigestVerifyUpdate(md, piece.bytes, piece.size) != 1)
			return crypto_failed("verifying a signature", err);
	if (rc != OK)
		return rc;
	return EVP_DigestVerifyFinal(md, signature.bytes, signature.size) == 1
		   ? OK
		   : signature_wrong(err);
}
