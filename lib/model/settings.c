/* settings - what the configuration file may say */
#include <ipp/model/settings.h>

#include <ipp/base/text.h>
#include <ipp/model/status_change.h>

static const struct word mail_transport_words[] = {
	{ "maildir", NULL }, { "smtp", NULL }, { "sendmail", NULL }, { 0 }
};
static const struct word mail_tls_words[] = {
	{ "starttls", NULL }, { "always", NULL }, { "never", NULL }, { 0 }
};
static const struct word sms_transport_words[] = {
	{ "folder", NULL }, { "http", NULL }, { 0 }
};

static const struct word crl_look_words[] = {
	{ "place", NULL }, { "address", NULL }, { 0 }
};

static const struct word remote_issuer_wanted_words[] = {
	{ "trusted", NULL }, { "qualified", NULL }, { 0 }
};

#define TEXT(member_, help_)                                                   \
	{ FIELD(struct settings, member_), FIELD_TEXT, .flags = FIELD_IN,      \
	  .help = help_ }
#define PATH(member_, help_)                                                   \
	{ FIELD(struct settings, member_), FIELD_TEXT,                         \
	  .flags = FIELD_IN | FIELD_FILE, .help = help_ }
#define NUMBER(member_, help_)                                                 \
	{ FIELD(struct settings, member_), FIELD_INTEGER, .flags = FIELD_IN,   \
	  .help = help_ }
#define FLAG(member_, help_)                                                   \
	{ FIELD(struct settings, member_), FIELD_BOOLEAN, .flags = FIELD_IN,   \
	  .help = help_ }
#define WORD(member_, words_, help_)                                           \
	{ FIELD(struct settings, member_), FIELD_WORD, .flags = FIELD_IN,      \
	  .words = words_, .help = help_ }

static const struct field fields[] = {
	PATH(store, N_("folder of the store")),
	PATH(key, N_("file of the master key; master.key in the store")),
	TEXT(language, N_("language of messages to holders: it or en")),
	TEXT(desk_name, N_("name of the desk in messages to holders")),
	TEXT(desk_email, N_("address for answers of holders")),
	WORD(mail_transport, mail_transport_words,
	     N_("how mail goes out: into a Maildir, over SMTP, by sendmail")),
	TEXT(mail_from, N_("sender address of mails")),
	TEXT(mail_from_name, N_("sender name of mails")),
	PATH(mail_folder, N_("the Maildir; mail in the store's folder")),
	PATH(mail_command, N_("the sendmail program")),
	TEXT(mail_url,
	     N_("the SMTP server: smtp://HOST:PORT or smtps://HOST:PORT")),
	TEXT(mail_user, N_("user name at the SMTP server")),
	PATH(mail_password_file, N_("file of the password there, mode 0600")),
	PATH(mail_ca_file, N_("PEM file that the server's certificate must "
			      "lead to; the system's if absent")),
	WORD(mail_tls, mail_tls_words,
	     N_("TLS to the SMTP server: starttls (must work), always, never")),
	WORD(sms_transport, sms_transport_words,
	     N_("how short messages go out: into a folder, to a gateway")),
	PATH(sms_folder, N_("the folder; sms in the store's folder")),
	TEXT(sms_url, N_("address of the gateway (https)")),
	PATH(sms_token_file, N_("file of the bearer token there, mode 0600")),
	PATH(sms_ca_file, N_("PEM file that the gateway's certificate must "
			     "lead to")),
	TEXT(sms_sender, N_("sender of short messages")),
	PATH(sign_pkcs12, N_("PKCS #12 file that officers sign with")),
	PATH(sign_module, N_("PKCS #11 library that officers sign through")),
	TEXT(sign_token, N_("label or serial number of the token there")),
	TEXT(device_qscd,
	     N_("holders' devices that are certified (QSCD), each as "
		"MANUFACTURER/MODEL, with commas between; none if absent")),
	NUMBER(session_idle_minutes, N_("an idle session ends after this")),
	NUMBER(session_hours, N_("every session ends after this")),
	NUMBER(trust_grace_days, N_("how long after its next update a trusted "
				    "list is still relied on; 0")),
	WORD(remote_issuer, remote_issuer_wanted_words,
	     N_("what the issuer of a remote certificate must be here, so that "
		"access to it is granted and it signs; anything if absent")),
	PATH(crl_folder, N_("folder that revocation lists are put into, for "
			    "a web server to show at the base URL")),
	{ FIELD(struct settings, crl_url), FIELD_TEXTS, .flags = FIELD_IN,
	  .help = N_("addresses that revocation lists are put below (HTTP PUT), "
		     "apart by blanks") },
	TEXT(crl_user, N_("user name there")),
	PATH(crl_password_file, N_("file of the password there, mode 0600")),
	PATH(crl_ca_file, N_("PEM file that the certificates of these servers "
			     "must lead to; the system's if absent")),
	WORD(crl_look, crl_look_words,
	     N_("where a list is looked at before it counts as public: at the "
		"address that certificates name, or at the place where it was "
		"put, as in a demo store if not given")),
	NUMBER(crl_hours, N_("how long a list of revoked certificates holds, "
			     "1 to 168; 24")),
	NUMBER(crl_delta_hours,
	       N_("how long a list of changes holds, 1 to 168; complete lists "
		  "name none if absent")),
	PATH(ocsp_folder, N_("folder that answers made in advance are put into, "
			     "for a web server to show below ocsp at the base "
			     "URL")),
	PATH(ocsp_socket, N_("socket that the responder serves a web server "
			     "through; /run/ipp/ocsp.sock")),
	NUMBER(ocsp_minutes, N_("how long an answer about a certificate holds, "
				"1 to 1440; 60")),
	NUMBER(suspension_max_days,
	       N_("no suspension lasts longer than this; 180")),
	WORD(suspension_at_end, suspension_end_words,
	     N_("what becomes of a suspension of which nobody said when it "
		"ends: reinstate (if not given) or revoke")),
	PATH(scan_socket, N_("socket of the virus scanner clamd: a path or "
			     "HOST:PORT; libclamav in process if absent")),
	PATH(scan_database, N_("folder of the virus database for libclamav")),
	NUMBER(scan_max_age_days,
	       N_("a virus database that is older is not believed")),
	NUMBER(scan_timeout_seconds, N_("a virus scan may take this long")),
	FLAG(scan_allow_undated, N_("believe a virus database of unknown age: "
				    "for trying out only")),
	{ FIELD(struct settings, check_thresholds), FIELD_TEXTS,
	  .flags = FIELD_IN,
	  .help = N_("thresholds of ipp-check apart by blanks, "
		     "NAME:WARNING:CRITICAL or NAME:off: disk:20%:5% "
		     "outbox:2h:1d antivirus:off") },
	{ 0 }
};

const struct record settings_record = {
	.name = "settings",
	.title = N_("The configuration file"),
	.size = sizeof(struct settings),
	.fields = fields,
};
