#include "export/export.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORTER(name) extern const struct exporter exp_##name;
#include "export/exporters.def"
#undef EXPORTER

static const struct exporter *const exporters[] = {
#define EXPORTER(name) &exp_##name,
#include "export/exporters.def"
#undef EXPORTER
};

#define MAX_PATH 4096

struct export_job {
	const char *dir;
	struct {
		const char *name;
		FILE *f;
	} files[EXPORT_MAX_FILES];
	size_t n;
};

const struct exporter *exporter_at(size_t i)
{
	return i < countof(exporters) ? exporters[i] : NULL;
}

const struct exporter *exporter_named(struct str name)
{
	for (size_t i = 0; i < countof(exporters); i++)
		if (str_eq(name, str_c(exporters[i]->name)))
			return exporters[i];
	return NULL;
}

static int path_of(char out[MAX_PATH], const char *dir, const char *name, const char *suffix,
		   struct err *e)
{
	int n = snprintf(out, MAX_PATH, "%s/%s%s", dir, name, suffix);

	return n < MAX_PATH ? 0 : err_set(e, ERR_IO, "%.80s...: the path is too long", dir);
}

FILE *export_file(struct export_job *job, const char *name, struct err *e)
{
	char path[MAX_PATH];
	FILE *f;

	assert(job->n < EXPORT_MAX_FILES);
	if (path_of(path, job->dir, name, ".tmp", e))
		return NULL;
	f = fopen(path, "wb");
	if (!f) {
		err_sys(e, ERR_IO, errno, "%s", path);
		return NULL;
	}
	job->files[job->n].name = name;
	job->files[job->n++].f = f;
	return f;
}

/* All bytes are on the disk, or why not. */
static int finish_file(struct export_job *job, size_t i, struct err *e)
{
	FILE *f = job->files[i].f;
	int bad = ferror(f);

	job->files[i].f = NULL;
	errno = 0;
	/* stdio keeps that a write failed, not why: one more tells. */
	if (bad) {
		clearerr(f);
		putc('\n', f);
	}
	if (fflush(f) || fsync(fileno(f)))
		bad = 1;
	if (bad) {
		int sys = errno ? errno : EIO;

		fclose(f);
		return err_sys(e, ERR_IO, sys, "%s/%s", job->dir, job->files[i].name);
	}
	if (fclose(f))
		return err_sys(e, ERR_IO, errno, "%s/%s", job->dir, job->files[i].name);
	return 0;
}

static int rename_file(struct export_job *job, size_t i, struct err *e)
{
	char from[MAX_PATH], to[MAX_PATH];

	if (path_of(from, job->dir, job->files[i].name, ".tmp", e) ||
	    path_of(to, job->dir, job->files[i].name, "", e))
		return -1;
	if (rename(from, to))
		return err_sys(e, ERR_IO, errno, "%s", to);
	return 0;
}

static void drop_files(struct export_job *job)
{
	struct err ignored;
	char path[MAX_PATH];

	for (size_t i = 0; i < job->n; i++) {
		if (job->files[i].f)
			fclose(job->files[i].f);
		if (!path_of(path, job->dir, job->files[i].name, ".tmp", &ignored))
			unlink(path);
	}
}

int export_run(const struct exporter *exporter, const char *dir, struct store *s,
	       const struct export_options *options, struct err *e)
{
	struct export_job job = { .dir = dir };
	int rc;

	if (mkdir(dir, 0777) && errno != EEXIST)
		return err_sys(e, ERR_IO, errno, "%s", dir);
	if (store_begin_read(s, e))
		return -1;
	rc = exporter->write(&job, s, options, e);
	store_rollback(s);
	for (size_t i = 0; rc == 0 && i < job.n; i++)
		rc = finish_file(&job, i, e);
	for (size_t i = 0; rc == 0 && i < job.n; i++)
		rc = rename_file(&job, i, e);
	if (rc)
		drop_files(&job);
	return rc;
}
