#include "cli/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"

/* The first line of the file, which its holder wrote. */
static int tell_holder(int fd, const char *path, struct err *e)
{
	char who[128];
	ssize_t n = pread(fd, who, sizeof(who) - 1, 0);

	who[n > 0 ? n : 0] = '\0';
	who[strcspn(who, "\n")] = '\0';
	return err_set(e, ERR_LOCKED, "%s: another run holds the lock (%s)", path,
		       who[0] ? who : "unknown");
}

int lock_take(struct lock *out, const char *path, struct err *e)
{
	char who[128], iso[CLOCK_ISO_MAX];
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644), n;

	if (fd < 0)
		return err_sys(e, ERR_IO, errno, "%s", path);
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		int rc = errno == EWOULDBLOCK ? tell_holder(fd, path, e)
					      : err_sys(e, ERR_IO, errno, "%s: lock", path);

		close(fd);
		return rc;
	}
	n = snprintf(who, sizeof(who), "pid %ld since %s\n", (long)getpid(),
		     clock_iso(iso, clock_wall_ms()));
	if (ftruncate(fd, 0) || pwrite(fd, who, (size_t)n, 0) != n) {
		close(fd);
		return err_sys(e, ERR_IO, errno, "%s: write", path);
	}
	out->fd = fd;
	return 0;
}

void lock_release(struct lock *l)
{
	close(l->fd);
	l->fd = -1;
}
