/* ipp-envelope - seal activation codes, seal them anew, open an envelope */
#include <string.h>

#include <ipp/act/envelope.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/passphrase.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/envelope.h>

struct seal_options {
	struct envelope_options sealing;
};

static const struct field seal_fields[] = { ENVELOPE_FIELDS(struct seal_options),
					    { 0 } };
static const struct record seal_options = {
	.name = "seal_options", .size = sizeof(struct seal_options),
	.fields = seal_fields
};

struct open_options {
	const char *passphrase_file, *output_file;
};

static const struct field open_fields[] = {
	{ FIELD(struct open_options, passphrase_file), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("read the passphrase from this file (- is stdin, fd:N a "
		     "descriptor) instead of asking for it") },
	{ FIELD(struct open_options, output_file), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("write the codes to this file (mode 0600) instead of "
		     "showing them on the terminal") },
	{ 0 }
};
static const struct record open_options = {
	.name = "open_options", .size = sizeof(struct open_options),
	.fields = open_fields
};

/* What `open` works on. */
struct envelope_file {
	const char *file;
};

static const struct field file_fields[] = {
	{ FIELD(struct envelope_file, file), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE | FIELD_REQUIRED,
	  .help = N_("the envelope: a PDF or CMS file") },
	{ 0 }
};
static const struct record file_record = {
	.name = "envelope_file", .title = N_("A file that is an envelope"),
	.size = sizeof(struct envelope_file), .fields = file_fields
};

static enum status check(struct job *job, enum envelope_task task,
			 struct error *err)
{
	const struct seal_options *options = job->options;
	const struct envelope *in = job->in;
	struct enveloping *it;
	enum status rc = act_envelope_check(job->desk, task, &options->sealing,
					    in->user_id, &it, err);

	if (rc == OK)
		job->work = it;
	return rc;
}

static enum status check_seal(struct job *job, struct error *err)
{
	return check(job, ENVELOPE_SEAL, err);
}

static enum status check_resend(struct job *job, struct error *err)
{
	return check(job, ENVELOPE_RESEND, err);
}

static enum status take(void *work, const char *passphrase, struct error *err)
{
	return act_envelope_passphrase(work, passphrase, err);
}

static enum status talk(struct job *job, struct error *err)
{
	const struct seal_options *options = job->options;
	const struct envelope *in = job->in;
	const struct passphrase_taker taker = { take, job->work };

	passphrase_warn(job->terminal, &options->sealing, in->user_id);
	if (!act_envelope_asks(job->work))
		return OK;
	return passphrase_ask(job->terminal, &options->sealing, in->user_id,
			      &taker, job->desk->arena, err);
}

static enum status make(struct job *job, struct error *err)
{
	return act_envelope_make(job->work, err);
}

static enum status settle(struct job *job, struct error *err)
{
	return act_envelope_settle(job->desk, job->work, job->out, err);
}

static enum status put(void *context, const struct envelope *it,
		       struct error *err)
{
	return rows_put(context, it, err);
}

static enum status pending(struct job *job, struct rows *rows,
			   struct error *err)
{
	return act_envelope_pending(job->desk, put, rows, err);
}

static enum status text_hand_over(struct job *job, const char *text,
				  struct error *err)
{
	const struct open_options *options = job->options;

	return options->output_file ?
		       file_write(options->output_file, text, strlen(text),
				  0600, err) :
		       terminal_show_secret(job->terminal, text, err);
}

static enum status open_envelope(struct job *job, struct error *err)
{
	const struct open_options *options = job->options;
	const struct envelope_file *in = job->in;
	struct arena *arena = job->desk->arena;
	char *passphrase, *text;
	unsigned char *bytes;
	size_t size;
	enum status rc;

	if (!options->output_file && !terminal_is_there(job->terminal))
		return error_set(err, USAGE, "no_terminal", NULL,
				 "there is no terminal to show the codes on; "
				 "write them with: --output-file=FILE");
	if ((rc = file_read(arena, in->file, LIMIT_FILE_BYTES, &bytes,
			    &size, err)) != OK ||
	    (rc = terminal_secret(job->terminal, options->passphrase_file,
				  _("Passphrase: "), arena, &passphrase,
				  err)) != OK ||
	    (rc = act_envelope_open(bytes, size, passphrase ? passphrase : "",
				    arena, &text, err)) != OK)
		return rc;
	return text_hand_over(job, text, err);
}

static const struct stage seal_stages[] = {
	{ STAGE_STORE, check_seal }, { STAGE_TALK, talk },
	{ STAGE_APART, make },	     { STAGE_STORE, settle },
	{ STAGE_END, NULL },
};

static const struct stage resend_stages[] = {
	{ STAGE_STORE, check_resend }, { STAGE_TALK, talk },
	{ STAGE_APART, make },	       { STAGE_STORE, settle },
	{ STAGE_END, NULL },
};

#define SEALS NEED_STORE | NEED_SESSION | NEED_WRITE

static const struct verb verbs[] = {
	{ .name = "seal", .summary = N_("seal codes that wait for it"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &envelope_record, .out = &envelope_record,
	  .options = &seal_options, .needs = SEALS, .may = MAY_ISSUE,
	  .batch = 64, .stages = seal_stages },
	{ .name = "resend",
	  .summary = N_("send the codes in a new envelope; the one before is "
			"void"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &envelope_record, .out = &envelope_record,
	  .options = &seal_options, .needs = SEALS, .may = MAY_REVOKE,
	  .batch = 64, .stages = resend_stages },
	{ .name = "pending",
	  .summary = N_("list the products whose codes wait to be sealed"),
	  .out = &envelope_record, .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_ISSUE, .list = pending },
	{ .name = "open", .summary = N_("show what is in an envelope"),
	  .argument = "file", .reads = READS_ONE, .in = &file_record,
	  .options = &open_options, .run = open_envelope },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-envelope",
	.summary = N_("Seal activation codes in envelopes, and open them"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
