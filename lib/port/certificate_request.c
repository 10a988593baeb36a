/* certificate_request - requests for certificates, and PEM, by OpenSSL */
#include <ipp/port/certificate.h>

#include <limits.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/port/key.h>

#include "certificate_part.h"
#include "crypto.h"

DEFINE_OWN(bio, BIO, BIO_vfree)
DEFINE_OWN(x509_req, X509_REQ, X509_REQ_free)

enum status pem_encode(struct arena *arena, const char *label,
		       struct octets der, char **ret, struct error *err)
{
	OWN(bio) BIO *out = BIO_new(BIO_s_mem());
	char *text;
	long n;

	if (!out || der.size > INT_MAX ||
	    PEM_write_bio(out, label, "", der.bytes, (long)der.size) <= 0)
		return crypto_failed("writing PEM", err);
	n = BIO_get_mem_data(out, &text);
	*ret = arena_text_n(arena, text, (size_t)n);
	return OK;
}

static enum status pem_unreadable(const char *label, struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "pem_unreadable", NULL,
			 "there is no whole block \"BEGIN %s\" and no DER; "
			 "give one of both",
			 label);
}

/* One block after the other until the label fits. */
static bool block_find(struct arena *arena, BIO *in, const char *label,
		       struct octets *ret)
{
	bool found = false;

	while (!found) {
		char *name = NULL, *header = NULL;
		unsigned char *data = NULL;
		long n;

		if (PEM_read_bio(in, &name, &header, &data, &n) != 1)
			return false;
		if (strcmp(name, label) == 0 && *header == '\0') {
			*ret = octets_copy(arena, data, (size_t)n);
			found = true;
		}
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_clear_free(data, (size_t)n);
	}
	return true;
}

enum status pem_decode(struct arena *arena, const char *label,
		       const void *bytes, size_t n, struct octets *ret,
		       struct error *err)
{
	const unsigned char *first = bytes;
	OWN(bio) BIO *in = NULL;

	if (n == 0 || n > INT_MAX)
		return pem_unreadable(label, err);
	/* A SEQUENCE of more than 127 bytes; the second is no ASCII. */
	if (n > 1 && first[0] == 0x30 && first[1] & 0x80) {
		*ret = octets_copy(arena, bytes, n);
		return OK;
	}
	if (!(in = BIO_new_mem_buf(bytes, (int)n)))
		return crypto_failed("reading PEM", err);
	return block_find(arena, in, label, ret) ? OK
						 : pem_unreadable(label, err);
}

static enum status request_unreadable(const char *what, struct error *err)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return error_set(err, DATA, "request_unreadable", NULL,
			 "the certification request is not readable: %s (%s); "
			 "give PKCS #10 in PEM or DER",
			 what, reason ? reason : "not allowed");
}

static enum status possession_check(X509_REQ *request, struct error *err)
{
	EVP_PKEY *pair = X509_REQ_get0_pubkey(request);

	if (pair && X509_REQ_verify(request, pair) == 1)
		return OK;
	ERR_clear_error();
	return error_set(err, REFUSED, "possession_not_proved", NULL,
			 "the certification request is not signed with its own "
			 "key; make it again with the private key at hand");
}

static enum status request_facts(struct arena *arena, X509_REQ *request,
				 struct request_facts *ret, struct error *err)
{
	struct request_facts facts = { .subject_text = NULL };
	unsigned char *spki = NULL;
	const unsigned char *name;
	size_t name_n;
	int n = i2d_X509_PUBKEY(X509_REQ_get_X509_PUBKEY(request), &spki);
	enum status rc;

	if (n <= 0)
		return request_unreadable("its public key", err);
	rc = public_key_read(arena, spki, (size_t)n, &facts.key, err);
	OPENSSL_free(spki);
	if (rc != OK)
		return rc;
	if (X509_NAME_get0_der(X509_REQ_get_subject_name(request), &name,
			       &name_n) != 1)
		return request_unreadable("its subject", err);
	facts.subject = octets_copy(arena, name, name_n);
	facts.subject_text = certificate_name_text(arena, facts.subject);
	if (!facts.subject_text)
		return request_unreadable("its subject", err);
	*ret = facts;
	return OK;
}

enum status request_read(struct arena *arena, const void *bytes, size_t n,
			 struct request_facts *ret, struct error *err)
{
	OWN(x509_req) X509_REQ *request = NULL;
	const unsigned char *at;
	struct octets der;
	enum status rc;

	if (n > LIMIT_CERTIFICATE_BYTES)
		return request_unreadable("too large", err);
	if (pem_decode(arena, "CERTIFICATE REQUEST", bytes, n, &der, err) != OK)
		return request_unreadable("neither PEM nor DER", err);
	at = der.bytes;
	request = d2i_X509_REQ(NULL, &at, (long)der.size);
	if (!request)
		return request_unreadable("not PKCS #10", err);
	if (at != der.bytes + der.size)
		return request_unreadable("bytes behind its end", err);
	if ((rc = possession_check(request, err)) != OK)
		return rc;
	return request_facts(arena, request, ret, err);
}
