#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include "base/attrs.h"
#include "base/err.h"

/*
 * One line per event on stderr or in a file, for people and for grep:
 *
 *	warn fetch host=example.org status=503 wait_ms=10000: server busy
 *
 * In a file the time goes in front. As JSON:
 *
 *	{"time":"2026-11-22T04:00:00Z","level":"warn","module":"fetch","host":"example.org",...,
 *	 "message":"server busy"}
 *
 * To systemd's journal (stderr is what JOURNAL_STREAM names) "<4>" and the like go in front.
 * Each file that logs says #define LOG_MODULE "fetch" before its includes.
 * extract/ and report/ do not log: they return facts, and the pipeline tells.
 */
enum log_level {
	LOG_ERROR, /* the run is in danger */
	LOG_WARN,  /* an item was lost */
	LOG_INFO,  /* per run and per host */
	LOG_DEBUG, /* per request */
};

void log_set_level(enum log_level most); /* LOG_WARN at start */
void log_set_json(bool json);

/*
 * log_to_file - append to this file from now on; borrowed. It is opened again after
 * log_rotated(), so that it may be moved away. Returns 0, or -1 with ERR_IO.
 */
MUST_USE int log_to_file(const char *path, struct err *e);
bool log_in_file(void);
void log_rotated(void); /* may be called by a signal handler */

/* The text is made printable; "key=value ...: what happened" is the caller's part. */
void log_event(enum log_level level, const char *module, const char *fmt, ...) PRINTF(3, 4);

#define log_error(...) log_event(LOG_ERROR, LOG_MODULE, __VA_ARGS__)
#define log_warn(...)  log_event(LOG_WARN, LOG_MODULE, __VA_ARGS__)
#define log_info(...)  log_event(LOG_INFO, LOG_MODULE, __VA_ARGS__)
#define log_debug(...) log_event(LOG_DEBUG, LOG_MODULE, __VA_ARGS__)

#endif
