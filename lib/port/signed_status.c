/* signed_status - whether a certificate was revoked: which answers count */
#include "signed_status.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "certificate_part.h"

#define VALIDITY_UNTOLD ((int64_t)86400) /* without nextUpdate */
#define URL_BYTES_MAX	1024
#define URLS_OF_A_KIND	3
#define EXPIRED_ON_CRL	"2.5.29.60"

DEFINE_OWN(ocsp_request, OCSP_REQUEST, OCSP_REQUEST_free)
DEFINE_OWN(md_ctx, EVP_MD_CTX, EVP_MD_CTX_free)
DEFINE_OWN(crl, X509_CRL, X509_CRL_free)

bool status_has_extension(X509 *x509, const char *dotted)
{
	ASN1_OBJECT *oid = OBJ_txt2obj(dotted, 1);
	bool ret = oid && X509_get_ext_by_OBJ(x509, oid, -1) >= 0;

	ASN1_OBJECT_free(oid);
	return ret;
}

int64_t status_not_after(X509 *x509)
{
	int64_t ret;

	return signed_time_read(X509_get0_notAfter(x509), &ret) ? ret
								: INT64_MIN;
}

bool status_is_current(const struct revocation_facts *it,
		       const struct path_wish *wish)
{
	int64_t until = it->next_update;

	if (it->this_update == INT64_MIN ||
	    it->this_update > wish->now + STATUS_SKEW)
		return false;
	if (until == INT64_MIN)
		until = it->this_update + VALIDITY_UNTOLD;
	return until >= wish->at || it->this_update >= wish->at;
}

void status_take(const struct revocation_facts *it,
		 struct revocation_facts *ret)
{
	bool ends = it->revoked && !text_equal(it->why, STATUS_ON_HOLD);
	bool ended = ret->revoked && !text_equal(ret->why, STATUS_ON_HOLD);

	if (!ret->known || (ends && !ended) ||
	    (ends == ended && it->this_update > ret->this_update)) {
		bool needed = ret->needed;

		*ret = *it;
		ret->needed = needed;
		ret->known = true;
	}
}

/* Addresses */

bool status_key(const char *url, struct octets request, unsigned char ret[32])
{
	OWN(md_ctx) EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	return ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1 &&
	       EVP_DigestUpdate(ctx, url, strlen(url)) == 1 &&
	       EVP_DigestUpdate(ctx, request.bytes, request.size) == 1 &&
	       EVP_DigestFinal_ex(ctx, ret, NULL) == 1;
}

static bool url_is_good(const char *url, const char *scheme)
{
	if (strlen(url) > URL_BYTES_MAX || !text_starts(url, scheme))
		return false;
	for (const char *c = url; *c; c++)
		if (*c <= ' ' || *c > '~')
			return false;
	return true;
}

void status_address_add(struct arena *arena, struct addresses *to,
			const GENERAL_NAME *name, const char *scheme)
{
	const char *url = name && name->type == GEN_URI
			      ? string_text(arena, name->d.ia5)
			      : NULL;

	if (url && to->count < URLS_OF_A_KIND && url_is_good(url, scheme))
		to->items[to->count++] = url;
}

static void address_add(struct arena *arena, struct addresses *to,
			const GENERAL_NAME *name)
{
	status_address_add(arena, to, name, "http://");
	status_address_add(arena, to, name, "https://");
}

static void addresses_of_crls(struct arena *arena, X509 *subject,
			      struct addresses *ret)
{
	CRL_DIST_POINTS *points =
	    X509_get_ext_d2i(subject, NID_crl_distribution_points, NULL, NULL);

	for (int i = 0; i < sk_DIST_POINT_num(points); i++) {
		const DIST_POINT *one = sk_DIST_POINT_value(points, i);
		const DIST_POINT_NAME *name = one->distpoint;

		if (!name || name->type != 0 || one->reasons || one->CRLissuer)
			continue;
		for (int j = 0; j < sk_GENERAL_NAME_num(name->name.fullname);
		     j++)
			address_add(
			    arena, ret,
			    sk_GENERAL_NAME_value(name->name.fullname, j));
	}
	CRL_DIST_POINTS_free(points);
}

static void addresses_of_ocsp(struct arena *arena, X509 *subject,
			      struct addresses *ret)
{
	AUTHORITY_INFO_ACCESS *access =
	    X509_get_ext_d2i(subject, NID_info_access, NULL, NULL);

	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access); i++) {
		const ACCESS_DESCRIPTION *one =
		    sk_ACCESS_DESCRIPTION_value(access, i);

		if (OBJ_obj2nid(one->method) == NID_ad_OCSP)
			address_add(arena, ret, one->location);
	}
	AUTHORITY_INFO_ACCESS_free(access);
}

/* RFC 6960, 4.1.1; SHA-1 names keys here and proves nothing. Without a nonce,
 * so that the answer may be kept. */
static struct octets request_make(struct arena *arena, X509 *subject,
				  X509 *issuer)
{
	OWN(ocsp_request) OCSP_REQUEST *request = OCSP_REQUEST_new();
	OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), subject, issuer);
	struct octets ret = { NULL, 0 };
	unsigned char *der = NULL;
	int n;

	if (!request || !id || !OCSP_request_add0_id(request, id)) {
		OCSP_CERTID_free(id);
		return ret;
	}
	n = i2d_OCSP_REQUEST(request, &der);
	if (n > 0)
		ret = octets_copy(arena, der, (size_t)n);
	OPENSSL_free(der);
	return ret;
}

static void want_add(struct signature_wants *wants, int64_t kind,
		     const char *url, struct octets request, int64_t group)
{
	struct signature_want *want = &wants->items[wants->count];

	if (wants->count >= WANTS_MAX)
		return;
	*want = (struct signature_want){
		.kind = kind, .url = url, .request = request, .group = group
	};
	if (!status_key(url, request, want->key))
		return;
	for (size_t i = 0; i < wants->count; i++)
		if (!memcmp(wants->items[i].key, want->key, sizeof want->key))
			return;
	wants->count++;
}

/* One certificate */

struct question {
	struct arena *arena;
	X509 *subject, *issuer;
	const struct path_wish *wish;
	struct addresses crls, ocsps;
	struct octets request;
	unsigned char keys[2 * URLS_OF_A_KIND][32];
	size_t key_count;
};

static bool answer_read(const struct question *q, struct octets bytes,
			struct revocation_facts *ret)
{
	const unsigned char *at = bytes.bytes;
	OWN(crl) X509_CRL *crl = d2i_X509_CRL(NULL, &at, (long)bytes.size);
	bool counts =
	    crl ? status_of_crl(crl, q->subject, q->issuer, q->wish, &q->crls,
				ret)
		: status_of_ocsp(bytes, q->subject, q->issuer, q->wish, ret);

	ERR_clear_error();
	return counts;
}

static void datum_read(const struct question *q,
		       const struct trust_datum *datum,
		       struct revocation_facts *ret)
{
	struct revocation_facts it = { .known = false };

	if (!answer_read(q, datum->bytes, &it))
		return;
	it.key = datum->given ? NULL : datum->key;
	status_take(&it, ret);
}

static void keys_make(struct question *q)
{
	const struct octets none = { NULL, 0 };

	for (size_t i = 0; i < q->ocsps.count; i++)
		q->key_count += status_key(q->ocsps.items[i], q->request,
					   q->keys[q->key_count]);
	for (size_t i = 0; i < q->crls.count; i++)
		q->key_count +=
		    status_key(q->crls.items[i], none, q->keys[q->key_count]);
}

static bool is_asked(const struct question *q, const unsigned char key[32])
{
	for (size_t i = 0; i < q->key_count; i++)
		if (!memcmp(q->keys[i], key, sizeof q->keys[i]))
			return true;
	return false;
}

/* What the sender put in is asked last: an old list of his choice must not
 * hide that the certificate was revoked since, so it counts only for the time
 * before it was made. */
static void inside_take(const struct question *q,
			const struct revocation_facts *it,
			struct revocation_facts *ret)
{
	if (it->revoked || it->this_update >= q->wish->proved)
		status_take(it, ret);
}

static void inside_read(const struct question *q, const struct signed_cms *cms,
			struct revocation_facts *ret)
{
	for (int i = 0; i < sk_X509_CRL_num(cms->crls); i++) {
		struct revocation_facts it = { .known = false };

		if (status_of_crl(sk_X509_CRL_value(cms->crls, i), q->subject,
				  q->issuer, q->wish, &q->crls, &it))
			inside_take(q, &it, ret);
	}
	for (size_t i = 0; i < cms->proof_count; i++) {
		struct revocation_facts it = { .known = false };

		if (answer_read(q, cms->proofs[i], &it))
			inside_take(q, &it, ret);
	}
	ERR_clear_error();
}

void signed_status_find(const struct path_search *search, X509 *subject,
			X509 *issuer, struct revocation_facts *ret)
{
	const struct trust_material *material = search->material;
	struct signature_wants *wants = search->wants;
	struct question q = { .arena = search->arena,
			      .subject = subject,
			      .issuer = issuer,
			      .wish = search->wish };
	const struct octets none = { NULL, 0 };
	int64_t group = (int64_t)wants->count;

	*ret = (struct revocation_facts){
		.needed = !status_has_extension(subject, VALIDITY_ASSURED),
		.this_update = INT64_MIN,
		.next_update = INT64_MIN,
		.revoked_at = INT64_MIN,
	};
	addresses_of_ocsp(q.arena, subject, &q.ocsps);
	addresses_of_crls(q.arena, subject, &q.crls);
	q.request = request_make(q.arena, subject, issuer);
	keys_make(&q);
	for (size_t i = 0; i < material->data_count; i++)
		if (material->data[i].given ||
		    is_asked(&q, material->data[i].key))
			datum_read(&q, &material->data[i], ret);
	inside_read(&q, search->cms, ret);
	if (ret->known || !ret->needed)
		return;
	for (size_t i = 0; i < q.ocsps.count; i++)
		want_add(wants, WANT_OCSP, q.ocsps.items[i], q.request, group);
	for (size_t i = 0; i < q.crls.count; i++)
		want_add(wants, WANT_CRL, q.crls.items[i], none, group);
}
