/* health - the field tables of checks and what they find */
#include <ipp/model/health.h>

#include <ipp/base/text.h>

const struct word severity_words[] = {
	[SEVERITY_OK] = { "ok", N_("ok") },
	[SEVERITY_INFO] = { "info", N_("to know") },
	[SEVERITY_WARNING] = { "warning", N_("warning") },
	[SEVERITY_CRITICAL] = { "critical", N_("critical") },
	{ 0 }
};

const struct word measure_words[] = {
	[MEASURE_SECONDS] = { "seconds", NULL },
	[MEASURE_PERCENT] = { "percent", NULL },
	[MEASURE_COUNT] = { "count", NULL },
	{ 0 }
};

#define COLUMN (FIELD_OUT | FIELD_COLUMN)

static const struct field finding_fields[] = {
	{ FIELD(struct finding, check), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("Check"), .help = N_("name of the check") },
	{ FIELD(struct finding, severity), FIELD_WORD, .flags = COLUMN,
	  .words = severity_words, .title = N_("Severity"),
	  .help = N_("how bad it is") },
	{ FIELD(struct finding, subject), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("About"),
	  .help = N_("the one thing it is about: a list, a certificate, a "
		     "folder") },
	{ FIELD(struct finding, code), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("stable code of what is wrong; absent if nothing is") },
	{ FIELD(struct finding, text), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("Finding"),
	  .help = N_("what was found, for people, and what to do") },
	{ FIELD(struct finding, value), FIELD_INTEGER, .flags = FIELD_OUT,
	  .help = N_("what was measured and held to the thresholds") },
	{ FIELD(struct finding, measure), FIELD_WORD, .flags = FIELD_OUT,
	  .words = measure_words, .help = N_("what the value counts") },
	{ FIELD(struct finding, at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("the instant that the value is reckoned from, or up "
		     "to") },
	{ FIELD(struct finding, checked_at), FIELD_INSTANT, .flags = FIELD_OUT,
	  .help = N_("when it was looked at") },
	{ 0 }
};

const struct record finding_record = {
	.name = "finding",
	.title = N_("What a check of the desk's health found"),
	.size = sizeof(struct finding),
	.fields = finding_fields,
};

static const struct field check_fields[] = {
	{ FIELD(struct health_check, check), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("Check"), .help = N_("name of the check") },
	{ FIELD(struct health_check, summary), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("What"), .help = N_("what it measures") },
	{ FIELD(struct health_check, measure), FIELD_WORD, .flags = FIELD_OUT,
	  .words = measure_words, .help = N_("what the thresholds count") },
	{ FIELD(struct health_check, warning), FIELD_TEXT,
	  .flags = COLUMN | FIELD_RIGHT, .title = N_("Warning"),
	  .help = N_("a warning from here on") },
	{ FIELD(struct health_check, critical), FIELD_TEXT,
	  .flags = COLUMN | FIELD_RIGHT, .title = N_("Critical"),
	  .help = N_("critical from here on") },
	{ FIELD(struct health_check, enabled), FIELD_BOOLEAN,
	  .flags = FIELD_OUT, .help = N_("false if it is switched off") },
	{ FIELD(struct health_check, deep), FIELD_BOOLEAN, .flags = FIELD_OUT,
	  .help = N_("true if it takes long, and is done with --deep or when "
		     "it is named") },
	{ 0 }
};

const struct record health_check_record = {
	.name = "health_check",
	.title = N_("A check of the desk's health, and its thresholds"),
	.size = sizeof(struct health_check),
	.fields = check_fields,
};

static const struct field wish_fields[] = {
	{ FIELD(struct health_wish, only), FIELD_TEXTS, .title = "NAME",
	  .help = N_("do this check only, or these (NAME,NAME); may be given "
		     "again") },
	{ FIELD(struct health_wish, threshold), FIELD_TEXTS,
	  .title = "NAME:WARNING:CRITICAL",
	  .help = N_("thresholds of one check, as disk:20%:5% or outbox:2h:1d, "
		     "or NAME:off; may be given again") },
	{ FIELD(struct health_wish, at_least), FIELD_WORD,
	  .words = severity_words, .title = "SEVERITY",
	  .help = N_("tell findings of this severity or a higher one; the exit "
		     "status counts all") },
	{ FIELD(struct health_wish, deep), FIELD_BOOLEAN,
	  .help = N_("read the whole journal, and prove that the store is "
		     "whole") },
	{ FIELD(struct health_wish, prometheus), FIELD_TEXT,
	  .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("write the figures to this file for the textfile "
		     "collector of Prometheus") },
	{ 0 }
};

const struct record health_wish_record = {
	.name = "health_wish",
	.size = sizeof(struct health_wish),
	.fields = wish_fields,
};
