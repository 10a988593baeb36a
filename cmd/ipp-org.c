/* ipp-org - the organization, its units, and what its holders consent to */
#include <ipp/act/found.h>
#include <ipp/act/organization.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/credential.h>
#include <ipp/cli/tool.h>
#include <ipp/model/founding.h>
#include <ipp/model/organization.h>
#include <ipp/model/policy.h>
#include <ipp/model/words.h>

struct values {
	const char *file, *privacy_version;
	int64_t language;
};

static const struct field policy_fields[] = {
	{ FIELD(struct values, file), FIELD_TEXT,
	  .flags = FIELD_FILE | FIELD_STDIN, .title = "FILE",
	  .help = N_("the text of the policy, UTF-8; stdin if not given") },
	{ 0 }
};
static const struct record policy_values = {
	.name = "policy_add", .size = sizeof(struct values),
	.fields = policy_fields
};

static const struct field which_fields[] = {
	{ FIELD(struct values, privacy_version), FIELD_TEXT,
	  .title = "VERSION",
	  .help = N_("this version; the one in force if not given") },
	{ FIELD(struct values, language), FIELD_WORD, .words = language_words,
	  .help = N_("in this language, if there is such a text") },
	{ 0 }
};
static const struct record which_values = {
	.name = "policy_show", .size = sizeof(struct values),
	.fields = which_fields
};

struct add_options {
	struct founding_options founding;
};

static const struct field add_fields[] = {
	FOUNDING_FIELDS(struct add_options, N_("code of the organization"),
			N_("login of its first officer, a master_rao")),
	{ 0 }
};
static const struct record add_options = { .name = "organization_add",
					   .size = sizeof(struct add_options),
					   .fields = add_fields };

#define NOT_KEPT "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* Before the transaction begins, since somebody may be asked. */
static enum status add_ask(struct job *job, struct error *err)
{
	const struct add_options *options = job->options;
	struct founding *plan = arena_alloc(job->desk->arena, sizeof *plan);
	enum status rc;

	*plan = founding_of(&options->founding, false);
	job->work = plan;
	if ((rc = founding_check(plan, err)) != OK)
		return rc;
	if (job->desk->dry_run) { /* nobody signs in with what is not kept */
		plan->password = "";
		plan->totp = NOT_KEPT;
		return OK;
	}
	return credential_officer(job, &options->founding, plan, err);
}

static enum status add(struct job *job, struct error *err)
{
	return act_found_another(job->desk, job->work, job->out, err);
}

static enum status put_organization(void *rows, const struct organization *it,
				    struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status list(struct job *job, struct rows *rows, struct error *err)
{
	return act_found_list(job->desk, put_organization, rows, err);
}

static const struct stage add_stages[] = {
	{ STAGE_TALK, add_ask }, { STAGE_STORE, add }, { STAGE_END, NULL }
};

static enum status show(struct job *job, struct error *err)
{
	return act_organization_show(job->desk, job->out, err);
}

static enum status edit(struct job *job, struct error *err)
{
	return act_organization_edit(job->desk, job->in, job->out, err);
}

static enum status unit_add(struct job *job, struct error *err)
{
	return act_unit_add(job->desk, job->in, job->out, err);
}

static enum status unit_edit(struct job *job, struct error *err)
{
	return act_unit_edit(job->desk, job->in, job->out, err);
}

static enum status put_unit(void *rows, const struct unit *it,
			    struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status unit_list(struct job *job, struct rows *rows,
			     struct error *err)
{
	return act_unit_list(job->desk, put_unit, rows, err);
}

static enum status policy_add(struct job *job, struct error *err)
{
	const struct values *values = job->options;
	unsigned char *bytes;
	size_t size;
	enum status rc;

	if ((rc = file_read(job->desk->arena, values->file,
			    POLICY_BYTES_MAX, &bytes, &size, err)) != OK)
		return rc;
	return act_policy_add(job->desk, job->in, bytes, size, job->out, err);
}

static enum status policy_show(struct job *job, struct error *err)
{
	const struct values *values = job->options;

	return act_policy_show(job->desk, values->privacy_version,
			       values->language, job->out, err);
}

static enum status put_policy(void *rows, const struct policy_text *it,
			      struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status policy_list(struct job *job, struct rows *rows,
			       struct error *err)
{
	return act_policy_list(job->desk, put_policy, rows, err);
}

#define LOOK NEED_STORE | NEED_SESSION
#define CHANGE .needs = LOOK | NEED_WRITE, .may = MAY_MANAGE
#define UNIT \
	.argument = "unit", .reads = READS_ONE, .in = &unit_record, \
	.out = &unit_record
#define POLICY \
	.argument = "privacy_version", .reads = READS_ONE, .in = &policy_record, \
	.out = &policy_record

static const struct verb verbs[] = {
	{ .name = "show", .summary = N_("show the organization"),
	  .out = &organization_record, .needs = LOOK, .run = show },
	{ .name = "edit", .summary = N_("change what is known of it"),
	  .reads = READS_ONE, .in = &organization_record,
	  .out = &organization_record, CHANGE, .run = edit },
	{ .name = "add",
	  .summary = N_("add another organization to the store"),
	  .out = &organization_record, .options = &add_options,
	  .needs = NEED_STORE | NEED_WRITE, .stages = add_stages },
	{ .name = "list",
	  .summary = N_("list the organizations of the store"),
	  .out = &organization_record, .needs = NEED_STORE, .list = list },
	{ .name = "unit-add", .summary = N_("add a main or secondary unit"),
	  UNIT, CHANGE, .run = unit_add },
	{ .name = "unit-list", .summary = N_("list the units"),
	  .out = &unit_record, .needs = LOOK, .list = unit_list },
	{ .name = "unit-edit", .summary = N_("give a unit another name"), UNIT,
	  CHANGE, .run = unit_edit },
	{ .name = "policy-add", .summary = N_("add a privacy policy"), POLICY,
	  .options = &policy_values, CHANGE, .run = policy_add },
	{ .name = "policy-list", .summary = N_("list the privacy policies"),
	  .out = &policy_record, .needs = LOOK, .list = policy_list },
	{ .name = "policy-show",
	  .summary = N_("show a privacy policy with its text"),
	  .out = &policy_record, .options = &which_values, .needs = LOOK,
	  .run = policy_show },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-org",
	.summary = N_("Keep the organization, its units and its privacy "
		      "policies"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
