/* notify_settings - how messages leave, from the configuration file */
#include <ipp/act/notify.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/field.h>
#include <ipp/peer/delivery.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

/* Good enough for a folder on this machine, and nowhere else. */
#define LOCAL_SENDER "desk@localhost"

static const enum smtp_security security[] = {
	[MAIL_TLS_STARTTLS] = SMTP_STARTTLS,
	[MAIL_TLS_ALWAYS] = SMTP_TLS,
	[MAIL_TLS_NEVER] = SMTP_CLEAR,
};

/* A secret that cannot be read is a matter of configuration. */
static enum status secret(struct arena *arena, const char *path,
			  const char **ret, struct error *err)
{
	char *text;

	if (!path)
		return OK;
	if (secret_read(arena, path, &text, err) != OK) {
		err->status = CONFIG;
		return CONFIG;
	}
	*ret = text;
	return OK;
}

static enum status smtp_settings(const struct settings *settings,
				 struct arena *arena, struct smtp_config *ret,
				 struct error *err)
{
	enum status rc;

	if (!settings->mail_url)
		return error_set(err, CONFIG, "delivery_config", "mail_url",
				 "mail goes out over SMTP, but no server is "
				 "named; set url = smtp://HOST:PORT in [mail]");
	if (settings->mail_tls != ABSENT)
		ret->security = security[settings->mail_tls];
	ret->ca_file = settings->mail_ca_file;
	ret->user = settings->mail_user;
	if ((rc = smtp_url_parse(settings->mail_url, arena, ret, err)) != OK)
		return rc;
	return secret(arena, settings->mail_password_file, &ret->password, err);
}

static enum status mail_settings(const struct desk *desk, struct arena *arena,
				 struct delivery_settings *ret,
				 struct error *err)
{
	const struct settings *settings = desk->settings;
	const char *folder = store_directory(desk->store);

	if (settings->mail_transport != ABSENT)
		ret->mail = (enum mail_transport)settings->mail_transport;
	ret->from.address = settings->mail_from;
	ret->from.name = settings->mail_from_name ? settings->mail_from_name
						  : settings->desk_name;
	ret->reply_to.address = settings->desk_email;
	ret->sendmail = settings->mail_command;
	ret->maildir = settings->mail_folder
			   ? settings->mail_folder
			   : arena_printf(arena, "%s/mail", folder);
	if (!ret->from.address && ret->mail == MAIL_MAILDIR)
		ret->from.address = LOCAL_SENDER;
	if (!ret->from.address)
		return error_set(err, CONFIG, "delivery_config", "mail_from",
				 "mails have no sender; set from = ADDRESS in "
				 "[mail]");
	return ret->mail == MAIL_SMTP
		   ? smtp_settings(settings, arena, &ret->smtp, err)
		   : OK;
}

enum status notify_settings(const struct desk *desk, struct arena *arena,
			    struct delivery_settings *ret, struct error *err)
{
	const struct settings *settings = desk->settings;
	struct delivery_settings made = { .mail = MAIL_MAILDIR,
					  .sms = SMS_FOLDER };
	enum status rc;

	if ((rc = mail_settings(desk, arena, &made, err)) != OK)
		return rc;
	if (settings->sms_transport != ABSENT)
		made.sms = (enum sms_transport)settings->sms_transport;
	made.sms_folder =
	    settings->sms_folder
		? settings->sms_folder
		: arena_printf(arena, "%s/sms", store_directory(desk->store));
	made.sms_sender = settings->sms_sender;
	made.gateway.url = settings->sms_url;
	made.http.ca_file = settings->sms_ca_file;
	if ((rc = secret(arena, settings->sms_token_file, &made.gateway.token,
			 err)) != OK)
		return rc;
	*ret = made;
	return OK;
}
