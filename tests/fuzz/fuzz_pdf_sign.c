/* fuzz_pdf_sign - any PDF that we read can be signed, and is read again */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/pdf_sign.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pdf_signature what = { 1795335300, "why", "where", 64 };
	struct file_bytes file = { "file", data, size };
	OWN(arena) struct arena *arena = arena_new();
	struct pdf_facts before, after;
	struct pdf_draft draft;
	struct error err;

	error_reset(&err);
	if (pdf_facts(data, size, &before, &err) != OK)
		return 0;
	error_reset(&err);
	if (pdf_sign_draft(arena, &file, &what, &draft, &err) != OK) {
		if (err.count != 1)
			abort();
		return 0;
	}
	/* Nothing before the update changes, and all of it is well formed. */
	if (memcmp(draft.bytes, data, size) != 0 ||
	    draft.bytes[draft.gap] != '<' ||
	    draft.bytes[draft.gap + draft.gap_size - 1] != '>' ||
	    pdf_facts(draft.bytes, draft.size, &after, &err) != OK ||
	    after.pages != before.pages)
		abort();
	return 0;
}
