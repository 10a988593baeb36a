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

/* RFC 5652, 3: ContentInfo is SEQUENCE { OBJECT IDENTIFIER, ... }; its length
 * is short, long or (as large p7m have) indefinite. */
static const struct content_type {
	unsigned char oid[13];
	size_t n;
	enum file_kind kind;
} content_types[] = {
#define PKCS_7 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07
	{ { PKCS_7, 0x02 }, 11, FILE_P7M },    /* id-signedData */
	{ { PKCS_7, 0x03 }, 11, FILE_SEALED }, /* id-envelopedData */
	{ { PKCS_7, 0x06 }, 11, FILE_SEALED }, /* id-encryptedData */
	/* RFC 5083, 2: id-ct-authEnvelopedData */
	{ { 0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10,
	    0x01, 0x17 }, 13, FILE_SEALED },
};

static enum file_kind cms_sniff(const unsigned char *p, size_t n)
{
	size_t skip;

	if (n < 2 || p[0] != 0x30)
		return FILE_UNKNOWN;
	skip = 2 + (p[1] > 0x80 ? p[1] & 0x7FU : 0);
	for (size_t i = 0; i < sizeof content_types / sizeof *content_types &&
			   skip <= 10 && n > skip;
	     i++)
		if (starts(p + skip, n - skip, content_types[i].oid,
			   content_types[i].n))
			return content_types[i].kind;
	return FILE_UNKNOWN;
}

/* The same in bare base64, with line ends anywhere. */
static enum file_kind cms_sniff_base64(const unsigned char *p, size_t n)
{
	char text[33] = "";
	unsigned char raw[24];
	size_t have = 0;

	for (size_t i = 0; i < n && have < 32; i++) {
		if (p[i] == '\r' || p[i] == '\n')
			continue;
		if (!isalnum(p[i]) && p[i] != '+' && p[i] != '/')
			return FILE_UNKNOWN;
		text[have++] = (char)p[i];
	}
	if (have < 32 ||
	    EVP_DecodeBlock(raw, (const unsigned char *)text, 32) != 24)
		return FILE_UNKNOWN;
	return cms_sniff(raw, sizeof raw);
}

enum file_kind file_sniff(const void *bytes, size_t n)
{
	const struct signature *s = signatures;
	enum file_kind kind;

	for (size_t i = 0; i < sizeof signatures / sizeof *s; i++)
		if (starts(bytes, n, s[i].bytes, s[i].n))
			return s[i].kind;
	kind = cms_sniff(bytes, n);
	return kind ? kind : cms_sniff_base64(bytes, n);
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
