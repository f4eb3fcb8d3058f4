#include "base/err.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct err_class classes[] = {
	[ERR_NONE] = { "none", REACH_ITEM, false, 0 },
	[ERR_IO] = { "io", REACH_RUN, false, 1 },
	[ERR_DISK] = { "disk", REACH_RUN, false, 6 },
	[ERR_NET] = { "net", REACH_HOST, true, 1 },
	[ERR_TLS] = { "tls", REACH_HOST, false, 1 },
	[ERR_DENIED] = { "denied", REACH_ITEM, false, 1 },
	[ERR_BLOCKED] = { "blocked", REACH_HOST, false, 1 },
	[ERR_ENCODING] = { "encoding", REACH_ITEM, false, 1 },
	[ERR_FORMAT] = { "format", REACH_ITEM, false, 1 },
	[ERR_LIMIT] = { "limit", REACH_ITEM, false, 1 },
	[ERR_WORKER_CRASHED] = { "worker_crashed", REACH_ITEM, false, 1 },
	[ERR_WORKER_TIMEOUT] = { "worker_timeout", REACH_ITEM, false, 1 },
	[ERR_WORKER_MEMORY] = { "worker_memory", REACH_ITEM, false, 1 },
	[ERR_DB] = { "db", REACH_RUN, false, 1 },
	[ERR_DB_CORRUPT] = { "db_corrupt", REACH_RUN, false, 8 },
	[ERR_USAGE] = { "usage", REACH_RUN, false, 2 },
	[ERR_PARTIAL] = { "partial", REACH_RUN, false, 3 },
	[ERR_LOCKED] = { "locked", REACH_RUN, false, 4 },
	[ERR_STOPPED] = { "stopped", REACH_RUN, false, 5 },
	[ERR_OFFLINE] = { "offline", REACH_RUN, false, 7 },
	[ERR_INTERRUPTED] = { "interrupted", REACH_RUN, false, 130 },
	[ERR_TERMINATED] = { "terminated", REACH_RUN, false, 143 },
	[ERR_FOUND] = { "found", REACH_RUN, false, 1 },
};
static_assert(countof(classes) == ERR__COUNT, "every err_code needs a class");

PRINTF(4, 0)
static void set(struct err *e, enum err_code code, int sys, const char *fmt, va_list ap)
{
	e->code = code;
	e->sys = sys;
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
}

int err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set(e, code, 0, fmt, ap);
	va_end(ap);
	return -1;
}

int err_sys(struct err *e, enum err_code code, int sys, const char *fmt, ...)
{
	va_list ap;
	size_t n;

	va_start(ap, fmt);
	set(e, sys == ENOSPC || sys == EDQUOT ? ERR_DISK : code, sys, fmt, ap);
	va_end(ap);
	n = strlen(e->msg);
	snprintf(e->msg + n, sizeof(e->msg) - n, ": %s", strerror(sys));
	return -1;
}

int err_at(struct err *e, const char *fmt, ...)
{
	char old[sizeof(e->msg)];
	va_list ap;
	size_t n;

	memcpy(old, e->msg, sizeof(old));
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	n = strlen(e->msg);
	snprintf(e->msg + n, sizeof(e->msg) - n, ": %s", old);
	return -1;
}

const struct err_class *err_class(enum err_code code)
{
	return &classes[code];
}

enum err_code err_named(const char *name)
{
	for (enum err_code c = ERR_NONE; c < ERR__COUNT; c++)
		if (strcmp(classes[c].name, name) == 0)
			return c;
	return ERR_NONE;
}
