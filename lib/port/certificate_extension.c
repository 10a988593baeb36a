/* certificate_extension - the extensions of a certificate, by OpenSSL */
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>

#include "certificate_part.h"

DEFINE_OWN(extension, X509_EXTENSION, X509_EXTENSION_free)
DEFINE_OWN(asn1_object, ASN1_OBJECT, ASN1_OBJECT_free)
DEFINE_OWN(octet_string, ASN1_OCTET_STRING, ASN1_OCTET_STRING_free)
DEFINE_OWN(bit_string, ASN1_BIT_STRING, ASN1_BIT_STRING_free)
DEFINE_OWN(constraints, BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free)
DEFINE_OWN(key_id, AUTHORITY_KEYID, AUTHORITY_KEYID_free)
DEFINE_OWN(access_list, AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free)
DEFINE_OWN(policy_list, CERTIFICATEPOLICIES, CERTIFICATEPOLICIES_free)
DEFINE_OWN(objects, EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free)
DEFINE_OWN(points, CRL_DIST_POINTS, CRL_DIST_POINTS_free)
DEFINE_OWN(names, GENERAL_NAMES, GENERAL_NAMES_free)

static void extension_list_free(STACK_OF(X509_EXTENSION) * list)
{
	sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
}
DEFINE_OWN(extensions, STACK_OF(X509_EXTENSION), extension_list_free)

/* Each maker below returns the value of its extension packed in an OCTET
 * STRING, or NULL with OpenSSL's reason queued. */

static ASN1_OCTET_STRING *constraints_make(const struct certificate_plan *plan)
{
	OWN(constraints) BASIC_CONSTRAINTS *value = BASIC_CONSTRAINTS_new();

	if (!value)
		return NULL;
	value->ca = plan->authority ? 0xff : 0;
	if (plan->authority && plan->path_length >= 0 &&
	    (!(value->pathlen = ASN1_INTEGER_new()) ||
	     ASN1_INTEGER_set(value->pathlen, plan->path_length) != 1))
		return NULL;
	return ASN1_item_pack(value, ASN1_ITEM_rptr(BASIC_CONSTRAINTS), NULL);
}

static ASN1_OCTET_STRING *
authority_key_make(const struct certificate_plan *plan)
{
	OWN(key_id) AUTHORITY_KEYID *value = AUTHORITY_KEYID_new();

	if (!value || !(value->keyid = ASN1_OCTET_STRING_new()) ||
	    ASN1_OCTET_STRING_set(value->keyid, plan->authority_key_id.bytes,
				  (int)plan->authority_key_id.size) != 1)
		return NULL;
	return ASN1_item_pack(value, ASN1_ITEM_rptr(AUTHORITY_KEYID), NULL);
}

static ASN1_OCTET_STRING *subject_key_make(const struct certificate_plan *plan)
{
	OWN(octet_string) ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();

	if (!value ||
	    ASN1_OCTET_STRING_set(value, plan->subject_key_id.bytes,
				  (int)plan->subject_key_id.size) != 1)
		return NULL;
	return ASN1_item_pack(value, ASN1_ITEM_rptr(ASN1_OCTET_STRING), NULL);
}

static bool name_set(GENERAL_NAME *name, int type, const char *text)
{
	name->type = type;
	name->d.ia5 = string_new(text, B_ASN1_IA5STRING, 1, 0);
	return name->d.ia5 != NULL;
}

static bool access_add(AUTHORITY_INFO_ACCESS *list, int nid,
		       const struct texts *urls)
{
	for (size_t i = 0; i < urls->count; i++) {
		ACCESS_DESCRIPTION *one = ACCESS_DESCRIPTION_new();

		if (!one || sk_ACCESS_DESCRIPTION_push(list, one) <= 0) {
			ACCESS_DESCRIPTION_free(one);
			return false;
		}
		one->method = OBJ_nid2obj(nid);
		if (!name_set(one->location, GEN_URI, urls->items[i]))
			return false;
	}
	return true;
}

static ASN1_OCTET_STRING *access_make(const struct certificate_plan *plan)
{
	OWN(access_list)
	AUTHORITY_INFO_ACCESS *list = AUTHORITY_INFO_ACCESS_new();

	if (!list || !access_add(list, NID_ad_OCSP, &plan->ocsp_urls) ||
	    !access_add(list, NID_ad_ca_issuers, &plan->issuer_urls))
		return NULL;
	return ASN1_item_pack(list, ASN1_ITEM_rptr(AUTHORITY_INFO_ACCESS),
			      NULL);
}

static POLICYQUALINFO *qualifier_add(POLICYINFO *policy, int nid)
{
	POLICYQUALINFO *one = POLICYQUALINFO_new();

	if (one && !policy->qualifiers)
		policy->qualifiers = sk_POLICYQUALINFO_new_null();
	if (!one || !policy->qualifiers ||
	    sk_POLICYQUALINFO_push(policy->qualifiers, one) <= 0) {
		POLICYQUALINFO_free(one);
		return NULL;
	}
	one->pqualid = OBJ_nid2obj(nid);
	return one;
}

static bool policy_fill(POLICYINFO *info, const struct policy *policy)
{
	POLICYQUALINFO *one;

	if (!(info->policyid = OBJ_txt2obj(policy->oid, 1)))
		return false;
	if (policy->cps) {
		one = qualifier_add(info, NID_id_qt_cps);
		if (!one || !(one->d.cpsuri = string_new(
				  policy->cps, B_ASN1_IA5STRING, 1, 0)))
			return false;
	}
	if (policy->explicit_text) {
		one = qualifier_add(info, NID_id_qt_unotice);
		if (!one || !(one->d.usernotice = USERNOTICE_new()) ||
		    !(one->d.usernotice->exptext = string_new(
			  policy->explicit_text, B_ASN1_UTF8STRING, 1, 200)))
			return false;
	}
	return true;
}

static ASN1_OCTET_STRING *policies_make(const struct certificate_plan *plan)
{
	OWN(policy_list) CERTIFICATEPOLICIES *list = CERTIFICATEPOLICIES_new();

	for (size_t i = 0; list && i < plan->policy_count; i++) {
		POLICYINFO *one = POLICYINFO_new();

		if (!one || sk_POLICYINFO_push(list, one) <= 0) {
			POLICYINFO_free(one);
			return NULL;
		}
		if (!policy_fill(one, &plan->policies[i]))
			return NULL;
	}
	return list ? ASN1_item_pack(list, ASN1_ITEM_rptr(CERTIFICATEPOLICIES),
				     NULL)
		    : NULL;
}

static ASN1_OCTET_STRING *purposes_make(const struct certificate_plan *plan)
{
	OWN(objects) EXTENDED_KEY_USAGE *list = EXTENDED_KEY_USAGE_new();

	for (size_t i = 0; list && i < plan->extended_key_usage.count; i++) {
		ASN1_OBJECT *one =
		    OBJ_txt2obj(plan->extended_key_usage.items[i], 1);

		if (!one || sk_ASN1_OBJECT_push(list, one) <= 0) {
			ASN1_OBJECT_free(one);
			return NULL;
		}
	}
	return list ? ASN1_item_pack(list, ASN1_ITEM_rptr(EXTENDED_KEY_USAGE),
				     NULL)
		    : NULL;
}

static GENERAL_NAME *general_name_add(GENERAL_NAMES *list)
{
	GENERAL_NAME *one = GENERAL_NAME_new();

	if (!one || sk_GENERAL_NAME_push(list, one) <= 0) {
		GENERAL_NAME_free(one);
		return NULL;
	}
	return one;
}

static bool point_fill(DIST_POINT *point, const char *url)
{
	GENERAL_NAME *name;

	if (!(point->distpoint = DIST_POINT_NAME_new()) ||
	    !(point->distpoint->name.fullname = GENERAL_NAMES_new()))
		return false;
	point->distpoint->type = 0;
	name = general_name_add(point->distpoint->name.fullname);
	return name && name_set(name, GEN_URI, url);
}

static ASN1_OCTET_STRING *points_make(const struct certificate_plan *plan)
{
	OWN(points) CRL_DIST_POINTS *list = CRL_DIST_POINTS_new();

	for (size_t i = 0; list && i < plan->crl_urls.count; i++) {
		DIST_POINT *one = DIST_POINT_new();

		if (!one || sk_DIST_POINT_push(list, one) <= 0) {
			DIST_POINT_free(one);
			return NULL;
		}
		if (!point_fill(one, plan->crl_urls.items[i]))
			return NULL;
	}
	return list
		   ? ASN1_item_pack(list, ASN1_ITEM_rptr(CRL_DIST_POINTS), NULL)
		   : NULL;
}

static ASN1_OCTET_STRING *mailbox_make(const struct certificate_plan *plan)
{
	OWN(names) GENERAL_NAMES *list = GENERAL_NAMES_new();
	GENERAL_NAME *name = list ? general_name_add(list) : NULL;

	if (!name || !name_set(name, GEN_EMAIL, plan->email))
		return NULL;
	return ASN1_item_pack(list, ASN1_ITEM_rptr(GENERAL_NAMES), NULL);
}

static ASN1_OCTET_STRING *statements_make(const struct certificate_plan *plan)
{
	return qc_pack(&plan->qc);
}

static ASN1_OCTET_STRING *usage_make(const struct certificate_plan *plan)
{
	OWN(bit_string) ASN1_BIT_STRING *value = ASN1_BIT_STRING_new();

	for (int bit = 0; value && bit < 9; bit++)
		if (plan->key_usage & 1u << bit &&
		    ASN1_BIT_STRING_set_bit(value, bit, 1) != 1)
			return NULL;
	return value ? ASN1_item_pack(value, ASN1_ITEM_rptr(ASN1_BIT_STRING),
				      NULL)
		     : NULL;
}

static ASN1_OCTET_STRING *null_make(const struct certificate_plan *plan)
{
	static const unsigned char der[] = { 0x05, 0x00 };
	ASN1_OCTET_STRING *ret = ASN1_OCTET_STRING_new();

	(void)plan;
	if (ret && ASN1_OCTET_STRING_set(ret, der, sizeof der) != 1) {
		ASN1_OCTET_STRING_free(ret);
		return NULL;
	}
	return ret;
}

/* Which extensions a plan asks for. */
static unsigned extensions_of(const struct certificate_plan *plan)
{
	const struct {
		bool wanted;
		unsigned bit;
	} rows[] = {
		{ plan->authority, EXTENSION_BASIC_CONSTRAINTS },
		{ plan->authority_key_id.size, EXTENSION_AUTHORITY_KEY_ID },
		{ plan->issuer_urls.count + plan->ocsp_urls.count,
		  EXTENSION_AUTHORITY_ACCESS },
		{ plan->policy_count, EXTENSION_POLICIES },
		{ plan->extended_key_usage.count,
		  EXTENSION_EXTENDED_KEY_USAGE },
		{ plan->crl_urls.count, EXTENSION_CRL_POINTS },
		{ plan->email != NULL, EXTENSION_SUBJECT_ALT_NAME },
		{ plan->has_qc, EXTENSION_QC_STATEMENTS },
		{ plan->subject_key_id.size, EXTENSION_SUBJECT_KEY_ID },
		{ plan->key_usage, EXTENSION_KEY_USAGE },
		{ plan->no_check, EXTENSION_NO_CHECK },
		{ plan->validity_assured, EXTENSION_VALIDITY_ASSURED },
	};
	unsigned ret = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].wanted)
			ret |= rows[i].bit;
	return ret;
}

/* The order in which they stand in a certificate. */
static const struct {
	const char *what;
	unsigned bit;
	int nid;
	const char *oid; /* where OpenSSL has no NID */
	ASN1_OCTET_STRING *(*make)(const struct certificate_plan *);
} rows[] = {
	{ "basicConstraints", EXTENSION_BASIC_CONSTRAINTS,
	  NID_basic_constraints, NULL, constraints_make },
	{ "authorityKeyIdentifier", EXTENSION_AUTHORITY_KEY_ID,
	  NID_authority_key_identifier, NULL, authority_key_make },
	{ "authorityInfoAccess", EXTENSION_AUTHORITY_ACCESS, NID_info_access,
	  NULL, access_make },
	{ "certificatePolicies", EXTENSION_POLICIES, NID_certificate_policies,
	  NULL, policies_make },
	{ "extKeyUsage", EXTENSION_EXTENDED_KEY_USAGE, NID_ext_key_usage, NULL,
	  purposes_make },
	{ "cRLDistributionPoints", EXTENSION_CRL_POINTS,
	  NID_crl_distribution_points, NULL, points_make },
	{ "subjectAltName", EXTENSION_SUBJECT_ALT_NAME, NID_subject_alt_name,
	  NULL, mailbox_make },
	{ "qcStatements", EXTENSION_QC_STATEMENTS, NID_qcStatements, NULL,
	  statements_make },
	{ "subjectKeyIdentifier", EXTENSION_SUBJECT_KEY_ID,
	  NID_subject_key_identifier, NULL, subject_key_make },
	{ "keyUsage", EXTENSION_KEY_USAGE, NID_key_usage, NULL, usage_make },
	{ "id-pkix-ocsp-nocheck", EXTENSION_NO_CHECK, NID_id_pkix_OCSP_noCheck,
	  NULL, null_make },
	{ "validityAssuredShortTerm", EXTENSION_VALIDITY_ASSURED, NID_undef,
	  VALIDITY_ASSURED, null_make },
};

enum status extensions_new(const struct certificate_plan *plan,
			   STACK_OF(X509_EXTENSION) * *ret, struct error *err)
{
	OWN(extensions)
	STACK_OF(X509_EXTENSION) *list = sk_X509_EXTENSION_new_null();
	unsigned wanted = extensions_of(plan);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		OWN(octet_string) ASN1_OCTET_STRING *value = NULL;
		OWN(asn1_object) ASN1_OBJECT *oid = NULL;
		X509_EXTENSION *one;

		if (!(wanted & rows[i].bit))
			continue;
		oid = rows[i].oid ? OBJ_txt2obj(rows[i].oid, 1)
				  : OBJ_nid2obj(rows[i].nid);
		value = rows[i].make(plan);
		if (!oid || !value)
			return value_invalid(rows[i].what, err);
		one = X509_EXTENSION_create_by_OBJ(
		    NULL, oid, !!(plan->critical & rows[i].bit), value);
		if (!one || !list || sk_X509_EXTENSION_push(list, one) <= 0) {
			X509_EXTENSION_free(one);
			return value_invalid(rows[i].what, err);
		}
	}
	*ret = TAKE(list);
	return OK;
}
