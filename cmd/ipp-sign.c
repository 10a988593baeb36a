/* ipp-sign - sign files with the officer's certificate */
#include <ipp/act/sign.h>
#include <ipp/act/signing.h>
#include <ipp/act/stash_signing.h>
#include <ipp/act/verify.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/signing.h>
#include <ipp/model/stash_signing.h>

#include "holder.h"

struct values {
	struct signing_options signing;
	struct stash_signing_options remote;
	struct sign_file_options sign;
};

static const struct field fields[] = {
	SIGNING_FIELDS(struct values),
	{ .name = "remote", .offset = offsetof(struct values, remote.alias),
	  .type = FIELD_TEXT, .max = 64, .title = "ALIAS",
	  .help = N_("sign with the remote certificate of this alias, "
		     "registered for you (see stash-cert(1))") },
	STASH_SIGNING_FIELDS(struct values, remote),
	SIGN_FIELDS(struct values, sign),
	{ SIGN_FLAG(struct values, sign, offline,
		    N_("ask nobody on the network whether the certificate is "
		       "revoked")) },
	SIGN_TEXT(struct values, sign, reason,
		  N_("why you sign, in the signature of a PDF")),
	SIGN_TEXT(struct values, sign, location,
		  N_("where you sign, in the signature of a PDF")),
	{ 0 }
};

static const struct record values = { .name = "values",
				      .size = sizeof(struct values),
				      .fields = fields };

static enum status open_remote(struct job *job, struct signing **ret,
			       struct error *err)
{
	const struct values *options = job->options;
	struct stash_holder holder =
	    holder_of(job->terminal, &options->remote.consent);

	if (options->signing.pkcs12 || options->signing.module)
		return error_set(err, USAGE, "key_ambiguous", "remote",
				 "a remote certificate and a key are named; "
				 "name the one to sign with");
	return signing_open_remote(job->desk, &options->remote, &holder, ret,
				   err);
}

static enum status open_key(struct job *job, struct error *err)
{
	const struct values *options = job->options;
	struct signing *signing = NULL;
	enum status rc =
	    options->remote.alias
		? open_remote(job, &signing, err)
		: signing_open(job->desk, &options->signing, terminal_secret,
			       job->terminal, &signing, err);

	job->shared = signing;
	if (signing && signing_stash(signing) &&
	    stash_signing_batch(signing_stash(signing)) < job->batch)
		job->batch = stash_signing_batch(signing_stash(signing));
	return rc;
}

static void close_key(void *shared)
{
	signing_close(shared);
}

static enum status begin(struct job *job, struct error *err)
{
	const struct values *options = job->options;
	struct sign *sign;
	enum status rc = sign_begin(job->desk, job->shared, job->in,
				    &options->sign, &sign, err);

	if (rc == OK)
		job->work = sign;
	return rc;
}

#define STEP(name_)                                                   \
	static enum status name_(struct job *job, struct error *err)  \
	{                                                             \
		return sign_##name_(job->desk, job->work, err);       \
	}
STEP(read)
STEP(inspect)
STEP(make)
STEP(join)
STEP(call)
STEP(complete)
STEP(verify)
STEP(write)

#define VERIFY(name_)                                                       \
	static enum status name_(struct job *job, struct error *err)        \
	{                                                                   \
		return verification_##name_(                                \
		    job->desk, sign_verification(job->work), err);          \
	}
VERIFY(judge)
VERIFY(load)
VERIFY(fetch)
VERIFY(keep)

static enum status record(struct job *job, struct error *err)
{
	return sign_record(job->desk, job->work, job->out, err);
}

static const struct stage stages[] = {
	{ STAGE_STORE, begin },	  { STAGE_APART, read },
	{ STAGE_APART, inspect }, { STAGE_APART, make },
	{ STAGE_TALK, join },	  { STAGE_TALK, call },
	{ STAGE_APART, complete },
	{ STAGE_STORE, verify },  { STAGE_APART, judge },
	{ STAGE_STORE, load },	  { STAGE_APART, judge },
	{ STAGE_STORE, load },	  { STAGE_APART, judge },
	{ STAGE_APART, fetch },	  { STAGE_APART, judge },
	{ STAGE_STORE, keep },	  { STAGE_APART, fetch },
	{ STAGE_APART, judge },	  { STAGE_STORE, keep },
	{ STAGE_STORE, record },  { STAGE_APART, write },
	{ STAGE_END, NULL },
};

static const struct verb verbs[] = {
	{ .summary = N_("sign files with your registered certificate"),
	  .argument = "file", .reads = READS_STREAM,
	  .in = &signed_file_record, .out = &signed_file_record,
	  .options = &values,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE,
	  .may = MAY_HAND_IN, .batch = 8, .open = open_key,
	  .close = close_key, .stages = stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-sign",
	.summary = N_("Sign files with the officer's certificate"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
