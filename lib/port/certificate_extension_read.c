/* certificate_extension_read - extensions as facts, by OpenSSL */
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>

#include "certificate_part.h"

/* A list of texts of at most this many; enough for any real certificate. */
struct gathered {
	const char *items[LIMIT_LIST_ITEMS];
	size_t count;
};

static bool gather(struct gathered *to, const char *text)
{
	if (!text || to->count == LIMIT_LIST_ITEMS)
		return false;
	to->items[to->count++] = text;
	return true;
}

static struct texts gathered_texts(struct arena *arena,
				   const struct gathered *from)
{
	size_t n = from->count;
	struct texts ret = { n ? arena_bytes(arena, from->items,
					     n * sizeof *from->items)
			       : NULL,
			     n };

	return ret;
}

/* Each reader takes the parsed value of its extension. */

static bool constraints_read(struct arena *arena, void *value,
			     struct certificate_plan *ret)
{
	const BASIC_CONSTRAINTS *it = value;
	int64_t length = -1;

	(void)arena;
	ret->authority = it->ca != 0;
	if (it->pathlen && (ASN1_INTEGER_get_int64(&length, it->pathlen) != 1 ||
			    length < 0 || length > 255))
		return false;
	ret->path_length = (int)length;
	return true;
}

static bool authority_key_read(struct arena *arena, void *value,
			       struct certificate_plan *ret)
{
	const AUTHORITY_KEYID *it = value;

	if (it->keyid)
		ret->authority_key_id = octets_copy(arena, it->keyid->data,
						    (size_t)it->keyid->length);
	return true;
}

static bool subject_key_read(struct arena *arena, void *value,
			     struct certificate_plan *ret)
{
	const ASN1_OCTET_STRING *it = value;

	ret->subject_key_id = octets_copy(arena, it->data, (size_t)it->length);
	return true;
}

static bool access_read(struct arena *arena, void *value,
			struct certificate_plan *ret)
{
	const AUTHORITY_INFO_ACCESS *it = value;
	struct gathered ocsp = { .count = 0 }, issuers = { .count = 0 };

	for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(it); i++) {
		const ACCESS_DESCRIPTION *one =
		    sk_ACCESS_DESCRIPTION_value(it, i);
		int nid = OBJ_obj2nid(one->method);

		if (one->location->type != GEN_URI ||
		    (nid != NID_ad_OCSP && nid != NID_ad_ca_issuers))
			continue;
		if (!gather(nid == NID_ad_OCSP ? &ocsp : &issuers,
			    string_text(arena, one->location->d.ia5)))
			return false;
	}
	ret->ocsp_urls = gathered_texts(arena, &ocsp);
	ret->issuer_urls = gathered_texts(arena, &issuers);
	return true;
}

static bool policy_read(struct arena *arena, const POLICYINFO *info,
			struct policy *ret)
{
	ret->oid = object_text(arena, info->policyid);
	for (int i = 0; i < sk_POLICYQUALINFO_num(info->qualifiers); i++) {
		const POLICYQUALINFO *one =
		    sk_POLICYQUALINFO_value(info->qualifiers, i);
		int nid = OBJ_obj2nid(one->pqualid);

		if (nid == NID_id_qt_cps && !ret->cps &&
		    !(ret->cps = string_text(arena, one->d.cpsuri)))
			return false;
		if (nid == NID_id_qt_unotice && one->d.usernotice->exptext &&
		    !ret->explicit_text &&
		    !(ret->explicit_text =
			  string_text(arena, one->d.usernotice->exptext)))
			return false;
	}
	return ret->oid != NULL;
}

static bool policies_read(struct arena *arena, void *value,
			  struct certificate_plan *ret)
{
	const CERTIFICATEPOLICIES *it = value;
	int n = sk_POLICYINFO_num(it);
	struct policy *list;

	if (n < 1 || (size_t)n > LIMIT_LIST_ITEMS)
		return false;
	list = arena_alloc(arena, (size_t)n * sizeof *list);
	for (int i = 0; i < n; i++)
		if (!policy_read(arena, sk_POLICYINFO_value(it, i), &list[i]))
			return false;
	ret->policies = list;
	ret->policy_count = (size_t)n;
	return true;
}

static bool purposes_read(struct arena *arena, void *value,
			  struct certificate_plan *ret)
{
	const EXTENDED_KEY_USAGE *it = value;
	struct gathered list = { .count = 0 };

	for (int i = 0; i < sk_ASN1_OBJECT_num(it); i++)
		if (!gather(&list,
			    object_text(arena, sk_ASN1_OBJECT_value(it, i))))
			return false;
	ret->extended_key_usage = gathered_texts(arena, &list);
	return true;
}

static bool points_read(struct arena *arena, void *value,
			struct certificate_plan *ret)
{
	const CRL_DIST_POINTS *it = value;
	struct gathered list = { .count = 0 };

	for (int i = 0; i < sk_DIST_POINT_num(it); i++) {
		const DIST_POINT_NAME *name =
		    sk_DIST_POINT_value(it, i)->distpoint;
		int n = name && name->type == 0
			    ? sk_GENERAL_NAME_num(name->name.fullname)
			    : 0;

		for (int j = 0; j < n; j++) {
			const GENERAL_NAME *one =
			    sk_GENERAL_NAME_value(name->name.fullname, j);

			if (one->type == GEN_URI &&
			    !gather(&list, string_text(arena, one->d.ia5)))
				return false;
		}
	}
	ret->crl_urls = gathered_texts(arena, &list);
	return true;
}

static bool mailbox_read(struct arena *arena, void *value,
			 struct certificate_plan *ret)
{
	const GENERAL_NAMES *it = value;

	for (int i = 0; i < sk_GENERAL_NAME_num(it) && !ret->email; i++) {
		const GENERAL_NAME *one = sk_GENERAL_NAME_value(it, i);

		if (one->type == GEN_EMAIL &&
		    !(ret->email = string_text(arena, one->d.ia5)))
			return false;
	}
	return true;
}

static bool usage_read(struct arena *arena, void *value,
		       struct certificate_plan *ret)
{
	const ASN1_BIT_STRING *it = value;

	(void)arena;
	for (int bit = 0; bit < 9; bit++)
		if (ASN1_BIT_STRING_get_bit(it, bit))
			ret->key_usage |= 1u << bit;
	return true;
}

static bool no_check_read(struct arena *arena, void *value,
			  struct certificate_plan *ret)
{
	(void)arena;
	(void)value;
	return ret->no_check = true;
}

static const struct extension_row {
	int nid;
	unsigned bit;
	bool (*read)(struct arena *, void *, struct certificate_plan *);
} rows[] = {
	{ NID_basic_constraints, EXTENSION_BASIC_CONSTRAINTS,
	  constraints_read },
	{ NID_authority_key_identifier, EXTENSION_AUTHORITY_KEY_ID,
	  authority_key_read },
	{ NID_info_access, EXTENSION_AUTHORITY_ACCESS, access_read },
	{ NID_certificate_policies, EXTENSION_POLICIES, policies_read },
	{ NID_ext_key_usage, EXTENSION_EXTENDED_KEY_USAGE, purposes_read },
	{ NID_crl_distribution_points, EXTENSION_CRL_POINTS, points_read },
	{ NID_subject_alt_name, EXTENSION_SUBJECT_ALT_NAME, mailbox_read },
	{ NID_qcStatements, EXTENSION_QC_STATEMENTS, NULL },
	{ NID_subject_key_identifier, EXTENSION_SUBJECT_KEY_ID,
	  subject_key_read },
	{ NID_key_usage, EXTENSION_KEY_USAGE, usage_read },
	{ NID_id_pkix_OCSP_noCheck, EXTENSION_NO_CHECK, no_check_read },
};

static const struct extension_row *row_of(int nid)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].nid == nid)
			return &rows[i];
	return NULL;
}

/* X509V3_EXT_d2i would take bytes behind the value. */
static void *value_parse(X509_EXTENSION *extension, const ASN1_ITEM *item)
{
	const ASN1_OCTET_STRING *data = X509_EXTENSION_get_data(extension);
	const unsigned char *at = data->data;
	void *value = ASN1_item_d2i(NULL, &at, data->length, item);

	if (value && at != data->data + data->length) {
		ASN1_item_free(value, item);
		return NULL;
	}
	return value;
}

static bool known_read(struct arena *arena, const struct extension_row *row,
		       X509_EXTENSION *extension, struct certificate_plan *ret)
{
	const X509V3_EXT_METHOD *method = X509V3_EXT_get(extension);
	const ASN1_ITEM *item = method ? ASN1_ITEM_ptr(method->it) : NULL;
	void *value;
	bool ok;

	if (row->bit == EXTENSION_QC_STATEMENTS) {
		ret->has_qc = true;
		return qc_unpack(arena, X509_EXTENSION_get_data(extension),
				 &ret->qc);
	}
	if (!item || !(value = value_parse(extension, item)))
		return false;
	ok = row->read(arena, value, ret);
	ASN1_item_free(value, item);
	return ok;
}

enum status extensions_read(struct arena *arena,
			    const STACK_OF(X509_EXTENSION) * list,
			    struct certificate_plan *ret, struct error *err)
{
	struct gathered other = { .count = 0 };

	ret->path_length = -1;
	for (int i = 0; i < sk_X509_EXTENSION_num(list); i++) {
		X509_EXTENSION *one = sk_X509_EXTENSION_value(list, i);
		ASN1_OBJECT *object = X509_EXTENSION_get_object(one);
		const struct extension_row *row = row_of(OBJ_obj2nid(object));
		const char *oid = object_text(arena, object);
		unsigned bit = row ? row->bit : 0;

		if (!oid || X509v3_get_ext_by_OBJ(list, object, -1) != i)
			return certificate_unreadable(
			    "an extension that stands twice", err);
		if (strcmp(oid, VALIDITY_ASSURED) == 0) {
			bit = EXTENSION_VALIDITY_ASSURED;
			ret->validity_assured = true;
		} else if (row && !known_read(arena, row, one, ret)) {
			return certificate_unreadable(oid, err);
		} else if (!row && !gather(&other, oid)) {
			return certificate_unreadable("too many extensions",
						      err);
		}
		if (X509_EXTENSION_get_critical(one))
			ret->critical |= bit;
	}
	ret->other = gathered_texts(arena, &other);
	return OK;
}
