/* totp - one-time codes of an authenticator app */
#ifndef IPP_PORT_TOTP_H
#define IPP_PORT_TOTP_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;

/* RFC 6238 with what every app understands: HMAC-SHA-1, steps of 30 seconds
 * since 1970, 6 digits. */
#define TOTP_SECRET_SIZE 20 /* to make; RFC 4226, 4: R6 asks for 16 at least \
			     */
#define TOTP_SECRET_MIN	  16
#define TOTP_SECRET_MAX	  64
#define TOTP_CODE_SIZE	  sizeof "123456"
#define TOTP_STEP_SECONDS 30

/* Wipe it after use. */
struct totp_secret {
	unsigned char bytes[TOTP_SECRET_MAX];
	size_t n;
};

/* Base32 (RFC 4648) without padding. INTERNAL if the library fails. */
enum status totp_secret_encode(struct arena *arena,
			       const struct totp_secret *secret, char **ret,
			       struct error *err);

/* Takes either case, blanks and missing padding. DATA `totp_secret_invalid`
 * if it is not base32 or of a size outside MIN and MAX. */
enum status totp_secret_decode(const char *text, struct totp_secret *ret,
			       struct error *err);

/* The code of the step of the instant `at` (>= 0). */
enum status totp_code(const struct totp_secret *secret, int64_t at,
		      char ret[TOTP_CODE_SIZE], struct error *err);

/*
 * OK if `code` is that of the step of `at`, or of the one before or after
 * (RFC 6238, 5.2), and that step is later than `last_step` (-1: none yet).
 * `*ret` is then the step: keep it as the next `last_step`, so that a code
 * works only once. REFUSED `code_wrong` or `code_used`.
 */
enum status totp_verify(const struct totp_secret *secret, int64_t at,
			const char *code, int64_t last_step, int64_t *ret,
			struct error *err);

/* `otpauth://totp/ISSUER:ACCOUNT?secret=...`, percent-encoded, for a QR code.
 * It holds the secret: the arena wipes it. */
enum status totp_uri(struct arena *arena, const char *issuer,
		     const char *account, const struct totp_secret *secret,
		     char **ret, struct error *err);

#endif
