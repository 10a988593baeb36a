/* smtp - mail to a server through libcurl */
#include <ipp/port/smtp.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define REPLY_BYTES 200

/* How far the talk went; what a 5xx means depends on it. */
enum stage { STAGE_HELLO, STAGE_SENDER, STAGE_RECIPIENT, STAGE_MESSAGE };

struct smtp {
	CURL *curl;
	enum stage stage;
	const char *bytes; /* of the message on its way */
	size_t left;
	char reply[REPLY_BYTES + 1]; /* the server's last 4xx or 5xx line */
	char detail[CURL_ERROR_SIZE];
};

static void list_free(struct curl_slist *list)
{
	curl_slist_free_all(list);
}
DEFINE_OWN(list, struct curl_slist, list_free)

static size_t message_read(char *to, size_t size, size_t count, void *context)
{
	struct smtp *smtp = context;
	size_t n = size * count < smtp->left ? size * count : smtp->left;

	memcpy(to, smtp->bytes, n);
	smtp->bytes += n;
	smtp->left -= n;
	return n;
}

/* Keeps the last complaint; a good-bye (221) must not cover it. */
static size_t reply_write(char *line, size_t size, size_t count, void *context)
{
	struct smtp *smtp = context;
	size_t n = size * count, used = 0;

	if (n == 0 || (*line != '4' && *line != '5'))
		return n;
	for (size_t i = 0; i < n && used < REPLY_BYTES; i++)
		smtp->reply[used++] = line[i] >= ' ' && line[i] <= '~' ? line[i]
								       : ' ';
	while (used > 0 && smtp->reply[used - 1] == ' ')
		used--;
	smtp->reply[used] = '\0';
	return n;
}

/* Sees the commands go out; looks at their first word only, since others
 * carry the password. */
static int command_watch(CURL *curl, curl_infotype type, char *data,
			 size_t size, void *context)
{
	static const struct {
		const char *word;
		enum stage stage;
	} rows[] = { { "MAIL FROM:", STAGE_SENDER },
		     { "RCPT TO:", STAGE_RECIPIENT },
		     { "DATA", STAGE_MESSAGE } };
	struct smtp *smtp = context;

	(void)curl;
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t n = strlen(rows[i].word);

		if (size >= n && !memcmp(data, rows[i].word, n))
			smtp->stage = rows[i].stage;
	}
	return 0;
}

/* The URL is made of it, so nothing else may stand in it. */
static bool is_host(const char *host)
{
	size_t n = host ? strlen(host) : 0;

	if (n > 2 && n < 64 && *host == '[' && host[n - 1] == ']')
		return strspn(host + 1, "0123456789abcdefABCDEF:.") == n - 2;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)host[i] <= ' ' || host[i] == 0x7f ||
		    strchr("/@:?#[]\\%\"<>", host[i]))
			return false;
	return n > 0 && n < 256;
}

static enum status config_check(const struct smtp_config *config,
				struct error *err)
{
	if (!is_host(config->host) || config->port > 65535 ||
	    !config->user != !config->password ||
	    (config->hello && !is_host(config->hello)))
		return error_set(err, CONFIG, "smtp_config", NULL,
				 "mail server needs a plain host name, a port "
				 "up to 65535, and user and password both or "
				 "neither; mend the configuration");
	if (config->user && config->security != SMTP_STARTTLS &&
	    config->security != SMTP_TLS)
		return error_set(err, CONFIG, "smtp_secret_in_clear", NULL,
				 "password for \"%s\" could go out in clear; "
				 "demand STARTTLS or TLS",
				 config->host);
	return OK;
}

static unsigned port_of(const struct smtp_config *config)
{
	if (config->port)
		return config->port;
	if (config->security == SMTP_TLS)
		return 465;
	return config->user ? 587 : 25;
}

static CURLcode limits_set(CURL *curl, const struct smtp_config *config)
{
	long connect = config->connect_seconds ? config->connect_seconds : 15;
	long total = config->total_seconds ? config->total_seconds : 120;
	CURLcode rc;

	if ((rc =
		 curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps")) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_PROXY, "")) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_NETRC,
				   (long)CURL_NETRC_IGNORED)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
				   total)))
		return rc;
	return curl_easy_setopt(curl, CURLOPT_TIMEOUT, total);
}

static CURLcode server_set(CURL *curl, const struct smtp_config *config)
{
	static const long security[] = {
		[SMTP_STARTTLS] = CURLUSESSL_ALL,
		[SMTP_TLS] = CURLUSESSL_ALL,
		[SMTP_STARTTLS_IF_THERE] = CURLUSESSL_TRY,
		[SMTP_CLEAR] = CURLUSESSL_NONE,
	};
	OWN(arena) struct arena *arena = arena_new();
	char *url = arena_printf(
	    arena, "%s://%s:%u/%s",
	    config->security == SMTP_TLS ? "smtps" : "smtp", config->host,
	    port_of(config), config->hello ? config->hello : "");
	CURLcode rc;

	if ((rc = curl_easy_setopt(curl, CURLOPT_URL, url)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_USE_SSL,
				   security[config->security])) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_SSLVERSION,
				   (long)CURL_SSLVERSION_TLSv1_2)))
		return rc;
	if (config->ca_file &&
	    ((rc = curl_easy_setopt(curl, CURLOPT_CAINFO, config->ca_file)) ||
	     (rc = curl_easy_setopt(curl, CURLOPT_CAPATH, NULL))))
		return rc;
	if (config->user &&
	    ((rc = curl_easy_setopt(curl, CURLOPT_USERNAME, config->user)) ||
	     (rc = curl_easy_setopt(curl, CURLOPT_PASSWORD, config->password))))
		return rc;
	return CURLE_OK;
}

static CURLcode callbacks_set(struct smtp *smtp)
{
	CURL *curl = smtp->curl;
	CURLcode rc;

	if ((rc = curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, smtp->detail)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_READFUNCTION, message_read)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_READDATA, smtp)) ||
	    (rc =
		 curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, reply_write)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_HEADERDATA, smtp)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION,
				   command_watch)) ||
	    (rc = curl_easy_setopt(curl, CURLOPT_DEBUGDATA, smtp)))
		return rc;
	return curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
}

enum status smtp_open(const struct smtp_config *config, struct smtp **ret,
		      struct error *err)
{
	OWN(smtp) struct smtp *smtp = NULL;
	CURLcode code;
	enum status rc;

	if ((rc = config_check(config, err)) != OK)
		return rc;
	smtp = memory_new(sizeof *smtp);
	smtp->curl = curl_easy_init();
	if (!smtp->curl)
		return error_set(err, SYSTEM, "smtp_config", NULL,
				 "cannot start the mail client");
	if ((code = limits_set(smtp->curl, config)) ||
	    (code = server_set(smtp->curl, config)) ||
	    (code = callbacks_set(smtp)))
		return error_set(err, CONFIG, "smtp_config", NULL,
				 "mail server \"%s\" cannot be used: %s; mend "
				 "the configuration",
				 config->host, curl_easy_strerror(code));
	*ret = TAKE(smtp);
	return OK;
}

void smtp_close(struct smtp *smtp)
{
	if (!smtp)
		return;
	curl_easy_cleanup(smtp->curl); /* says QUIT */
	free(smtp);
}

static bool is_about_tls(CURLcode code)
{
	static const CURLcode codes[] = {
		CURLE_SSL_CONNECT_ERROR,	CURLE_PEER_FAILED_VERIFICATION,
		CURLE_SSL_CERTPROBLEM,		CURLE_SSL_CIPHER,
		CURLE_USE_SSL_FAILED,		CURLE_SSL_CACERT_BADFILE,
		CURLE_SSL_ISSUER_ERROR,		CURLE_SSL_INVALIDCERTSTATUS,
		CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ENGINE_NOTFOUND,
	};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i] == code)
			return true;
	return false;
}

/* RFC 4954, 6: about authentication, wherever it comes. */
static bool is_about_login(long reply)
{
	return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

/* The SMTP code decides before curl's own, which is the same for 4xx and
 * 5xx; RFC 5321, 4.2.1. */
static enum status verdict(const struct smtp *smtp, CURLcode code,
			   const char *to, struct error *err)
{
	const char *why = *smtp->reply ? smtp->reply : smtp->detail;
	long reply = 0;

	if (!*why)
		why = curl_easy_strerror(code);
	(void)curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &reply);
	if (is_about_tls(code))
		return error_set(err, CONFIG, "smtp_tls", NULL,
				 "no trusted TLS with the mail server (%s); "
				 "mend its certificate or the CA file",
				 *smtp->detail ? smtp->detail
					       : curl_easy_strerror(code));
	if (is_about_login(reply) ||
	    (code == CURLE_LOGIN_DENIED && reply / 100 != 4))
		return error_set(err, CONFIG, "smtp_login", NULL,
				 "mail server refused user or password (%s); "
				 "mend the configuration",
				 why);
	if (reply / 100 == 5 && smtp->stage < STAGE_RECIPIENT)
		return error_set(err, CONFIG, "smtp_not_wanted", NULL,
				 "mail server takes no mail from this sender "
				 "(%s); mend the configuration",
				 why);
	if (reply / 100 == 5)
		return error_set(err, REFUSED, "mail_refused", NULL,
				 "mail server refused the message to \"%s\" "
				 "(%s); mend the address",
				 to, why);
	if (reply / 100 == 4 && reply != 421 && smtp->stage > STAGE_HELLO)
		return error_set(err, BUSY, "mail_deferred", NULL,
				 "mail server does not take the message to "
				 "\"%s\" now (%s); it will be tried again",
				 to, why);
	return error_set(err, UNAVAILABLE, "smtp_unavailable", NULL,
			 "cannot talk to the mail server (%s); it will be "
			 "tried again",
			 reply / 100 == 4 ? why
			 : *smtp->detail  ? smtp->detail
					  : curl_easy_strerror(code));
}

enum status smtp_send(struct smtp *smtp, const char *from, const char *to,
		      const char *bytes, size_t size, struct error *err)
{
	OWN(list) struct curl_slist *recipients = NULL;
	CURLcode code;

	if (!mailbox_is_sendable(from) || !mailbox_is_sendable(to))
		return error_set(err, DATA, "address_refused",
				 mailbox_is_sendable(from) ? "to" : "from",
				 "no mail can be sent to or from this address; "
				 "mend it");
	recipients = curl_slist_append(NULL, to);
	if (!recipients)
		return error_set(err, SYSTEM, "smtp_unavailable", NULL,
				 "no memory for a recipient");
	smtp->bytes = bytes;
	smtp->left = size;
	smtp->stage = STAGE_HELLO;
	smtp->reply[0] = smtp->detail[0] = '\0';
	if ((code = curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, from)) ==
		CURLE_OK &&
	    (code = curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT,
				     recipients)) == CURLE_OK)
		code = curl_easy_perform(smtp->curl);
	(void)curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
	return code == CURLE_OK ? OK : verdict(smtp, code, to, err);
}
