/* certificate_chain - whether certificates hang together */
#include <ipp/port/certificate_chain.h>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

struct chain {
	struct octets der[CERTIFICATE_CHAIN_MAX];
	X509 *list[CERTIFICATE_CHAIN_MAX];
	size_t count;
};

static void own_chain(struct chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		X509_free(chain->list[i]);
}

static enum status chain_read(const struct octets *from, size_t count,
			      struct chain *ret, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		const unsigned char *at = from[i].bytes;
		X509 *x509 = d2i_X509(NULL, &at, (long)from[i].size);

		ret->der[i] = from[i];
		ret->list[i] = x509;
		ret->count = i + 1;
		if (x509 && at == from[i].bytes + from[i].size)
			continue;
		ERR_clear_error();
		return error_set(err, DATA, "certificate_unreadable", NULL,
				 "certificate %zu of the chain is not one in "
				 "DER; ask who runs the authority",
				 i + 1);
	}
	return OK;
}

static bool is_issued_by(X509 *child, X509 *issuer)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	return X509_check_issued(issuer, child) == X509_V_OK && key &&
	       X509_verify(child, key) == 1;
}

static void swap(struct chain *chain, size_t a, size_t b)
{
	struct octets der = chain->der[a];
	X509 *x509 = chain->list[a];

	chain->der[a] = chain->der[b];
	chain->list[a] = chain->list[b];
	chain->der[b] = der;
	chain->list[b] = x509;
}

/* Brings the issuer of the one before to its place; false if it is not there.
 */
static bool next_find(struct chain *chain, size_t place)
{
	for (size_t i = place; i < chain->count; i++)
		if (is_issued_by(chain->list[place - 1], chain->list[i])) {
			swap(chain, place, i);
			return true;
		}
	return false;
}

enum status certificate_chain_order(struct octets *chain, size_t count,
				    struct error *err)
{
	__attribute__((cleanup(own_chain))) struct chain it = { .count = 0 };
	enum status rc;

	if (count > CERTIFICATE_CHAIN_MAX)
		return error_set(err, REFUSED, "chain_broken", NULL,
				 "the chain has more than %zu certificates; "
				 "ask who runs the authority",
				 CERTIFICATE_CHAIN_MAX);
	if ((rc = chain_read(chain, count, &it, err)) != OK)
		return rc;
	for (size_t i = 1; i < count; i++)
		if (!next_find(&it, i)) {
			ERR_clear_error();
			return error_set(err, REFUSED, "chain_broken", NULL,
					 "certificate %zu of the chain was "
					 "issued by none of the others; ask "
					 "who runs the authority",
					 i);
		}
	for (size_t i = 0; i < count; i++)
		chain[i] = it.der[i];
	ERR_clear_error();
	return OK;
}
