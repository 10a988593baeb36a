/* authority_key - the key of an authority is made, in the store or on a token */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/authority.h>
#include <ipp/model/authority_options.h>
#include <ipp/port/digest.h>
#include <ipp/port/key.h>
#include <ipp/port/key_token.h>
#include <ipp/port/signer.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#include "authority_part.h"

/* On a token it has the name that a run which ended too early gave it, so
 * that the next one takes it; nobody without the master key knows that. */
enum status authority_key_make(struct desk *desk,
			       const struct authority *it,
			       const struct key_wish *place, struct key **ret,
			       struct error *err)
{
	const char *what = arena_printf(
		desk->arena, "%s/%s", authority_role_words[it->role].name,
		it->name);
	struct token_pair pair = { .kind = key_kind_parse(it->key_kind),
				   .label = it->name };
	struct key_site site;
	unsigned char id[DIGEST_SIZE];
	const unsigned char *master;
	enum status rc;

	if (!place)
		return key_generate(pair.kind, ret, err);
	if ((rc = store_key(desk->store, "authority", &master, err)) != OK ||
	    (rc = digest_hmac(master, STORE_KEY_SIZE, what, strlen(what), id,
			      err)) != OK)
		return rc;
	memcpy(pair.id, id, sizeof pair.id);
	site = (struct key_site){ .module = place->module,
				  .token = place->token,
				  .pin = place->pin,
				  .pin_file = place->pin_file,
				  .keypad = store_attendant(desk->store) };
	return key_token_make(&site, &pair, ret, err);
}

/* A token that is to be used from now on may take its PIN on a keypad alone. */
static enum status keypad_look(const struct key_options *o, bool *ret,
			       struct error *err)
{
	OWN(token) struct token *token = NULL;
	enum status rc;

	if ((rc = token_find(o->module, o->token, &token, err)) != OK)
		return rc;
	*ret = token_has_keypad(token);
	if (*ret && (o->secret_file || o->pin != ABSENT))
		return error_set(err, USAGE, "keypad_pin", "secret_file",
				 "token \"%s\" takes its PIN on its keypad "
				 "alone; leave out --secret-file and --pin",
				 token_label(token));
	return OK;
}

enum status act_authority_place(
	struct desk *desk, const struct key_options *options, bool moves,
	enum status (*asks)(struct terminal *terminal, const char *path,
			    const char *question, struct arena *arena,
			    char **ret, struct error *err),
	struct terminal *terminal, struct key_wish **ret, struct error *err)
{
	const struct key_options *o = options;
	bool has_pin = !moves || o->secret_file || o->pin != ABSENT;
	struct key_wish *wish;
	bool has_keypad = false;
	char *pin;
	enum status rc;

	if (!moves && !o->module && (o->token || o->secret_file || o->pin != ABSENT))
		return error_set(err, USAGE, "module_missing", "module",
				 "a token is reached through the library of its "
				 "maker; name it with --module=FILE");
	if (o->pin == PIN_IN_FILE && !o->secret_file)
		return error_set(err, USAGE, "secret_file_missing",
				 "secret_file",
				 "the file with the PIN is not named; name it "
				 "with --secret-file=FILE");
	if (!o->module && (!moves || !has_pin))
		return OK;
	if (!moves && (rc = keypad_look(o, &has_keypad, err)) != OK)
		return rc;
	wish = arena_alloc(desk->arena, sizeof *wish);
	*wish = (struct key_wish){ .module = o->module, .token = o->token };
	if (o->pin == PIN_IN_FILE) {
		wish->pin_file = o->secret_file;
	} else if (has_pin && !has_keypad) {
		if ((rc = asks(terminal, o->secret_file,
			       _("PIN of the authority's token: "),
			       desk->arena, &pin, err)) != OK)
			return rc;
		wish->pin = pin;
	}
	*ret = wish;
	return OK;
}
