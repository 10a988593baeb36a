/* activation - the codes that come with a certificate */
#ifndef IPP_RULE_ACTIVATION_H
#define IPP_RULE_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>

/*
 * PIN and PUK are 8 digits. The emergency request code (ERC), which suspends
 * without any other secret, is 10 characters, made to be read out on the
 * telephone. The passphrase of the envelope is 5 groups of 4, about 99 bits,
 * made to be typed from paper: `k7mq-2xwd-9rtf-h4bn-w8zc`. Letters and digits
 * that look alike (0 o, 1 i l) are not used; 31 remain.
 */
#define ACTIVATION_PIN_SIZE	   sizeof "12345678"
#define ACTIVATION_PUK_SIZE	   sizeof "12345678"
#define ACTIVATION_ERC_SIZE	   sizeof "ABCDEFGHJK"
#define ACTIVATION_PASSPHRASE_SIZE sizeof "k7mq-2xwd-9rtf-h4bn-w8zc"

/* Random bytes to draw from: never used twice, so start it once with fresh
 * ones and go on with the same. Wipe them after use. */
struct activation_bytes {
	const unsigned char *next;
	size_t left;
};

/* Enough for one code of any kind, but for a chance below 10^-30. */
#define ACTIVATION_BYTES 64

/*
 * Each draws a code, all equally likely. False if the bytes
 * do not suffice, because those that would favour a letter are passed over:
 * `ret` is untouched, the bytes are used up, call again with fresh ones.
 * A PIN or PUK that activation_pin_is_weak is drawn anew.
 */
bool activation_pin(struct activation_bytes *from,
		    char ret[ACTIVATION_PIN_SIZE]);
bool activation_puk(struct activation_bytes *from,
		    char ret[ACTIVATION_PUK_SIZE]);
bool activation_erc(struct activation_bytes *from,
		    char ret[ACTIVATION_ERC_SIZE]);
bool activation_passphrase(struct activation_bytes *from,
			   char ret[ACTIVATION_PASSPHRASE_SIZE]);

/* The very form, and nothing about its strength. */
bool activation_pin_is_formed(const char *pin);
bool activation_erc_is_formed(const char *erc);
bool activation_passphrase_is_formed(const char *passphrase);

/* All digits the same, a run up or down (23456789, 32109876, also over the 9:
 * 78901234), or two digits repeated (12121212). For a well-formed PIN. */
bool activation_pin_is_weak(const char *pin);

/* For a PIN that somebody chose: DATA `pin_invalid` or `pin_weak` on field
 * `pin`. */
enum status activation_pin_check(const char *pin, struct error *err);

#endif
