/* fuzz_trusted_list - any bytes as a trusted list, and as what a child says of
 * one */
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/json.h>
#include <ipp/port/sandbox.h>

#include "../../lib/port/trusted_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What the decoder lets through holds what it promises. */
static void edition_check(const struct trust_edition *it)
{
	if (!it->territory || strlen(it->territory) != 2)
		abort();
	for (size_t i = 0; i < it->service_count; i++) {
		const struct trust_service *service = &it->services[i];

		if (service->period_count == 0)
			abort();
		for (size_t k = 1; k < service->period_count; k++)
			if (service->periods[k].from >
			    service->periods[k - 1].from)
				abort();
	}
	for (size_t i = 0; i < it->pointer_count; i++)
		if (!it->pointers[i].url)
			abort();
}

/* What the writer says, the decoder takes. */
static void read_unsigned(const uint8_t *data, size_t size,
			  struct arena *arena)
{
	OWN(json) struct json *json = NULL;
	struct trust_edition edition;
	xmlDoc *doc;

	if (list_parse(data, size, &doc) != LIST_FINE)
		return;
	if (list_write(doc, arena, &json) == LIST_FINE) {
		if (!list_decode(json, arena, &edition))
			abort();
		edition_check(&edition);
	}
	xmlFreeDoc(doc);
}

/* Nobody's certificate fits, so nothing may come of it. */
static void verify(const uint8_t *data, size_t size)
{
	static const struct trust_certificate nobody;
	static const struct trusted_list_signer signer = { NULL, &nobody };
	const struct list_task task = { data, size, &signer, 1 };
	char room[4096];
	struct sandbox_answer answer = { .bytes = room, .size = sizeof room };

	list_prepare();
	list_work(&task, sizeof task, &answer);
	if (answer.used > sizeof room || answer.used < 11 ||
	    memcmp(room, "{\"refusal\":", 11))
		abort();
}

static void decode(const uint8_t *data, size_t size, struct arena *arena)
{
	OWN(json) struct json *json = NULL;
	struct trust_edition edition;
	struct error err;

	error_reset(&err);
	if (json_parse((const char *)data, size, &json, &err) == OK &&
	    list_decode(json, arena, &edition))
		edition_check(&edition);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();

	verify(data, size);
	read_unsigned(data, size, arena);
	decode(data, size, arena);
	return 0;
}
