/* die_at - a driver for tests: runs a command that the kernel kills, without a
 * word, when it makes a system call: die_at CALL COMMAND [ARGUMENT...] */
#include <stdio.h>
#include <unistd.h>

#include <seccomp.h>

int main(int argc, char *argv[])
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (argc < 3 || !filter ||
	    seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS,
			     seccomp_syscall_resolve_name(argv[1]), 0) ||
	    seccomp_load(filter)) {
		(void)fprintf(stderr, "die_at: CALL COMMAND [ARGUMENT...]\n");
		return 2;
	}
	(void)execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
