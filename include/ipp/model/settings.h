/* settings - what the configuration file says */
#ifndef IPP_MODEL_SETTINGS_H
#define IPP_MODEL_SETTINGS_H

#include <ipp/model/field.h>

/* The record `settings`. A member `mail_from` is `from` in section [mail] of
 * the file; members without an underscore group stand before any section. */
struct settings {
	const char *store;    /* folder of the store */
	const char *key;      /* file of the master key */
	const char *language; /* of messages to holders, it or en */
	const char *desk_name, *desk_email;
	int64_t mail_transport; /* enum mail_transport */
	const char *mail_from, *mail_from_name, *mail_folder, *mail_command;
	const char *mail_url, *mail_user, *mail_password_file, *mail_ca_file;
	int64_t mail_tls; /* enum mail_tls */
	int64_t sms_transport; /* enum sms_transport */
	const char *sms_folder, *sms_url, *sms_token_file, *sms_ca_file;
	const char *sms_sender;
	const char *sign_pkcs12, *sign_module, *sign_token;
	const char *device_qscd;
	int64_t session_idle_minutes, session_hours;
	int64_t trust_grace_days;
	int64_t remote_issuer; /* enum remote_issuer_wanted */
	const char *crl_folder;
	struct texts crl_url;
	const char *crl_user, *crl_password_file, *crl_ca_file;
	int64_t crl_look; /* enum crl_look_at */
	int64_t crl_hours, crl_delta_hours;
	const char *ocsp_folder, *ocsp_socket;
	int64_t ocsp_minutes;
	int64_t suspension_max_days;
	int64_t suspension_at_end; /* enum suspension_end */
	const char *scan_socket, *scan_database;
	int64_t scan_max_age_days, scan_timeout_seconds, scan_allow_undated;
	struct texts check_thresholds; /* NAME:WARNING:CRITICAL */
};

enum remote_issuer_wanted { REMOTE_ISSUER_TRUSTED, REMOTE_ISSUER_QUALIFIED };
enum mail_transport { MAIL_MAILDIR, MAIL_SMTP, MAIL_SENDMAIL };
enum mail_tls { MAIL_TLS_STARTTLS, MAIL_TLS_ALWAYS, MAIL_TLS_NEVER };
enum crl_look_at { CRL_LOOK_PLACE, CRL_LOOK_ADDRESS };
enum sms_transport { SMS_FOLDER, SMS_HTTP };

extern const struct record settings_record;

#endif
