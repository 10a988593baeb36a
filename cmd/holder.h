/* holder - the holder of a remote certificate, at the terminal of a tool */
#ifndef IPP_CMD_HOLDER_H
#define IPP_CMD_HOLDER_H

#include <ipp/act/stash_consent.h>
#include <ipp/cli/terminal.h>

/* He is at the terminal, or wherever his browser is. */
static inline struct stash_holder
holder_of(struct terminal *terminal, const struct consent_options *consent)
{
	return (struct stash_holder){
		.terminal = terminal,
		.says = terminal_say,
		.asks = terminal_ask,
		.asks_secret = terminal_secret,
		.shows = terminal_show_secret,
		.descriptor = terminal_descriptor,
		.consent = *consent,
	};
}

#endif
