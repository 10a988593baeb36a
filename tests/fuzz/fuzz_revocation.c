/* fuzz_revocation - any bytes as a CRL or an OCSP response about a signer */
#include <stdint.h>
#include <stdlib.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/port/certificate.h>
#include <ipp/port/signed_file.h>

#define MESSAGE "tests/fuzz/corpus/cms/signed.p7m"
#define ISSUER	"tests/fuzz/corpus/certificate/issuer-of-signed.pem"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct signature_facts facts;
static struct trust_anchor issuer = { .source = TRUST_FILE,
				      .service_type = TRUST_CA };

static void prepare(void)
{
	static struct arena *arena;
	static struct signed_cms *cms;
	unsigned char *bytes;
	struct octets content;
	struct error err;
	size_t n;

	if (arena)
		return;
	arena = arena_new();
	error_reset(&err);
	if (file_read(arena, MESSAGE, 65536, &bytes, &n, &err) != OK ||
	    signed_cms_read(bytes, n, false, &cms, &err) != OK ||
	    !signed_cms_content(cms, &content) ||
	    file_read(arena, ISSUER, 65536, &bytes, &n, &err) != OK ||
	    pem_decode(arena, "CERTIFICATE", bytes, n, &issuer.certificate,
		       &err) != OK)
		abort();
	signed_cms_examine(arena, cms, &content, 1, &facts);
	if (!facts.holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	const struct trust_anchor *anchors[] = { &issuer };
	struct trust_datum datum = { .given = true, .bytes = { data, size } };
	struct trust_material material = { anchors, 1, &datum, 1 };
	struct signature_want items[WANTS_MAX];
	struct signature_wants wants = { items, 0 };
	struct path_wish wish = { .at = 1795334400,
				  .now = 1795334400,
				  .proved = INT64_MAX };
	struct path_facts path;

	prepare();
	signed_path_find(arena, &facts, &wish, &material, &path, &wants);
	if (!path.complete || path.count != 1)
		abort();
	return 0;
}
