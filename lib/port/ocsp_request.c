/* ocsp_request - requests for the status of certificates, by OpenSSL */
#include <ipp/port/ocsp.h>

#include <string.h>

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>

#include "certificate_part.h"
#include "crypto.h"

#define NONCE_MAX 128 /* RFC 9654, 2.1 */
#define HEADER_MAX 6  /* tag and length of what is not too large */

DEFINE_OWN(ocsp_req, OCSP_REQUEST, OCSP_REQUEST_free)
DEFINE_OWN(ocsp_id, OCSP_CERTID, OCSP_CERTID_free)
DEFINE_OWN(octet_string, ASN1_OCTET_STRING, ASN1_OCTET_STRING_free)
DEFINE_OWN(integer, ASN1_INTEGER, ASN1_INTEGER_free)
DEFINE_OWN(bignum, BIGNUM, BN_free)

static const int hash_nids[OCSP_HASHES] = {
	[OCSP_SHA1] = NID_sha1,	    [OCSP_SHA224] = NID_sha224,
	[OCSP_SHA256] = NID_sha256, [OCSP_SHA384] = NID_sha384,
	[OCSP_SHA512] = NID_sha512,
};

static enum status malformed(const char *what, struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "ocsp_malformed", NULL,
			 "the request is not of RFC 6960, 4.1: %s", what);
}

static enum status too_large(struct error *err)
{
	return error_set(err, DATA, "ocsp_too_large", NULL,
			 "a request has at most %zu bytes and asks for 1 to "
			 "%zu certificates; ask several times",
			 LIMIT_OCSP_BYTES, LIMIT_OCSP_QUESTIONS);
}

enum status ocsp_request_size(const void *bytes, size_t n, size_t *ret,
			      struct error *err)
{
	const unsigned char *at = bytes;
	size_t header = 2, length;

	*ret = 0;
	if (n >= 1 && at[0] != (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED))
		return malformed("it begins with no SEQUENCE", err);
	if (n < 2)
		return OK;
	length = at[1];
	if (length & 0x80) {
		header += length & 0x7f;
		if (header == 2 || header > HEADER_MAX)
			return malformed("its length is none", err);
		if (n < header)
			return OK;
		length = 0;
		for (size_t i = 2; i < header; i++)
			length = length << 8 | at[i];
	}
	if (header + length > LIMIT_OCSP_BYTES)
		return too_large(err);
	*ret = header + length;
	return OK;
}

static enum ocsp_hash hash_of(const ASN1_OBJECT *oid)
{
	int nid = OBJ_obj2nid(oid), i = 0;

	while (i < OCSP_HASHES && hash_nids[i] != nid)
		i++;
	return (enum ocsp_hash)i;
}

static struct octets view(const ASN1_STRING *s)
{
	return (struct octets){ ASN1_STRING_get0_data(s),
				(size_t)ASN1_STRING_length(s) };
}

static struct octets copied(struct arena *arena, struct octets from)
{
	return octets_copy(arena, from.bytes, from.size);
}

/* What OpenSSL encodes again is DER, also if what came was BER. */
static bool question_read(struct arena *arena, OCSP_CERTID *id,
			  struct ocsp_question *ret)
{
	ASN1_OCTET_STRING *name, *key;
	ASN1_INTEGER *serial;
	ASN1_OBJECT *oid;
	unsigned char *at;
	int n = i2d_OCSP_CERTID(id, NULL);

	if (n <= 0 || OCSP_id_get0_info(&name, &oid, &key, &serial, id) != 1)
		return false;
	at = arena_alloc(arena, (size_t)n);
	ret->id = (struct octets){ at, (size_t)n };
	if (i2d_OCSP_CERTID(id, &at) != n)
		return false;
	ret->hash = hash_of(oid);
	ret->name = copied(arena, view(name));
	ret->key = copied(arena, view(key));
	ret->serial = (struct octets){ NULL, 0 };
	if (ASN1_STRING_type(serial) == V_ASN1_INTEGER)
		ret->serial = copied(arena, view(serial));
	return true;
}

static bool nonce_is_valid(X509_EXTENSION *one)
{
	const ASN1_OCTET_STRING *value = X509_EXTENSION_get_data(one);
	const unsigned char *at = ASN1_STRING_get0_data(value);
	const unsigned char *end = at + ASN1_STRING_length(value);
	OWN(octet_string) ASN1_OCTET_STRING *nonce =
	    d2i_ASN1_OCTET_STRING(NULL, &at, end - at);

	return nonce && at == end && ASN1_STRING_length(nonce) > 0 &&
	       ASN1_STRING_length(nonce) <= NONCE_MAX;
}

static bool extension_take(struct arena *arena, X509_EXTENSION *one,
			   struct octets *ret)
{
	unsigned char *at;
	int n = i2d_X509_EXTENSION(one, NULL);

	if (n <= 0)
		return false;
	at = arena_alloc(arena, (size_t)n);
	*ret = (struct octets){ at, (size_t)n };
	return i2d_X509_EXTENSION(one, &at) == n;
}

static enum status nonce_read(struct arena *arena, OCSP_REQUEST *request,
			      struct ocsp_request *ret, struct error *err)
{
	for (int i = 0; i < OCSP_REQUEST_get_ext_count(request); i++) {
		X509_EXTENSION *one = OCSP_REQUEST_get_ext(request, i);
		int nid = OBJ_obj2nid(X509_EXTENSION_get_object(one));

		if (nid == NID_id_pkix_OCSP_Nonce) {
			if (ret->nonce.size || !nonce_is_valid(one) ||
			    !extension_take(arena, one, &ret->nonce))
				return malformed("a nonce is 1 to 128 bytes",
						 err);
		} else if (X509_EXTENSION_get_critical(one) &&
			   nid != NID_id_pkix_OCSP_acceptableResponses) {
			return malformed("a critical extension is not known",
					 err);
		}
	}
	return OK;
}

/* Of a question, too, an extension that must be understood is not. */
static bool is_plain(OCSP_ONEREQ *one)
{
	return OCSP_ONEREQ_get_ext_by_critical(one, 1, -1) < 0;
}

enum status ocsp_request_read(struct arena *arena, struct octets der,
			      struct ocsp_request *ret, struct error *err)
{
	OWN(ocsp_req) OCSP_REQUEST *request = NULL;
	const unsigned char *at = der.bytes;
	enum status rc;
	int n;

	if (der.size > LIMIT_OCSP_BYTES)
		return too_large(err);
	request = d2i_OCSP_REQUEST(NULL, &at, (long)der.size);
	if (!request || at != der.bytes + der.size)
		return malformed("it cannot be read, or more follows", err);
	n = OCSP_request_onereq_count(request);
	if (n < 1 || (size_t)n > LIMIT_OCSP_QUESTIONS)
		return too_large(err);
	*ret = (struct ocsp_request){ .count = (size_t)n };
	ret->items = arena_alloc(arena, ret->count * sizeof *ret->items);
	for (int i = 0; i < n; i++) {
		OCSP_ONEREQ *one = OCSP_request_onereq_get0(request, i);

		if (!is_plain(one))
			return malformed("a critical extension is not known",
					 err);
		if (!question_read(arena, OCSP_onereq_get0_id(one),
				   &ret->items[i]))
			return malformed("a certificate in it is none", err);
	}
	rc = nonce_read(arena, request, ret, err);
	ERR_clear_error(); /* of what is refused nothing stays */
	return rc;
}

struct ocsp_issuer {
	X509 *certificate;
	struct {
		unsigned char name[EVP_MAX_MD_SIZE], key[EVP_MAX_MD_SIZE];
		size_t size;
	} by[OCSP_HASHES];
};

void ocsp_issuer_free(struct ocsp_issuer *issuer)
{
	if (!issuer)
		return;
	X509_free(issuer->certificate);
	free(issuer);
}

enum status ocsp_issuer_new(struct octets certificate,
			    struct ocsp_issuer **ret, struct error *err)
{
	OWN(ocsp_issuer) struct ocsp_issuer *it = memory_new(sizeof *it);
	const unsigned char *at = certificate.bytes;
	const ASN1_BIT_STRING *key;
	unsigned n;

	it->certificate = d2i_X509(NULL, &at, (long)certificate.size);
	if (!it->certificate)
		return crypto_failed("reading a certificate", err);
	key = X509_get0_pubkey_bitstr(it->certificate);
	for (int i = 0; i < OCSP_HASHES; i++) {
		const EVP_MD *md = EVP_get_digestbynid(hash_nids[i]);

		if (!md ||
		    X509_NAME_digest(X509_get_subject_name(it->certificate),
				     md, it->by[i].name, &n) != 1 ||
		    EVP_Digest(ASN1_STRING_get0_data(key),
			       (size_t)ASN1_STRING_length(key), it->by[i].key,
			       &n, md, NULL) != 1)
			return crypto_failed("hashing a name", err);
		it->by[i].size = n;
	}
	*ret = TAKE(it);
	return OK;
}

bool ocsp_is_about(const struct ocsp_question *question,
		   const struct ocsp_issuer *issuer)
{
	size_t n;

	if (question->hash == OCSP_HASHES)
		return false;
	n = issuer->by[question->hash].size;
	return question->name.size == n && question->key.size == n &&
	       !memcmp(question->name.bytes, issuer->by[question->hash].name,
		       n) &&
	       !memcmp(question->key.bytes, issuer->by[question->hash].key, n);
}

static OCSP_CERTID *id_make(const struct ocsp_issuer *issuer,
			    struct octets serial)
{
	OWN(bignum) BIGNUM *value =
	    BN_bin2bn(serial.bytes, (int)serial.size, NULL);
	OWN(integer) ASN1_INTEGER *number =
	    value ? BN_to_ASN1_INTEGER(value, NULL) : NULL;

	return number ? OCSP_cert_id_new(
			    EVP_sha1(),
			    X509_get_subject_name(issuer->certificate),
			    X509_get0_pubkey_bitstr(issuer->certificate),
			    number)
		      : NULL;
}

enum status ocsp_request_make(struct arena *arena,
			      const struct ocsp_issuer *issuer,
			      struct octets serial, struct octets *ret,
			      struct octets *id, struct error *err)
{
	OWN(ocsp_req) OCSP_REQUEST *request = OCSP_REQUEST_new();
	OWN(ocsp_id) OCSP_CERTID *one = id_make(issuer, serial);
	unsigned char *der = NULL, *name = NULL;
	int n = one ? i2d_OCSP_CERTID(one, &name) : 0;
	int whole = 0;

	if (n > 0 && request && OCSP_request_add0_id(request, one)) {
		(void)TAKE(one);
		whole = i2d_OCSP_REQUEST(request, &der);
	}
	if (whole > 0) {
		*ret = octets_copy(arena, der, (size_t)whole);
		*id = octets_copy(arena, name, (size_t)n);
	}
	OPENSSL_free(der);
	OPENSSL_free(name);
	return whole > 0 ? OK : crypto_failed("writing a request", err);
}
