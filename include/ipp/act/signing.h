/* signing - the key and certificate that the officer at work signs with */
#ifndef IPP_ACT_SIGNING_H
#define IPP_ACT_SIGNING_H

#include <stdbool.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;
struct certificate_facts;
struct desk;
struct file_bytes;
struct signer;
struct signing_options;
struct terminal;
struct verification;

/*
 * For a run of a tool: opened once, so that the passphrase or PIN is asked
 * for once.
 */
struct signing;

void signing_close(struct signing *signing); /* wipes; NULL is fine */
DEFINE_OWN(signing, struct signing, signing_close)

/* How the officer is asked for a passphrase or PIN, as terminal_secret does. */
typedef enum status signing_asks(struct terminal *terminal, const char *path,
				 const char *question, struct arena *arena,
				 char **ret, struct error *err);

/* Looks for the key, asks the officer for its secret ("Passphrase of me.p12: ",
 * again where he mistyped it, up to three times; a PIN once, for the token
 * counts, and not where it asks on a keypad of its own), opens it and takes his registered certificate that belongs to it. What the options do not
 * say the settings say. USAGE `key_unnamed`, `key_ambiguous`; DATA
 * `certificate_unknown` where no registered one begins as asked; REFUSED
 * `certificate_not_registered` if the officer has none; errors of `asks`,
 * file_read, token_find, port/signer.h and officer_certificate_check. */
enum status signing_open(struct desk *desk,
			 const struct signing_options *options,
			 signing_asks *asks, struct terminal *terminal,
			 struct signing **ret, struct error *err);

/* The same with a remote certificate (act/stash_signing.h), which must be
 * registered for him like any other. Errors of stash_signing_open; REFUSED
 * `certificate_not_registered`, and as signing_check. */
struct stash_holder;
struct stash_signing;
struct stash_signing_options;
enum status signing_open_remote(struct desk *desk,
				const struct stash_signing_options *options,
				const struct stash_holder *holder,
				struct signing **ret, struct error *err);

/* Whether the certificate may still be used, as the store knows at this
 * moment. REFUSED as officer_certificate_check. */
enum status signing_check(struct desk *desk, const struct signing *signing,
			  struct error *err);

/* What others will say of a signature that was made: begins a verification
 * (act/verify.h), whose stages the caller runs, before it lets the signature
 * out. `content` is that of a detached one, or NULL. `offline`: nobody is
 * asked on the network. In a transaction. */
enum status signing_verify(struct desk *desk, const struct signing *signing,
			   const struct file_bytes *file,
			   const struct file_bytes *content, bool offline,
			   struct verification **ret, struct error *err);
/* The end of it, in a transaction. *warning is NULL, or says why others may not
 * accept the signature: nobody can tell whether the certificate was revoked, or
 * who issued it is unknown here. REFUSED as signing_check, and
 * `certificate_suspended`, `certificate_revoked` by what its issuer says;
 * INTERNAL `signature_unsound`. */
enum status signing_judge(struct desk *desk, const struct signing *signing,
			  const struct verification *it, const char **warning,
			  struct error *err);

/* All borrowed until signing_close. Of a remote certificate the signer signs
 * nothing, signing_stash does; it is NULL for a key at hand. */
struct signer *signing_signer(const struct signing *signing);
struct stash_signing *signing_stash(const struct signing *signing);
struct cms_signatory;
const struct cms_signatory *signing_signatory(const struct signing *signing);
const struct certificate_facts *signing_facts(const struct signing *signing);

#endif
