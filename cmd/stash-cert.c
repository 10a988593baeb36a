/* stash-cert - the ledger of certificates that authorities keep */
#include <ipp/act/stash_certificate.h>
#include <ipp/act/stash_grant.h>
#include <ipp/act/stash_notice.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/remote_certificate.h>
#include <ipp/model/remote_options.h>

#include "holder.h"

#define TERMINAL_LIMIT 100

static enum status put(void *rows, const struct remote_certificate *it,
		       struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	struct remote_search wanted =
	    *(const struct remote_search *)job->options;

	if (wanted.limit == ABSENT && terminal_is_reader(job->terminal))
		wanted.limit = TERMINAL_LIMIT;
	return stash_certificate_list(job->desk, &wanted, put, rows, err);
}

static enum status show(struct job *job, struct error *err)
{
	const struct remote_certificate_reference *in = job->in;

	return stash_certificate_show(job->desk, in->alias, job->out, err);
}

static enum status edit(struct job *job, struct error *err)
{
	return stash_certificate_edit(job->desk, job->in, job->out, err);
}

static struct stash_holder *holder_keep(struct job *job)
{
	const struct remote_options *options = job->options;
	struct stash_holder *ret = arena_alloc(job->desk->arena, sizeof *ret);

	*ret = holder_of(job->terminal, &options->consent);
	return ret;
}

static const char *alias_of(const struct job *job)
{
	return ((const struct remote_certificate_reference *)job->in)->alias;
}

static bool is_forced(const struct job *job)
{
	return ((const struct remote_remove_options *)job->options)->force == 1;
}

/* Whoever was waited for took his time. */
#define TALK(name_, ...)                                                    \
	static enum status name_##_talk(struct job *job, struct error *err) \
	{                                                                   \
		struct stash_work *work = NULL;                             \
		enum status rc =                                            \
		    stash_##name_##_talk(__VA_ARGS__, &work, err);          \
                                                                            \
		job->work = work;                                           \
		job_clock(job);                                             \
		return rc;                                                  \
	}                                                                   \
	static enum status name_##_keep(struct job *job, struct error *err) \
	{                                                                   \
		return stash_##name_(job->desk, job->work, job->out, err);  \
	}

TALK(add, job->desk, job->in, job->options, holder_keep(job))
TALK(renew, job->desk, alias_of(job), job->options, holder_keep(job))
TALK(refresh, job->desk, alias_of(job))
TALK(remove, job->desk, alias_of(job), is_forced(job))

static enum status renew_end(struct job *job, struct error *err)
{
	return stash_renew_end(job->desk, job->work, err);
}

/* A consent that came to nothing. */
static enum status give_up(struct job *job, struct error *err)
{
	return stash_give_up(job->desk, job->work, err);
}

#define STAGES(name_, ...)                             \
	static const struct stage name_##_stages[] = { \
		{ STAGE_TALK, name_##_talk },          \
		{ STAGE_STORE, name_##_keep },         \
		__VA_ARGS__                            \
	}
STAGES(add, { STAGE_END, NULL });
STAGES(renew, { STAGE_TALK, renew_end }, { STAGE_END, NULL });
STAGES(refresh, { STAGE_END, NULL });
STAGES(remove, { STAGE_END, NULL });

#define ONE(in_)                                                            \
	.argument = "alias", .in = &in_, .out = &remote_certificate_record, \
	.may = MAY_SIGN_REMOTELY,                                           \
	.needs = NEED_STORE | NEED_SESSION | NEED_WRITE
static enum status notice_put(void *rows, const struct remote_notice *notice,
			      struct error *err)
{
	return rows_put(rows, notice, err);
}

/* A plug-in's statuses have other names than ours: 1 is WARNING, 2 CRITICAL,
 * 3 UNKNOWN. */
static enum status monitor(struct job *job, struct rows *rows,
			   struct error *err)
{
	static const enum status answers[] = {
		[SEVERITY_OK] = OK,
		[SEVERITY_INFO] = OK,
		[SEVERITY_WARNING] = REFUSED,
		[SEVERITY_CRITICAL] = WARNED,
	};
	enum severity worst = SEVERITY_OK;
	struct error why;
	const char *line;

	error_reset(&why);
	if (stash_notices_check(job->desk, job->options, &line, &worst,
				    &why) == OK) {
		job->answer = answers[worst];
		return rows_say(rows, line, err);
	}
	job->answer = ALARMED;
	return rows_say(rows,
			arena_printf(job->desk->arena,
				     "STASH-CERT UNKNOWN - %s",
				     why.mistakes[0].text),
			err);
}

static bool is_plugin(const void *options)
{
	const struct remote_notice_wish *wish = options;

	return wish->check == 1;
}

static enum status notices(struct job *job, struct rows *rows,
			   struct error *err)
{
	if (is_plugin(job->options))
		return monitor(job, rows, err);
	return stash_notices(job->desk, job->options, notice_put, rows,
				 err);
}

static const struct verb verbs[] = {
	{ .name = "add",
	  .summary = N_("register a certificate that an authority keeps"),
	  ONE(remote_certificate_record),
	  .reads = READS_ONE,
	  .options = &remote_add_options_record,
	  .stages = add_stages,
	  .give_up = give_up },
	{ .name = "list",
	  .summary = N_("find certificates by any combination of filters"),
	  .out = &remote_certificate_record,
	  .options = &remote_search_record,
	  .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_LIST_REMOTELY,
	  .list = list },
	{ .name = "show",
	  .summary = N_("show everything about certificates"),
	  .argument = "alias",
	  .reads = READS_STREAM,
	  .in = &remote_certificate_reference_record,
	  .out = &remote_certificate_record,
	  .may = MAY_LIST_REMOTELY,
	  .needs = NEED_STORE | NEED_SESSION | NEED_SHEET,
	  .run = show },
	{ .name = "edit",
	  .summary = N_("change what is known of certificates"),
	  .argument = "alias",
	  .reads = READS_STREAM,
	  .in = &remote_certificate_record,
	  .out = &remote_certificate_record,
	  .may = MAY_SIGN_REMOTELY,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE,
	  .run = edit },
	{ .name = "renew",
	  .summary = N_("have the holder grant access to a certificate anew"),
	  ONE(remote_certificate_reference_record),
	  .reads = READS_ONE,
	  .options = &remote_renew_options_record,
	  .stages = renew_stages,
	  .give_up = give_up },
	{ .name = "refresh",
	  .summary = N_("ask authorities how certificates stand"),
	  ONE(remote_certificate_reference_record),
	  .reads = READS_STREAM,
	  .batch = 1,
	  .stages = refresh_stages },
	{ .name = "remove",
	  .summary = N_("give up access to certificates, and take them out of "
			"use"),
	  ONE(remote_certificate_reference_record),
	  .reads = READS_STREAM,
	  .batch = 1,
	  .options = &remote_remove_options_record,
	  .stages = remove_stages },
	{ .name = "notices",
	  .summary = N_("tell people in time that access ends, or is in trouble"),
	  .out = &remote_notice_record,
	  .options = &remote_notice_wish_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_ALONE |
		   CAN_REHEARSE,
	  .may = MAY_SIGN_REMOTELY,
	  .is_plugin = is_plugin,
	  .list = notices },
	{ 0 }
};

static const struct tool tool = {
	.name = "stash-cert",
	.summary = N_("Keep the ledger of certificates that authorities lend"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
