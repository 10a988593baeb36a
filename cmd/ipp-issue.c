/* ipp-issue - have the authority issue certificates */
#include <ipp/act/issue.h>
#include <ipp/base/text.h>
#include <ipp/cli/passphrase.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/certificate.h>
#include <ipp/model/envelope.h>
#include <ipp/model/issue_options.h>

static enum status check(struct job *job, struct error *err)
{
	const struct issue_options *options = job->options;
	const struct certificate *in = job->in;
	struct issue_wish wish = { .seal = options->seal != SEAL_LATER,
				   .sealing = options->sealing,
				   .device = job->shared,
				   .device_is_lost =
					   options->device.device_lost == 1 };
	struct issuing *issuing;
	enum status rc;

	if (options->preview != 1 && options->confirm != 1 &&
	    !terminal_is_there(job->terminal))
		return error_set(err, USAGE, "confirmation_needed", NULL,
				 "nobody is there to confirm; look with "
				 "--preview, then issue with --confirm");
	if ((rc = act_issue_check(job->desk, &wish, in->user_id, &issuing,
				  err)) != OK)
		return rc;
	job->work = issuing;
	return OK;
}

static enum status prepare(struct job *job, struct error *err)
{
	return act_issue_prepare(job->work, err);
}

/* Every member that is there, under its title. */
static void details_say(struct job *job, const struct certificate *it)
{
	for (const struct field *f = certificate_record.fields; f->name; f++)
		if (f->title && !field_is_absent(f, it))
			terminal_say(job->terminal, "  %-14s %s", _(f->title),
				     field_format(f, it, job->desk->arena));
}

static enum status confirm(struct job *job, struct error *err)
{
	const struct issue_options *options = job->options;
	struct certificate *it = job->out;
	enum status rc;
	bool yes;

	act_issue_show(job->work, it);
	if (act_issue_is_done(job->work) || options->preview == 1) {
		it->preview = options->preview == 1 ? 1 : ABSENT;
		return OK;
	}
	if (options->confirm != 1) {
		details_say(job, it);
		if ((rc = terminal_ask_yes(job->terminal,
					   act_issue_question(job->work), &yes,
					   err)) != OK)
			return rc;
		if (!yes)
			return error_set(err, REFUSED, "not_confirmed", NULL,
					 "not confirmed, so nothing was "
					 "issued; ask for it again at any "
					 "time");
	}
	passphrase_warn(job->terminal, &options->sealing, it->user_id);
	return OK;
}

static enum status take(void *work, const char *passphrase, struct error *err)
{
	return act_issue_passphrase(work, passphrase, err);
}

/* What a device was sold with, if it has PIN and PUK already. */
static enum status sold_with(struct job *job, struct error *err)
{
	const struct device_options *o =
		&((const struct issue_options *)job->options)->device;
	char *pin = NULL, *puk = NULL;
	enum status rc;

	if ((act_issue_asks_pin(job->work) &&
	     (rc = terminal_secret(job->terminal, o->device_pin_file,
				   _("PIN that the device was sold with: "),
				   job->desk->arena, &pin, err)) != OK) ||
	    (act_issue_asks_puk(job->work) &&
	     (rc = terminal_secret(job->terminal, o->device_puk_file,
				   _("PUK that the device was sold with: "),
				   job->desk->arena, &puk, err)) != OK))
		return rc;
	if (pin || puk)
		act_issue_sold_with(job->work, pin, puk);
	return OK;
}

static enum status talk(struct job *job, struct error *err)
{
	const struct issue_options *options = job->options;
	const struct passphrase_taker taker = { take, job->work };
	enum status rc;

	if ((rc = confirm(job, err)) != OK || options->preview == 1 ||
	    (rc = sold_with(job, err)) != OK || !act_issue_asks(job->work))
		return rc;
	return passphrase_ask(job->terminal, &options->sealing,
			      ((const struct certificate *)job->in)->user_id,
			      &taker, job->desk->arena, err);
}

static enum status derive(struct job *job, struct error *err)
{
	return act_issue_derive(job->work, err);
}

static enum status claim(struct job *job, struct error *err)
{
	return act_issue_claim(job->desk, job->work, err);
}

static enum status make(struct job *job, struct error *err)
{
	return act_issue_make(job->work, err);
}

static enum status reserve(struct job *job, struct error *err)
{
	return act_issue_reserve(job->desk, job->work, err);
}

static enum status finish(struct job *job, struct error *err)
{
	return act_issue_finish(job->work, err);
}

static enum status store(struct job *job, struct error *err)
{
	return act_issue_store(job->desk, job->work, err);
}

static enum status write_on(struct job *job, struct error *err)
{
	return act_issue_write(job->work, err);
}

static enum status settle(struct job *job, struct error *err)
{
	enum status rc;

	if ((rc = act_issue_settle(job->desk, job->work, err)) != OK)
		return rc;
	act_issue_show(job->work, job->out);
	return OK;
}

static bool is_meant(const struct job *job)
{
	const struct issue_options *options = job->options;

	return options->preview != 1;
}

static bool is_sealed(const struct job *job)
{
	return is_meant(job) && act_issue_seals(job->work);
}

static bool is_unsealed(const struct job *job)
{
	return is_meant(job) && !act_issue_seals(job->work);
}

static bool is_on_device(const struct job *job)
{
	return is_meant(job) && act_issue_has_device(job->work);
}

static const struct stage stages[] = {
	{ STAGE_STORE, check, .is_repeatable = true },
	{ STAGE_APART, prepare },
	{ STAGE_TALK, talk },
	{ STAGE_APART, derive, .wanted = is_sealed },
	{ STAGE_STORE, claim, .is_repeatable = true, .wanted = is_on_device },
	{ STAGE_APART, make, .wanted = is_on_device },
	{ STAGE_STORE, reserve, .is_repeatable = true, .wanted = is_meant },
	{ STAGE_APART, finish, .wanted = is_meant },
	{ STAGE_STORE, store, .is_repeatable = true, .wanted = is_on_device },
	{ STAGE_APART, write_on, .wanted = is_on_device },
	{ STAGE_STORE, settle, .is_repeatable = true, .wanted = is_unsealed },
	{ STAGE_STORE, settle, .wanted = is_sealed },
	{ STAGE_END, NULL },
};

/* Nobody waits half a minute for the first of what takes a tenth of a second
 * each; and one device comes after the other. */
static enum status begin(struct job *job, struct error *err)
{
	const struct issue_options *options = job->options;
	struct device_work *work = NULL;
	enum status rc = act_device_open(job->desk, &options->device,
					 &options->signing, terminal_secret,
					 job->terminal, &work, err);

	job->shared = work;
	if (work)
		job->batch = 1;
	else if (options->seal == SEAL_LATER)
		job->batch = 1024;
	return rc;
}

static void end(void *shared)
{
	act_device_close(shared);
}

static const struct verb verbs[] = {
	{ .summary = N_("Issue certificates to holders who were recognised"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &certificate_record, .out = &certificate_record,
	  .options = &issue_options_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE |
		   STAGES_OVERLAP,
	  .may = MAY_ISSUE,
	  .batch = 256, .open = begin, .close = end, .stages = stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-issue",
	.summary = N_("Issue certificates to holders who were recognised"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
