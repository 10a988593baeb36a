/* passphrase - the passphrase that somebody chooses for an envelope */
#ifndef IPP_CLI_PASSPHRASE_H
#define IPP_CLI_PASSPHRASE_H

#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct envelope_options;
struct terminal;

/* Who gets the passphrase; DATA says that another must be chosen. */
struct passphrase_taker {
	enum status (*take)(void *context, const char *passphrase,
			    struct error *err);
	void *context;
};

/* Reads it from the file of the options, or asks twice for the one of
 * product `user_id`, and gives it to the taker; at the terminal three tries.
 * USAGE `passphrase_file_missing`, `no_terminal`; DATA `passphrases_differ`;
 * errors of the taker. */
enum status passphrase_ask(struct terminal *terminal,
			   const struct envelope_options *options,
			   int64_t user_id,
			   const struct passphrase_taker *taker,
			   struct arena *arena, struct error *err);

/* Says what speaks against the choice, if somebody is there to hear it. */
void passphrase_warn(struct terminal *terminal,
		     const struct envelope_options *options, int64_t user_id);

#endif
