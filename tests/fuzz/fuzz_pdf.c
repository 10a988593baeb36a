/* fuzz_pdf - any bytes as a signed PDF, without the sandbox */
#include <stdint.h>
#include <stdlib.h>

#include <ipp/base/memory.h>
#include <ipp/port/pdf_signed.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is signed lies in the file, around one gap. */
static void check_parts(const struct pdf_signed *it, const uint8_t *data,
			size_t size)
{
	if (it->fault.reason)
		return;
	if (it->parts[0].bytes != data || it->covered > size ||
	    it->parts[1].bytes + it->parts[1].size != data + it->covered ||
	    it->parts[0].bytes + it->parts[0].size >= it->parts[1].bytes)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	struct pdf_signed found[PDF_SIGNATURES_MAX];
	struct octets proofs[PDF_PROOFS_MAX];
	struct error err;
	size_t count;

	error_reset(&err);
	if (pdf_signed_find(arena, data, size, found, &count, &err) != OK) {
		if (err.count != 1)
			abort();
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		check_parts(&found[i], data, size);
		if (!found[i].fault.reason && found[i].covered == size &&
		    pdf_revision_compare(data, size, size) != PDF_SAME)
			abort();
		(void)pdf_revision_compare(data, size, found[i].covered);
	}
	(void)pdf_has_layers(data, size);
	if (pdf_proofs_find(arena, data, size, proofs) > PDF_PROOFS_MAX)
		abort();
	return 0;
}
