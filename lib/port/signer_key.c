/* signer_key - a signer whose key was made here, for one signature */
#include <ipp/port/signer.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>

struct key_signer {
	struct signer signer;
	struct key *key;
};

/* A P-256 key is never asked for another digest than SHA-256. */
static enum status own_sign(struct signer *signer, enum signer_digest digest,
			    struct octets bytes, struct arena *arena,
			    struct octets *ret, struct error *err)
{
	struct key_signer *it = (struct key_signer *)signer;

	if (digest != SIGNER_SHA256)
		return error_set(err, INTERNAL, "crypto_failed", NULL,
				 "this key signs under SHA-256 only; please "
				 "report this");
	return key_sign(arena, it->key, bytes.bytes, bytes.size, ret, err);
}

static void own_close(struct signer *signer)
{
	struct key_signer *it = (struct key_signer *)signer;

	key_free(it->key);
	memory_free(it);
}

struct signer *signer_key_open(struct key **key, struct octets certificate,
			       const struct octets *chain, size_t chain_count)
{
	struct key_signer *ret = memory_new(sizeof *ret);

	ret->key = TAKE(*key);
	ret->signer = (struct signer){ .certificate = certificate,
				       .chain = chain,
				       .chain_count = chain_count,
				       .sign = own_sign,
				       .close = own_close };
	return &ret->signer;
}
