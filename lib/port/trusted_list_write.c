/* trusted_list_write - what a list says of itself and of other lists */
#include "trusted_list.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>

/* TS 119 612, 5.3.3 and D.5; the bases of old and new lists differ. */
#define TYPE_LOTL     "/TSLType/EUlistofthelists"
#define TYPE_NATIONAL "/TSLType/EUgeneric"
#define URI_ETSI      "http://uri.etsi.org/"

#define MIME_LIST "application/vnd.etsi.tsl+xml"

static bool ends_with(const char *text, const char *end)
{
	size_t n = text ? strlen(text) : 0, m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static bool is_type(const char *uri, const char *type)
{
	return uri && text_starts(uri, URI_ETSI) && ends_with(uri, type);
}

static bool number_read(const char *text, int64_t max, int64_t *ret)
{
	return text && integer_parse(text, 0, max, ret);
}

/* Two letters, upper case (TS 119 612, 5.3.10). */
static bool is_territory(const char *text)
{
	return text && strlen(text) == 2 && text[0] >= 'A' && text[0] <= 'Z' &&
	       text[1] >= 'A' && text[1] <= 'Z';
}

/* TS 119 612, 5.3.15: an empty one closes the list. */
static bool next_update_read(const xmlNode *scheme, struct arena *arena,
			     int64_t issued_at, int64_t *ret)
{
	const xmlNode *next = list_child(scheme, TSL_NS, "NextUpdate");
	const char *text = list_child_text(arena, next, TSL_NS, "dateTime");

	*ret = issued_at;
	return next && (!text || list_instant(text, ret)) &&
	       *ret >= issued_at;
}

static enum list_refusal scheme_write(const xmlNode *scheme,
				      struct arena *arena, struct json *to)
{
	const char *type = list_child_text(arena, scheme, TSL_NS, "TSLType");
	const char *territory =
	    list_child_text(arena, scheme, TSL_NS, "SchemeTerritory");
	int64_t version, sequence, issued_at, next_update;

	if (!number_read(list_child_text(arena, scheme, TSL_NS,
					 "TSLVersionIdentifier"),
			 1000, &version) ||
	    (version != 5 && version != 6))
		return LIST_VERSION;
	if ((!is_type(type, TYPE_LOTL) && !is_type(type, TYPE_NATIONAL)) ||
	    !is_territory(territory))
		return LIST_NONE;
	if (!number_read(list_child_text(arena, scheme, TSL_NS,
					 "TSLSequenceNumber"),
			 INT32_MAX, &sequence) ||
	    !list_instant(list_child_text(arena, scheme, TSL_NS,
					  "ListIssueDateTime"),
			  &issued_at) ||
	    !next_update_read(scheme, arena, issued_at, &next_update))
		return LIST_BROKEN;
	json_set_integer(to, "kind",
			 is_type(type, TYPE_LOTL) ? TRUST_LIST_OF_LISTS
						  : TRUST_LIST_NATIONAL);
	json_set_text(to, "territory", territory);
	type = list_name(arena,
			 list_child(scheme, TSL_NS, "SchemeOperatorName"));
	json_set_text(to, "operator", type ? type : territory);
	json_set_integer(to, "sequence", sequence);
	json_set_integer(to, "issued_at", issued_at);
	json_set_integer(to, "next_update", next_update);
	return LIST_FINE;
}

/* The member of AdditionalInformation of this name; they stand in one
 * OtherInformation each. */
static const char *additional_text(const xmlNode *pointer, struct arena *arena,
				   const char *ns, const char *name)
{
	const xmlNode *information =
	    list_child(pointer, TSL_NS, "AdditionalInformation");
	const xmlNode *it =
	    list_child(information, TSL_NS, "OtherInformation");
	const char *ret = NULL;

	for (; it && !ret; it = list_next(it, TSL_NS, "OtherInformation"))
		ret = list_child_text(arena, it, ns, name);
	return ret;
}

static void signers_write(const xmlNode *pointer, struct arena *arena,
			  struct json *ret)
{
	const xmlNode *all =
	    list_child(pointer, TSL_NS, "ServiceDigitalIdentities");
	const xmlNode *it =
	    list_child(all, TSL_NS, "ServiceDigitalIdentity");

	for (; it; it = list_next(it, TSL_NS, "ServiceDigitalIdentity")) {
		struct json *some =
		    list_certificates(arena, it, LIMIT_TRUST_SIGNERS);

		for (size_t i = 0; i < json_count(some) &&
				   json_count(ret) < LIMIT_TRUST_SIGNERS;
		     i++)
			json_append(ret, json_clone(json_item(some, i)));
		json_free(some);
	}
}

/* Only to national lists in XML; a second one of a country is not taken. */
static struct json *pointer_write(const xmlNode *pointer, struct arena *arena,
				  const struct json *before)
{
	const char *territory =
	    additional_text(pointer, arena, TSL_NS, "SchemeTerritory");
	const char *url =
	    list_child_text(arena, pointer, TSL_NS, "TSLLocation");
	const char *mime =
	    additional_text(pointer, arena, TSLX_NS, "MimeType");
	struct json *ret, *signers;

	if (!url || !is_territory(territory) ||
	    !is_type(additional_text(pointer, arena, TSL_NS, "TSLType"),
		     TYPE_NATIONAL) ||
	    (mime && strcmp(mime, MIME_LIST)))
		return NULL;
	for (size_t i = 0; i < json_count(before); i++)
		if (!strcmp(json_as_text(json_member(json_item(before, i),
						     "territory")),
			    territory))
			return NULL;
	ret = json_object_new();
	signers = json_array_new();
	json_set_text(ret, "territory", territory);
	json_set_text(ret, "url", url);
	signers_write(pointer, arena, signers);
	json_set(ret, "signers", signers);
	return ret;
}

static enum list_refusal pointers_write(const xmlNode *scheme,
					struct arena *arena, struct json *to)
{
	const xmlNode *all = list_child(scheme, TSL_NS, "PointersToOtherTSL");
	const xmlNode *it = list_child(all, TSL_NS, "OtherTSLPointer");
	struct json *list = json_array_new();

	json_set(to, "pointers", list);
	for (; it; it = list_next(it, TSL_NS, "OtherTSLPointer")) {
		struct json *pointer = pointer_write(it, arena, list);

		if (!pointer)
			continue;
		json_append(list, pointer);
		if (json_count(list) > LIMIT_TRUST_POINTERS)
			return LIST_TOO_LARGE;
	}
	return LIST_FINE;
}

static void provider_write(const xmlNode *provider, struct arena *arena,
			   struct json *list, int64_t *skipped)
{
	const xmlNode *information =
	    list_child(provider, TSL_NS, "TSPInformation");
	const char *name =
	    list_name(arena, list_child(information, TSL_NS, "TSPName"));
	const xmlNode *it =
	    list_child(list_child(provider, TSL_NS, "TSPServices"), TSL_NS,
		       "TSPService");

	for (; it; it = list_next(it, TSL_NS, "TSPService")) {
		struct json *service = list_service_write(it, name, arena);

		if (service)
			json_append(list, service);
		else
			++*skipped;
		if (json_count(list) > LIMIT_TRUST_SERVICES)
			return;
	}
}

enum list_refusal list_write(xmlDoc *doc, struct arena *arena,
			     struct json **ret)
{
	OWN(json) struct json *json = json_object_new();
	const xmlNode *root = xmlDocGetRootElement(doc), *it;
	struct json *services = json_array_new();
	const xmlNode *scheme = list_child(root, TSL_NS, "SchemeInformation");
	enum list_refusal rc;
	int64_t skipped = 0;

	json_set(json, "services", services);
	if (!list_is(root, TSL_NS, "TrustServiceStatusList") || !scheme)
		return LIST_NONE;
	if ((rc = scheme_write(scheme, arena, json)) != LIST_FINE ||
	    (rc = pointers_write(scheme, arena, json)) != LIST_FINE)
		return rc;
	it = list_child(list_child(root, TSL_NS, "TrustServiceProviderList"),
			TSL_NS, "TrustServiceProvider");
	for (; it; it = list_next(it, TSL_NS, "TrustServiceProvider")) {
		provider_write(it, arena, services, &skipped);
		if (json_count(services) > LIMIT_TRUST_SERVICES)
			return LIST_TOO_LARGE;
	}
	json_set_integer(json, "skipped", skipped);
	*ret = TAKE(json);
	return LIST_FINE;
}
