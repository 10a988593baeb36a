/* remote_notice - the field tables of what is said of remote certificates */
#include <ipp/model/remote_notice.h>

#include <ipp/base/text.h>
#include <ipp/model/health.h>

const struct word remote_notice_words[] = {
	[NOTICE_CERTIFICATE_REVOKED] = { "certificate_revoked",
					 N_("certificate revoked") },
	[NOTICE_CERTIFICATE_EXPIRED] = { "certificate_expired",
					 N_("certificate expired") },
	[NOTICE_CERTIFICATE_SUSPENDED] = { "certificate_suspended",
					   N_("certificate suspended") },
	[NOTICE_KEY_DISABLED] = { "key_disabled", N_("key disabled") },
	[NOTICE_ACCESS_ENDED] = { "access_ended", N_("access has ended") },
	[NOTICE_ACCESS_USED_UP] = { "access_used_up",
				    N_("signatures used up") },
	[NOTICE_ACCESS_WITHDRAWN] = { "access_withdrawn",
				      N_("access withdrawn") },
	[NOTICE_ACCESS_LOST] = { "access_lost", N_("access lost") },
	[NOTICE_ACCESS_ENDING] = { "access_ending", N_("access ends") },
	[NOTICE_ACCESS_FILLING] = { "access_filling",
				    N_("signatures run out") },
	[NOTICE_CERTIFICATE_ENDING] = { "certificate_ending",
					N_("certificate ends") },
	[NOTICE_REFRESH_REFUSED] = { "refresh_refused",
				     N_("refresh refused") },
	{ 0 }
};

#define NOTICE(member_) FIELD(struct remote_notice, member_)
#define SHOWN (FIELD_OUT | FIELD_COLUMN)

static const struct field fields[] = {
	{ NOTICE(alias), FIELD_TEXT, .flags = SHOWN, .title = N_("Alias"),
	  .help = N_("the certificate") },
	{ NOTICE(wallet), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("its wallet") },
	{ NOTICE(authority), FIELD_TEXT, .flags = SHOWN,
	  .title = N_("Authority"), .help = N_("who keeps its key") },
	{ NOTICE(notice), FIELD_WORD, .flags = SHOWN,
	  .words = remote_notice_words, .title = N_("Notice"),
	  .help = N_("what is so") },
	{ NOTICE(severity), FIELD_WORD, .flags = FIELD_OUT,
	  .words = severity_words, .help = N_("how bad it is") },
	{ NOTICE(ends_at), FIELD_INSTANT, .flags = SHOWN, .title = N_("Ends"),
	  .help = N_("when it ends, or ended") },
	{ NOTICE(days), FIELD_INTEGER, .flags = SHOWN | FIELD_RIGHT,
	  .title = N_("Days"),
	  .help = N_("days of the calendar (UTC) left until then") },
	{ NOTICE(percent), FIELD_INTEGER, .flags = SHOWN | FIELD_RIGHT,
	  .title = "%", .help = N_("how much of the signatures is used") },
	{ NOTICE(signatures_used), FIELD_INTEGER, .flags = FIELD_OUT,
	  .help = N_("signatures used of the grant") },
	{ NOTICE(signature_limit), FIELD_INTEGER, .flags = FIELD_OUT,
	  .help = N_("how many it has") },
	{ NOTICE(text), FIELD_TEXT, .flags = FIELD_OUT,
	  .help = N_("the same for people, and what to do") },
	{ NOTICE(recipients), FIELD_TEXTS, .flags = SHOWN,
	  .title = N_("Recipients"),
	  .help = N_("addresses that a mail is queued for") },
	{ NOTICE(warnings), FIELD_TEXTS, .flags = FIELD_OUT,
	  .help = N_("what somebody should do") },
	{ 0 }
};

const struct record remote_notice_record = {
	.name = "remote_notice",
	.title = N_("What was told of a remote certificate"),
	.size = sizeof(struct remote_notice),
	.fields = fields,
};

#define WISH(member_) FIELD(struct remote_notice_wish, member_)

static const struct field wish_fields[] = {
	{ WISH(check), FIELD_BOOLEAN,
	  .help = N_("tell a monitor how things stand, in one line and the "
		     "exit status of a Nagios plug-in, and tell nobody else") },
	{ WISH(critical), FIELD_INTEGER, .title = "DAYS",
	  .help = N_("with --check, what ends within so many days is critical; "
		     "1 if not given") },
	{ WISH(prometheus), FIELD_TEXT, .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("write the ends and counts of all certificates to this "
		     "file for the textfile collector of Prometheus") },
	{ WISH(ical), FIELD_TEXT, .flags = FIELD_FILE, .title = "FILE",
	  .help = N_("write the coming ends to this file as a calendar "
		     "(iCalendar)") },
	{ WISH(exec), FIELD_TEXT, .flags = FIELD_FILE, .title = "COMMAND",
	  .help = N_("run this program for each certificate, which gets the "
		     "notices as JSON on its standard input") },
	{ WISH(timeout), FIELD_INTEGER, .title = "SECONDS",
	  .help = N_("how long the program may take; 30 if not given") },
	{ 0 }
};

const struct record remote_notice_wish_record = {
	.name = "remote_notice_wish",
	.size = sizeof(struct remote_notice_wish),
	.fields = wish_fields,
};
