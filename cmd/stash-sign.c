/* stash-sign - sign files with a remote certificate */
#include <ipp/act/stash_sign.h>
#include <ipp/act/stash_signing.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>
#include <ipp/model/signing.h>
#include <ipp/model/stash_signing.h>

#include "holder.h"

struct values {
	struct stash_signing_options remote;
	struct stash_sign_options file;
};

static const struct field fields[] = {
	{ .name = "alias", .offset = offsetof(struct values, remote.alias),
	  .type = FIELD_TEXT, .max = 64, .letter = 'a', .title = "ALIAS",
	  .help = N_("sign with the remote certificate of this alias") },
	{ .name = "wallet", .offset = offsetof(struct values, remote.wallet),
	  .type = FIELD_TEXT, .max = 64, .title = "WALLET",
	  .help = N_("without an alias: the only certificate of this wallet, "
		     "which is Principal if absent") },
	STASH_SIGNING_FIELDS(struct values, remote),
	SIGN_FIELDS(struct values, file.sign),
	{ SIGN_FLAG(struct values, file, missing,
		    N_("pass over files whose output is there and is a good "
		       "signature of theirs by this certificate")) },
	{ SIGN_FLAG(struct values, file, stamp,
		    N_("have each signature time-stamped by the same "
		       "authority")) },
	{ .name = "stamp_url",
	  .offset = offsetof(struct values, file.stamp_url),
	  .type = FIELD_TEXT, .max = 200, .title = "URL",
	  .help = N_("have each signature time-stamped by this authority (RFC "
		     "3161)") },
	SIGN_TEXT(struct values, file.sign, reason,
		  N_("why it is signed, in the signature of a PDF")),
	SIGN_TEXT(struct values, file.sign, location,
		  N_("where it is signed, in the signature of a PDF")),
	{ 0 }
};

static const struct record values = { .name = "values",
				      .size = sizeof(struct values),
				      .fields = fields };

static enum status open_certificate(struct job *job, struct error *err)
{
	const struct values *options = job->options;
	struct stash_holder holder =
	    holder_of(job->terminal, &options->remote.consent);
	struct stash_signing *signing = NULL;
	enum status rc;

	if (options->file.stamp == 1 && options->file.stamp_url)
		return error_set(err, USAGE, "stamp_ambiguous", "stamp_url",
				 "--stamp and --stamp-url name two authorities "
				 "for one time-stamp; give one of them");
	rc = stash_signing_open(job->desk, &options->remote, &holder, &signing,
				err);
	if (rc != OK)
		return rc;
	job->shared = signing;
	job->batch = stash_signing_batch(signing);
	return OK;
}

static void close_certificate(void *shared)
{
	stash_signing_close(shared);
}

static enum status begin(struct job *job, struct error *err)
{
	const struct values *options = job->options;
	struct stash_sign *sign;
	enum status rc = stash_sign_begin(job->desk, job->shared, job->in,
					  &options->file, &sign, err);

	if (rc == OK)
		job->work = sign;
	return rc;
}

#define STEP(name_)                                                    \
	static enum status name_(struct job *job, struct error *err)   \
	{                                                              \
		return stash_sign_##name_(job->desk, job->work, err);  \
	}
STEP(prepare)
STEP(look)
STEP(judge)
STEP(join)
STEP(call)
STEP(complete)
STEP(stamp)
STEP(write)

static enum status record(struct job *job, struct error *err)
{
	return stash_sign_record(job->desk, job->work, job->out, err);
}

static const struct stage stages[] = {
	{ STAGE_STORE, begin },	   { STAGE_APART, prepare },
	{ STAGE_STORE, look },	   { STAGE_APART, judge },
	{ STAGE_TALK, join },	   { STAGE_TALK, call },
	{ STAGE_APART, complete }, { STAGE_TALK, stamp },
	{ STAGE_APART, write },	   { STAGE_STORE, record },
	{ STAGE_END, NULL },
};

static const struct verb verbs[] = {
	{ .summary = N_("sign files with a remote certificate"),
	  .argument = "file", .reads = READS_STREAM,
	  .in = &signed_file_record, .out = &signed_file_record,
	  .options = &values,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE,
	  .may = MAY_SIGN_REMOTELY, .batch = 1, .open = open_certificate,
	  .close = close_certificate, .stages = stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "stash-sign",
	.summary = N_("Sign files with a remote certificate"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
