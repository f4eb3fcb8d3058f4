#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

#define MAX_LINE 2048

static const char *const names[] = { "error", "warn", "info", "debug" };

/* The one setting of the process that is not passed down: whether news is wanted. */
static enum log_level wanted = LOG_WARN;

void log_set_level(enum log_level most)
{
	wanted = most;
}

void log_event(enum log_level level, const char *module, const char *fmt, ...)
{
	char text[MAX_LINE];
	struct buf line;
	va_list ap;

	if (level > wanted)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	buf_init(&line, 4 * MAX_LINE);
	buf_addf(&line, "%s %s ", names[level], module);
	utf8_printable(&line, str_c(text));
	buf_addc(&line, '\n');
	/* One write a line, so that lines of several processes do not mix. */
	if (write(STDERR_FILENO, line.p, line.n) < 0) {
		/* Nobody is left to tell. */
	}
	buf_release(&line);
}
