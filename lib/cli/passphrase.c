/* passphrase - the passphrase that somebody chooses for an envelope */
#include <ipp/cli/passphrase.h>

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/model/envelope.h>

enum status passphrase_ask(struct terminal *terminal,
			   const struct envelope_options *options,
			   int64_t user_id, struct arena *arena, char **ret,
			   struct error *err)
{
	const char *question = arena_printf(
		arena, _("Passphrase of the envelope of USR%09" PRId64 ": "),
		user_id);
	char *first, *second;
	enum status rc;

	if (options->passphrase == PASSPHRASE_FROM_FILE) {
		if (!options->passphrase_file)
			return error_set(err, USAGE, "passphrase_file_missing",
					 "passphrase_file",
					 "no file with the passphrase; name it "
					 "with: --passphrase-file=FILE");
		return terminal_secret(terminal, options->passphrase_file,
				       question, arena, ret, err);
	}
	if ((rc = terminal_ask_secret(terminal, question, arena, &first,
				      err)) != OK ||
	    (rc = terminal_ask_secret(terminal, _("Once more: "), arena,
				      &second, err)) != OK)
		return rc;
	if (!text_equal(first, second))
		return error_set(err, DATA, "passphrases_differ", "passphrase",
				 "the two passphrases differ; try again");
	*ret = first;
	return OK;
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
