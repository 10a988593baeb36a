/* notify_due - a run that tells people of certificates that end soon */
#ifndef IPP_LIB_ACT_NOTIFY_DUE_H
#define IPP_LIB_ACT_NOTIFY_DUE_H

#include <stdbool.h>

#include <ipp/act/notify.h>
#include <ipp/rule/expiry.h>
#include <ipp/store/desk.h>
#include <ipp/store/outbox.h>

struct noticing {
	struct desk desk; /* its arena is of the transaction at hand */
	struct arena *arena; /* of the run */
	struct expiry_notices notices;
	struct outbox_scope scope;
	expiry_each *each;
	void *context;
	size_t failed;
	struct error first; /* of what failed */
};

/* One piece of work in the open transaction: fills *ret, which is clear, or
 * sets *silent. */
typedef enum status noticing_tell(struct noticing *it, const void *what,
				  struct expiry_notice *ret, bool *silent,
				  struct error *err);

/* Tells of `count` things, each `size` bytes further on, a transaction for
 * many; one that cannot be told is noted and leaves nothing behind. */
enum status noticing_run(struct noticing *it, noticing_tell *tell,
			 const void *things, size_t size, size_t count,
			 struct error *err);

/* Officers of the organization. */
enum status noticing_officers(struct noticing *it, struct error *err);

/* The day of an instant, and the one before. In the arena. */
const char *noticing_day(struct noticing *it, int64_t at, int64_t before);

/* Adds an address to a notice's recipients. */
void notice_recipient(struct noticing *it, struct expiry_notice *notice,
		      const char *address);
/* Adds what somebody should do. */
void notice_warn(struct noticing *it, struct expiry_notice *notice,
		 const char *text);

#endif
