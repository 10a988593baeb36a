/* seal - AES-256-GCM by OpenSSL */
#include <ipp/port/seal.h>

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>

#include "crypto.h"

#define VERSION	   ((unsigned char)1)
#define NONCE_AT   1
#define NONCE_SIZE 12
#define TEXT_AT	   (NONCE_AT + NONCE_SIZE)
#define TAG_SIZE   16

_Static_assert(TEXT_AT + TAG_SIZE == SEAL_OVERHEAD, "the blob of seal.h");

/* One seal in the making. */
struct job {
	EVP_CIPHER_CTX *context;
	const void *label;
	size_t label_n;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static EVP_CIPHER *aes_256_gcm; /* never changed after the first look-up */

static void cipher_fetch(void)
{
	aes_256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
}

static void cipher_context_free(EVP_CIPHER_CTX *context)
{
	EVP_CIPHER_CTX_free(context); /* wipes the key */
}
DEFINE_OWN(cipher_context, EVP_CIPHER_CTX, cipher_context_free)

static EVP_CIPHER_CTX *cipher_context_new(void)
{
	if (pthread_once(&once, cipher_fetch) != 0 || !aes_256_gcm)
		return NULL;
	return EVP_CIPHER_CTX_new();
}

/* The version is authenticated too: no blob can be passed off as one of
 * another version. */
static bool label_bind(const struct job *job)
{
	static const unsigned char version = VERSION;
	int n;

	return EVP_CipherUpdate(job->context, NULL, &n, &version, 1) == 1 &&
	       (job->label_n == 0 ||
		EVP_CipherUpdate(job->context, NULL, &n, job->label,
				 (int)job->label_n) == 1);
}

/* EVP takes a call without bytes for the end of a stream. */
static bool text_pass(const struct job *job, const unsigned char *in, size_t n,
		      unsigned char *out)
{
	int written = 0;

	return n == 0 || (EVP_CipherUpdate(job->context, out, &written, in,
					   (int)n) == 1 &&
			  (size_t)written == n);
}

static bool job_start(const struct job *job, const unsigned char *key,
		      const unsigned char *nonce, int closing)
{
	return EVP_CipherInit_ex2(job->context, aes_256_gcm, key, nonce,
				  closing, NULL) == 1 &&
	       label_bind(job);
}

enum status seal_close(const unsigned char key[SEAL_KEY_SIZE],
		       const void *label, size_t label_n, const void *plain,
		       size_t n, unsigned char *ret, struct error *err)
{
	OWN(cipher_context) EVP_CIPHER_CTX *context = cipher_context_new();
	const struct job job = { context, label, label_n };
	unsigned char rest[16];
	int rest_n;

	if (n > SEAL_BYTES_MAX || label_n > SEAL_BYTES_MAX)
		return error_set(err, INTERNAL, "seal_too_large", NULL,
				 "%zu bytes are too many to seal at once", n);
	ret[0] = VERSION;
	if (RAND_bytes(ret + NONCE_AT, NONCE_SIZE) != 1) {
		ERR_clear_error();
		return error_set(err, SYSTEM, "random_unavailable", NULL,
				 "sealing failed: no random numbers; see that "
				 "/dev/urandom or getrandom(2) works");
	}
	if (!context || !job_start(&job, key, ret + NONCE_AT, 1) ||
	    !text_pass(&job, plain, n, ret + TEXT_AT) ||
	    EVP_CipherFinal_ex(context, rest, &rest_n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE,
				ret + TEXT_AT + n) != 1)
		return crypto_failed("sealing", err);
	return OK;
}

static bool blob_open(const struct job *job, const unsigned char *key,
		      const unsigned char *blob, size_t n, unsigned char *ret)
{
	unsigned char tag[TAG_SIZE], rest[16];
	int rest_n;

	memcpy(tag, blob + n - TAG_SIZE, TAG_SIZE);
	return job_start(job, key, blob + NONCE_AT, 0) &&
	       text_pass(job, blob + TEXT_AT, n - SEAL_OVERHEAD, ret) &&
	       EVP_CIPHER_CTX_ctrl(job->context, EVP_CTRL_AEAD_SET_TAG,
				   TAG_SIZE, tag) == 1 &&
	       EVP_CipherFinal_ex(job->context, rest, &rest_n) == 1;
}

enum status seal_open(const unsigned char key[SEAL_KEY_SIZE], const void *label,
		      size_t label_n, const void *blob, size_t n,
		      unsigned char *ret, struct error *err)
{
	OWN(cipher_context) EVP_CIPHER_CTX *context = cipher_context_new();
	const struct job job = { context, label, label_n };
	bool whole = n >= SEAL_OVERHEAD && n <= seal_size(SEAL_BYTES_MAX) &&
		     label_n <= SEAL_BYTES_MAX &&
		     *(const unsigned char *)blob == VERSION;

	if (!context)
		return crypto_failed("opening a seal", err);
	if (whole && blob_open(&job, key, blob, n, ret))
		return OK;
	ERR_clear_error();
	if (n > SEAL_OVERHEAD)
		memory_wipe(ret, n - SEAL_OVERHEAD);
	return error_set(err, DATA, "seal_broken", NULL,
			 "sealed bytes cannot be opened: they were changed, "
			 "belong elsewhere or were sealed with another key; "
			 "restore them from a backup");
}
