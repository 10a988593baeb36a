/* fuzz_cms - any bytes as a signed message, without the sandbox */
#include <stdint.h>
#include <stdlib.h>

#include <ipp/base/memory.h>
#include <ipp/port/signed_file.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Nobody is trusted, and the message is its own revocation data. */
static void path_try(struct arena *arena, const struct signature_facts *facts,
		     const uint8_t *data, size_t size)
{
	struct trust_anchor own = { .certificate = facts->certificate,
				    .source = TRUST_FILE,
				    .service_type = TRUST_CA };
	const struct trust_anchor *anchors[] = { &own };
	struct trust_datum datum = { .given = true, .bytes = { data, size } };
	struct trust_material material = { anchors, 1, &datum, 1 };
	struct signature_want items[WANTS_MAX];
	struct signature_wants wants = { items, 0 };
	struct path_wish wish = { .at = 1795334400,
				  .now = 1795334400,
				  .proved = INT64_MAX };
	struct path_facts path;

	signed_path_find(arena, facts, &wish, &material, &path, &wants);
	if (path.complete && path.anchor.size == 0)
		abort();
	material.anchor_count = 0;
	signed_path_find(arena, facts, &wish, &material, &path, &wants);
	if (path.complete || wants.count > WANTS_MAX)
		abort();
}

static void examine(struct signed_cms *cms, const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	struct octets content = { data, size };
	struct signature_facts facts[SIGNATURES_MAX] = { 0 };
	struct stamp_facts stamp;
	size_t count = signed_cms_count(cms);

	if (count == 0 || count > SIGNATURES_MAX)
		abort();
	(void)signed_cms_content(cms, &content);
	signed_cms_examine(arena, cms, &content, 1, facts);
	for (size_t i = 0; i < count; i++) {
		/* what holds has a certificate, and no fault before that */
		if (facts[i].holds && facts[i].certificate.size == 0)
			abort();
		path_try(arena, &facts[i], data, size);
	}
	signed_stamp_examine(arena, cms, &content, 1, &stamp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error err;

	for (int padded = 0; padded < 2; padded++) {
		OWN(signed_cms) struct signed_cms *cms = NULL;

		error_reset(&err);
		if (signed_cms_read(data, size, padded, &cms, &err) == OK)
			examine(cms, data, size);
		else if (err.count != 1)
			abort();
	}
	return 0;
}
