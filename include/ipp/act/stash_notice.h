/* stash_notice - people and monitors told of remote certificates in time */
#ifndef IPP_ACT_STASH_NOTICE_H
#define IPP_ACT_STASH_NOTICE_H

#include <ipp/base/error.h>
#include <ipp/model/health.h>
#include <ipp/model/remote_notice.h>

struct desk;

typedef enum status remote_notice_tell(void *context,
				       const struct remote_notice *notice,
				       struct error *err);

/* Tells of the organization's remote certificates what is due and was not told
 * (rule/remote_notice.h): `each` gets every notice once it is kept; then one
 * mail is queued for each reader, with all that waits for him, the files of
 * the wish are written, and its program is run for each certificate. A run
 * that was broken off is finished by the next one. Handles transactions
 * itself.
 *
 * USAGE `timeout`; REFUSED `notices_failed` (some
 * certificates could not be told of), `notices_unheard` (nobody has an
 * address; they wait), `exec_failed` (the program; the next run with one tries
 * again); CONFIG `command_unusable`; CANTCREAT, IOERR. */
enum status stash_notices(struct desk *desk,
			      const struct remote_notice_wish *wish,
			      remote_notice_tell *each, void *context,
			      struct error *err);

/* How things stand with the remote certificates of the organization: the line
 * of a Nagios plug-in, English, without its end, in desk->arena. Nothing is
 * queued or told; the files of the wish are written. *ret is the worst,
 * SEVERITY_OK, _WARNING or _CRITICAL. What is muted counts only if it is
 * over. USAGE `critical`, and the errors of the files. */
enum status stash_notices_check(struct desk *desk,
				    const struct remote_notice_wish *wish,
				    const char **line, enum severity *ret,
				    struct error *err);

#endif
