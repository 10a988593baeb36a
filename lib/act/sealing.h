/* sealing - activation codes on their way into an envelope */
#ifndef IPP_LIB_ACT_SEALING_H
#define IPP_LIB_ACT_SEALING_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/model/envelope.h>
#include <ipp/model/product.h>
#include <ipp/model/request.h>

#include "holder_key.h"

struct arena;
struct desk;
struct store;

struct sealing {
	/* what is known before */
	const struct product *product;
	const struct request *order;
	const char *product_name; /* in the holder's language */
	int64_t valid_until;
	bool demo, is_resent;
	int64_t format;		      /* enum envelope_format */
	int64_t source;		      /* enum passphrase_source */
	const char *passphrases_path; /* or NULL */
	struct codes codes;
	/* what becomes of it */
	char *passphrase; /* also given before, if chosen */
	struct octets file;
	const char *file_name;
};

/* What is sealed for whom, and how, by options; what they leave open is PDF
 * and a generated passphrase. */
void sealing_begin(struct sealing *it, const struct product *product,
		   const struct request *order,
		   const struct envelope_options *options);

/* The name of the product in the holder's language. */
struct product_facts;
const char *product_name(const struct product_facts *item,
			 const struct request *order, struct arena *arena);

/* Whether this holder can get an envelope this way: DATA `email_missing`,
 * `mobile_missing`, `tax_code_missing`. */
enum status sealing_check(const struct sealing *it, struct error *err);

/* A passphrase that somebody chose: at least 12 characters, brought to NFC.
 * DATA `passphrase_short`, `passphrase_size`. */
enum status passphrase_take(const char *text, struct arena *arena, char **ret,
			    struct error *err);

/* Finds the passphrase unless it was chosen, and makes the file. Touches no
 * store. */
enum status sealing_make(struct sealing *it, int64_t now, struct arena *arena,
			 struct error *err);

/* Keeps the file, makes it the envelope that counts, and queues the mail and
 * the short message. */
enum status sealing_send(struct desk *desk, const struct sealing *it,
			 struct envelope *ret, struct error *err);

/* Adds facts of the envelope to a journal entry; no secrets. */
struct json;
void sealing_tell(const struct sealing *it, const struct envelope *made,
		  struct json *detail);

/* enum passphrase_kind of an enum passphrase_source. */
int64_t passphrase_kind_of(int64_t source);

#endif
