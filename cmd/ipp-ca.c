/* ipp-ca - the local certificate authority */
#include <ipp/act/authority.h>
#include <ipp/act/crl.h>
#include <ipp/act/ocsp.h>
#include <ipp/act/publication.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/cli/tool.h>
#include <ipp/model/authority.h>
#include <ipp/model/authority_options.h>
#include <ipp/model/ocsp_answers.h>
#include <ipp/model/publication_check.h>
#include <ipp/model/revocation_list.h>

struct show_options {
	int64_t pem;
};

static const struct field show_fields[] = {
	{ FIELD(struct show_options, pem), FIELD_BOOLEAN,
	  .help = N_("add the certificates (RFC 7468)") },
	{ 0 }
};
static const struct record show_options = { .name = "show_options",
					    .size = sizeof(struct show_options),
					    .fields = show_fields };

static enum status last(void *context, const struct authority *it,
			struct error *err)
{
	(void)err;
	*(struct authority *)context = *it;
	return OK;
}

/* The PIN is asked for before the store is touched. */
static enum status open_token(struct job *job, struct error *err)
{
	const struct authority_options *options = job->options;
	struct key_wish *place = NULL;
	enum status rc = act_authority_place(job->desk, &options->place, false,
					     terminal_secret, job->terminal,
					     &place, err);

	job->shared = place;
	return rc;
}

static enum status init(struct job *job, struct error *err)
{
	const struct authority_options *options = job->options;
	struct authority_wish wish = {
		.name = options->name,
		.root_name = options->root_name,
		.organization = options->organization,
		.organization_identifier = options->organization_identifier,
		.country = options->country,
		.key = options->key,
		.base_url = options->base_url,
		.policy_arc = options->policy_arc,
		.remote_qscd = options->remote_qscd,
		.partitions = options->partitions,
		.place = job->shared,
	};
	enum status rc;

	if ((rc = act_authority_init(job->desk, wish, err)) != OK)
		return rc;
	return act_authority_list(job->desk, 0, last, job->out, err);
}

static enum status open_change(struct job *job, struct error *err)
{
	const struct authority_changes *wanted = job->options;
	struct key_wish *moved = NULL;
	enum status rc = act_authority_place(job->desk, &wanted->place, true,
					     terminal_secret, job->terminal,
					     &moved, err);

	job->shared = moved;
	return rc;
}

static enum status edit(struct job *job, struct error *err)
{
	const struct authority_changes *wanted = job->options;
	enum status rc;

	if ((rc = act_authority_edit(job->desk, wanted->partitions,
				     job->shared, err)) != OK)
		return rc;
	return act_authority_list(job->desk, 0, last, job->out, err);
}

static enum status put(void *context, const struct authority *it,
		       struct error *err)
{
	return rows_put(context, it, err);
}

static enum status show(struct job *job, struct rows *rows, struct error *err)
{
	const struct show_options *options = job->options;

	return act_authority_list(job->desk, options->pem == 1, put, rows, err);
}

static enum status export(struct job *job, struct error *err) {
	const struct export_options *options = job->options;
	enum status rc = OK;

	if (!options->root && !options->issuer) return error_set(
	    err, USAGE, "file_missing", NULL,
	    "nothing to write; name a file with --root "
	    "or --issuer");
	if (options->root) rc = act_authority_export(job->desk, AUTHORITY_ROOT,
						     options->root, err);
	if (rc == OK && options->issuer)
	    rc = act_authority_export(job->desk, AUTHORITY_ISSUING,
				      options->issuer, err);
	return rc;
}

static enum status put_list(void *context, const struct revocation_list *it,
			    struct error *err)
{
	return rows_put(context, it, err);
}

static enum status crl(struct job *job, struct rows *rows, struct error *err)
{
	const struct crl_options *options = job->options;
	const struct crl_wish wish = { options->folder, options->due == 1,
				       options->delta == 1,
				       options->replace == 1 };

	return act_crl(job->desk, &wish, put_list, rows, err);
}

static enum status put_check(void *rows, const struct publication_check *it,
			     struct error *err)
{
	return rows_put(rows, it, err);
}

static enum status check(struct job *job, struct rows *rows, struct error *err)
{
	return act_publications(job->desk, job->options, put_check, rows, err);
}

static enum status ocsp(struct job *job, struct error *err)
{
	const struct ocsp_options *options = job->options;
	const struct ocsp_wish wish = { options->folder, options->due == 1 };
	enum status rc = ocsp_options_check(options, err);

	if (rc != OK)
		return rc;
	job->silent = options->all != 1;
	if (options->cgi == 1)
		return act_ocsp_cgi(job->desk, err);
	if (options->serve == 1)
		return act_ocsp_serve(job->desk, options->socket, err);
	if (options->all == 1)
		return act_ocsp_all(job->desk, &wish, job->out, err);
	return act_ocsp_filter(job->desk, err);
}

static const struct verb verbs[] = {
	{ .name = "init",
	  .summary = N_("make a root and an issuing authority"),
	  .out = &authority_record,
	  .options = &authority_options_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE,
	  .may = MAY_MANAGE,
	  .open = open_token,
	  .run = init },
	{ .name = "edit",
	  .summary = N_("change what the issuing authority does"),
	  .out = &authority_record,
	  .options = &authority_changes_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE,
	  .may = MAY_MANAGE, .open = open_change, .run = edit },
	{ .name = "show",
	  .summary = N_("show the authorities"),
	  .out = &authority_record,
	  .options = &show_options,
	  .needs = NEED_STORE,
	  .list = show },
	{ .name = "crl",
	  .summary = N_("publish the lists of revoked certificates"),
	  .out = &revocation_list_record,
	  .options = &crl_options_record,
	  .needs = NEED_STORE | NEED_SESSION | NEED_WRITE | NEED_ALONE,
	  .may = MAY_REVOKE,
	  .list = crl },
	{ .name = "check",
	  .summary = N_("tell what is public, what is due, and what is late"),
	  .out = &publication_check_record,
	  .options = &publication_filter_record,
	  .needs = NEED_STORE | NEED_SESSION,
	  .may = MAY_SEARCH,
	  .list = check },
	{ .name = "ocsp",
	  .summary = N_("answer for certificates (OCSP)"),
	  .out = &ocsp_answers_record,
	  .options = &ocsp_options,
	  .needs = NEED_STORE | NEED_WRITE | NEED_ALONE,
	  .run = ocsp },
	{ .name = "export",
	  .summary = N_("write certificates to files"),
	  .options = &export_options_record,
	  .needs = NEED_STORE,
	  .run = export },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-ca",
	.summary = N_("Keep the local certificate authority"),
	.verbs = verbs,
};

static enum status ocsp_cgi(struct job *job, struct error *err)
{
	return act_ocsp_cgi(job->desk, err);
}

/* What the program ipp-ocsp is where it cannot pass a request on. */
static const struct verb ocsp_verbs[] = {
	{ .summary = N_("Answer a web server for certificates (OCSP)"),
	  .needs = NEED_STORE | NEED_WRITE | NEED_ALONE,
	  .run = ocsp_cgi },
	{ 0 }
};
static const struct tool ocsp_tool = {
	.name = "ipp-ocsp",
	.summary = N_("Answer a web server for certificates (OCSP)"),
	.verbs = ocsp_verbs,
};

int main(int argc, char *argv[])
{
	const char *name = argc > 0 ? argv[0] : "";

	return tool_main(text_equal(name, ocsp_tool.name) ? &ocsp_tool : &tool,
			 argc, argv);
}
