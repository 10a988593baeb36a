/* signing_remote - an officer signs with a certificate that an authority keeps */
#include "signing.h"

#include <ipp/act/stash_signing.h>
#include <ipp/act/verify.h>
#include <ipp/base/memory.h>
#include <ipp/port/signer.h>
#include <ipp/store/desk.h>

/* A signer that is only a certificate: what is signed with it goes through
 * stash_signing_call. */
static enum status sign_refuse(struct signer *signer,
			       enum signer_digest digest, struct octets bytes,
			       struct arena *arena, struct octets *ret,
			       struct error *err)
{
	(void)signer;
	(void)digest;
	(void)bytes;
	(void)arena;
	(void)ret;
	return error_set(err, INTERNAL, "remote_signer", NULL,
			 "a remote certificate does not sign here; please "
			 "report this");
}

static void signer_forget(struct signer *signer)
{
	memory_free(signer);
}

enum status signing_open_remote(struct desk *desk,
				const struct stash_signing_options *options,
				const struct stash_holder *holder,
				struct signing **ret, struct error *err)
{
	OWN(signing) struct signing *it = memory_new(sizeof *it);
	enum status rc;

	it->arena = arena_new();
	it->shelf = verify_shelf_new(false);
	if ((rc = stash_signing_open(desk, options, holder, &it->stash, err)) !=
	    OK)
		return rc;
	it->facts = *stash_facts(it->stash);
	it->signer = memory_new(sizeof *it->signer);
	*it->signer = (struct signer){
		.certificate = stash_certificate(it->stash),
		.sign = sign_refuse,
		.close = signer_forget,
	};
	if ((rc = signing_check(desk, it, err)) != OK)
		return rc;
	*ret = TAKE(it);
	return OK;
}
