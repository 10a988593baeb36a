/* key - key pairs by OpenSSL */
#include <ipp/port/key.h>

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>

#include "crypto.h"
#include "key_format.h"
#include "key_part.h"

struct key_maker {
	EVP_PKEY_CTX *context;
	enum key_kind kind;
};

static const struct kind_row {
	const char *name, *algorithm;
	int curve, bits;
	const EVP_MD *(*digest)(void);
} kinds[] = {
	[KEY_P256] = { "p256", "EC", NID_X9_62_prime256v1, 256, EVP_sha256 },
	[KEY_P384] = { "p384", "EC", NID_secp384r1, 384, EVP_sha384 },
	[KEY_RSA3072] = { "rsa3072", "RSA", 0, 3072, EVP_sha256 },
	[KEY_RSA4096] = { "rsa4096", "RSA", 0, 4096, EVP_sha512 },
	[KEY_RSA2048] = { "rsa2048", "RSA", 0, 2048, EVP_sha256 },
};

#define KINDS (sizeof kinds / sizeof *kinds)

DEFINE_OWN(evp_pkey, EVP_PKEY, EVP_PKEY_free)
DEFINE_OWN(evp_pkey_ctx, EVP_PKEY_CTX, EVP_PKEY_CTX_free)
DEFINE_OWN(pkcs8, PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free)

static enum status unreadable(const char *what, struct error *err)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return error_set(err, DATA, "key_unreadable", NULL,
			 "%s is not readable: %s; give it as DER", what,
			 reason ? reason : "not a key");
}

static enum status key_wrap(EVP_PKEY **pair, struct key **ret,
			    struct error *err)
{
	enum key_kind kind = pair_kind(*pair);

	if (kind == KEY_OTHER)
		return error_set(err, DATA, "key_unsupported", NULL,
				 "a key of %d bits and this algorithm is not "
				 "used here; use p256, p384, rsa3072 or "
				 "rsa4096",
				 EVP_PKEY_get_bits(*pair));
	*ret = memory_new(sizeof **ret);
	(*ret)->kind = kind;
	(*ret)->pair = TAKE(*pair);
	return OK;
}

void key_free(struct key *key)
{
	if (!key)
		return;
	token_key_free(key->on_token);
	key_signers_free(key->idle);
	EVP_PKEY_free(key->pair);
	free(key);
}

const char *key_kind_name(enum key_kind kind)
{
	return kind > KEY_NONE && kind < KINDS && kinds[kind].name ?
		       kinds[kind].name :
		       "other";
}

enum key_kind key_kind_parse(const char *name)
{
	for (size_t i = KEY_P256; i < KEY_OTHER; i++)
		if (text_equal(name, kinds[i].name))
			return (enum key_kind)i;
	return KEY_NONE;
}

const EVP_MD *key_digest(enum key_kind kind)
{
	return kinds[kind].digest();
}

enum key_kind key_kind(const struct key *key)
{
	return key->kind;
}

enum status key_maker_new(enum key_kind kind, struct key_maker **ret,
			  struct error *err)
{
	OWN(evp_pkey_ctx) EVP_PKEY_CTX *context = NULL;
	const struct kind_row *row;

	if (kind <= KEY_NONE || kind >= KEY_OTHER)
		return error_set(err, INTERNAL, "key_unsupported", NULL,
				 "no such kind of key; use p256, p384, rsa3072 "
				 "or rsa4096");
	row = &kinds[kind];
	context = EVP_PKEY_CTX_new_from_name(NULL, row->algorithm, NULL);
	if (!context || EVP_PKEY_keygen_init(context) != 1)
		return crypto_failed("making a key", err);
	if (row->curve
		? EVP_PKEY_CTX_set_group_name(context,
					      OBJ_nid2sn(row->curve)) != 1
		: EVP_PKEY_CTX_set_rsa_keygen_bits(context, row->bits) != 1)
		return crypto_failed("making a key", err);
	*ret = memory_new(sizeof **ret);
	(*ret)->context = TAKE(context);
	(*ret)->kind = kind;
	return OK;
}

enum status key_maker_make(struct key_maker *maker, struct key **ret,
			   struct error *err)
{
	EVP_PKEY *pair = NULL;

	if (EVP_PKEY_generate(maker->context, &pair) != 1)
		return crypto_failed("making a key", err);
	*ret = memory_new(sizeof **ret);
	(*ret)->pair = pair;
	(*ret)->kind = maker->kind;
	if (kinds[maker->kind].curve) /* both halves will be written */
		(*ret)->point_size = ec_point(pair, (*ret)->point);
	return OK;
}

void key_maker_free(struct key_maker *maker)
{
	if (!maker)
		return;
	EVP_PKEY_CTX_free(maker->context);
	free(maker);
}

enum status key_generate(enum key_kind kind, struct key **ret,
			 struct error *err)
{
	OWN(key_maker) struct key_maker *maker = NULL;
	enum status rc = key_maker_new(kind, &maker, err);

	return rc != OK ? rc : key_maker_make(maker, ret, err);
}

/* The public half of a key on a curve, at hand or in `room`; NULL on failure.
 */
static const unsigned char *point_of(const struct key *key,
				     unsigned char room[EC_POINT_MAX],
				     size_t *n)
{
	*n = key->point_size ? key->point_size : ec_point(key->pair, room);
	return key->point_size ? key->point : *n ? room : NULL;
}

static int private_encode(const struct key *key, unsigned char **ret)
{
	unsigned char room[EC_POINT_MAX];
	const unsigned char *point;
	size_t n;

	if (!kinds[key->kind].curve)
		return rsa_private_encode(key->pair, ret);
	point = point_of(key, room, &n);
	return point ? ec_private_encode(key->pair, kinds[key->kind].curve,
					 point, n, ret) :
		       0;
}

enum status key_export(struct arena *arena, const struct key *key,
		       struct octets *ret, struct error *err)
{
	unsigned char *der = NULL;
	int n;

	if (key->on_token)
		return token_key_export(key->on_token, key, arena, ret, err);
	n = private_encode(key, &der);
	if (n <= 0)
		return crypto_failed("writing a private key", err);
	ret->bytes = arena_bytes(arena, der, (size_t)n);
	ret->size = (size_t)n;
	OPENSSL_clear_free(der, (size_t)n);
	return OK;
}

enum status key_import(const void *der, size_t n, struct key **ret,
		       struct error *err)
{
	const unsigned char *at = der;
	OWN(pkcs8) PKCS8_PRIV_KEY_INFO *info = NULL;
	OWN(evp_pkey) EVP_PKEY *pair = NULL;

	if (token_key_is(der, n))
		return token_key_import(der, n, ret, err);
	info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &at, (long)n);
	if (!info || at != (const unsigned char *)der + n ||
	    !(pair = EVP_PKCS82PKEY(info)))
		return unreadable("the private key", err);
	return key_wrap(&pair, ret, err);
}

static enum status pair_read(const void *spki, size_t n, EVP_PKEY **ret,
			     struct error *err)
{
	const unsigned char *at = spki;
	OWN(evp_pkey) EVP_PKEY *pair = d2i_PUBKEY(NULL, &at, (long)n);

	if (!pair || at != (const unsigned char *)spki + n)
		return unreadable("the public key", err);
	*ret = TAKE(pair);
	return OK;
}

enum status key_import_public(const void *spki, size_t n, struct key **ret,
			      struct error *err)
{
	OWN(evp_pkey) EVP_PKEY *pair = NULL;
	enum status rc = pair_read(spki, n, &pair, err);

	return rc != OK ? rc : key_wrap(&pair, ret, err);
}

static bool ec_facts(struct arena *arena, const struct key *key,
		     struct public_key *ret, struct error *err)
{
	const struct kind_row *row = &kinds[key->kind];
	unsigned char room[EC_POINT_MAX], hash[DIGEST_SIZE], *spki = NULL;
	size_t size;
	const unsigned char *point = point_of(key, room, &size);
	int n = point ? ec_public_encode(row->curve, point, size, &spki) : 0;

	if (n <= 0 || digest_sha256(point, size, hash, err) != OK) {
		OPENSSL_free(spki);
		return false;
	}
	*ret = (struct public_key){ .kind = key->kind,
				    .family = KEY_FAMILY_EC,
				    .bits = row->bits };
	memcpy(ret->id, hash, KEY_ID_SIZE);
	ret->spki.bytes = arena_bytes(arena, spki, (size_t)n);
	ret->spki.size = (size_t)n;
	OPENSSL_free(spki);
	return true;
}

static bool rsa_facts(struct arena *arena, const struct key *key,
		      struct public_key *ret)
{
	unsigned char *spki = NULL;
	int n = i2d_PUBKEY(key->pair, &spki);
	bool made = n > 0 && pair_facts(arena, key->pair, spki, (size_t)n, ret);

	OPENSSL_free(spki);
	return made;
}

enum status key_public(struct arena *arena, const struct key *key,
		       struct public_key *ret, struct error *err)
{
	bool made = kinds[key->kind].curve ? ec_facts(arena, key, ret, err) :
					     rsa_facts(arena, key, ret);

	return made ? OK : crypto_failed("writing a public key", err);
}

enum status public_key_read(struct arena *arena, const void *spki, size_t n,
			    struct public_key *ret, struct error *err)
{
	OWN(evp_pkey) EVP_PKEY *pair = NULL;
	OWN(evp_pkey_ctx) EVP_PKEY_CTX *context = NULL;
	enum status rc = pair_read(spki, n, &pair, err);

	if (rc != OK)
		return rc;
	context = EVP_PKEY_CTX_new(pair, NULL);
	if (!context || EVP_PKEY_public_check(context) != 1) {
		ERR_clear_error();
		return error_set(err, DATA, "key_weak", NULL,
				 "the public key is not sound; make a new one");
	}
	if (!pair_facts(arena, pair, spki, n, ret))
		return crypto_failed("naming a public key", err);
	return OK;
}

bool key_matches(const struct key *key, struct octets spki)
{
	unsigned char *der = NULL;
	int n = i2d_PUBKEY(key->pair, &der);
	bool same = n > 0 && (size_t)n == spki.size &&
		    memcmp(der, spki.bytes, spki.size) == 0;

	OPENSSL_free(der);
	ERR_clear_error();
	return same;
}
