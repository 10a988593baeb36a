/* crl_frame - what stands before and after the entries of a revocation list */
#include "crl_part.h"

#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/base/text.h>
#include <ipp/port/crl.h>
#include <ipp/port/key.h>

#include "certificate_part.h"
#include "crypto.h"

#define EXPIRED_CERTS_ON_CRL "2.5.29.60"
#define HEADER_MAX	     16 /* tag and length of an element */

/* RFC 5280, 5.1.2, up to nextUpdate. */
typedef struct {
	int64_t version;
	X509_ALGOR *signature;
	ASN1_TYPE *issuer;
	ASN1_TIME *this_update;
	ASN1_TIME *next_update;
} HEAD;

ASN1_SEQUENCE(HEAD) = {
	ASN1_EMBED(HEAD, version, INT64),
	ASN1_SIMPLE(HEAD, signature, X509_ALGOR),
	ASN1_SIMPLE(HEAD, issuer, ASN1_ANY),
	ASN1_SIMPLE(HEAD, this_update, ASN1_TIME),
	ASN1_SIMPLE(HEAD, next_update, ASN1_TIME),
} static_ASN1_SEQUENCE_END(HEAD)

static void head_free(HEAD *head)
{
	ASN1_item_free((ASN1_VALUE *)head, ASN1_ITEM_rptr(HEAD));
}
DEFINE_OWN(head, HEAD, head_free)

static void list_free(X509_EXTENSIONS *list)
{
	sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
}
DEFINE_OWN(extension_list, X509_EXTENSIONS, list_free)
DEFINE_OWN(issuing_point, ISSUING_DIST_POINT, ISSUING_DIST_POINT_free)
DEFINE_OWN(points, CRL_DIST_POINTS, CRL_DIST_POINTS_free)
DEFINE_OWN(authority_key, AUTHORITY_KEYID, AUTHORITY_KEYID_free)
DEFINE_OWN(integer, ASN1_INTEGER, ASN1_INTEGER_free)
DEFINE_OWN(algorithm, X509_ALGOR, X509_ALGOR_free)
DEFINE_OWN(bits, ASN1_BIT_STRING, ASN1_BIT_STRING_free)
DEFINE_OWN(generalized, ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free)

static enum status crl_value_invalid(const char *what, struct error *err)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return error_set(err, DATA, "crl_value_invalid", NULL,
			 "%s of the revocation list cannot be written: %s",
			 what, reason ? reason : "the value is not possible");
}

static bool number_add(X509_EXTENSIONS **list, int nid, int64_t number,
		       int critical)
{
	OWN(integer) ASN1_INTEGER *value = ASN1_INTEGER_new();

	return number > 0 && value && ASN1_INTEGER_set_int64(value, number) &&
	       X509V3_add1_i2d(list, nid, value, critical,
			       X509V3_ADD_APPEND) == 1;
}

static bool numbers_add(X509_EXTENSIONS **list, const struct crl_plan *plan)
{
	return number_add(list, NID_crl_number, plan->number, 0) &&
	       (!plan->base_number ||
		(plan->base_number < plan->number &&
		 number_add(list, NID_delta_crl, plan->base_number, 1)));
}

static bool key_id_add(X509_EXTENSIONS **list, struct octets id)
{
	OWN(authority_key) AUTHORITY_KEYID *value = AUTHORITY_KEYID_new();

	return value && (value->keyid = ASN1_OCTET_STRING_new()) &&
	       ASN1_OCTET_STRING_set(value->keyid, id.bytes, (int)id.size) &&
	       X509V3_add1_i2d(list, NID_authority_key_identifier, value, 0,
			       X509V3_ADD_APPEND) == 1;
}

/* The owner of *ret frees what was hung on it, also after a failure. */
static bool name_fill(DIST_POINT_NAME **ret, const char *uri)
{
	GENERAL_NAME *name = GENERAL_NAME_new();
	GENERAL_NAMES *names = GENERAL_NAMES_new();

	if (!name || !names || !(*ret = DIST_POINT_NAME_new()) ||
	    sk_GENERAL_NAME_push(names, name) <= 0) {
		GENERAL_NAME_free(name);
		GENERAL_NAMES_free(names);
		return false;
	}
	(*ret)->type = 0; /* fullName */
	(*ret)->name.fullname = names;
	name->type = GEN_URI;
	name->d.ia5 = string_new(uri, B_ASN1_IA5STRING, 1, 0);
	return name->d.ia5 != NULL;
}

static bool point_add(X509_EXTENSIONS **list, const char *uri)
{
	OWN(issuing_point) ISSUING_DIST_POINT *value = NULL;

	if (!uri)
		return true;
	value = ISSUING_DIST_POINT_new();
	return value && name_fill(&value->distpoint, uri) &&
	       X509V3_add1_i2d(list, NID_issuing_distribution_point, value, 1,
			       X509V3_ADD_APPEND) == 1;
}

/* RFC 5280, 5.2.6 */
static bool freshest_add(X509_EXTENSIONS **list, const char *uri)
{
	OWN(points) CRL_DIST_POINTS *value = NULL;
	DIST_POINT *one;

	if (!uri)
		return true;
	value = CRL_DIST_POINTS_new();
	one = value ? DIST_POINT_new() : NULL;
	if (!one || sk_DIST_POINT_push(value, one) <= 0) {
		DIST_POINT_free(one);
		return false;
	}
	return name_fill(&one->distpoint, uri) &&
	       X509V3_add1_i2d(list, NID_freshest_crl, value, 0,
			       X509V3_ADD_APPEND) == 1;
}

static bool expired_add(X509_EXTENSIONS **list, int64_t from)
{
	OWN(generalized) ASN1_GENERALIZEDTIME *value = NULL;
	ASN1_OCTET_STRING *packed;
	ASN1_OBJECT *oid;
	X509_EXTENSION *one = NULL;
	bool ret;

	if (from == CRL_NO_TIME)
		return true;
	value = ASN1_GENERALIZEDTIME_set(NULL, from);
	packed = value ? ASN1_item_pack(
			     value, ASN1_ITEM_rptr(ASN1_GENERALIZEDTIME), NULL)
		       : NULL;
	oid = OBJ_txt2obj(EXPIRED_CERTS_ON_CRL, 1);
	if (packed && oid)
		one = X509_EXTENSION_create_by_OBJ(NULL, oid, 0, packed);
	ret = one && X509v3_add_ext(list, one, -1);
	X509_EXTENSION_free(one);
	ASN1_OBJECT_free(oid);
	ASN1_OCTET_STRING_free(packed);
	return ret;
}

/* An element around `inside`: its tag and length. */
static struct octets header_new(struct arena *arena, int tag, int class,
				size_t inside)
{
	unsigned char *at = arena_alloc(arena, HEADER_MAX);
	struct octets ret = { at, 0 };

	ASN1_put_object(&at, 1, (int)inside, tag, class);
	ret.size = (size_t)(at - ret.bytes);
	return ret;
}

static struct octets sequence_header(struct arena *arena, size_t inside)
{
	return header_new(arena, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, inside);
}

static struct octets joined(struct arena *arena, struct octets a,
			    struct octets b)
{
	unsigned char *both = arena_alloc(arena, a.size + b.size + 1);

	if (a.size)
		memcpy(both, a.bytes, a.size);
	if (b.size)
		memcpy(both + a.size, b.bytes, b.size);
	return (struct octets){ both, a.size + b.size };
}

/* Takes what OpenSSL encoded; empty if it could not. */
static struct octets taken(struct arena *arena, unsigned char *der, int n)
{
	struct octets ret = { NULL, 0 };

	if (n > 0)
		ret = octets_copy(arena, der, (size_t)n);
	OPENSSL_free(der);
	return ret;
}

static enum status extensions_encode(struct arena *arena,
				     const struct crl_plan *plan,
				     struct octets *ret, struct error *err)
{
	OWN(extension_list) X509_EXTENSIONS *list = NULL;
	unsigned char *der = NULL;
	struct octets all;
	int n;

	if (!key_id_add(&list, plan->key_id) ||
	    !numbers_add(&list, plan) || !point_add(&list, plan->point) ||
	    !freshest_add(&list, plan->freshest) ||
	    !expired_add(&list, plan->expired_from))
		return crl_value_invalid("an extension", err);
	n = i2d_X509_EXTENSIONS(list, &der);
	all = taken(arena, der, n);
	if (!all.size)
		return crypto_failed("writing a revocation list", err);
	*ret = joined(arena,
		      header_new(arena, 0, V_ASN1_CONTEXT_SPECIFIC, all.size),
		      all);
	return OK;
}

static bool head_fill(HEAD *head, const struct crl_plan *plan,
		      enum key_kind kind)
{
	head->version = 1; /* v2 */
	return algorithm_set(head->signature, kind) &&
	       sequence_set(head->issuer, plan->issuer) &&
	       plan->next_update > plan->this_update &&
	       ASN1_TIME_set(head->this_update, plan->this_update) &&
	       ASN1_TIME_set(head->next_update, plan->next_update);
}

/* The members of the head, without the SEQUENCE around them. */
static enum status head_encode(struct arena *arena, const struct crl_plan *plan,
			       enum key_kind kind, struct octets *ret,
			       struct error *err)
{
	OWN(head) HEAD *head = (HEAD *)ASN1_item_new(ASN1_ITEM_rptr(HEAD));
	unsigned char *der = NULL;
	const unsigned char *at;
	struct octets all;
	long inside;
	int tag, class, n;

	if (!head || !head_fill(head, plan, kind))
		return crl_value_invalid("the head", err);
	n = ASN1_item_i2d((ASN1_VALUE *)head, &der, ASN1_ITEM_rptr(HEAD));
	all = taken(arena, der, n);
	at = all.bytes;
	if (!all.size ||
	    ASN1_get_object(&at, &inside, &tag, &class, (long)all.size) & 0x80)
		return crypto_failed("writing a revocation list", err);
	*ret = (struct octets){ at, (size_t)inside };
	return OK;
}

enum status crl_frame_make(struct arena *arena, const struct crl_plan *plan,
			   enum key_kind kind, size_t entries,
			   struct crl_frame *ret, struct error *err)
{
	struct octets head, list = { NULL, 0 };
	enum status rc;

	if ((rc = head_encode(arena, plan, kind, &head, err)) != OK ||
	    (rc = extensions_encode(arena, plan, &ret->after, err)) != OK)
		return rc;
	if (entries) /* an empty list is none (RFC 5280, 5.1.2.6) */
		list = sequence_header(arena, entries);
	head = joined(arena, head, list);
	ret->before = joined(
	    arena,
	    sequence_header(arena, head.size + entries + ret->after.size),
	    head);
	return OK;
}

/* BIT STRING without unused bits. */
static bool bits_set(ASN1_BIT_STRING *to, struct octets signature)
{
	to->flags = (to->flags & ~(ASN1_STRING_FLAG_BITS_LEFT | 7)) |
		    ASN1_STRING_FLAG_BITS_LEFT;
	return ASN1_BIT_STRING_set(to,
				   (unsigned char *)(uintptr_t)signature.bytes,
				   (int)signature.size) == 1;
}

enum status crl_seal_make(struct arena *arena, enum key_kind kind,
			  struct octets signature, size_t tbs,
			  struct crl_frame *ret, struct error *err)
{
	OWN(algorithm) X509_ALGOR *algorithm = X509_ALGOR_new();
	OWN(bits) ASN1_BIT_STRING *bits = ASN1_BIT_STRING_new();
	unsigned char *a = NULL, *b = NULL;
	struct octets first, second;
	int n;

	if (!algorithm || !bits || !algorithm_set(algorithm, kind) ||
	    !bits_set(bits, signature))
		return crypto_failed("writing a revocation list", err);
	n = i2d_X509_ALGOR(algorithm, &a);
	first = taken(arena, a, n);
	n = i2d_ASN1_BIT_STRING(bits, &b);
	second = taken(arena, b, n);
	if (!first.size || !second.size)
		return crypto_failed("writing a revocation list", err);
	ret->after = joined(arena, first, second);
	ret->before = sequence_header(arena, tbs + ret->after.size);
	return OK;
}
