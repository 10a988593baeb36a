/* certificate_qc_read - reads qcStatements of EN 319 412-5 */
#include <string.h>

#include <openssl/err.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "certificate_part.h"
#include "certificate_qc_shape.h"

static bool limit_read(struct arena *arena, const ASN1_TYPE *info,
		       struct qc_statements *ret)
{
	OWN(value)
	QC_VALUE *value =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(QC_VALUE), info);

	(void)arena;
	if (!value || ASN1_STRING_length(value->currency) != 3)
		return false;
	memcpy(ret->limit.currency, ASN1_STRING_get0_data(value->currency), 3);
	ret->limit.amount = value->amount;
	ret->limit.exponent = value->exponent;
	return ret->limit.currency[0] != '\0';
}

static bool retention_read(struct arena *arena, const ASN1_TYPE *info,
			   struct qc_statements *ret)
{
	(void)arena;
	return info && info->type == V_ASN1_INTEGER &&
	       ASN1_INTEGER_get_int64(&ret->retention_years,
				      info->value.integer) == 1;
}

static bool pds_read(struct arena *arena, const ASN1_TYPE *info,
		     struct qc_statements *ret)
{
	OWN(locations)
	STACK_OF(QC_LOCATION) *list =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(QC_LOCATIONS), info);
	int n = sk_QC_LOCATION_num(list);
	struct qc_pds *pds;

	if (n < 0 || (size_t)n > LIMIT_LIST_ITEMS)
		return false;
	pds = arena_alloc(arena, (size_t)n * sizeof *pds + 1);
	for (int i = 0; i < n; i++) {
		const QC_LOCATION *one = sk_QC_LOCATION_value(list, i);

		pds[i].url = string_text(arena, one->url);
		pds[i].language = string_text(arena, one->language);
		if (!pds[i].url || !pds[i].language)
			return false;
	}
	ret->pds = pds;
	ret->pds_count = (size_t)n;
	return true;
}

static bool set_read(const ASN1_TYPE *info, const char *const *names,
		     unsigned *ret)
{
	OWN(objects)
	EXTENDED_KEY_USAGE *list =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(EXTENDED_KEY_USAGE), info);

	if (!list)
		return false;
	for (int i = 0; i < sk_ASN1_OBJECT_num(list); i++) {
		char text[64];
		size_t bit = 0;

		OBJ_obj2txt(text, sizeof text, sk_ASN1_OBJECT_value(list, i),
			    1);
		while (names[bit] && strcmp(names[bit], text) != 0)
			bit++;
		*ret |= 1u << bit; /* one past the known ones: unknown */
	}
	return true;
}

static bool semantics_read(struct arena *arena, const ASN1_TYPE *info,
			   struct qc_statements *ret)
{
	OWN(semantics)
	QC_SEMANTICS *value =
	    ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(QC_SEMANTICS), info);
	const char *id;

	if (!value)
		return false;
	id = value->id ? object_text(arena, value->id) : NULL;
	if (text_equal(id, qc_semantics[QC_SEMANTICS_NATURAL]))
		ret->semantics = QC_SEMANTICS_NATURAL;
	else if (text_equal(id, qc_semantics[QC_SEMANTICS_LEGAL]))
		ret->semantics = QC_SEMANTICS_LEGAL;
	for (int i = 0; i < sk_GENERAL_NAME_num(value->authorities); i++) {
		const GENERAL_NAME *name =
		    sk_GENERAL_NAME_value(value->authorities, i);

		if (name->type == GEN_URI && !ret->name_authority)
			ret->name_authority = string_text(arena, name->d.ia5);
	}
	return true;
}

static bool compliance_read(struct arena *arena, const ASN1_TYPE *info,
			    struct qc_statements *ret)
{
	(void)arena;
	(void)info;
	return ret->compliance = true;
}

static bool qscd_read(struct arena *arena, const ASN1_TYPE *info,
		      struct qc_statements *ret)
{
	(void)arena;
	(void)info;
	return ret->qscd = true;
}

static bool types_read(struct arena *arena, const ASN1_TYPE *info,
		       struct qc_statements *ret)
{
	(void)arena;
	return set_read(info, qc_types, &ret->types);
}

static bool methods_read(struct arena *arena, const ASN1_TYPE *info,
			 struct qc_statements *ret)
{
	(void)arena;
	return set_read(info, qc_methods, &ret->identified);
}

static const struct {
	const char *oid;
	bool (*read)(struct arena *arena, const ASN1_TYPE *info,
		     struct qc_statements *ret);
} readers[] = {
	{ QC_OID_COMPLIANCE, compliance_read },
	{ QC_OID_SSCD, qscd_read },
	{ QC_OID_LIMIT, limit_read },
	{ QC_OID_RETENTION, retention_read },
	{ QC_OID_PDS, pds_read },
	{ QC_OID_TYPE, types_read },
	{ QC_OID_IDENTIFIED, methods_read },
	{ QC_OID_SYNTAX_V2, semantics_read },
};

static void other_add(struct arena *arena, const char *oid, struct texts *ret)
{
	const char **other =
	    arena_alloc(arena, (ret->count + 1) * sizeof *other);

	for (size_t i = 0; i < ret->count; i++)
		other[i] = ret->items[i];
	other[ret->count++] = oid;
	ret->items = other;
}

static bool statement_read(struct arena *arena, const char *oid,
			   const ASN1_TYPE *info, struct qc_statements *ret)
{
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		if (strcmp(oid, readers[i].oid) == 0)
			return readers[i].read(arena, info, ret);
	other_add(arena, oid, &ret->other);
	return true;
}

bool qc_unpack(struct arena *arena, const ASN1_STRING *value,
	       struct qc_statements *ret)
{
	const unsigned char *at = ASN1_STRING_get0_data(value);
	const unsigned char *end = at + ASN1_STRING_length(value);
	OWN(statements)
	STACK_OF(QC_STATEMENT) *list = (STACK_OF(QC_STATEMENT) *)ASN1_item_d2i(
	    NULL, &at, end - at, ASN1_ITEM_rptr(QC_STATEMENTS));

	if (!list || at != end ||
	    (size_t)sk_QC_STATEMENT_num(list) > LIMIT_LIST_ITEMS)
		return false;
	for (int i = 0; i < sk_QC_STATEMENT_num(list); i++) {
		const QC_STATEMENT *one = sk_QC_STATEMENT_value(list, i);
		const char *oid = object_text(arena, one->id);

		if (!oid || !statement_read(arena, oid, one->info, ret))
			return false;
	}
	return true;
}
