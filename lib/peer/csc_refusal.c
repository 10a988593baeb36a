/* csc_refusal - what signing services say when they say no */
#include "csc_part.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/port/http.h>
#include <ipp/port/unicode.h>

#define GRANT 1 /* of an authorization server alone */

/* The first row that fits decides. */
static const struct rule {
	int code;	   /* 0: any */
	const char *error; /* NULL: any */
	const char *text;  /* in the description; NULL: any */
	int where;	   /* 0: anywhere */
	enum status status;
	const char *ours;
	const char *what;
} rules[] = {
	{ 429, NULL, NULL, 0, BUSY, "authority_busy",
	  N_("the authority has too much to do; try again later") },
	{ 503, NULL, NULL, 0, BUSY, "authority_busy",
	  N_("the authority is not able to work now; try again later") },
	{ 0, "temporarily_unavailable", NULL, 0, BUSY, "authority_busy",
	  N_("the authority is not able to work now; try again later") },
	{ 0, "invalid_pin", NULL, 0, REFUSED, "pin_wrong",
	  N_("PIN is wrong; type it again, it is locked after a few tries") },
	{ 0, "invalid_otp", NULL, 0, REFUSED, "otp_wrong",
	  N_("one-time code is wrong; take a new one") },
	{ 0, "invalid_authentication_data", NULL, 0, REFUSED,
	  "authentication_wrong", N_("PIN or code is wrong; type them again") },
	{ 0, NULL, "PIN locked", 0, REFUSED, "pin_locked",
	  N_("PIN is locked; ask the authority to free it") },
	{ 0, NULL, "OTP locked", 0, REFUSED, "otp_locked",
	  N_("one-time codes are locked; ask the authority to free them") },
	{ 0, NULL, "SAD expired", 0, REFUSED, "sad_ended",
	  N_("authorization of the signatures is over; run this again") },
	{ 0, NULL, "parameter SAD", 0, REFUSED, "sad_ended",
	  N_("authorization of the signatures is not good; run this again") },
	{ 0, "invalid_hash", NULL, 0, REFUSED, "hash_not_authorized",
	  N_("something else was authorized; run this again") },
	{ 0, NULL, "not authorized by the SAD", 0, REFUSED,
	  "hash_not_authorized",
	  N_("something else was authorized; run this again") },
	{ 0, NULL, "signatures is too high", 0, REFUSED, "signatures_too_many",
	  N_("these are more signatures than the authority gives at once; sign "
	     "fewer files") },
	{ 0, NULL, "is disabled", 0, REFUSED, "credential_disabled",
	  N_("key is disabled at the authority; ask there") },
	{ 0, NULL, "Signing certificate", 0, REFUSED, "certificate_ended",
	  N_("certificate is no longer good; get a new one") },
	{ 0, "invalid_grant", NULL, GRANT, REFUSED, "grant_refused",
	  N_("access was used up, is over or was withdrawn; renew it") },
	{ 400, NULL, "expired or has been revoked", GRANT, REFUSED,
	  "grant_refused",
	  N_("access was used up, is over or was withdrawn; renew it") },
	{ 400, NULL, "parameter code", GRANT, REFUSED, "grant_refused",
	  N_("access was used up, is over or was withdrawn; renew it") },
	{ 400, NULL, "refresh_token", 0, REFUSED, "grant_refused",
	  N_("access was used up, is over or was withdrawn; renew it") },
	{ 400, NULL, "parameter credentialID", 0, REFUSED, "credential_unknown",
	  N_("authority does not keep this credential (any more); look with: "
	     "stash-cert add") },
	{ 0, "invalid_client", NULL, 0, REFUSED, "client_refused",
	  N_("authority does not know us; mend client and secret with: "
	     "stash-ca "
	     "edit") },
	{ 0, "unauthorized_client", NULL, 0, REFUSED, "client_refused",
	  N_("authority does not let us; mend client and secret with: stash-ca "
	     "edit") },
	{ 401, NULL, NULL, GRANT, REFUSED, "client_refused",
	  N_("authority does not know us; mend client and secret with: "
	     "stash-ca "
	     "edit") },
	{ 0, "authentication_error", NULL, 0, REFUSED, "login_refused",
	  N_("user or password is wrong; mend them with: stash-ca edit") },
	{ 0, "access_denied", NULL, 0, REFUSED, "access_denied",
	  N_("holder or authority said no; ask them") },
	{ 0, "invalid_token", NULL, 0, REFUSED, "access_refused",
	  N_("authority does not take our access any more; renew it") },
	{ 0, "expired_token", NULL, 0, REFUSED, "access_refused",
	  N_("authority does not take our access any more; renew it") },
	{ 400, NULL, "expired or has been revoked", 0, REFUSED,
	  "access_refused",
	  N_("authority does not take our access any more; renew it") },
	{ 401, NULL, NULL, 0, REFUSED, "access_refused",
	  N_("authority does not take our access any more; renew it") },
	{ 0, NULL, NULL, 0, OK, NULL, NULL }
};

/* Those of a code alone, where none of above fits. */
static void class_of(int code, bool is_told, struct rule *ret)
{
	bool is_nowhere = code == 501 ||
			  ((code == 404 || code == 405) && !is_told);

	if (code >= 300 && code < 400)
		*ret = (struct rule){
			.status = CONFIG,
			.ours = "authority_elsewhere",
			.what =
			    N_("authority is elsewhere, and where it points "
			       "to is not followed; mend its URL with: "
			       "stash-ca edit"),
		};
	else if (is_nowhere)
		*ret = (struct rule){
			.status = CONFIG,
			.ours = "authority_method",
			.what =
			    N_("there is no such thing at the authority; mend "
			       "its URL or type with: stash-ca edit"),
		};
	else if (code >= 400 && code < 500)
		*ret = (struct rule){
			.status = REFUSED,
			.ours = "authority_refused",
			.what = N_("authority said no; mend what it says"),
		};
	else
		*ret = (struct rule){
			.status = UNAVAILABLE,
			.ours = "authority_failed",
			.what = N_("authority failed; try again later"),
		};
}

/* How many bytes of `text` are this one, plain or as forms have it. */
static size_t byte_size(const char *text, unsigned char wanted)
{
	char escape[4];

	if ((unsigned char)*text == wanted || (*text == '+' && wanted == ' '))
		return 1;
	if (*text != '%')
		return 0;
	(void)snprintf(escape, sizeof escape, "%%%02X", wanted);
	return strncasecmp(text, escape, 3) == 0 ? 3 : 0;
}

/* How much of `text` is one of the secrets. */
static size_t secret_size(const char *text, const char *const *secrets,
			  size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *secret = secrets[i] ? secrets[i] : "";
		size_t n = 0, more = 1;

		for (; *secret && more; secret++, n += more)
			more = byte_size(text + n, (unsigned char)*secret);
		if (n && more)
			return n;
	}
	return 0;
}

void csc_text_clean(const char *text, const char *const *secrets, size_t count,
		    size_t max, char *ret)
{
	char *end = ret + max;

	while (*text && ret < end) {
		size_t secret = secret_size(text, secrets, count);
		size_t n = unicode_character_size(text);
		bool is_shown = n > 0 && (unsigned char)*text >= ' ' &&
				*text != 0x7f;

		if (secret && end - ret < 3)
			break;
		if (secret) {
			memcpy(ret, "***", 3);
			ret += 3;
			text += secret;
			continue;
		}
		/* C1 controls are controls, too */
		if (n == 2 && (unsigned char)text[0] == 0xc2 &&
		    (unsigned char)text[1] < 0xa0)
			is_shown = false;
		if (is_shown && (size_t)(end - ret) < n)
			break;
		if (is_shown)
			memcpy(ret, text, n);
		else
			*ret = ' ';
		ret += is_shown ? n : 1;
		text += n ? n : 1;
	}
	*ret = '\0';
}

/* A page for a browser tells nothing. */
static bool is_page(const char *text)
{
	text += strspn(text, " \t\r\n");
	return *text == '<';
}

static const char *said(const struct json *json, const char *const *names)
{
	for (; *names; names++) {
		const struct json *it = csc_find(json, *names);

		if (it && json_as_text(it))
			return json_as_text(it);
	}
	return "";
}

/* RFC 6749 and the specification; BankID; RFC 9457. */
static void said_read(struct csc *csc, const struct csc_call *call,
		      const struct http_reply *reply)
{
	static const char *const errors[] = { "error", "errorCode", "code",
					      NULL };
	static const char *const texts[] = { "error_description",
					     "errorDescription",
					     "detail",
					     "message",
					     "title",
					     NULL };
	OWN(json) struct json *json = NULL;
	const char *secrets[CSC_CALL_SECRETS + 2];
	const char *error = "", *text = (const char *)reply->body;
	struct error ignored;

	error_reset(&ignored);
	if (json_parse(text, reply->size, &json, &ignored) == OK) {
		error = said(json, errors);
		text = json_as_text(json) ? json_as_text(json)
					  : said(json, texts);
	} else if (is_page(text) || strlen(text) != reply->size) {
		text = "";
	}
	memcpy(secrets, call->secrets, sizeof call->secrets);
	secrets[CSC_CALL_SECRETS] = csc->token;
	secrets[CSC_CALL_SECRETS + 1] = csc->service.secret;
	csc_text_clean(error, secrets, sizeof secrets / sizeof *secrets,
		       CSC_SAID_MAX, csc->said_error);
	csc_text_clean(text, secrets, sizeof secrets / sizeof *secrets,
		       CSC_SAID_MAX, csc->said);
}

static void rule_find(const struct csc *csc, const struct csc_call *call,
		      int code, struct rule *ret)
{
	for (const struct rule *row = rules; row->ours; row++) {
		if ((row->code && row->code != code) ||
		    (row->where == GRANT && !call->is_grant) ||
		    (row->error && strcasecmp(row->error, csc->said_error)) ||
		    (row->text && !strcasestr(csc->said, row->text)))
			continue;
		*ret = *row;
		return;
	}
	class_of(code, *csc->said_error || *csc->said, ret);
}

enum status csc_refusal(struct csc *csc, const struct csc_call *call,
			const struct http_reply *reply, struct error *err)
{
	struct csc_outcome *outcome = &csc->outcome;
	bool is_no = reply->code >= 300 && reply->code < 500;
	struct rule rule;

	said_read(csc, call, reply);
	rule_find(csc, call, reply->code, &rule);
	outcome->certainty = is_no ? CSC_NOT_DONE : CSC_UNKNOWN;
	outcome->code = reply->code;
	outcome->error = csc->said_error;
	outcome->description = csc->said;
	outcome->retry_after = reply->retry_after;
	return error_set(err, rule.status, rule.ours, NULL,
			 "%s (%s was answered %d%s%.40s)%s%s", _(rule.what),
			 call->name, reply->code, *csc->said_error ? " " : "",
			 csc->said_error, *csc->said ? ": " : "", csc->said);
}

enum status csc_garbled(struct csc *csc, const char *name, const char *member,
			const char *what, struct error *err)
{
	csc->outcome.certainty = CSC_UNKNOWN;
	return error_set(err, DATA, "authority_garbled", NULL,
			 "answer of the authority to %s makes no sense: "
			 "%s%.40s%s %s; ask who runs it, or mend its type "
			 "with: stash-ca edit",
			 name, *member ? "\"" : "", member, *member ? "\"" : "",
			 what);
}
