/* trusted_list_decode - takes what the sandboxed child says of a list */
#include "trusted_list.h"

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/port/trust_facts.h>

#define CERTIFICATES_MAX 32

static bool number_take(const struct json *object, const char *name,
			int64_t min, int64_t max, int64_t *ret)
{
	const struct json *value = json_member(object, name);

	if (!value || json_kind(value) != JSON_IS_INTEGER ||
	    json_as_integer(value) < min || json_as_integer(value) > max)
		return false;
	*ret = json_as_integer(value);
	return true;
}

/* Instants of years that a calendar has. */
static bool instant_take(const struct json *object, const char *name,
			 int64_t *ret)
{
	return number_take(object, name, INT64_C(-5364662400),
			   INT64_C(253402300799), ret);
}

/* NULL where it is absent; false for what is no printable text. */
static bool text_take(const struct json *object, const char *name,
		      struct arena *arena, const char **ret)
{
	const struct json *value = json_member(object, name);
	const char *text = value ? json_as_text(value) : NULL;

	*ret = NULL;
	if (!value)
		return true;
	if (!text || strlen(text) > LIMIT_TEXT_BYTES)
		return false;
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	*ret = arena_text(arena, text);
	return true;
}

static bool octets_take(const struct json *object, const char *name,
			size_t max, struct arena *arena, struct octets *ret)
{
	const struct json *value = json_member(object, name);
	const char *hex = value ? json_as_text(value) : NULL;
	size_t n = hex ? strlen(hex) / 2 : 0;
	unsigned char *bytes;

	if (!hex || strlen(hex) % 2 || n > max)
		return false;
	bytes = arena_alloc(arena, n + 1);
	*ret = (struct octets){ bytes, n };
	return hex_decode(hex, n, bytes);
}

static const struct json *array_take(const struct json *object,
				     const char *name, size_t max)
{
	const struct json *ret = json_member(object, name);

	return ret && json_kind(ret) == JSON_IS_ARRAY && json_count(ret) <= max
		   ? ret
		   : NULL;
}

static bool certificate_take(const struct json *json, struct arena *arena,
			     struct trust_certificate *ret)
{
	struct octets name;

	if (json_kind(json) != JSON_IS_OBJECT ||
	    !octets_take(json, "der", LIMIT_CERTIFICATE_BYTES, arena,
			 &ret->der) ||
	    !octets_take(json, "key", 64, arena, &ret->key_id) ||
	    !octets_take(json, "name", DIGEST_SIZE, arena, &name) ||
	    name.size != DIGEST_SIZE || ret->der.size == 0)
		return false;
	memcpy(ret->name_sha256, name.bytes, DIGEST_SIZE);
	digest_sha256_quick(ret->der.bytes, ret->der.size, ret->fingerprint);
	return true;
}

static bool certificates_take(const struct json *object, const char *name,
			      struct arena *arena,
			      const struct trust_certificate **ret,
			      size_t *count)
{
	const struct json *list = array_take(object, name, CERTIFICATES_MAX);
	struct trust_certificate *items;

	if (!list)
		return false;
	*count = json_count(list);
	*ret = items = arena_alloc(arena, (*count + 1) * sizeof *items);
	for (size_t i = 0; i < *count; i++)
		if (!certificate_take(json_item(list, i), arena, &items[i]))
			return false;
	return true;
}

static bool period_take(const struct json *json, struct arena *arena,
			struct trust_period *ret)
{
	int64_t purposes;

	if (json_kind(json) != JSON_IS_OBJECT ||
	    !instant_take(json, "from", &ret->from) ||
	    !number_take(json, "status", 0, TRUST_STATUS_OTHER,
			 &ret->status) ||
	    !number_take(json, "purposes", 0,
			 TRUST_FOR_SIGNATURES | TRUST_FOR_SEALS |
			     TRUST_FOR_WEB,
			 &purposes) ||
	    !trust_qualifications_decode(json_member(json, "qualifications"),
					 arena, &ret->qualifications,
					 &ret->qualification_count))
		return false;
	ret->purposes = (unsigned)purposes;
	return true;
}

static bool periods_take(const struct json *object, struct arena *arena,
			 struct trust_service *ret)
{
	const struct json *list =
	    array_take(object, "periods", LIMIT_TRUST_PERIODS);
	struct trust_period *items;

	if (!list || json_count(list) == 0)
		return false;
	ret->period_count = json_count(list);
	ret->periods = items =
	    arena_alloc(arena, ret->period_count * sizeof *items);
	for (size_t i = 0; i < ret->period_count; i++)
		if (!period_take(json_item(list, i), arena, &items[i]) ||
		    (i > 0 && items[i].from > items[i - 1].from))
			return false;
	return true;
}

static bool services_take(const struct json *json, struct arena *arena,
			  struct trust_edition *ret)
{
	const struct json *list =
	    array_take(json, "services", LIMIT_TRUST_SERVICES);
	struct trust_service *items;

	if (!list)
		return false;
	ret->service_count = json_count(list);
	ret->services = items =
	    arena_alloc(arena, (ret->service_count + 1) * sizeof *items);
	for (size_t i = 0; i < ret->service_count; i++) {
		const struct json *it = json_item(list, i);

		if (json_kind(it) != JSON_IS_OBJECT ||
		    !number_take(it, "type", 0, TRUST_CRL_QC,
				 &items[i].type) ||
		    !text_take(it, "provider", arena, &items[i].provider) ||
		    !text_take(it, "service", arena, &items[i].service) ||
		    !periods_take(it, arena, &items[i]) ||
		    !certificates_take(it, "certificates", arena,
				       &items[i].certificates,
				       &items[i].certificate_count))
			return false;
	}
	return true;
}

static bool territory_take(const struct json *object, struct arena *arena,
			   const char **ret)
{
	return text_take(object, "territory", arena, ret) && *ret &&
	       strlen(*ret) == 2;
}

static bool pointers_take(const struct json *json, struct arena *arena,
			  struct trust_edition *ret)
{
	const struct json *list =
	    array_take(json, "pointers", LIMIT_TRUST_POINTERS);
	struct trust_pointer *items;

	if (!list)
		return false;
	ret->pointer_count = json_count(list);
	ret->pointers = items =
	    arena_alloc(arena, (ret->pointer_count + 1) * sizeof *items);
	for (size_t i = 0; i < ret->pointer_count; i++) {
		const struct json *it = json_item(list, i);

		if (json_kind(it) != JSON_IS_OBJECT ||
		    !territory_take(it, arena, &items[i].territory) ||
		    !text_take(it, "url", arena, &items[i].url) ||
		    !items[i].url ||
		    !certificates_take(it, "signers", arena,
				       &items[i].signers,
				       &items[i].signer_count))
			return false;
	}
	return true;
}

bool list_decode(const struct json *json, struct arena *arena,
		 struct trust_edition *ret)
{
	struct trust_edition it = { 0 };

	if (!number_take(json, "kind", 0, TRUST_LIST_NATIONAL, &it.kind) ||
	    !territory_take(json, arena, &it.territory) ||
	    !text_take(json, "operator", arena, &it.scheme_operator) ||
	    !number_take(json, "sequence", 0, INT32_MAX, &it.sequence) ||
	    !instant_take(json, "issued_at", &it.issued_at) ||
	    !instant_take(json, "next_update", &it.next_update) ||
	    !number_take(json, "skipped", 0, INT32_MAX, &it.skipped) ||
	    !services_take(json, arena, &it) ||
	    !pointers_take(json, arena, &it))
		return false;
	*ret = it;
	return true;
}
