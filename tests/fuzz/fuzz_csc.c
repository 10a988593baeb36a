/* fuzz_csc - any bytes at all as what a remote signing service says */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/peer/oauth.h>
#include <ipp/port/http.h>

#include "../../lib/peer/csc_part.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SECRET "t0ken"

/* Nothing that is shown moves a terminal, or gives a secret away. */
static void check_shown(const char *text, size_t max)
{
	if (strlen(text) > max || strstr(text, SECRET))
		abort();
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p < ' ' || *p == 0x7f ||
		    (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0))
			abort();
}

/* What it says when it says no, with any code. */
static void refusal(struct csc *csc, const char *text, size_t size)
{
	static const struct csc_call call = { .name = "info",
					      .secrets = { "s3cret" } };
	struct http_reply reply = { .code = 300 + (uint8_t)text[0],
				    .type = "",
				    .body = (unsigned char *)(uintptr_t)text,
				    .size = size };
	struct error err;

	error_reset(&err);
	if (csc_refusal(csc, &call, &reply, &err) == OK || err.count != 1)
		abort();
	check_shown(csc->said, CSC_SAID_MAX);
	check_shown(csc->said_error, CSC_SAID_MAX);
}

struct answer {
	const char *text, *shown;
	int64_t number;
	bool yes;
	struct texts list, letters;
};

static void answer(struct csc *csc, struct arena *arena, const char *text,
		   size_t size)
{
	static const struct csc_member members[] = {
		{ "text", CSC_MEMBER(struct answer, text), CSC_TEXT, 100 },
		{ "shown", CSC_MEMBER(struct answer, shown), CSC_SHOWN, 40 },
		{ "number", CSC_MEMBER(struct answer, number), CSC_INTEGER },
		{ "yes", CSC_MEMBER(struct answer, yes), CSC_BOOLEAN },
		{ "list", CSC_MEMBER(struct answer, list), CSC_TEXTS, 4 },
		{ "letters", CSC_MEMBER(struct answer, letters), CSC_LETTERS,
		  4 },
		{ 0 }
	};
	struct csc_credential credential = { .auth_mode = CSC_EXPLICIT };
	OWN(json) struct json *json = NULL;
	struct answer it;
	struct error err;

	error_reset(&err);
	if (json_parse(text, size, &json, &err) != OK ||
	    json_kind(json) != JSON_IS_OBJECT)
		return;
	if (csc_decode(csc, "info", members, json, &it, arena, &err) == OK &&
	    (strlen(it.text) > 100 || strlen(it.shown) > 40 ||
	     it.list.count > 4 || it.letters.count > 4))
		abort();
	if (csc_factors_read(csc, arena, json, &credential, &err) == OK &&
	    credential.factor_count > CSC_FACTORS_MAX)
		abort();
	if (credential.expression)
		(void)csc_expression_holds(credential.expression, NULL, 0);
}

static void way_back(struct arena *arena, const char *text)
{
	static const struct oauth_proof proof = {
		"0123456789012345678901234567890123456789012", "v"
	};
	struct error err;
	const char *code = NULL;

	error_reset(&err);
	if (oauth_redirect_read(arena, text, &proof, false, &code, &err) ==
		OK &&
	    (!*code || !strstr(text, "state=")))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	OWN(arena) struct arena *arena = arena_new();
	char token[] = SECRET;
	struct csc csc = { .token = token };
	char *text = arena_text_n(arena, (const char *)data, size);

	refusal(&csc, text, size);
	answer(&csc, arena, text, size);
	way_back(arena, text);
	return 0;
}
