/* device - a holder's smart card or key while certificates are put on it */
#ifndef IPP_PORT_DEVICE_H
#define IPP_PORT_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/port/signer.h>

/* A device is a token (port/signer.h): token_close gives it back. Besides what
 * is said of each, everything here is UNAVAILABLE `token_removed`,
 * `token_full`, `token_failed`; REFUSED `token_read_only`. */

/* What it says of itself; borrowed from it. */
struct device_facts {
	const char *label, *serial, *manufacturer, *model;
	bool is_initialized; /* it has a PUK (PKCS #11: the PIN of the SO) */
	bool has_pin;	     /* and a PIN of its user */
};
struct device_facts device_facts(const struct token *token);

/* The token of this label or serial number; where `name` is NULL the only one
 * that was never initialized, or the only one but that with the serial number
 * `other` (the officer's own; may be NULL). CONFIG `module_unusable`; DATA
 * `device_missing`, `device_ambiguous`. */
enum status device_find(const char *module, const char *name, const char *other,
			struct token **ret, struct error *err);

/* Whether it can be used at all: REFUSED `device_keypad` (it, or its reader,
 * takes PINs on a keypad alone), `device_unsuitable` (it takes none of that
 * length), `pin_locked`. */
enum status device_check(const struct token *token, size_t pin_length,
			 struct error *err);

/* PIN and PUK. NULL: not known. */
struct device_codes {
	const char *pin, *puk;
};

/* Whether nothing is on it, as far as can be seen without a PIN; if `codes`
 * holds one, with it, too. REFUSED `device_not_blank`; DATA
 * `device_pin_wrong`. */
enum status device_blank(struct token *token, const struct device_codes *codes,
			 struct error *err);

struct device_preparation {
	const char *label;	  /* of a token that is initialized here */
	struct device_codes now;  /* that it shall have */
	struct device_codes then; /* that it was sold with */
	bool erases;		  /* all that is on it */
	bool resumes;		  /* a run before may have begun */
};

/* Initializes it if it never was, or is to be erased, and gives it its PIN and
 * PUK; may be repeated after it ended anywhere, with `resumes`. DATA
 * `device_puk_wrong`, `device_puk_missing`. */
enum status device_prepare(struct token *token,
			   const struct device_preparation *how,
			   struct error *err);

/* Opens it for writing with its PIN. DATA `device_pin_wrong`. */
enum status device_unlock(struct token *token, const char *pin,
			  struct error *err);

/* Puts a certificate beside the keys with this CKA_ID (KEY_ID_SIZE bytes) and
 * reads it back; one that is there already stays. REFUSED `device_not_blank`
 * if another is there, `certificate_not_written`. */
enum status device_certificate(struct token *token, const unsigned char *id,
			       const char *label, struct octets certificate,
			       struct error *err);

#endif
