/* sendmail - hands mail to the sendmail command of the machine */
#include <ipp/peer/sendmail.h>

#include <sysexits.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/text.h>
#include <ipp/port/command.h>

static enum status verdict(const char *command,
			   const struct command_result *result,
			   struct error *err)
{
	const char *said = *result->complaint ? result->complaint
					      : _("no reason");

	switch (result->exit_code) {
	case EX_OK:
		return OK;
	case EX_DATAERR:
	case EX_NOUSER:
	case EX_NOHOST:
		return error_set(err, REFUSED, "mail_refused", NULL,
				 "\"%s\" refused the message with status %d "
				 "(%s); mend the address",
				 command, result->exit_code, said);
	case EX_USAGE:
	case EX_NOPERM:
	case EX_CONFIG:
	case 126: /* the shell's: cannot be run */
	case 127: /* not found */
		return error_set(err, CONFIG, "sendmail_unusable", NULL,
				 "\"%s\" ended with status %d (%s); mend the "
				 "configuration of the mail system",
				 command, result->exit_code, said);
	default:
		return error_set(
		    err, UNAVAILABLE, "sendmail_failed", NULL,
		    "\"%s\" ended with %s %d (%s); it will be "
		    "tried again",
		    command, result->signal ? _("signal") : _("status"),
		    result->signal ? result->signal : result->exit_code, said);
	}
}

enum status sendmail_send(const char *command, const char *from,
			  const char *bytes, size_t size, int seconds,
			  struct error *err)
{
	const char *const argv[] = { command, "-t", "-oi", "-f", from, NULL };
	struct command_result result;
	enum status rc;

	if (!mailbox_is_sendable(from))
		return error_set(err, DATA, "address_refused", "from",
				 "no mail can be sent from this address; mend "
				 "the sender in the configuration");
	if ((rc = command_run(argv, bytes, size, seconds, &result, err)) != OK)
		return rc;
	if (!result.in_time)
		return error_set(err, UNAVAILABLE, "sendmail_failed", NULL,
				 "\"%s\" did not end within %d seconds; it "
				 "will be tried again",
				 command, seconds);
	return verdict(command, &result, err);
}
