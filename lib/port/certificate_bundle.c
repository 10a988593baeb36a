/* certificate_bundle - the certificates of a file, by OpenSSL */
#include <ipp/port/certificate_bundle.h>

#include <limits.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <ipp/base/memory.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>

#include "certificate_part.h"
#include "crypto.h"

DEFINE_OWN(bio, BIO, BIO_vfree)

struct bundle {
	struct arena *arena;
	struct trust_certificate *items;
	size_t count, max;
};

enum status trust_certificate_make(struct arena *arena, struct octets der,
				   struct trust_certificate *ret,
				   struct error *err)
{
	struct trust_certificate it = { .der = der };
	struct certificate_facts facts;
	enum status rc;

	if ((rc = certificate_read(arena, der.bytes, der.size, &facts, err)) !=
		OK ||
	    (rc = digest_sha256(der.bytes, der.size, it.fingerprint, err)) !=
		OK ||
	    (rc = digest_sha256(facts.subject.bytes, facts.subject.size,
				it.name_sha256, err)) != OK)
		return rc;
	it.key_id = facts.plan.subject_key_id;
	*ret = it;
	return OK;
}

static enum status bundle_add(struct bundle *to, struct octets der,
			      struct error *err)
{
	struct trust_certificate it;
	enum status rc;

	if ((rc = trust_certificate_make(to->arena, der, &it, err)) != OK)
		return rc;
	for (size_t i = 0; i < to->count; i++)
		if (!memcmp(to->items[i].fingerprint, it.fingerprint,
			    sizeof it.fingerprint))
			return OK;
	if (to->count == to->max)
		return error_set(err, DATA, "too_many_certificates", NULL,
				 "the file holds more than %zu certificates; "
				 "divide it",
				 to->max);
	to->items[to->count++] = it;
	return OK;
}

static enum status unreadable(struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "pem_unreadable", NULL,
			 "the file has no certificate, or a broken one; give "
			 "certificates in PEM or DER");
}

/* The next block; *end when there is none. */
static enum status block_add(struct bundle *to, BIO *in, bool *end,
			     struct error *err)
{
	char *name = NULL, *header = NULL;
	unsigned char *data = NULL;
	enum status rc = OK;
	long n = 0;

	if (PEM_read_bio(in, &name, &header, &data, &n) != 1) {
		*end = ERR_GET_REASON(ERR_peek_last_error()) ==
		       PEM_R_NO_START_LINE;
		rc = *end && to->count ? OK : unreadable(err);
		ERR_clear_error();
		return rc;
	}
	if (!strcmp(name, PEM_STRING_X509))
		rc = bundle_add(
		    to, octets_copy(to->arena, data, (size_t)n), err);
	/* a key that strayed into the file leaves no copy */
	OPENSSL_free(name);
	OPENSSL_free(header);
	OPENSSL_clear_free(data, (size_t)n);
	return rc;
}

enum status certificate_bundle_read(struct arena *arena, const void *bytes,
				    size_t n, size_t max,
				    struct trust_certificate **ret,
				    size_t *count, struct error *err)
{
	struct bundle to = { .arena = arena, .max = max };
	const unsigned char *first = bytes;
	OWN(bio) BIO *in = NULL;
	bool end = false;
	enum status rc;

	if (n < 2 || n > INT_MAX)
		return unreadable(err);
	to.items = arena_alloc(arena, max * sizeof *to.items);
	/* a SEQUENCE of more than 127 bytes; the second is no ASCII */
	if (first[0] == 0x30 && first[1] & 0x80) {
		if ((rc = bundle_add(&to, octets_copy(arena, bytes, n),
				     err)) != OK)
			return rc;
	} else {
		if (!(in = BIO_new_mem_buf(bytes, (int)n)))
			return crypto_failed("reading PEM", err);
		while (!end)
			if ((rc = block_add(&to, in, &end, err)) != OK)
				return rc;
	}
	*ret = to.items;
	*count = to.count;
	return OK;
}
