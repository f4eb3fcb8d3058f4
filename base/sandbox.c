#define _GNU_SOURCE /* O_PATH */
#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* All that a parser needs: memory, its socket, its clock, its end. */
static const int allowed[] = {
	SCMP_SYS(read),         SCMP_SYS(write),           SCMP_SYS(close),
	SCMP_SYS(mmap),         SCMP_SYS(munmap),          SCMP_SYS(mremap),
	SCMP_SYS(mprotect),     SCMP_SYS(madvise),         SCMP_SYS(brk),
	SCMP_SYS(exit),         SCMP_SYS(exit_group),      SCMP_SYS(rt_sigreturn),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),  SCMP_SYS(sigaltstack),
	SCMP_SYS(futex),        SCMP_SYS(getrandom),       SCMP_SYS(clock_gettime),
	SCMP_SYS(gettimeofday), SCMP_SYS(getrusage),       SCMP_SYS(setitimer),
	SCMP_SYS(getpid),       SCMP_SYS(gettid),          SCMP_SYS(tgkill),
	SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall),
};

#ifdef SYS_landlock_create_ruleset
/* The files below a directory can be read; false: nothing was granted. */
static bool grant_reading(long ruleset, const char *directory)
{
	struct landlock_path_beneath_attr below = { .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE |
								      LANDLOCK_ACCESS_FS_READ_DIR };
	bool done;

	below.parent_fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (below.parent_fd < 0)
		return false;
	done = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
	close(below.parent_fd);
	return done;
}
#endif

/* Landlock: a ruleset that handles every right and grants none but to read there. */
static bool forbid_files(bool *can_read, const char *readable)
{
	*can_read = false;
#ifdef SYS_landlock_create_ruleset
	struct landlock_ruleset_attr attr = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
				     LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
				     LANDLOCK_ACCESS_FS_REMOVE_DIR |
				     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
				     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
				     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
				     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM,
	};
	long fd = syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	bool granted, done;

	if (fd < 0)
		return false;
	granted = readable && grant_reading(fd, readable);
	done = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close((int)fd);
	*can_read = granted && done;
	return done;
#else
	(void)readable;
	return false;
#endif
}

#define READ_ONLY_MASK (O_ACCMODE | O_CREAT | O_TRUNC | O_PATH)

/* To open for reading, where Landlock sees to what; to look around in what is open. */
static bool allow_reading(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
				SCMP_A2(SCMP_CMP_MASKED_EQ, READ_ONLY_MASK, O_RDONLY)) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(getdents64), 0) == 0 &&
	       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(lseek), 0) == 0;
}

static bool forbid_calls(bool can_read)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool done = filter != NULL;

	for (size_t i = 0; done && i < countof(allowed); i++)
		done = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
	/* stdio asks what kind of file stderr is; by descriptor only, never by path. */
	done = done && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
					SCMP_A3(SCMP_CMP_EQ, 0x1000 /* AT_EMPTY_PATH */)) == 0;
	done = done && (!can_read || allow_reading(filter));
	done = done && seccomp_load(filter) == 0;
	if (filter)
		seccomp_release(filter);
	return done;
}

/* Address space that is in use now, from the kernel's own figure; 0 if it will not say. */
static uint64_t mapped_bytes(void)
{
	unsigned long long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (!f)
		return 0;
	if (fscanf(f, "%llu", &pages) != 1)
		pages = 0;
	fclose(f);
	return pages * (unsigned long long)sysconf(_SC_PAGESIZE);
}

static int limit(int what, uint64_t most, struct err *e)
{
	struct rlimit r = { most, most };

	if (setrlimit((__rlimit_resource_t)what, &r) && errno != EPERM)
		return err_sys(e, ERR_IO, errno, "setrlimit");
	return 0;
}

int sandbox_enter(struct sandbox *out, const char *readable, int64_t max_memory_bytes,
		  struct err *e)
{
	bool can_read;

	*out = (struct sandbox){ 0 };
	if (limit(RLIMIT_CORE, 0, e) || limit(RLIMIT_FSIZE, 0, e))
		return -1;
#ifndef __SANITIZE_ADDRESS__
	if (max_memory_bytes > 0 &&
	    limit(RLIMIT_AS, mapped_bytes() + (uint64_t)max_memory_bytes, e))
		return -1;
#else
	(void)max_memory_bytes;
	(void)mapped_bytes;
#endif
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return err_sys(e, ERR_IO, errno, "give up privileges");
	out->landlock = forbid_files(&can_read, readable);
	out->seccomp = forbid_calls(can_read);
	return 0;
}
