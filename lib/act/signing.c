/* signing - the key and certificate that the officer at work signs with */
#include <ipp/act/signing.h>
#include <ipp/act/stash_signing.h>
#include <ipp/act/verify.h>

#include <string.h>
#include <strings.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/model/settings.h>
#include <ipp/port/certificate.h>
#include <ipp/port/cms_sign.h>
#include <ipp/port/device.h>
#include <ipp/port/signer.h>
#include <ipp/rule/officer_certificate.h>
#include <ipp/store/desk.h>
#include <ipp/store/operator_certificate.h>
#include <ipp/store/store.h>

#include "signing.h"

#define TRIES 3

void signing_close(struct signing *signing)
{
	if (!signing)
		return;
	signer_close(signing->signer);
	cms_signatory_close(signing->signatory);
	stash_signing_close(signing->stash);
	token_close(signing->token);
	verify_shelf_free(signing->shelf);
	arena_free(signing->arena);
	memory_free(signing);
}

struct search {
	struct desk *desk;
	struct signing *signing;
	const char *wanted; /* beginning of the fingerprint, or NULL */
	bool usable, any;
};

static enum status certificate_take(void *context,
				    const struct operator_certificate_row *row,
				    struct error *err)
{
	struct search *search = context;
	struct signing *it = search->signing;
	char hex[2 * sizeof row->fingerprint + 1];
	int64_t now = search->desk->now;
	bool usable = row->withdrawn_at == ABSENT && row->not_before <= now &&
		      now <= row->not_after;
	struct octets *list;

	(void)err;
	search->any = true;
	hex_encode(row->fingerprint, sizeof row->fingerprint, hex);
	if (usable != search->usable ||
	    (search->wanted &&
	     strncasecmp(hex, search->wanted, strlen(search->wanted)) != 0))
		return OK;
	list = arena_alloc(it->arena, (it->count + 1) * sizeof *list);
	if (it->count > 0)
		memcpy(list, it->certificates, it->count * sizeof *list);
	list[it->count].bytes = arena_bytes(it->arena, row->der, row->size);
	list[it->count++].size = row->size;
	it->certificates = list;
	return OK;
}

/* First those that are valid now, then the others: a key that fits none but
 * an expired one is to be refused for that. */
static enum status certificates_find(struct desk *desk, struct signing *it,
				     struct error *err)
{
	struct search search = { .desk = desk,
				 .signing = it,
				 .wanted = it->options.certificate };
	enum status rc;

	for (int usable = 1; usable >= 0; usable--) {
		search.usable = usable;
		if ((rc = operator_certificate_each(
			 desk->store, desk->session->client_id,
			 desk->session->operator_id, desk->arena,
			 certificate_take, &search, err)) != OK)
			return rc;
	}
	if (!search.any)
		return error_set(err, REFUSED, "certificate_not_registered",
				 NULL,
				 "no certificate is registered for you; have "
				 "it registered with: ipp-operator "
				 "certificate-add");
	if (it->count == 0)
		return error_set(err, DATA, "certificate_unknown",
				 "certificate",
				 "none of your certificates has a SHA-256 that "
				 "begins with \"%s\"; see: ipp-operator "
				 "certificate-list",
				 it->options.certificate);
	return OK;
}

static enum status options_complete(const struct desk *desk, struct signing *it,
				    struct error *err)
{
	struct signing_options *o = &it->options;

	if (!o->pkcs12 && !o->module) {
		o->pkcs12 = desk->settings->sign_pkcs12;
		o->module = desk->settings->sign_module;
	}
	if (!o->token)
		o->token = desk->settings->sign_token;
	if (o->pkcs12 && o->module)
		return error_set(err, USAGE, "key_ambiguous", "pkcs12",
				 "a PKCS #12 file and a PKCS #11 library are "
				 "named; name the one that holds the key");
	if (!o->pkcs12 && !o->module)
		return error_set(err, USAGE, "key_unnamed", "pkcs12",
				 "the key to sign with is not named; name it "
				 "with --pkcs12=FILE, or --module=FILE for a "
				 "token");
	return OK;
}

static enum status key_look(struct signing *it, const struct keypad *attendant,
			    struct error *err)
{
	unsigned char *bytes;
	enum status rc;

	if (it->options.module) {
		rc = token_find(it->options.module, it->options.token,
				&it->token, err);
		if (rc != OK)
			return rc;
		token_attend(it->token, attendant);
		it->token_serial = arena_text(it->arena,
					      device_facts(it->token).serial);
		return OK;
	}
	if ((rc = file_read(it->arena, it->options.pkcs12, LIMIT_CONFIG_BYTES,
			    &bytes, &it->file.size, err)) != OK)
		return rc;
	it->file.bytes = bytes;
	return OK;
}

/* NULL where the token asks for its PIN on a keypad of its own. */
static const char *question_of(const struct signing *signing,
			       struct arena *arena)
{
	if (signing->token)
		return token_has_keypad(signing->token)
			   ? NULL
			   : arena_printf(arena, _("PIN of token %s: "),
					  token_label(signing->token));
	return arena_printf(arena, _("Passphrase of %s: "),
			    signing->options.pkcs12);
}

static enum status signatory_open(struct signing *signing, struct error *err)
{
	struct cms_identity identity = {
		.certificate = signing->signer->certificate,
		.chain = signing->signer->chain,
		.chain_count = signing->signer->chain_count,
	};

	return cms_signatory_open(&identity, &signing->signatory, err);
}

/* Wipes the secret. */
static enum status unlock(struct desk *desk, struct signing *signing,
			  char *secret, struct error *err)
{
	const char *given = secret ? secret : "";
	struct signer_choice choice = { signing->certificates, signing->count };
	struct signer *signer = NULL;
	enum status rc;

	rc = signing->token ? signer_token_open(&signing->token, given,
						&choice, &signer, err)
			    : signer_pkcs12_open(signing->file, given, &choice,
						 &signer, err);
	if (secret)
		memory_wipe(secret, strlen(secret));
	if (rc != OK)
		return rc;
	signing->signer = signer;
	if ((rc = certificate_read(
		 signing->arena, signer->certificate.bytes,
		 signer->certificate.size, &signing->facts, err)) != OK ||
	    (rc = signing_check(desk, signing, err)) != OK)
		return rc;
	return signatory_open(signing, err);
}

/* Who types may mistype, and is asked again; not where a token counts. */
static enum status ask_and_unlock(struct desk *desk, struct signing *it,
				  signing_asks *asks,
				  struct terminal *terminal, struct error *err)
{
	const char *question = question_of(it, desk->arena), *said = question;
	bool again = !it->token && !it->options.secret_file;
	enum status rc = OK;

	for (int i = 0; i < TRIES; i++) {
		char *secret = NULL;

		error_reset(err);
		if ((question &&
		     (rc = asks(terminal, it->options.secret_file, said,
				desk->arena, &secret, err)) != OK) ||
		    (rc = unlock(desk, it, secret, err)) == OK || !again ||
		    !error_has(err, "passphrase_wrong"))
			return rc;
		said = arena_printf(desk->arena,
				    _("That does not open it. %s"), question);
	}
	return rc;
}

enum status signing_open(struct desk *desk,
			 const struct signing_options *options,
			 signing_asks *asks, struct terminal *terminal,
			 struct signing **ret, struct error *err)
{
	OWN(signing) struct signing *it = memory_new(sizeof *it);
	enum status rc;

	it->arena = arena_new();
	it->shelf = verify_shelf_new(false);
	it->options = *options;
	if ((rc = options_complete(desk, it, err)) != OK ||
	    (rc = certificates_find(desk, it, err)) != OK ||
	    (rc = key_look(it, store_attendant(desk->store), err)) != OK ||
	    (rc = ask_and_unlock(desk, it, asks, terminal, err)) != OK)
		return rc;
	*ret = TAKE(it);
	return OK;
}

struct lookup {
	struct octets certificate;
	bool found;
	int64_t withdrawn_at;
};

static enum status certificate_look(void *context,
				    const struct operator_certificate_row *row,
				    struct error *err)
{
	struct lookup *lookup = context;

	(void)err;
	if (row->size != lookup->certificate.size ||
	    memcmp(row->der, lookup->certificate.bytes, row->size) != 0)
		return OK;
	lookup->found = true;
	lookup->withdrawn_at = row->withdrawn_at;
	return OK;
}

enum status signing_check(struct desk *desk, const struct signing *signing,
			  struct error *err)
{
	struct officer_certificate it = { .facts = &signing->facts };
	struct lookup lookup = { signing->signer->certificate, false, ABSENT };
	enum status rc;

	if ((rc = operator_certificate_each(
		 desk->store, desk->session->client_id,
		 desk->session->operator_id, desk->arena, certificate_look,
		 &lookup, err)) != OK ||
	    (rc = operator_certificate_status(
		 desk->store, lookup.certificate, signing->facts.serial,
		 &it.status, &it.since, err)) != OK)
		return rc;
	it.registered = lookup.found;
	it.withdrawn_at = lookup.withdrawn_at;
	return officer_certificate_check(&it, desk->now, err);
}

const struct cms_signatory *signing_signatory(const struct signing *signing)
{
	return signing->stash ? stash_signatory(signing->stash)
			      : signing->signatory;
}

struct stash_signing *signing_stash(const struct signing *signing)
{
	return signing->stash;
}

struct signer *signing_signer(const struct signing *signing)
{
	return signing->signer;
}

const struct certificate_facts *signing_facts(const struct signing *signing)
{
	return &signing->facts;
}
