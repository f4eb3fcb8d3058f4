#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES (64 * 1024)

static int read_all(struct buf *out, int fd, const char *path, struct err *e)
{
	char chunk[CHUNK_BYTES];

	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_sys(e, ERR_IO, errno, "%s", path);
		if (n == 0)
			return 0;
		buf_add(out, (struct str){ chunk, (size_t)n });
		if (out->full)
			return err_set(e, ERR_LIMIT, "%s: longer than %zu bytes", path, out->max);
	}
}

int file_read(struct buf *out, const char *path, struct err *e)
{
	int fd = STDIN_FILENO, rc;

	if (strcmp(path, "-") == 0)
		return read_all(out, fd, "standard input", e);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(e, ERR_IO, errno, "%s", path);
	rc = read_all(out, fd, path, e);
	close(fd);
	return rc;
}

int file_make_dirs(const char *path, struct err *e)
{
	char part[4096];
	size_t n = strlen(path);

	if (n == 0 || n >= sizeof(part))
		return err_set(e, ERR_IO, "%s: not a path", path);
	memcpy(part, path, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (mkdir(part, 0777) && errno != EEXIST)
			return err_sys(e, ERR_IO, errno, "%s", part);
		part[i] = path[i];
	}
	return 0;
}

int file_write(const char *path, struct str bytes, struct err *e)
{
	struct buf name;
	FILE *f;
	int rc = 0;

	buf_init(&name, 1u << 16);
	buf_addf(&name, "%s.new", path);
	buf_addc(&name, '\0');
	f = fopen(name.p, "wb");
	if (!f || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fflush(f) != 0)
		rc = err_sys(e, errno == ENOSPC ? ERR_DISK : ERR_IO, errno, "%s", name.p);
	if (f && fclose(f) != 0 && rc == 0)
		rc = err_sys(e, errno == ENOSPC ? ERR_DISK : ERR_IO, errno, "%s", name.p);
	if (rc == 0 && rename(name.p, path))
		rc = err_sys(e, ERR_IO, errno, "%s", path);
	if (rc && f)
		(void)remove(name.p);
	buf_release(&name);
	return rc;
}
