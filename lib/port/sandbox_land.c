/* sandbox_land - leaves a process one folder of all there are */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/landlock.h>

#include <ipp/base/file.h>

/* Rights to files, by the version of Landlock that brought them; later ones
 * than the headers of Debian 12 know are numbers. */
#define RIGHTS_1 ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)
#define RIGHTS_2 (RIGHTS_1 | LANDLOCK_ACCESS_FS_REFER)
#define TRUNCATE (UINT64_C(1) << 14)
#define RIGHTS_3 (RIGHTS_2 | TRUNCATE)
#define RIGHTS_5 (RIGHTS_3 | UINT64_C(1) << 15) /* ioctl of devices */

static const uint64_t rights[] = { 0,	     RIGHTS_1, RIGHTS_2,
				   RIGHTS_3, RIGHTS_3, RIGHTS_5 };

#define WORKING                                                            \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |    \
	 LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |       \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |    \
	 LANDLOCK_ACCESS_FS_REMOVE_DIR | TRUNCATE)

bool sandbox_land_lock(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	size_t newest = sizeof rights / sizeof *rights - 1;
	OWN(descriptor) int rules = -1, here = -1;
	struct landlock_ruleset_attr all = { 0 };
	struct landlock_path_beneath_attr some = { 0 };

	if (version < 1)
		return errno == ENOSYS || errno == EOPNOTSUPP;
	all.handled_access_fs =
	    rights[(size_t)version < newest ? (size_t)version : newest];
	some.allowed_access = WORKING & all.handled_access_fs;
	rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
	here = some.parent_fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	return rules >= 0 && here >= 0 &&
	       syscall(SYS_landlock_add_rule, rules,
		       LANDLOCK_RULE_PATH_BENEATH, &some, 0) == 0 &&
	       syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}
