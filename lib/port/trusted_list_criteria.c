/* trusted_list_criteria - extensions of a service: what it is for, and what
 * the list says of some of its certificates */
#include "trusted_list.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>
#include <ipp/port/trust_facts.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct word {
	const char *name;
	unsigned bit;
};

#define INFO_BASE "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"

/* TS 119 612, 5.5.9.4. */
static const struct word purposes[] = {
	{ "ForeSignatures", TRUST_FOR_SIGNATURES },
	{ "ForeSeals", TRUST_FOR_SEALS },
	{ "ForWebSiteAuthentication", TRUST_FOR_WEB },
};

/* TS 119 612, 5.5.9.2.3; the base of old lists was another. */
static const char *const qualifier_bases[] = { INFO_BASE, SIE_NS };
static const struct word qualifiers[] = {
	{ "QCStatement", TRUST_QC_STATEMENT },
	{ "NotQualified", TRUST_NOT_QUALIFIED },
	{ "QCWithSSCD", TRUST_WITH_QSCD },
	{ "QCWithQSCD", TRUST_WITH_QSCD },
	{ "QCQSCDManagedOnBehalf", TRUST_WITH_QSCD },
	{ "QCNoSSCD", TRUST_NO_QSCD },
	{ "QCNoQSCD", TRUST_NO_QSCD },
	{ "QCSSCDStatusAsInCert", TRUST_QSCD_AS_IN_CERTIFICATE },
	{ "QCQSCDStatusAsInCert", TRUST_QSCD_AS_IN_CERTIFICATE },
	{ "QCForESig", TRUST_FOR_SIGNATURES },
	{ "QCForESeal", TRUST_FOR_SEALS },
	{ "QCForLegalPerson", TRUST_FOR_SEALS },
	{ "QCForWSA", TRUST_FOR_WEB },
};

/* RFC 5280, 4.2.1.3, as TS 119 612 writes them. */
static const struct word usages[] = {
	{ "digitalSignature", KEY_USAGE_DIGITAL_SIGNATURE },
	{ "nonRepudiation", KEY_USAGE_NON_REPUDIATION },
	{ "keyEncipherment", KEY_USAGE_KEY_ENCIPHERMENT },
	{ "dataEncipherment", KEY_USAGE_DATA_ENCIPHERMENT },
	{ "keyAgreement", KEY_USAGE_KEY_AGREEMENT },
	{ "keyCertSign", KEY_USAGE_CERT_SIGN },
	{ "crlSign", KEY_USAGE_CRL_SIGN },
	{ "encipherOnly", KEY_USAGE_ENCIPHER_ONLY },
	{ "decipherOnly", KEY_USAGE_DECIPHER_ONLY },
};

static unsigned word_bit(const struct word *words, size_t count,
			 const char *name, unsigned otherwise)
{
	for (size_t i = 0; name && i < count; i++)
		if (!strcmp(words[i].name, name))
			return words[i].bit;
	return otherwise;
}

static unsigned qualifier_of(const char *uri)
{
	for (size_t i = 0; uri && i < COUNT(qualifier_bases); i++)
		if (text_starts(uri, qualifier_bases[i]))
			return word_bit(qualifiers, COUNT(qualifiers),
					uri + strlen(qualifier_bases[i]),
					TRUST_QUALIFIER_OTHER);
	return TRUST_QUALIFIER_OTHER;
}

/* One KeyUsage: its bits and their values. False if it has none that is
 * known, or one that is not. */
static bool usage_write(const xmlNode *node, struct arena *arena,
			struct json *to)
{
	const xmlNode *it = list_child(node, SIE_NS, "KeyUsageBit");
	unsigned mask = 0, value = 0;
	struct json *ret;

	for (; it; it = list_next(it, SIE_NS, "KeyUsageBit")) {
		unsigned bit = word_bit(usages, COUNT(usages),
					list_attribute(arena, it, "name"), 0);
		const char *text = list_text(arena, it, 8);
		bool yes = text && (!strcmp(text, "true") || !strcmp(text, "1"));
		bool no = text && (!strcmp(text, "false") || !strcmp(text, "0"));

		if (!bit || (!yes && !no) || mask & bit)
			return false;
		mask |= bit;
		value |= yes ? bit : 0;
	}
	if (!mask)
		return false;
	ret = json_object_new();
	json_set_integer(ret, "mask", mask);
	json_set_integer(ret, "value", value);
	json_append(to, ret);
	return true;
}

/* A set of object identifiers: each NAME holds an Identifier of XAdES. */
static bool oids_write(const xmlNode *node, const char *ns, const char *name,
		       struct arena *arena, struct json *to)
{
	const xmlNode *it = list_child(node, ns, name);
	struct json *set = json_array_new();

	for (; it; it = list_next(it, ns, name)) {
		const char *oid =
		    list_child_text(arena, it, XADES_NS, "Identifier");

		if (oid && text_starts(oid, "urn:oid:"))
			oid += sizeof "urn:oid:" - 1;
		if (!oid || oid[strspn(oid, "0123456789.")] ||
		    json_count(set) == LIMIT_TRUST_CRITERIA) {
			json_free(set);
			return false;
		}
		json_append_text(set, oid);
	}
	if (json_count(set) == 0) {
		json_free(set);
		return false;
	}
	json_append(to, set);
	return true;
}

struct criteria {
	struct json *usages, *policies, *purposes, *attributes, *lists;
	int64_t foreign;
};

static struct json *criteria_write(const xmlNode *list, unsigned depth,
				   struct arena *arena);

static size_t criteria_count(const struct criteria *it)
{
	return json_count(it->usages) + json_count(it->policies) +
	       json_count(it->purposes) + json_count(it->attributes) +
	       json_count(it->lists);
}

/* False for one that cannot be judged. */
static bool criterion_add(const xmlNode *it, unsigned depth,
			  struct arena *arena, struct criteria *to)
{
	if (criteria_count(to) == LIMIT_TRUST_CRITERIA)
		return false;
	if (list_is(it, SIE_NS, "KeyUsage"))
		return usage_write(it, arena, to->usages);
	if (list_is(it, SIE_NS, "PolicySet"))
		return oids_write(it, SIE_NS, "PolicyIdentifier", arena,
				  to->policies);
	if (list_is(it, TSLX_NS, "ExtendedKeyUsage"))
		return oids_write(it, TSLX_NS, "KeyPurposeId", arena,
				  to->purposes);
	if (list_is(it, TSLX_NS, "CertSubjectDNAttribute"))
		return oids_write(it, TSLX_NS, "AttributeOID", arena,
				  to->attributes);
	if (list_is(it, SIE_NS, "CriteriaList") && depth > 0) {
		json_append(to->lists, criteria_write(it, depth - 1, arena));
		return true;
	}
	return false;
}

static void children_add(const xmlNode *list, unsigned depth,
			 struct arena *arena, struct criteria *to)
{
	for (const xmlNode *it = list->children; it; it = it->next) {
		if (it->type != XML_ELEMENT_NODE ||
		    list_is(it, SIE_NS, "Description"))
			continue;
		if (list_is(it, SIE_NS, "otherCriteriaList"))
			for (const xmlNode *other = it->children; other;
			     other = other->next)
				to->foreign +=
				    other->type == XML_ELEMENT_NODE &&
				    !criterion_add(other, depth, arena, to);
		else
			to->foreign += !criterion_add(it, depth, arena, to);
	}
}

static struct json *criteria_write(const xmlNode *list, unsigned depth,
				   struct arena *arena)
{
	struct json *ret = json_object_new();
	const char *assertion = list ? list_attribute(arena, list, "assert")
				     : NULL;
	struct criteria to = { json_array_new(), json_array_new(),
			       json_array_new(), json_array_new(),
			       json_array_new(), 0 };

	if (list)
		children_add(list, depth, arena, &to);
	if (text_equal(assertion, "atLeastOne"))
		json_set_integer(ret, "assert", TRUST_ASSERT_ANY);
	else if (text_equal(assertion, "none"))
		json_set_integer(ret, "assert", TRUST_ASSERT_NONE);
	else
		json_set_integer(ret, "assert", TRUST_ASSERT_ALL);
	if (assertion && strcmp(assertion, "atLeastOne") &&
	    strcmp(assertion, "none") && strcmp(assertion, "all"))
		to.foreign++;
	json_set(ret, "usages", to.usages);
	json_set(ret, "policies", to.policies);
	json_set(ret, "purposes", to.purposes);
	json_set(ret, "attributes", to.attributes);
	json_set(ret, "lists", to.lists);
	json_set_integer(ret, "foreign", to.foreign);
	return ret;
}

static struct json *element_write(const xmlNode *element, struct arena *arena)
{
	const xmlNode *it =
	    list_child(list_child(element, SIE_NS, "Qualifiers"), SIE_NS,
		       "Qualifier");
	struct json *ret = json_object_new();
	unsigned set = 0;

	for (; it; it = list_next(it, SIE_NS, "Qualifier"))
		set |= qualifier_of(list_attribute(arena, it, "uri"));
	json_set_integer(ret, "qualifiers", set);
	json_set(ret, "criteria",
		 criteria_write(list_child(element, SIE_NS, "CriteriaList"),
				TRUST_CRITERIA_DEPTH, arena));
	return ret;
}

/* At most one more than may be kept, so that the excess shows. */
static void qualifications_write(const xmlNode *node, struct arena *arena,
				 struct json *to)
{
	const xmlNode *it = list_child(node, SIE_NS, "QualificationElement");

	for (; it && json_count(to) <= LIMIT_TRUST_CRITERIA;
	     it = list_next(it, SIE_NS, "QualificationElement"))
		json_append(to, element_write(it, arena));
}

/* True if something in the extension is known to us. */
static bool extension_write(const xmlNode *extension, struct arena *arena,
			    unsigned *set, struct json *list)
{
	const xmlNode *it =
	    list_child(extension, TSL_NS, "AdditionalServiceInformation");
	const char *uri;

	if (it) {
		uri = list_child_text(arena, it, TSL_NS, "URI");
		if (uri && text_starts(uri, INFO_BASE))
			*set |= word_bit(purposes, COUNT(purposes),
					 uri + sizeof INFO_BASE - 1, 0);
		return true;
	}
	if ((it = list_child(extension, SIE_NS, "Qualifications"))) {
		qualifications_write(it, arena, list);
		return true;
	}
	return list_child(extension, TSL_NS, "ExpiredCertsRevocationInfo") ||
	       list_child(extension, TSLX_NS, "TakenOverBy");
}

bool list_extensions_write(const xmlNode *extensions, struct arena *arena,
			   struct json *period)
{
	const xmlNode *it = list_child(extensions, TSL_NS, "Extension");
	struct json *list = json_array_new();
	unsigned set = 0;
	bool ret = true;

	for (; it; it = list_next(it, TSL_NS, "Extension")) {
		const char *critical = list_attribute(arena, it, "Critical");
		bool may_miss = text_equal(critical, "false") ||
				text_equal(critical, "0");

		if (!extension_write(it, arena, &set, list) && !may_miss)
			ret = false;
	}
	if (json_count(list) > LIMIT_TRUST_CRITERIA) {
		json_free(list);
		list = json_array_new();
		ret = false;
	}
	json_set_integer(period, "purposes", set);
	json_set(period, "qualifications", list);
	return ret;
}
