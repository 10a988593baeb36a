/* passphrase - the passphrase that somebody chooses for an envelope */
#include <ipp/cli/passphrase.h>

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/model/envelope.h>

#define TRIES 3

static enum status ask_twice(struct terminal *terminal, const char *question,
			     struct arena *arena, char **ret, struct error *err)
{
	char *second;
	enum status rc;

	if ((rc = terminal_ask_secret(terminal, question, arena, ret, err)) !=
		OK ||
	    (rc = terminal_ask_secret(terminal, _("Once more: "), arena,
				      &second, err)) != OK)
		return rc;
	return text_equal(*ret, second)
		   ? OK
		   : error_set(err, DATA, "passphrases_differ", "passphrase",
			       "the two passphrases differ; type it anew");
}

/* What was mistyped is asked again, and what is too short. */
static enum status ask_and_give(struct terminal *terminal, const char *question,
				const struct passphrase_taker *taker,
				struct arena *arena, struct error *err)
{
	char *passphrase = NULL;
	enum status rc = OK;

	for (int i = 0; i < TRIES; i++) {
		error_reset(err);
		rc = ask_twice(terminal, question, arena, &passphrase, err);
		if (rc == OK)
			rc = taker->take(taker->context, passphrase, err);
		if (rc != DATA)
			return rc;
		if (i + 1 < TRIES)
			terminal_say(terminal, "%s", err->mistakes[0].text);
	}
	return rc;
}

enum status passphrase_ask(struct terminal *terminal,
			   const struct envelope_options *options,
			   int64_t user_id,
			   const struct passphrase_taker *taker,
			   struct arena *arena, struct error *err)
{
	const char *question = arena_printf(
		arena, _("Passphrase of the envelope of USR%09" PRId64 ": "),
		user_id);
	char *passphrase;
	enum status rc;

	if (options->passphrase != PASSPHRASE_FROM_FILE)
		return ask_and_give(terminal, question, taker, arena, err);
	if (!options->passphrase_file)
		return error_set(err, USAGE, "passphrase_file_missing",
				 "passphrase_file",
				 "no file with the passphrase; name it with: "
				 "--passphrase-file=FILE");
	if ((rc = terminal_secret(terminal, options->passphrase_file, question,
				  arena, &passphrase, err)) != OK)
		return rc;
	return taker->take(taker->context, passphrase, err);
}

void passphrase_warn(struct terminal *terminal,
		     const struct envelope_options *options, int64_t user_id)
{
	if (options->passphrase == PASSPHRASE_FROM_TAX_CODE &&
	    terminal_is_there(terminal))
		terminal_say(terminal,
			     _("USR%09" PRId64 ": anybody who has the "
			       "certificate can open this envelope, for the "
			       "tax code is printed in it"),
			     user_id);
}
