/* stash-sign - sign files with a remote certificate */
#include <ipp/act/stash_sign.h>
#include <ipp/act/stash_consent.h>
#include <ipp/act/stash_signing.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/signing.h>
#include <ipp/model/stash_signing.h>

struct values {
	struct stash_signing_options remote;
	int64_t detached, cades, overwrite, missing, stamp;
	const char *stamp_url, *reason, *location;
};

#define FLAG(member_, letter_, help_)                                        \
	{                                                                    \
		FIELD(struct values, member_), FIELD_BOOLEAN,                \
		    .letter = letter_, .help = help_                         \
	}
#define TEXT(member_, title_, help_)                                        \
	{                                                                   \
		FIELD(struct values, member_), FIELD_TEXT, .max = 200,      \
		    .title = title_, .help = help_                          \
	}

static const struct field fields[] = {
	{ .name = "alias", .offset = offsetof(struct values, remote.alias),
	  .type = FIELD_TEXT, .max = 64, .letter = 'a', .title = "ALIAS",
	  .help = N_("sign with the remote certificate of this alias") },
	{ .name = "wallet", .offset = offsetof(struct values, remote.wallet),
	  .type = FIELD_TEXT, .max = 64, .title = "WALLET",
	  .help = N_("without an alias: the only certificate of this wallet, "
		     "which is Principal if absent") },
	STASH_SIGNING_FIELDS(struct values, remote),
	FLAG(detached, 'd',
	     N_("leave the content outside: a CAdES signature beside it")),
	FLAG(cades, 0, N_("put a PDF inside a CAdES signature, too")),
	FLAG(overwrite, 0, N_("replace what is at the place of the output")),
	FLAG(missing, 0,
	     N_("pass over files whose output is there and is a good signature "
		"of theirs by this certificate")),
	FLAG(stamp, 0,
	     N_("have each signature time-stamped by the same authority")),
	TEXT(stamp_url, "URL",
	     N_("have each signature time-stamped by this authority (RFC "
		"3161)")),
	TEXT(reason, "TEXT",
	     N_("why it is signed, in the signature of a PDF")),
	TEXT(location, "TEXT",
	     N_("where it is signed, in the signature of a PDF")),
	{ 0 }
};

static const struct record values = { .name = "values",
				      .size = sizeof(struct values),
				      .fields = fields };

static enum status open_certificate(struct job *job, struct error *err)
{
	const struct values *options = job->options;
	struct stash_holder holder = {
		.terminal = job->terminal,
		.says = terminal_say,
		.asks = terminal_ask,
		.asks_secret = terminal_secret,
		.shows = terminal_show_secret,
		.descriptor = terminal_descriptor,
		.browser = options->remote.browser == 1,
		.seconds = options->remote.wait,
		.pin_file = options->remote.pin_file,
		.otp_file = options->remote.otp_file,
	};
	struct stash_signing *signing = NULL;
	enum status rc;

	if (options->stamp == 1 && options->stamp_url)
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
	struct stash_style style = {
		.sign = { .detached = options->detached == 1,
			  .cades = options->cades == 1,
			  .overwrites = options->overwrite == 1,
			  .reason = options->reason,
			  .location = options->location },
		.missing = options->missing == 1,
		.stamped = options->stamp == 1,
		.stamp_url = options->stamp_url,
	};
	struct stash_sign *sign;
	enum status rc = stash_sign_begin(job->desk, job->shared, job->in,
					  &style, &sign, err);

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
