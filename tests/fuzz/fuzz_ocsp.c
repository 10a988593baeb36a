/* fuzz_ocsp - any bytes as an OCSP request, and as one in an address */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/port/ocsp.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_same(struct octets a, struct octets b)
{
	return a.size == b.size && (!a.size || !memcmp(a.bytes, b.bytes, a.size));
}

/* What came before makes no difference. */
static void look_next(struct arena *arena, struct octets der, enum status rc,
		      const struct ocsp_request *alone)
{
	static struct ocsp_pattern *pattern;
	struct ocsp_request it;
	struct error err;

	error_reset(&err);
	pattern = pattern ? pattern : ocsp_pattern_new();
	if (ocsp_request_read_next(pattern, arena, der, &it, &err) != rc)
		abort();
	if (rc != OK)
		return;
	if (it.count != alone->count || !is_same(it.nonce, alone->nonce))
		abort();
	for (size_t i = 0; i < it.count; i++)
		if (it.items[i].hash != alone->items[i].hash ||
		    !is_same(it.items[i].id, alone->items[i].id) ||
		    !is_same(it.items[i].name, alone->items[i].name) ||
		    !is_same(it.items[i].key, alone->items[i].key) ||
		    !is_same(it.items[i].serial, alone->items[i].serial))
			abort();
}

/* What was read is within its bounds, and can be asked for again. */
static void look(struct arena *arena, struct octets der)
{
	struct ocsp_request request, again;
	struct octets text;
	struct error err;
	enum status rc;
	size_t n;

	error_reset(&err);
	rc = ocsp_request_read(arena, der, &request, &err);
	look_next(arena, der, rc, &request);
	if (rc != OK)
		return;
	if (request.count < 1 || request.count > LIMIT_OCSP_QUESTIONS ||
	    request.nonce.size > 200)
		abort();
	for (size_t i = 0; i < request.count; i++)
		if (!request.items[i].id.size || request.items[i].hash < 0 ||
		    request.items[i].hash > OCSP_HASHES)
			abort();
	if (ocsp_request_size(der.bytes, der.size, &n, &err) == OK && n &&
	    n != der.size)
		abort();
	if (!ocsp_text_read(arena, ocsp_text_write(arena, der), &text) ||
	    text.size != der.size || memcmp(text.bytes, der.bytes, der.size) ||
	    ocsp_request_read(arena, text, &again, &err) != OK ||
	    again.count != request.count)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	struct octets der;

	look(arena, (struct octets){ data, size });
	if (ocsp_text_read(arena, arena_text_n(arena, (const char *)data, size),
			   &der))
		look(arena, der);
	return 0;
}
