/* cms_envelope - seals and opens CMS for one passphrase, with OpenSSL */
#include <ipp/port/cms_envelope.h>

#include <limits.h>
#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/own.h>

DEFINE_OWN(cms, CMS_ContentInfo, CMS_ContentInfo_free)
DEFINE_OWN(bio, BIO, BIO_free_all)

static enum status passphrase_check(const char *passphrase, struct error *err)
{
	size_t n = passphrase ? strlen(passphrase) : 0;

	if (n > 0 && n <= LIMIT_PASSPHRASE_BYTES)
		return OK;
	return error_set(err, DATA, "passphrase_size", "passphrase",
			 "the passphrase is empty or longer than %zu bytes; "
			 "choose another",
			 LIMIT_PASSPHRASE_BYTES);
}

/* The queue is emptied: its texts may quote what they failed on. */
static enum status unsealed(struct error *err)
{
	ERR_clear_error();
	return error_set(err, INTERNAL, "envelope_unsealed", NULL,
			 "the envelope cannot be sealed; please report this");
}

static enum status broken(struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "envelope_broken", NULL,
			 "the file is no envelope that a passphrase opens; "
			 "give the one that was sent");
}

static BIO *reader(const void *bytes, size_t n)
{
	BIO *ret = n <= INT_MAX ? BIO_new_mem_buf(bytes, (int)n) : NULL;

	if (!ret)
		memory_exhausted();
	return ret;
}

/* Copies what was written, into the arena. */
static void collect(struct arena *arena, BIO *bio, unsigned char **ret,
		    size_t *size)
{
	char *p = NULL;
	long n = BIO_get_mem_data(bio, &p);

	*size = n > 0 ? (size_t)n : 0;
	*ret = arena_bytes(arena, p, *size);
}

/* Takes the copy of the passphrase over, and wipes it when freed. */
static int recipient_add(CMS_ContentInfo *cms, const char *passphrase)
{
	size_t n = strlen(passphrase);
	unsigned char *copy = OPENSSL_memdup(passphrase, n);

	if (copy &&
	    CMS_add0_recipient_password(
		cms, CMS_ENVELOPE_ITERATIONS, NID_id_alg_PWRI_KEK,
		NID_id_pbkdf2, copy, (ossl_ssize_t)n, EVP_aes_256_cbc()))
		return 1;
	OPENSSL_clear_free(copy, n);
	return 0;
}

enum status cms_envelope_seal(struct arena *arena, const char *passphrase,
			      const void *bytes, size_t n, unsigned char **ret,
			      size_t *size, struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	OWN(bio) BIO *in = NULL, *out = NULL;
	enum status rc;

	if ((rc = passphrase_check(passphrase, err)) != OK)
		return rc;
	in = reader(bytes, n);
	out = BIO_new(BIO_s_mem());
	cms = CMS_AuthEnvelopedData_create(EVP_aes_256_gcm());
	if (!out || !cms || !CMS_set_detached(cms, 0) ||
	    !recipient_add(cms, passphrase) ||
	    !CMS_final(cms, in, NULL, CMS_BINARY) || !i2d_CMS_bio(out, cms))
		return unsealed(err);
	collect(arena, out, ret, size);
	return OK;
}

/* One password recipient, and a content that is authenticated. */
static int is_ours(CMS_ContentInfo *cms)
{
	STACK_OF(CMS_RecipientInfo) * recipients;

	if (OBJ_obj2nid(CMS_get0_type(cms)) !=
	    NID_id_smime_ct_authEnvelopedData)
		return 0;
	recipients = CMS_get0_RecipientInfos(cms);
	return sk_CMS_RecipientInfo_num(recipients) == 1 &&
	       CMS_RecipientInfo_type(sk_CMS_RecipientInfo_value(
		   recipients, 0)) == CMS_RECIPINFO_PASS;
}

/* OpenSSL borrows the passphrase but wants it without const. */
static int decrypt(CMS_ContentInfo *cms, const char *passphrase, BIO *out)
{
	unsigned char copy[LIMIT_PASSPHRASE_BYTES];
	size_t n = strlen(passphrase);
	int ret;

	memcpy(copy, passphrase, n);
	ret = CMS_decrypt_set1_password(cms, copy, (ossl_ssize_t)n) == 1 &&
	      CMS_decrypt(cms, NULL, NULL, NULL, out, CMS_BINARY) == 1;
	memory_wipe(copy, sizeof copy);
	return ret;
}

enum status cms_envelope_open(struct arena *arena, const char *passphrase,
			      const void *envelope, size_t n,
			      unsigned char **ret, size_t *size,
			      struct error *err)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	OWN(bio) BIO *in = NULL, *out = NULL;
	enum status rc;

	if ((rc = passphrase_check(passphrase, err)) != OK)
		return rc;
	in = reader(envelope, n);
	out = BIO_new(BIO_s_mem());
	cms = d2i_CMS_bio(in, NULL);
	if (!out || !cms || !is_ours(cms))
		return broken(err);
	/* What comes out before the tag is checked stays in `out`. */
	if (!decrypt(cms, passphrase, out)) {
		ERR_clear_error();
		return error_set(err, DATA, "passphrase_wrong", "passphrase",
				 "the passphrase does not open the envelope; "
				 "check it and try again");
	}
	collect(arena, out, ret, size);
	return OK;
}
