/* sandbox_jail - the child's half: gives up every power it does not need */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <seccomp.h>

#include <ipp/base/build.h>

#define FILES_OPEN 64

/* What an allocator, the C library and a parser need to compute. */
static const int allowed[] = {
	SCMP_SYS(read),		 SCMP_SYS(write),
	SCMP_SYS(writev),	 SCMP_SYS(close),
	SCMP_SYS(lseek),	 SCMP_SYS(munmap),
	SCMP_SYS(brk),		 SCMP_SYS(madvise),
	SCMP_SYS(futex),	 SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
	SCMP_SYS(rt_sigaction),	 SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),	 SCMP_SYS(sched_yield),
	SCMP_SYS(getpid),	 SCMP_SYS(gettid),
	SCMP_SYS(exit),		 SCMP_SYS(exit_group),
};

/* What libraries try and can do without: refused, not fatal. */
static const int refused[] = {
	SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),
	SCMP_SYS(prlimit64),
	SCMP_SYS(sched_getaffinity),
};

/* The same, but for work in a folder of its own. */
static const int looking[] = {
	SCMP_SYS(open),	 SCMP_SYS(openat),     SCMP_SYS(access),
	SCMP_SYS(stat),	 SCMP_SYS(lstat),      SCMP_SYS(fstat),
	SCMP_SYS(statx), SCMP_SYS(newfstatat), SCMP_SYS(faccessat),
	SCMP_SYS(ioctl), SCMP_SYS(fcntl),      SCMP_SYS(sysinfo),
	SCMP_SYS(uname), SCMP_SYS(getrusage),
};

/* What only such work does. */
static const int filing[] = {
	SCMP_SYS(mkdir),     SCMP_SYS(mkdirat),	  SCMP_SYS(rmdir),
	SCMP_SYS(unlink),    SCMP_SYS(unlinkat),  SCMP_SYS(getdents64),
	SCMP_SYS(ftruncate), SCMP_SYS(pread64),	  SCMP_SYS(pwrite64),
	SCMP_SYS(dup),	     SCMP_SYS(fadvise64), SCMP_SYS(umask),
	SCMP_SYS(getppid),   SCMP_SYS(getcwd),	  SCMP_SYS(times),
};

/* Landlock does not see these: they seem to work. */
static const int pretended[] = {
	SCMP_SYS(chmod),
	SCMP_SYS(fchmod),
	SCMP_SYS(fchmodat),
};

static bool rules_add(scmp_filter_ctx filter, uint32_t action, const int *calls,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (seccomp_rule_add(filter, action, calls[i], 0))
			return false;
	return true;
}

#define RULES(calls) calls, sizeof(calls) / sizeof *(calls)

static bool filter_files(scmp_filter_ctx filter)
{
	return rules_add(filter, SCMP_ACT_ALLOW, RULES(looking)) &&
	       rules_add(filter, SCMP_ACT_ALLOW, RULES(filing)) &&
	       rules_add(filter, SCMP_ACT_ERRNO(0), RULES(pretended));
}

static bool filter_fill(scmp_filter_ctx filter, bool files)
{
	/* Memory may be mapped, but no code, and from a file only of one that
	 * could be opened. */
	struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	struct scmp_arg_cmp no_file =
	    SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS);

	return rules_add(filter, SCMP_ACT_ALLOW, RULES(allowed)) &&
	       rules_add(filter, SCMP_ACT_ERRNO(EACCES), RULES(refused)) &&
	       (files ? filter_files(filter)
		      : rules_add(filter, SCMP_ACT_ERRNO(EACCES),
				  RULES(looking))) &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap),
				files ? 1 : 2, no_code, no_file) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				no_code) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mremap), 0) ==
		   0;
}

static bool filter_load(bool files)
{
	scmp_filter_ctx filter;
	bool ret;

	if (BUILD_ASAN)
		return true;
	filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!filter)
		return false;
	ret = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
			       SCMP_ACT_KILL_PROCESS) == 0 &&
	      filter_fill(filter, files) && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return ret;
}

static bool limit_set(__rlimit_resource_t what, rlim_t value)
{
	struct rlimit limit = { value, value }, now;

	/* One that is lower already cannot and need not be raised. */
	if (getrlimit(what, &now) == 0 && now.rlim_max < value)
		limit.rlim_cur = limit.rlim_max = now.rlim_max;
	return setrlimit(what, &limit) == 0;
}

/* Bytes of address space in use; 0 if the system does not say. */
static size_t memory_mapped(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (!f)
		return 0;
	if (fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	(void)fclose(f);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool limits_set(const struct sandbox_limits *limits)
{
	size_t room = memory_mapped() + limits->memory_bytes;

	return (BUILD_ASAN || limit_set(RLIMIT_AS, room)) &&
	       limit_set(RLIMIT_CPU, limits->cpu_seconds) &&
	       limit_set(RLIMIT_FSIZE,
			 limits->folder ? limits->file_bytes : 0) &&
	       limit_set(RLIMIT_CORE, 0) && limit_set(RLIMIT_NPROC, 0) &&
	       limit_set(RLIMIT_NOFILE, limits->folder ? FILES_OPEN : 1);
}

/* A file that would grow too large is an error of the write. */
static void signals_reset(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		(void)signal(i, SIG_DFL); /* some cannot be, and need not */
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Libraries that complain to stderr find it closed. */
static bool descriptors_close(int pipe)
{
	if (pipe != SANDBOX_PIPE && dup2(pipe, SANDBOX_PIPE) < 0)
		return false;
	return close_range(SANDBOX_PIPE + 1, ~0U, 0) == 0;
}

bool sandbox_jail(int pipe, const struct sandbox_limits *limits)
{
	const char *folder = limits->folder;

	signals_reset();
	return limits_set(limits) && descriptors_close(pipe) &&
	       (!folder || chdir(folder) == 0) &&
	       prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
	       prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       (!folder || sandbox_land_lock()) && filter_load(folder);
}
