/* ipp-audit - the journal, and the proof of what happened */
#include <ipp/act/audit.h>
#include <ipp/act/dossier.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/dossier.h>
#include <ipp/model/figures.h>
#include <ipp/model/journal.h>
#include <ipp/model/words.h>

#define TERMINAL_LIMIT 100

static enum status entry_put(void *rows, const struct journal_entry *entry,
			     struct error *err)
{
	return rows_put(rows, entry, err);
}

static enum status log_list(struct job *job, struct rows *rows,
			    struct error *err)
{
	struct journal_filter wanted =
	    *(const struct journal_filter *)job->options;

	if (wanted.limit == ABSENT && terminal_is_reader(job->terminal))
		wanted.limit = TERMINAL_LIMIT;
	return act_audit_log(job->desk, &wanted, entry_put, rows, err);
}

struct verify_options {
	struct texts head;
	int64_t offline;
};

static const struct field verify_fields[] = {
	{ FIELD(struct verify_options, head), FIELD_TEXTS, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("hold this signed head to the journal; may be given "
		     "again") },
	{ FIELD(struct verify_options, offline), FIELD_BOOLEAN,
	  .help = N_("ask nobody on the network about time-stamp "
		     "authorities") },
	{ 0 }
};
static const struct record verify_options = {
	.name = "verify_options", .size = sizeof(struct verify_options),
	.fields = verify_fields
};

static enum status check_put(void *rows, const struct journal_check *check,
			     struct error *err)
{
	return rows_put(rows, check, err);
}

static enum status verify(struct job *job, struct rows *rows,
			  struct error *err)
{
	const struct verify_options *options = job->options;

	return act_audit_verify(job->desk, &options->head,
				options->offline == 1, check_put, rows, err);
}

struct export_options {
	int64_t first, last;
	const char *head, *stamp_url;
};

static const struct field export_fields[] = {
	{ FIELD(struct export_options, first), FIELD_INTEGER, .title = "ENTRY",
	  .help = N_("write entries from this one on") },
	{ FIELD(struct export_options, last), FIELD_INTEGER, .title = "ENTRY",
	  .help = N_("write entries up to this one") },
	{ FIELD(struct export_options, head), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("write the head, signed by the authority, to this new "
		     "file, and no entries") },
	{ FIELD(struct export_options, stamp_url), FIELD_TEXT, .title = "URL",
	  .help = N_("have the head time-stamped by this authority (RFC "
		     "3161)") },
	{ 0 }
};
static const struct record export_options = {
	.name = "export_options", .size = sizeof(struct export_options),
	.fields = export_fields
};

static enum status proof_put(void *rows, const struct journal_proof *proof,
			     struct error *err)
{
	return rows_put(rows, proof, err);
}

static enum status export(struct job *job, struct rows *rows,
			  struct error *err)
{
	const struct export_options *options = job->options;

	if (!options->head && options->stamp_url)
		return error_set(err, USAGE, "head_missing", "stamp_url",
				 "a time-stamp is for a head; name its file "
				 "with --head");
	if (options->head &&
	    (options->first != ABSENT || options->last != ABSENT))
		return error_set(err, USAGE, "head_alone", "head",
				 "a head is of the whole journal; leave out "
				 "the range, or --head");
	if (options->head)
		return act_audit_head(job->desk, options->head,
				      options->stamp_url, err);
	return act_audit_export(job->desk, options->first, options->last,
				proof_put, rows, err);
}

struct stamp_options {
	const char *head, *query, *response, *policy;
	int64_t offline;
};

static const struct field stamp_fields[] = {
	{ FIELD(struct stamp_options, head), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE", .help = N_("the signed head") },
	{ FIELD(struct stamp_options, query), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("write to this new file what is to be asked of a "
		     "time-stamp authority (RFC 3161); with --response, "
		     "what was asked") },
	{ FIELD(struct stamp_options, response), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("put the time-stamp in this file, a TimeStampResp or "
		     "the bare token, on the head") },
	{ FIELD(struct stamp_options, policy), FIELD_TEXT, .title = "OID",
	  .help = N_("ask for this policy of the authority, or insist on "
		     "it") },
	{ FIELD(struct stamp_options, offline), FIELD_BOOLEAN,
	  .help = N_("ask nobody on the network about time-stamp "
		     "authorities") },
	{ 0 }
};
static const struct record stamp_options = {
	.name = "stamp_options", .size = sizeof(struct stamp_options),
	.fields = stamp_fields
};

static enum status stamp(struct job *job, struct error *err)
{
	const struct stamp_options *options = job->options;
	const struct audit_stamp wish = { options->head, options->query,
					  options->response, options->policy,
					  options->offline == 1 };

	if (!wish.head || (!wish.query && !wish.response))
		return error_set(err, USAGE, "nothing_to_stamp", "head",
				 "name the head with --head, and --query or "
				 "--response");
	return wish.response ? act_audit_stamp(job->desk, &wish, err)
			     : act_audit_stamp_query(job->desk, &wish, err);
}

struct dossier_options {
	const char *output;
	int64_t language;
};

static const struct field dossier_fields[] = {
	{ FIELD(struct dossier_options, output), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FOLDER", .letter = 'o',
	  .help = N_("write each dossier into a folder of its own below this "
		     "one; the current folder if not given") },
	{ FIELD(struct dossier_options, language), FIELD_WORD,
	  .words = language_words,
	  .help = N_("language of the PDF; that of the order if not given") },
	{ 0 }
};
static const struct record dossier_options = {
	.name = "dossier_options", .size = sizeof(struct dossier_options),
	.fields = dossier_fields
};

static enum status dossier(struct job *job, struct rows *rows,
			   struct error *err)
{
	const struct dossier_options *options = job->options;
	const struct dossier_wish *in = job->in;
	struct dossier made;
	enum status rc =
	    act_dossier(job->desk, in->user_id,
			options->output ? options->output : ".",
			options->language, &made, err);

	return rc == OK ? rows_put(rows, &made, err) : rc;
}

static enum status figures_put(void *rows, const struct figures *figures,
			       struct error *err)
{
	return rows_put(rows, figures, err);
}

static enum status figures(struct job *job, struct rows *rows,
			   struct error *err)
{
	return act_audit_figures(job->desk, job->options, figures_put, rows,
				 err);
}

#define SIGNED_IN (NEED_STORE | NEED_SESSION)

static const struct verb verbs[] = {
	{ .name = "log", .summary = N_("list what the journal says"),
	  .out = &journal_entry_record, .options = &journal_filter_record,
	  .needs = SIGNED_IN, .may = MAY_EXPORT, .list = log_list },
	{ .name = "verify", .summary = N_("prove that the journal is whole"),
	  .out = &journal_check_record, .options = &verify_options,
	  .needs = NEED_STORE, .list = verify },
	{ .name = "export",
	  .summary = N_("write entries or the head for others to verify"),
	  .out = &journal_proof_record, .options = &export_options,
	  .needs = SIGNED_IN | NEED_WRITE | NEED_ALONE, .may = MAY_EXPORT,
	  .list = export },
	{ .name = "stamp",
	  .summary = N_("have a head time-stamped through files"),
	  .options = &stamp_options, .needs = SIGNED_IN | NEED_WRITE | NEED_ALONE,
	  .may = MAY_EXPORT, .run = stamp },
	{ .name = "dossier",
	  .summary = N_("bundle everything about a product, signed"),
	  .argument = "user_id", .reads = READS_STREAM,
	  .in = &dossier_wish_record, .out = &dossier_record,
	  .options = &dossier_options,
	  .needs = SIGNED_IN | NEED_WRITE | NEED_ALONE, .may = MAY_EXPORT,
	  .list = dossier },
	{ .name = "figures",
	  .summary = N_("count what came of the requests of a period"),
	  .out = &figures_record, .options = &figures_wish_record,
	  .needs = SIGNED_IN, .may = MAY_EXPORT, .list = figures },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-audit",
	.summary = N_("Read and prove the journal"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
