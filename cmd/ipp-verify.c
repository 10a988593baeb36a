/* ipp-verify - whose signature a file bears, and what it is worth */
#include <ipp/act/verify.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/tool.h>

struct verify_options {
	struct texts trust, revocation;
	int64_t offline, at;
};

static const struct field option_fields[] = {
	{ FIELD(struct verify_options, trust), FIELD_TEXTS,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("trust the certificates of this file (PEM or DER), and "
		     "not those of the store; may be given again") },
	{ FIELD(struct verify_options, revocation), FIELD_TEXTS,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("take into account this CRL or OCSP response; may be "
		     "given again") },
	{ FIELD(struct verify_options, offline), FIELD_BOOLEAN,
	  .help = N_("ask nobody on the network; only what is at hand "
		     "counts") },
	{ FIELD(struct verify_options, at), FIELD_INSTANT,
	  .help = N_("judge as of this instant; now if not given") },
	{ 0 }
};
static const struct record verify_options = {
	.name = "verify_options", .size = sizeof(struct verify_options),
	.fields = option_fields
};

/* What it works on. */
struct signed_file {
	const char *file, *content;
};

static const struct field file_fields[] = {
	{ FIELD(struct signed_file, file), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE | FIELD_REQUIRED,
	  .help = N_("the signed file: CMS (.p7m, .p7s) or PDF; - is standard "
		     "input") },
	{ FIELD(struct signed_file, content), FIELD_TEXT,
	  .flags = FIELD_IN | FIELD_FILE,
	  .help = N_("the file that was signed, where the signature is "
		     "apart from it (.p7s)") },
	{ 0 }
};
static const struct record signed_file_record = {
	.name = "signature_wish",
	.title = N_("A signed file to be verified"),
	.size = sizeof(struct signed_file), .fields = file_fields
};

static bool does_without(const void *p)
{
	const struct verify_options *options = p;

	return options->trust.count > 0;
}

static enum status trust_open(struct job *job, struct error *err)
{
	const struct verify_options *options = job->options;
	struct arena *arena = job->desk->arena;
	struct verify_shelf *shelf = verify_shelf_new(does_without(options));
	unsigned char *bytes;
	size_t size;
	enum status rc;

	job->shared = shelf;
	for (size_t i = 0; i < options->trust.count; i++)
		if ((rc = file_read(arena, options->trust.items[i],
				    LIMIT_FILE_BYTES, &bytes, &size, err)) !=
			OK ||
		    (rc = verify_shelf_trust(shelf, bytes, size, err)) != OK)
			return rc;
	for (size_t i = 0; i < options->revocation.count; i++) {
		if ((rc = file_read(arena, options->revocation.items[i],
				    LIMIT_REVOCATION_BYTES, &bytes, &size,
				    err)) != OK)
			return rc;
		verify_shelf_revocation(shelf, bytes, size);
	}
	return OK;
}

static void trust_close(void *shared)
{
	verify_shelf_free(shared);
}

static enum status bytes_read(struct job *job, const char *path,
			      struct file_bytes *ret, struct error *err)
{
	unsigned char *bytes;
	enum status rc = file_read(job->desk->arena, path, LIMIT_FILE_BYTES,
				   &bytes, &ret->size, err);

	if (rc != OK)
		return rc;
	ret->name = path;
	ret->bytes = bytes;
	return OK;
}

static enum status begin(struct job *job, struct error *err)
{
	const struct verify_options *options = job->options;
	const struct signed_file *in = job->in;
	struct verify_wish wish = { .offline = options->offline == 1,
				    .at = options->at,
				    .shelf = job->shared };
	struct verification *it;
	enum status rc;

	if ((rc = bytes_read(job, in->file, &wish.file, err)) != OK ||
	    (in->content && (rc = bytes_read(job, in->content,
					     &wish.detached_content, err)) !=
				OK) ||
	    (rc = verification_begin(job->desk, &wish, &it, err)) != OK)
		return rc;
	job->work = it;
	return OK;
}

static enum status judge(struct job *job, struct error *err)
{
	return verification_judge(job->desk, job->work, err);
}

static enum status load(struct job *job, struct error *err)
{
	return verification_load(job->desk, job->work, err);
}

static enum status fetch(struct job *job, struct error *err)
{
	return verification_fetch(job->desk, job->work, err);
}

static enum status keep(struct job *job, struct error *err)
{
	return verification_keep(job->desk, job->work, err);
}

static enum status tell(struct job *job, struct error *err)
{
	struct signature_report *out = job->out;

	(void)err;
	*out = *verification_report(job->work);
	if (out->indication != TOTAL_PASSED)
		job->answer = REFUSED;
	return OK;
}

/* The rounds of act/verify.h. */
#define LOAD { STAGE_STORE, load }, { STAGE_APART, judge }
#define FETCH                                             \
	{ STAGE_APART, fetch }, { STAGE_APART, judge },   \
	    { STAGE_STORE, keep }, LOAD, LOAD

static const struct stage stages[] = {
	{ STAGE_STORE, begin },
	{ STAGE_APART, judge },
	LOAD, LOAD,
	FETCH, FETCH, FETCH, FETCH,
	{ STAGE_STORE, tell },
	{ STAGE_END, NULL },
};

static const struct verb verbs[] = {
	{ .summary = N_("verify the signatures of files"),
	  .argument = "file", .reads = READS_STREAM,
	  .in = &signed_file_record, .out = &signature_report_record,
	  .options = &verify_options,
	  .needs = NEED_STORE | NEED_CLOCK | NEED_SHEET,
	  .does_without = does_without, .batch = 64, .open = trust_open,
	  .close = trust_close, .stages = stages },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-verify",
	.summary = N_("Verify signatures of files (CAdES, PAdES)"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
