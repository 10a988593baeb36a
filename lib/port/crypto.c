/* crypto - turns a failure of OpenSSL into one of ours */
#include "crypto.h"

#include <openssl/err.h>

#include <ipp/base/text.h>

enum status crypto_failed(const char *what, struct error *err)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	ERR_clear_error();
	return error_set(err, INTERNAL, "crypto_failed", NULL,
			 "%s failed: %s; check the OpenSSL installation", what,
			 reason ? reason : _("no reason given"));
}
