#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"

#define MAX_LINE 2048

static const struct {
	const char *name;
	char priority; /* of syslog */
} levels[] = { { "error", '3' }, { "warn", '4' }, { "info", '6' }, { "debug", '7' } };

/* The settings of the process that are not passed down: whether news is wanted, how and where. */
static enum log_level wanted = LOG_WARN;
static bool as_json;
static const char *file; /* NULL: stderr */
static int file_fd = -1;
static volatile sig_atomic_t rotated;

void log_set_level(enum log_level most)
{
	wanted = most;
}

void log_set_json(bool json)
{
	as_json = json;
}

int log_to_file(const char *path, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);

	if (fd < 0)
		return err_sys(e, ERR_IO, errno, "%s", path);
	if (file_fd >= 0)
		close(file_fd);
	file_fd = fd;
	file = path;
	return 0;
}

bool log_in_file(void)
{
	return file != NULL;
}

void log_rotated(void)
{
	rotated = 1;
}

/* What systemd reads: JOURNAL_STREAM says which file that is, as it is inherited by others. */
static bool is_journal(void)
{
	const char *said = getenv("JOURNAL_STREAM");
	char own[64];
	struct stat st;

	if (!said || fstat(STDERR_FILENO, &st))
		return false;
	snprintf(own, sizeof(own), "%lu:%lu", (unsigned long)st.st_dev, (unsigned long)st.st_ino);
	return str_eq(str_c(said), str_c(own));
}

/* The next "key=value" of the text, which then begins behind it. The last one ends with ':'. */
static bool next_field(struct str *key, struct str *value, struct str *text)
{
	size_t n = 0, end;

	while (n < text->n && ((text->p[n] >= 'a' && text->p[n] <= 'z') || text->p[n] == '_'))
		n++;
	if (!n || n == text->n || text->p[n] != '=')
		return false;
	end = str_find(*text, STR(" "), n);
	end = end == STR_NONE ? text->n : end;
	*key = str_sub(*text, 0, n);
	*value = str_sub(*text, n + 1, end - n - 1);
	*text = str_sub(*text, end < text->n ? end + 1 : end, text->n);
	if (value->n && value->p[value->n - 1] == ':')
		value->n--;
	return true;
}

static void put_json(struct buf *out, enum log_level level, const char *module, struct str text)
{
	char iso[CLOCK_ISO_MAX], name[32];
	struct str key, value;
	struct json j;

	json_init(&j, out);
	json_object(&j);
	json_key(&j, "time");
	json_str(&j, str_c(clock_iso(iso, clock_wall_ms())));
	json_key(&j, "level");
	json_str(&j, str_c(levels[level].name));
	json_key(&j, "module");
	json_str(&j, str_c(module));
	while (next_field(&key, &value, &text)) {
		snprintf(name, sizeof(name), "%.*s", (int)(key.n < 31 ? key.n : 31), key.p);
		json_key(&j, name);
		json_str(&j, value);
	}
	json_key(&j, "message");
	json_str(&j, text);
	json_end(&j);
}

static void put_text(struct buf *out, enum log_level level, const char *module, struct str text)
{
	char iso[CLOCK_ISO_MAX];

	if (file)
		buf_addf(out, "%s ", clock_iso(iso, clock_wall_ms()));
	else if (is_journal())
		buf_addf(out, "<%c>", levels[level].priority);
	buf_addf(out, "%s %s %.*s", levels[level].name, module, STR_ARG(text));
}

void log_event(enum log_level level, const char *module, const char *fmt, ...)
{
	char text[MAX_LINE];
	struct buf line, printable;
	struct err ignored;
	va_list ap;

	if (level > wanted)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (file && rotated) {
		rotated = 0;
		if (log_to_file(file, &ignored)) {
			/* Its folder is gone: the old file takes the line. */
		}
	}
	buf_init(&line, 8 * MAX_LINE);
	buf_init(&printable, 4 * MAX_LINE);
	utf8_printable(&printable, str_c(text));
	(as_json ? put_json : put_text)(&line, level, module, buf_str(&printable));
	buf_addc(&line, '\n');
	/* One write a line, so that lines of several processes do not mix. */
	if (write(file ? file_fd : STDERR_FILENO, line.p, line.n) < 0) {
		/* Nobody is left to tell. */
	}
	buf_release(&line);
	buf_release(&printable);
}
