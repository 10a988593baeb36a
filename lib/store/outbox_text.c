/* outbox_text - messages put into words */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/seal.h>
#include <ipp/rule/template.h>

#include "internal.h"
#include "outbox.h"

#define COMMON_COUNT 5

static const char *value_text(const struct json *value, struct arena *arena)
{
	switch (json_kind(value)) {
	case JSON_IS_TEXT:
		return json_as_text(value);
	case JSON_IS_INTEGER:
		return arena_printf(arena, "%lld",
				    (long long)json_as_integer(value));
	default:
		return json_is_yes(value) ? "1" : "";
	}
}

/* The first row of a name counts, so the message's own come first. */
static const struct template_value *
values_list(const struct json *json, const struct outbox_common *common,
	    struct arena *arena)
{
	const struct template_value more[COMMON_COUNT] = {
		{ "organization_name", common->organization_name },
		{ "desk_name", common->desk_name },
		{ "desk_email", common->desk_email },
		{ "help", common->help },
		{ "demo", common->demo ? "1" : "" },
	};
	size_t count = 0;
	struct template_value *ret = arena_alloc(
	    arena, (json_count(json) + COMMON_COUNT + 1) * sizeof *ret);

	for (void *it = json_first(json); it; it = json_next(json, it))
		ret[count++] = (struct template_value){
			json_it_name(it), value_text(json_it_value(it), arena)
		};
	memcpy(ret + count, more, sizeof more);
	return ret;
}

static enum status render(const char *name, int64_t language,
			  const struct json *values,
			  const struct outbox_common *common,
			  struct arena *arena, struct template_text *ret,
			  struct error *err)
{
	const char *text;
	enum status rc;

	if ((rc = template_find(name, language_words[language].name, &text,
				err)) != OK)
		return rc;
	return template_render(arena, text, values_list(values, common, arena),
			       ret, err);
}

enum status outbox_rehearse(const struct outbox_message *message,
			    struct arena *arena, struct error *err)
{
	static const struct outbox_common common = { "organization", "desk",
						     "desk@example.org", "help",
						     true };

	return render(message->template_name, message->language,
		      message->values, &common, arena, NULL, err);
}

enum status outbox_text(struct store *store, const struct outbox_claim *claim,
			const struct outbox_common *common, struct arena *arena,
			struct template_text *ret, struct error *err)
{
	const struct message *message = &claim->message;
	size_t n = claim->sealed_size;
	char *text = arena_alloc(arena, n + 1);
	OWN(json) struct json *values = NULL;
	const unsigned char *key;
	enum status rc;

	if (!claim->sealed || n < SEAL_OVERHEAD)
		return error_set(err, DATA, "seal_broken", NULL,
				 "the values of message %lld are gone; queue "
				 "it anew",
				 (long long)message->message_id);
	if ((rc = store_key(store, "outbox", &key, err)) != OK ||
	    (rc = seal_open(key, message->recipient, strlen(message->recipient),
			    claim->sealed, n, (unsigned char *)text, err)) !=
		OK ||
	    (rc = json_parse(text, n - SEAL_OVERHEAD, &values, err)) != OK)
		return rc;
	return render(message->template, message->language, values, common,
		      arena, ret, err);
}
