/* fuzz_file - any bytes at all as a stranger's file, without the sandbox */
#include <stdint.h>
#include <stdlib.h>

#include <ipp/port/cms_shape.h>
#include <ipp/port/file_kind.h>
#include <ipp/port/image.h>
#include <ipp/port/pdf_file.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct image_facts image;
	struct pdf_facts pdf;
	struct cms_shape cms;
	struct error err;
	enum file_kind kind = file_sniff(data, size);
	enum status rc = OK;

	error_reset(&err);
	if (kind == FILE_PDF)
		rc = pdf_facts(data, size, &pdf, &err);
	else if (kind == FILE_P7M)
		rc = cms_shape(data, size, &cms, &err);
	else if (kind == FILE_JPEG || kind == FILE_PNG)
		rc = image_facts(data, size, &image, &err);
	/* A refusal always has one reason; success has none. */
	if (err.count != (rc == OK ? 0 : 1))
		abort();
	return 0;
}
