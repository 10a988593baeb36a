/* signed_issuer - certificates of issuers that came from where others name them
 */
#include "signed_status.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "certificate_part.h"

#define CERTIFICATES_MAX 8 /* of one answer */

DEFINE_OWN(cms_info, CMS_ContentInfo, CMS_ContentInfo_free)

/* No answer to another question about the same address. */
static bool key_of(const char *url, unsigned char ret[32])
{
	static const char word[] = "caIssuers";
	const struct octets salt = { (const unsigned char *)word, sizeof word };

	return status_key(url, salt, ret);
}

/* RFC 5280, 4.2.2.1: http, since what is fetched is signed itself, and TLS
 * would ask for a path first. */
static void addresses_find(struct arena *arena, X509 *child,
			   struct addresses *ret)
{
	AUTHORITY_INFO_ACCESS *access =
	    X509_get_ext_d2i(child, NID_info_access, NULL, NULL);

	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access); i++) {
		const ACCESS_DESCRIPTION *one =
		    sk_ACCESS_DESCRIPTION_value(access, i);

		if (OBJ_obj2nid(one->method) == NID_ad_ca_issuers)
			status_address_add(arena, ret, one->location,
					   "http://");
	}
	AUTHORITY_INFO_ACCESS_free(access);
}

static bool take(STACK_OF(X509) * others, X509 *one)
{
	if (sk_X509_push(others, one) <= 0)
		memory_exhausted();
	return true;
}

/* Certificates and nothing else (RFC 5652, 10.2.3; RFC 8551, 3.8). */
static bool bundle_take(STACK_OF(X509) * others, const struct octets *bytes)
{
	const unsigned char *at = bytes->bytes;
	OWN(cms_info)
	CMS_ContentInfo *cms =
	    d2i_CMS_ContentInfo(NULL, &at, (long)bytes->size);
	STACK_OF(X509) *list = NULL;
	bool ret = false;

	if (!cms || at != bytes->bytes + bytes->size ||
	    OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)) > 0)
		return false;
	list = CMS_get1_certs(cms);
	if (sk_X509_num(list) <= CERTIFICATES_MAX)
		while (sk_X509_num(list) > 0)
			ret = take(others, sk_X509_shift(list));
	sk_X509_pop_free(list, X509_free);
	return ret;
}

static bool answer_take(STACK_OF(X509) * others, const struct octets *bytes)
{
	const unsigned char *at = bytes->bytes;
	X509 *one;

	if (bytes->size > LIMIT_ISSUER_BYTES)
		return false;
	one = d2i_X509(NULL, &at, (long)bytes->size);
	if (one && at == bytes->bytes + bytes->size)
		return take(others, one);
	X509_free(one);
	return bundle_take(others, bytes);
}

static const struct trust_datum *
datum_find(const struct trust_material *material, const char *url)
{
	unsigned char key[32];

	if (!key_of(url, key))
		return NULL;
	for (size_t i = 0; i < material->data_count; i++)
		if (!material->data[i].given &&
		    !memcmp(material->data[i].key, key, sizeof key))
			return &material->data[i];
	return NULL;
}

bool signed_issuer_take(struct arena *arena, X509 *child,
			const struct trust_material *material,
			STACK_OF(X509) * others)
{
	struct addresses urls = { .count = 0 };
	bool ret = false;

	addresses_find(arena, child, &urls);
	for (size_t i = 0; i < urls.count && !ret; i++) {
		const struct trust_datum *datum =
		    datum_find(material, urls.items[i]);

		ret = datum && answer_take(others, &datum->bytes);
	}
	ERR_clear_error();
	return ret;
}

void signed_issuer_want(struct arena *arena, X509 *child,
			struct signature_wants *wants)
{
	struct addresses urls = { .count = 0 };
	int64_t group = (int64_t)wants->count;

	addresses_find(arena, child, &urls);
	for (size_t i = 0; i < urls.count && wants->count < WANTS_MAX; i++) {
		struct signature_want *want = &wants->items[wants->count];

		*want = (struct signature_want){ .kind = WANT_ISSUER,
						 .url = urls.items[i],
						 .group = group };
		wants->count += key_of(want->url, want->key);
	}
}
