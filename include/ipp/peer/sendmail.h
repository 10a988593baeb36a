/* sendmail - hands mail to the sendmail command of the machine */
#ifndef IPP_PEER_SENDMAIL_H
#define IPP_PEER_SENDMAIL_H

#include <stddef.h>

#include <ipp/base/error.h>

/* Runs `command -t -oi -f from` with the message (lines ending with \n) on
 * stdin; the recipients are those of its To header. Its exit status decides
 * (sysexits.h): 0 OK; 65, 67, 68 REFUSED `mail_refused`, for good; 64, 77, 78
 * or a command that cannot be run CONFIG `sendmail_unusable`; any other, a
 * signal or no end within `seconds` UNAVAILABLE `sendmail_failed`, worth
 * another try. What the command last said on stderr stands in the message. A
 * command that takes too long is killed with what it started. DATA
 * `address_refused`. */
enum status sendmail_send(const char *command, const char *from,
			  const char *bytes, size_t size, int seconds,
			  struct error *err);

#endif
