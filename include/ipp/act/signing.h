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
struct verification;

/*
 * For a run of a tool: opened once, so that the passphrase or PIN is asked
 * for once. signing_begin looks for the key, signing_unlock opens it and
 * takes the officer's registered certificate that belongs to it.
 */
struct signing;

void signing_close(struct signing *signing); /* wipes; NULL is fine */
DEFINE_OWN(signing, struct signing, signing_close)

/* What the options do not say the settings say. USAGE `key_unnamed`,
 * `key_ambiguous`; DATA `certificate_unknown` where no registered one begins
 * as asked; REFUSED `certificate_not_registered` if the officer has none;
 * those of file_read and token_find. */
enum status signing_begin(struct desk *desk,
			  const struct signing_options *options,
			  struct signing **ret, struct error *err);

/* What to ask the officer for: "Passphrase of me.p12: "; NULL where the token
 * asks for its PIN on a keypad of its own. */
const char *signing_question(const struct signing *signing,
			     struct arena *arena);

/* Opens the key, once: after a wrong secret begin anew. Wipes the secret (NULL
 * stands for an empty one). Errors of port/signer.h and of
 * officer_certificate_check. */
enum status signing_unlock(struct desk *desk, struct signing *signing,
			   char *secret, struct error *err);

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

/* Both borrowed until signing_close. */
struct signer *signing_signer(const struct signing *signing);
const struct certificate_facts *signing_facts(const struct signing *signing);

#endif
