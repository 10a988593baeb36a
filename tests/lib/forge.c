/* forge - makes of a signed message what no honest program would */
#include <stdio.h>
#include <string.h>

#include <openssl/pem.h> /* before cms.h */

#include <openssl/cms.h>
#include <openssl/err.h>

static CMS_ContentInfo *message_read(const char *path)
{
	BIO *in = BIO_new_file(path, "rb");
	CMS_ContentInfo *ret = in ? d2i_CMS_bio(in, NULL) : NULL;

	BIO_free(in);
	return ret;
}

static int message_write(CMS_ContentInfo *cms, const char *path)
{
	BIO *out = BIO_new_file(path, "wb");
	int ret = out && i2d_CMS_bio(out, cms) == 1;

	BIO_free(out);
	return ret;
}

static CMS_SignerInfo *signer(CMS_ContentInfo *cms)
{
	return sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms), 0);
}

/* Puts a CRL (PEM) into the message. */
static int crl_add(CMS_ContentInfo *cms, const char *path)
{
	BIO *in = BIO_new_file(path, "rb");
	X509_CRL *crl = in ? PEM_read_bio_X509_CRL(in, NULL, NULL, NULL) : NULL;

	BIO_free(in);
	return crl && CMS_add0_crl(cms, crl) == 1;
}

/* Writes the signature value, for a time-stamp of it. */
static int value_write(CMS_ContentInfo *cms, const char *path)
{
	const ASN1_OCTET_STRING *value =
	    CMS_SignerInfo_get0_signature(signer(cms));
	FILE *out = fopen(path, "wb");
	size_t n = (size_t)ASN1_STRING_length(value);
	int ret = out && fwrite(ASN1_STRING_get0_data(value), 1, n, out) == n;

	return out && fclose(out) == 0 && ret;
}

/* Adds a time-stamp token (DER) as an unsigned attribute. */
static int stamp_add(CMS_ContentInfo *cms, const char *path)
{
	static unsigned char bytes[65536];
	FILE *in = fopen(path, "rb");
	size_t n = in ? fread(bytes, 1, sizeof bytes, in) : 0;

	if (in)
		(void)fclose(in);
	return n > 0 && CMS_unsigned_add1_attr_by_NID(
			    signer(cms), NID_id_smime_aa_timeStampToken,
			    V_ASN1_SEQUENCE, bytes, (int)n) == 1;
}

int main(int argc, char *argv[])
{
	CMS_ContentInfo *cms = argc > 3 ? message_read(argv[2]) : NULL;
	int done = 0;

	if (cms && argc == 5 && !strcmp(argv[1], "crl"))
		done = crl_add(cms, argv[3]) && message_write(cms, argv[4]);
	else if (cms && argc == 5 && !strcmp(argv[1], "stamp"))
		done = stamp_add(cms, argv[3]) && message_write(cms, argv[4]);
	else if (cms && argc == 4 && !strcmp(argv[1], "value"))
		done = value_write(cms, argv[3]);
	if (!done) {
		ERR_print_errors_fp(stderr);
		(void)fputs("usage: forge crl IN CRL OUT | value IN OUT | "
			    "stamp IN TOKEN OUT\n",
			    stderr);
	}
	CMS_ContentInfo_free(cms);
	return done ? 0 : 1;
}
