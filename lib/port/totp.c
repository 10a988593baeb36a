/* totp - time-based one-time passwords by liboath */
#include <ipp/port/totp.h>

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include <liboath/oath.h>

#include <ipp/base/memory.h>
#include <ipp/port/digest.h>

#define DIGITS 6
#define WINDOW 1

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int ready; /* what oath_init said; never changed afterwards */

static void oath_start(void)
{
	ready = oath_init();
}

static enum status oath_ready(struct error *err)
{
	if (pthread_once(&once, oath_start) == 0 && ready == OATH_OK)
		return OK;
	return error_set(err, INTERNAL, "totp_failed", NULL,
			 "liboath cannot start; check its installation");
}

static enum status totp_failed(int rc, struct error *err)
{
	return error_set(err, INTERNAL, "totp_failed", NULL,
			 "a one-time code cannot be computed: %s; report this "
			 "as a bug",
			 oath_strerror(rc));
}

/* liboath takes and gives char where it means bytes. */
static const char *secret_chars(const struct totp_secret *secret)
{
	return (const char *)secret->bytes;
}

enum status totp_secret_encode(struct arena *arena,
			       const struct totp_secret *secret, char **ret,
			       struct error *err)
{
	char *text = NULL;
	size_t n = 0;
	int rc;

	rc = oath_base32_encode(secret_chars(secret), secret->n, &text, &n);
	if (rc != OATH_OK)
		return totp_failed(rc, err);
	*ret = arena_text_n(arena, text, strcspn(text, "="));
	memory_wipe_free(text, n);
	return OK;
}

enum status totp_secret_decode(const char *text, struct totp_secret *ret,
			       struct error *err)
{
	char *bytes = NULL;
	size_t n = 0;
	bool good = oath_base32_decode(text, strlen(text), &bytes, &n) ==
			OATH_OK &&
		    n >= TOTP_SECRET_MIN && n <= TOTP_SECRET_MAX;

	if (good) {
		memcpy(ret->bytes, bytes, n);
		ret->n = n;
	}
	memory_wipe_free(bytes, n);
	if (good)
		return OK;
	return error_set(err, DATA, "totp_secret_invalid", "totp_secret",
			 "the secret of the one-time codes cannot be read; "
			 "give %d to %d bytes in base32",
			 TOTP_SECRET_MIN, TOTP_SECRET_MAX);
}

static enum status step_code(const struct totp_secret *secret, int64_t step,
			     char ret[TOTP_CODE_SIZE], struct error *err)
{
	enum status status;
	int rc;

	if ((status = oath_ready(err)) != OK)
		return status;
	rc = oath_totp_generate(secret_chars(secret), secret->n,
				(time_t)(step * TOTP_STEP_SECONDS),
				TOTP_STEP_SECONDS, 0, DIGITS, ret);
	return rc == OATH_OK ? OK : totp_failed(rc, err);
}

enum status totp_code(const struct totp_secret *secret, int64_t at,
		      char ret[TOTP_CODE_SIZE], struct error *err)
{
	return step_code(secret, at / TOTP_STEP_SECONDS, ret, err);
}

enum status totp_verify(const struct totp_secret *secret, int64_t at,
			const char *code, int64_t last_step, int64_t *ret,
			struct error *err)
{
	int64_t now = at / TOTP_STEP_SECONDS, found = -1;
	bool used = false, formed = strlen(code) == DIGITS;
	char want[TOTP_CODE_SIZE];
	enum status rc;

	/* All steps are tried, whatever comes of them: the time taken tells
	 * nothing. */
	for (int64_t step = now - WINDOW; step <= now + WINDOW; step++) {
		bool same;

		if (step < 0)
			continue;
		if ((rc = step_code(secret, step, want, err)) != OK) {
			memory_wipe(want, sizeof want);
			return rc;
		}
		same = formed && digest_equal(want, code, DIGITS);
		used |= same && step <= last_step;
		if (same && step > last_step)
			found = step;
	}
	memory_wipe(want, sizeof want);
	if (found >= 0) {
		*ret = found;
		return OK;
	}
	if (used)
		return error_set(err, REFUSED, "code_used", "code",
				 "the one-time code was used before; wait for "
				 "the next one");
	return error_set(err, REFUSED, "code_wrong", "code",
			 "the one-time code is wrong; take the one shown now "
			 "and see that the clock is right");
}

/* RFC 3986, 2.1 and 2.3. */
static char *percent_encode(struct arena *arena, const char *text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~";
	static const char digits[] = "0123456789ABCDEF";
	char *ret = arena_alloc(arena, 3 * strlen(text) + 1), *out = ret;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (strchr(plain, c)) {
			*out++ = *text;
			continue;
		}
		*out++ = '%';
		*out++ = digits[c >> 4];
		*out++ = digits[c & 15];
	}
	return ret;
}

enum status totp_uri(struct arena *arena, const char *issuer,
		     const char *account, const struct totp_secret *secret,
		     char **ret, struct error *err)
{
	const char *by = percent_encode(arena, issuer);
	char *base32;
	enum status rc;

	if ((rc = totp_secret_encode(arena, secret, &base32, err)) != OK)
		return rc;
	/* SHA-1, six digits and thirty seconds go without saying; said, they
	 * would make the QR code too large for a terminal. */
	*ret = arena_printf(arena, "otpauth://totp/%s:%s?secret=%s&issuer=%s",
			    by, percent_encode(arena, account), base32, by);
	return OK;
}
