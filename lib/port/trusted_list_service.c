/* trusted_list_service - a service of a list, with its history */
#include "trusted_list.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/json.h>

#define COUNT(array)  (sizeof(array) / sizeof *(array))
#define TYPE_BASE     "http://uri.etsi.org/TrstSvc/Svctype/"
#define CERTIFICATES_MAX 32

struct uri_word {
	const char *end;
	int64_t value;
};

/* TS 119 612, 5.5.1. */
static const struct uri_word types[] = {
	{ "CA/QC", TRUST_CA_QC },
	{ "CA/PKC", TRUST_CA },
	{ "TSA/QTST", TRUST_TSA_QTST },
	{ "TSA", TRUST_TSA },
	{ "TSA/TSS-QC", TRUST_TSA },
	{ "TSA/TSS-AdESQCandQES", TRUST_TSA },
	{ "Certstatus/OCSP/QC", TRUST_OCSP_QC },
	{ "Certstatus/CRL/QC", TRUST_CRL_QC },
};

/* TS 119 612, 5.5.4; before 2016 the first base was the second. */
static const char *const status_bases[] = {
	"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/",
	("http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/"
	 "Svcstatus/"),
	"http://uri.etsi.org/TrstSvc/Svcstatus/eSigDir-1999-93-EC-TrustedList/",
};
static const struct uri_word statuses[] = {
	{ "granted", TRUST_GRANTED },
	{ "withdrawn", TRUST_WITHDRAWN },
	{ "recognisedatnationallevel", TRUST_RECOGNISED },
	{ "deprecatedatnationallevel", TRUST_DEPRECATED },
	{ "undersupervision", TRUST_UNDER_SUPERVISION },
	{ "supervisionincessation", TRUST_SUPERVISION_IN_CESSATION },
	{ "supervisionceased", TRUST_SUPERVISION_CEASED },
	{ "supervisionrevoked", TRUST_SUPERVISION_REVOKED },
	{ "accredited", TRUST_ACCREDITED },
	{ "accreditationceased", TRUST_ACCREDITATION_CEASED },
	{ "accreditationrevoked", TRUST_ACCREDITATION_REVOKED },
};

static int64_t uri_find(const char *uri, const char *base,
			const struct uri_word *words, size_t count,
			int64_t otherwise)
{
	if (uri && text_starts(uri, base))
		for (size_t i = 0; i < count; i++)
			if (!strcmp(uri + strlen(base), words[i].end))
				return words[i].value;
	return otherwise;
}

static int64_t type_of(const xmlNode *information, struct arena *arena)
{
	return uri_find(list_child_text(arena, information, TSL_NS,
					"ServiceTypeIdentifier"),
			TYPE_BASE, types, COUNT(types), -1);
}

static int64_t status_of(const xmlNode *information, struct arena *arena)
{
	const char *uri =
	    list_child_text(arena, information, TSL_NS, "ServiceStatus");
	int64_t ret = TRUST_STATUS_OTHER;

	for (size_t i = 0;
	     i < COUNT(status_bases) && ret == TRUST_STATUS_OTHER; i++)
		ret = uri_find(uri, status_bases[i], statuses, COUNT(statuses),
			       TRUST_STATUS_OTHER);
	return ret;
}

/* A stretch that we do not understand in full was never good: one of another
 * type, or with a critical extension that is not known. NULL if nobody can
 * tell when it began. */
static struct json *period_write(const xmlNode *information, int64_t type,
				 struct arena *arena)
{
	struct json *ret;
	int64_t from, status = status_of(information, arena);

	if (!list_instant(list_child_text(arena, information, TSL_NS,
					  "StatusStartingTime"),
			  &from))
		return NULL;
	ret = json_object_new();
	if (!list_extensions_write(list_child(information, TSL_NS,
					      "ServiceInformationExtensions"),
				   arena, ret) ||
	    type_of(information, arena) != type)
		status = TRUST_STATUS_OTHER;
	json_set_integer(ret, "from", from);
	json_set_integer(ret, "status", status);
	return ret;
}

/* Newest first; of two that began at once the one that stands first in the
 * list, which counts. */
static struct json *period_put(struct json *list, struct json *period)
{
	struct json *ret = json_array_new();
	int64_t from = json_as_integer(json_member(period, "from"));
	bool put = false;

	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *it = json_item(list, i);

		if (!put && json_as_integer(json_member(it, "from")) < from) {
			json_append(ret, period);
			put = true;
		}
		json_append(ret, json_clone(it));
	}
	if (!put)
		json_append(ret, period);
	json_free(list);
	return ret;
}

/* False, and the service is of no use, if its history cannot be told. */
static bool periods_write(const xmlNode *service, const xmlNode *information,
			  int64_t type, struct arena *arena, struct json *to)
{
	const xmlNode *it =
	    list_child(list_child(service, TSL_NS, "ServiceHistory"), TSL_NS,
		       "ServiceHistoryInstance");
	struct json *list = json_array_new();
	struct json *period = period_write(information, type, arena);

	while (period && json_count(list) < LIMIT_TRUST_PERIODS) {
		list = period_put(list, period);
		period = it ? period_write(it, type, arena) : NULL;
		if (!it) {
			json_set(to, "periods", list);
			return true;
		}
		it = list_next(it, TSL_NS, "ServiceHistoryInstance");
	}
	json_free(period);
	json_free(list);
	return false;
}

struct json *list_service_write(const xmlNode *service, const char *provider,
				struct arena *arena)
{
	OWN(json) struct json *ret = json_object_new();
	const xmlNode *information =
	    list_child(service, TSL_NS, "ServiceInformation");
	int64_t type = type_of(information, arena);
	struct json *certificates;
	const char *name;

	if (type < 0)
		return NULL;
	certificates = list_certificates(
	    arena, list_child(information, TSL_NS, "ServiceDigitalIdentity"),
	    CERTIFICATES_MAX);
	json_set(ret, "certificates", certificates);
	if (json_count(certificates) == 0 ||
	    !periods_write(service, information, type, arena, ret))
		return NULL;
	json_set_integer(ret, "type", type);
	if (provider)
		json_set_text(ret, "provider", provider);
	name = list_name(arena,
			 list_child(information, TSL_NS, "ServiceName"));
	if (name)
		json_set_text(ret, "service", name);
	return TAKE(ret);
}
