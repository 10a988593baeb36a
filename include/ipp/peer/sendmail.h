/* sendmail - hands mail to the sendmail command of the machine */
#ifndef IPP_PEER_SENDMAIL_H
#define IPP_PEER_SENDMAIL_H

#include <stddef.h>

#include <ipp/base/error.h>

/* Runs `command -t -oi -f from` with the message (lines ending with \n) on
 * stdin; the recipients are those of its To header. Its exit status decides
 * (sysexits.h):
 *   OK           0
 *   REFUSED      `mail_refused`: 65, 67, 68; for good
 *   CONFIG       `sendmail_unusable`: 64, 77, 78, 126, 127;
 *                `command_unusable`: it cannot be run
 *   UNAVAILABLE  `sendmail_failed`: any other, a signal, or no end within
 *                `seconds` (then it is killed); worth another try
 *   DATA         `address_refused`
 * What the command said on stderr stands in the message. */
enum status sendmail_send(const char *command, const char *from,
			  const char *bytes, size_t size, int seconds,
			  struct error *err);

#endif
