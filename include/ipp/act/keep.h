/* keep - migrate, back up and restore the store */
#ifndef IPP_ACT_KEEP_H
#define IPP_ACT_KEEP_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct desk;
struct store_status;

/* What the store holds; texts in the arena of the desk. */
enum status act_status(struct desk *desk, struct store_status *ret,
		       struct error *err);

/* Makes a backup, and journals that it was begun and that it was finished; see
 * store_backup. */
enum status act_backup(struct desk *desk, const char *target, bool with_key,
		       struct error *err);

/* Makes the store of the settings from a backup and proves it: every check
 * must pass, else nothing stays. See store_restore. */
enum status act_restore(struct desk *desk, const char *source,
			const char *key_path, struct store_status *ret,
			struct error *err);

#endif
