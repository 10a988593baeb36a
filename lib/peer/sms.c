/* sms - short messages, through a gateway or into a folder */
#include <ipp/peer/sms.h>

#include <string.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/peer/spool.h>
#include <ipp/port/http.h>
#include <ipp/port/json.h>
#include <ipp/port/unicode.h>

/* 3GPP TS 23.038, 6.2.1 and 6.2.1.1 */
static const char gsm_basic[] =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
static const char gsm_extension[] = "\f^{}\\[~]|€";

static bool has_character(const char *set, const unsigned char *p, size_t n)
{
	return memmem(set, strlen(set), p, n) != NULL;
}

static size_t parts_of(size_t units, size_t alone, size_t joined)
{
	return units <= alone ? 1 : (units + joined - 1) / joined;
}

size_t sms_parts(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t septets = 0, units = 0;
	bool is_gsm = true;

	while (*p) {
		size_t n = unicode_character_size((const char *)p);

		if (n == 0)
			return 0;
		units += n == 4 ? 2 : 1;
		if (has_character(gsm_basic, p, n))
			septets++;
		else if (has_character(gsm_extension, p, n))
			septets += 2;
		else
			is_gsm = false;
		p += n;
	}
	if (units == 0)
		return 0;
	return is_gsm ? parts_of(septets, 160, 153) : parts_of(units, 70, 67);
}

bool phone_is_sendable(const char *number)
{
	size_t n;

	if (!number || *number != '+' || number[1] == '0')
		return false;
	n = strspn(number + 1, "0123456789");
	return n >= 7 && n <= 15 && !number[1 + n];
}

static enum status message_check(const struct sms *sms, struct error *err)
{
	size_t parts = sms_parts(sms->text);

	if (!phone_is_sendable(sms->to))
		return error_set(err, DATA, "phone_refused", "to",
				 "no short message can be sent to this number; "
				 "give it as +39...");
	if (parts == 0 || parts > SMS_PARTS_MAX)
		return error_set(err, DATA, "sms_refused", "text",
				 "text is empty or longer than %d short "
				 "messages; shorten it",
				 SMS_PARTS_MAX);
	if (!message_id_is_valid(sms->message_id))
		return error_set(err, DATA, "sms_refused", "message_id",
				 "short message needs a Message-ID of the form "
				 "left@right");
	return OK;
}

enum status sms_spool_make(const char *path, struct error *err)
{
	enum status rc = spool_make(path, "tmp", err);

	return rc == OK ? spool_make(path, "new", err) : rc;
}

enum status sms_spool(const char *path, const struct sms *sms,
		      struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *json = json_object_new();
	const char *name, *text;
	enum status rc;

	if ((rc = message_check(sms, err)) != OK)
		return rc;
	name = spool_name(arena, sms->message_id, ".json");
	if (!name)
		return error_set(err, DATA, "sms_refused", "message_id",
				 "Message-ID is too long for a file name");
	json_set_text(json, "message_id", sms->message_id);
	json_set_text(json, "to", sms->to);
	if (sms->sender)
		json_set_text(json, "sender", sms->sender);
	json_set_text(json, "text", sms->text);
	json_set_integer(json, "parts", (int64_t)sms_parts(sms->text));
	text = arena_printf(arena, "%s\n", json_write(arena, json));
	return spool_put(path, "new", name, text, strlen(text), err);
}

static enum status verdict(const struct http_reply *reply, struct error *err)
{
	int code = reply->code;

	if (code >= 200 && code <= 299)
		return OK;
	if (code == 409 || code == 425 || code == 429)
		return error_set(err, BUSY, "sms_deferred", NULL,
				 "SMS gateway does not take the message now "
				 "(%d); it will be tried again",
				 code);
	if (code == 408 || code >= 500)
		return error_set(err, UNAVAILABLE, "sms_unavailable", NULL,
				 "SMS gateway is not able to work (%d); it "
				 "will be tried again",
				 code);
	if (code < 400 || code == 401 || (code >= 403 && code <= 405))
		return error_set(err, CONFIG, "sms_gateway", NULL,
				 "SMS gateway does not know us or the URL "
				 "(%d); mend the URL or the token",
				 code);
	return error_set(err, REFUSED, "sms_refused", NULL,
			 "SMS gateway refused the message (%d); mend the "
			 "number",
			 code);
}

enum status sms_post(struct http *http, const struct sms_gateway *gateway,
		     const struct sms *sms, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(json) struct json *json = json_object_new();
	const struct http_header headers[] = {
		{ "Content-Type", "application/json" },
		{ "Accept", "application/json" },
		{ "Idempotency-Key", sms->message_id },
	};
	struct http_request request = { .method = "POST",
					.url = gateway->url,
					.headers = headers,
					.header_count = 3,
					.bearer = gateway->token };
	struct http_reply reply;
	enum status rc;
	char *body;

	if ((rc = message_check(sms, err)) != OK)
		return rc;
	json_set_text(json, gateway->to_member ? gateway->to_member : "to",
		      sms->to);
	if (sms->sender)
		json_set_text(json,
			      gateway->sender_member ? gateway->sender_member
						     : "sender",
			      sms->sender);
	json_set_text(json,
		      gateway->text_member ? gateway->text_member : "text",
		      sms->text);
	request.body = body = json_write(arena, json);
	request.size = strlen(body);
	if ((rc = http_call(http, arena, &request, &reply, err)) != OK)
		return rc;
	return verdict(&reply, err);
}
