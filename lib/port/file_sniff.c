/* file_sniff - the signatures of the kinds of file we name */
#include <ipp/port/file_kind.h>

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <openssl/evp.h>

#include <ipp/base/own.h>

struct signature {
	const char *bytes;
	size_t n;
	enum file_kind kind;
};

#define SIGNATURE(text, kind)               \
	{                                   \
		text, sizeof text - 1, kind \
	}

static const struct signature signatures[] = {
	SIGNATURE("\xFF\xD8\xFF", FILE_JPEG),
	SIGNATURE("\x89PNG\r\n\x1A\n", FILE_PNG),
	SIGNATURE("%PDF-", FILE_PDF),
	SIGNATURE("II*\0", FILE_TIFF),
	SIGNATURE("MM\0*", FILE_TIFF),
	SIGNATURE("II+\0", FILE_TIFF), /* BigTIFF */
	SIGNATURE("MM\0+", FILE_TIFF),
	SIGNATURE("<?xml", FILE_XML),
	SIGNATURE("\xEF\xBB\xBF<?xml", FILE_XML),
	SIGNATURE("PK\3\4", FILE_ZIP),
	SIGNATURE("PK\5\6", FILE_ZIP), /* empty */
	SIGNATURE("\x7F"
		  "ELF",
		  FILE_PROGRAM),
	SIGNATURE("MZ", FILE_PROGRAM),
	SIGNATURE("#!", FILE_PROGRAM),
	SIGNATURE("\xCA\xFE\xBA\xBE", FILE_PROGRAM),
	SIGNATURE("\xFE\xED\xFA\xCE", FILE_PROGRAM),
	SIGNATURE("\xFE\xED\xFA\xCF", FILE_PROGRAM),
	SIGNATURE("\xCE\xFA\xED\xFE", FILE_PROGRAM),
	SIGNATURE("\xCF\xFA\xED\xFE", FILE_PROGRAM),
	SIGNATURE("-----BEGIN PKCS7-----", FILE_P7M),
	SIGNATURE("-----BEGIN CMS-----", FILE_P7M),
};

static bool starts(const unsigned char *p, size_t n, const void *with, size_t m)
{
	return n >= m && memcmp(p, with, m) == 0;
}

/* RFC 5652, 3: ContentInfo is SEQUENCE { OBJECT IDENTIFIER, ... }; here with
 * id-signedData, its length short, long or (as large p7m have) indefinite. */
static bool is_signed_data(const unsigned char *p, size_t n)
{
	static const unsigned char oid[] = { 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86,
					     0xF7, 0x0D, 0x01, 0x07, 0x02 };
	size_t skip;

	if (n < 2 || p[0] != 0x30)
		return false;
	skip = 2 + (p[1] > 0x80 ? p[1] & 0x7FU : 0);
	return skip <= 10 && n > skip &&
	       starts(p + skip, n - skip, oid, sizeof oid);
}

/* The same in bare base64, with line ends anywhere. */
static bool is_signed_data_base64(const unsigned char *p, size_t n)
{
	char text[33] = "";
	unsigned char raw[24];
	size_t have = 0;

	for (size_t i = 0; i < n && have < 32; i++) {
		if (p[i] == '\r' || p[i] == '\n')
			continue;
		if (!isalnum(p[i]) && p[i] != '+' && p[i] != '/')
			return false;
		text[have++] = (char)p[i];
	}
	return have == 32 &&
	       EVP_DecodeBlock(raw, (const unsigned char *)text, 32) == 24 &&
	       is_signed_data(raw, sizeof raw);
}

enum file_kind file_sniff(const void *bytes, size_t n)
{
	const struct signature *s = signatures;

	for (size_t i = 0; i < sizeof signatures / sizeof *s; i++)
		if (starts(bytes, n, s[i].bytes, s[i].n))
			return s[i].kind;
	if (is_signed_data(bytes, n) || is_signed_data_base64(bytes, n))
		return FILE_P7M;
	return FILE_UNKNOWN;
}

const char *file_kind_mime(enum file_kind kind)
{
	static const struct {
		enum file_kind kind;
		const char *mime;
	} rows[] = {
		{ FILE_JPEG, "image/jpeg" },
		{ FILE_PNG, "image/png" },
		{ FILE_PDF, "application/pdf" },
		{ FILE_P7M, "application/pkcs7-mime" }, /* RFC 8551, 3.2 */
		{ FILE_TIFF, "image/tiff" },
		{ FILE_XML, "application/xml" },
		{ FILE_ZIP, "application/zip" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].kind == kind)
			return rows[i].mime;
	return "application/octet-stream";
}
