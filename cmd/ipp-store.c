/* ipp-store - make and keep the store of the desk */
#include <ipp/base/text.h>
#include <ipp/cli/setup.h>
#include <ipp/cli/tool.h>
#include <ipp/model/settings.h>
#include <ipp/model/store_status.h>
#include <ipp/store/status.h>
#include <ipp/store/store.h>

struct init_options {
	int64_t demo;
};

static const struct field init_fields[] = {
	{ FIELD(struct init_options, demo), FIELD_BOOLEAN,
	  .help = N_("make a store for trying things out; it says so in "
		     "everything it issues") },
	{ 0 }
};
static const struct record init_options = {
	.name = "init_options", .size = sizeof(struct init_options),
	.fields = init_fields
};

static enum status init(struct job *job, struct error *err)
{
	const struct init_options *options = job->options;
	const struct settings *settings = job->desk->settings;
	OWN(store) struct store *store = NULL;
	enum status rc;

	if ((rc = store_create(settings->store, settings->key,
			       options->demo == 1, job->desk->now, &store,
			       err)) != OK)
		return rc;
	return store_count(store, job->desk->arena, job->out, err);
}

static enum status status(struct job *job, struct error *err)
{
	return store_count(job->desk->store, job->desk->arena, job->out, err);
}

static const struct verb verbs[] = {
	{ .name = "init", .summary = N_("make a store"),
	  .out = &store_status_record, .options = &init_options,
	  .needs = NEED_CLOCK, .run = init },
	{ .name = "status", .summary = N_("tell what the store holds"),
	  .out = &store_status_record, .needs = NEED_STORE, .run = status },
	{ 0 }
};

static const struct tool tool = {
	.name = "ipp-store",
	.summary = N_("Make and keep the store of the desk"),
	.verbs = verbs,
};

int main(int argc, char *argv[])
{
	return tool_main(&tool, argc, argv);
}
